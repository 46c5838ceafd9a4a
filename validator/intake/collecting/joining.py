"""Puts applicants together: claim ids made unique, every row with its origin."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from claimcheck.forms import Form, SheetKind
from claimcheck.identity import tidy
from validator.reading.applicant import Applicant, read_applicant
from validator.reading.cells import id_text
from validator.reading.origin import FILE_HEADING, FILES_SHEET
from validator.reading.unreadable import UnreadableError

_CLAIM = "claim_id"

#: What makes a claim of two files look like one that was handed in again.
_ONE_CLAIM = ("applicant_code", "measure", _CLAIM)

_A_BATCH = (
    "这是以前汇总的一批，里面已有各单位的申报，再收入就会重复。"
    "请只汇总各单位交来的文件，把它移到别的文件夹。"
)


@dataclass
class Collected:
    """What a call of `collect` found."""

    form: Form | None = None
    applicants: list[Applicant] = field(default_factory=list)
    renamed: dict[tuple[int, str], str] = field(default_factory=dict)
    #: (applicant's index, its claim id) → the id in the batch
    refused: list[tuple[Path, str]] = field(default_factory=list)
    dropped: list[tuple[Path, Path]] = field(default_factory=list)  #: copy, first
    again: list["Again"] = field(default_factory=list)


@dataclass(frozen=True)
class Again:
    """Two files with claims of the same numbers of the same applicant: one may be a correction."""

    later: Path
    first: Path
    claim_ids: tuple[str, ...]


def collect_files(paths: Sequence[Path], progress: Callable[[int, Path], None]) -> Collected:
    """Read workbooks; what cannot be taken is listed and the rest goes on.

    The first workbook that can be read says which type the batch is of.
    """
    result = Collected()
    seen: dict[str, Path] = {}
    for number, path in enumerate(paths):
        progress(number, path)
        try:
            applicant = read_applicant(path)
        except UnreadableError as error:
            result.refused.append((path, str(error)))
            continue
        if is_batch(applicant):
            result.refused.append((path, _A_BATCH))
            continue
        if applicant.digest in seen:
            result.dropped.append((path, seen[applicant.digest]))
            continue
        seen[applicant.digest] = path
        if result.form is None:
            result.form = applicant.form
        if applicant.form.type != result.form.type:
            why = f"这是“{applicant.form.title}”，本批是“{result.form.title}”。请分开汇总。"
            result.refused.append((path, why))
            continue
        result.applicants.append(applicant)
    progress(len(paths), Path())
    result.renamed = unique_ids([claim_ids(applicant) for applicant in result.applicants])
    result.again = [*handed_in_again(result.applicants)]
    return result


def is_batch(applicant: Applicant) -> bool:
    """Whether a workbook is what `collect` made, under whatever name it was kept."""
    says = any(FILE_HEADING in rows.heads for rows in applicant.sheets.values())
    return says and FILES_SHEET in applicant.order


def handed_in_again(applicants: Sequence[Applicant]) -> Iterator[Again]:
    """The files that hold claims of an earlier file: corrected, perhaps, and called otherwise."""
    firsts: dict[tuple[str, ...], Path] = {}
    for applicant in applicants:
        found: dict[Path, list[str]] = {}
        for one in dict.fromkeys(_claims(applicant)):
            first = firsts.setdefault(one, applicant.path)
            if first != applicant.path:
                found.setdefault(first, []).append(one[-1])
        for first, ids in found.items():
            yield Again(applicant.path, first, tuple(ids))


def _claims(applicant: Applicant) -> Iterator[tuple[str, ...]]:
    """What tells the claims of a workbook from those of others, where all of it is written."""
    rows = applicant.sheets.get(SheetKind.CLAIMS)
    if rows is None or not set(_ONE_CLAIM) <= set(rows.columns):
        return
    code, measure, claim = (rows.columns.index(name) for name in _ONE_CLAIM)
    for _, values in rows.rows:
        one = (tidy(id_text(values[code])), id_text(values[measure]), id_text(values[claim]))
        if all(one):
            yield one


def claim_ids(applicant: Applicant) -> list[str]:
    """All claim ids that a workbook names, on whatever sheet."""
    found: dict[str, None] = {}
    for rows in applicant.sheets.values():
        if _CLAIM in rows.columns:
            place = rows.columns.index(_CLAIM)
            found |= {text: None for _, values in rows.rows if (text := id_text(values[place]))}
    return list(found)


def unique_ids(groups: Sequence[Sequence[str]]) -> dict[tuple[int, str], str]:
    """New ids for those that several applicants use: SB-001 of the 12th becomes 012-SB-001."""
    uses = Counter(text for group in groups for text in set(group))
    taken = {text for text, count in uses.items() if count == 1}
    digits = max(3, len(str(len(groups))))
    renamed = {}
    for index, group in enumerate(groups):
        for text in dict.fromkeys(group):
            if uses[text] == 1:
                continue
            new = f"{index + 1:0{digits}d}-{text}"
            while new in taken:
                new = f"{new}'"
            taken.add(new)
            renamed[index, text] = new
    return renamed


def columns_of(collected: Collected, kind: SheetKind) -> list[str]:
    """The columns of a sheet of the batch: the form's, then those that applicants added."""
    assert collected.form is not None  # noqa: S101 - only called for a batch with files
    sheet = collected.form.sheet(kind)
    assert sheet is not None  # noqa: S101 - the kind came from the form
    found = dict.fromkeys([column.key for column in sheet.inputs if column.by_default])
    for applicant in collected.applicants:
        found |= dict.fromkeys(applicant.sheets[kind].columns)
    return list(found)
