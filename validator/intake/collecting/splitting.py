"""Gives each applicant's part of a batch back as a workbook of its own.

Where the workbook that was handed in is still in its place, its copy is what goes back,
with the changes made in the batch: formats, formulas and everything else stay. Otherwise a
plain workbook with the same cells in the same places is built.
"""

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimcheck.text import shown_name
from claimcheck.writing import WriteError, write_whole, written_whole
from validator.common.harmless import harmless
from validator.common.naming import output_name
from validator.common.workbooks import open_to_change, save_workbook, set_value, sheet_titles
from validator.reading.applicant import content_of, digest_of, read_applicant
from validator.reading.applicant_part import ApplicantPart
from validator.reading.cells import Value
from validator.reading.numbers import column_letters
from validator.reading.parts import RESULT_SHEET, CollectedBatch
from validator.reading.unreadable import UnreadableError

if TYPE_CHECKING:
    from openpyxl import Workbook

_WIDTHS = {"序号": 6, "程度": 7, "编号": 8, "说明": 58, "怎么改": 40, "人员": 25}
_COPIED = (".xlsx", ".xlsm")


@dataclass(frozen=True)
class WrittenWorkbook:
    """One workbook that was written."""

    target: Path
    from_original: bool
    changed: int  #: cells that differ from what was handed in
    findings: int


def split_batch(
    batch: CollectedBatch, source: Path, folder: Path, progress: Callable[[int, Path], None]
) -> list[WrittenWorkbook]:
    """Write all parts into a folder.

    Raises:
        WriteError: a file cannot be written, or would replace what an applicant handed in.
    """
    names = _names(batch.parts)
    _refuse_originals(batch.parts, source, folder, set(names.values()))
    written = []
    for number, part in enumerate(batch.parts):
        target = folder / names[part.number]
        progress(number, target)
        written.append(_write(batch, part, source, target, set(names.values())))
    progress(len(batch.parts), Path())
    return written


def _refuse_originals(
    parts: list[ApplicantPart], source: Path, folder: Path, names: set[str]
) -> None:
    """Refuse a folder in which the workbooks stand as they were handed in."""
    targets = {(folder / name).resolve() for name in names}
    targets |= {_as_xlsx(target, names) for target in targets}
    for part in parts:
        for place in _places(part, source):
            if place.is_file() and place.resolve() in targets:
                raise WriteError(
                    f"“{shown_name(folder)}”里有申报单位交来的原文件“{shown_name(place)}”，"
                    "没有写任何文件。请换一个文件夹。"
                )


def _names(parts: list[ApplicantPart]) -> dict[int, str]:
    """A name for each part: its own, with its folder or number where two are called the same."""
    plain = {
        part.number: output_name(Path(part.file)) if part.file else f"{part.number}.xlsx"
        for part in parts
    }
    uses = Counter(name.lower() for name in plain.values())
    taken: set[str] = set()
    names = {}
    for part in parts:
        name = plain[part.number]
        holder = Path(part.place).parent.name
        if uses[name.lower()] > 1 and holder not in ("", ".."):
            name = output_name(Path(f"{holder}-{name}"))
        path = Path(name)
        while name.lower() in taken:
            path = path.with_name(f"{path.stem}.{part.number}{path.suffix}")
            name = path.name
        taken.add(name.lower())
        names[part.number] = name
    return names


def _as_xlsx(target: Path, taken: set[str]) -> Path:
    """The name of a part that is built anew, where its own kind cannot be written."""
    if target.suffix.lower() == ".xlsx":
        return target
    other = target.with_suffix(".xlsx")
    others = {name.lower() for name in taken}
    return other if other.name.lower() not in others else target.with_name(f"{target.name}.xlsx")


def _write(
    batch: CollectedBatch, part: ApplicantPart, source: Path, target: Path, taken: set[str]
) -> WrittenWorkbook:
    original = _original(part, source)
    if original is not None and original.resolve() != target.resolve():
        changes = _changes(part, original)
        if changes is not None:
            if not changes and not part.findings:
                with written_whole(target) as draft:
                    shutil.copyfile(original, draft)
                return WrittenWorkbook(target, True, 0, 0)
            if target.suffix.lower() in _COPIED and _write_copy(
                batch, part, original, changes, target
            ):
                return WrittenWorkbook(target, True, len(changes), len(part.findings))
    target = _as_xlsx(target, taken)
    _write_plain(batch, part, target)
    return WrittenWorkbook(target, False, 0, len(part.findings))


def _original(part: ApplicantPart, source: Path) -> Path | None:
    """The file as the applicant handed it in, where it is still there, unchanged.

    Its place is told from the batch's folder. The marked copy of a batch often stands in a
    folder within that one (`validate --out`).
    """
    places = _places(part, source)
    return next((place for place in places if _is_unchanged(place, part.digest)), None)


def _places(part: ApplicantPart, source: Path) -> list[Path]:
    """Where a part's own workbook may be."""
    return [folder / part.place for folder in (source.parent, source.absolute().parent.parent)]


def _is_unchanged(original: Path, digest: str) -> bool:
    try:
        return original.is_file() and digest_of(content_of(original)) == digest
    except UnreadableError:
        return False


def _changes(part: ApplicantPart, original: Path) -> dict[tuple[str, str], Value] | None:
    """Cells that the batch holds otherwise than the original; None where it cannot be told."""
    try:
        before = read_applicant(original)
    except UnreadableError:
        return None
    changes: dict[tuple[str, str], Value] = {}
    for kind, now in part.sheets.items():
        old = dict(before.sheets[kind].rows)
        new = dict(now.rows)
        blank: list[Value] = [None] * len(now.columns)
        for row in sorted(old.keys() | new.keys()):
            pairs = zip(now.places, old.get(row, blank), new.get(row, blank), strict=True)
            for place, was, is_ in pairs:
                if (was or None) != (is_ or None):
                    changes[now.name, f"{column_letters(place)}{row}"] = is_
    return changes


def _write_copy(
    batch: CollectedBatch,
    part: ApplicantPart,
    original: Path,
    changes: dict[tuple[str, str], Value],
    target: Path,
) -> bool:
    """Write the applicant's own workbook with the changes; whether that was possible."""
    try:
        book = open_to_change(original)
        for (sheet, cell), value in changes.items():
            set_value(book[sheet][cell], value or None)
        if part.findings:
            _add_findings(book, batch, part)
        content = BytesIO()
        save_workbook(book, content)
    except Exception:  # an unusual workbook that only the other reader understands
        return False
    write_whole(target, content.getbuffer())
    return True


def _add_findings(book: "Workbook", batch: CollectedBatch, part: ApplicantPart) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    if RESULT_SHEET in book.sheetnames:
        del book[RESULT_SHEET]
    page = book.create_sheet(RESULT_SHEET, 0)
    book.active = 0
    for other in book.worksheets[1:]:
        other.sheet_view.tabSelected = False
    page["A1"] = RESULT_SHEET
    page["A1"].font = Font(size=16, bold=True)
    page["A2"] = f"共 {len(part.findings)} 处，点“位置”可跳到该单元格。"
    for place, head in enumerate(batch.headings, 1):
        page.cell(4, place, _shown(head)).font = Font(bold=True)
        page.column_dimensions[get_column_letter(place)].width = _WIDTHS.get(head, 18)
    at = batch.headings.index("位置")
    for number, row in enumerate(part.findings, 5):
        for place, value in enumerate(row, 1):
            cell = page.cell(number, place, _shown(value))
            cell.alignment = Alignment(vertical="center", wrap_text=True)
        link = _link(str(row[at]), book.sheetnames)
        if link:
            page.cell(number, at + 1).hyperlink = link
            page.cell(number, at + 1).font = Font(color="FF0563C1", underline="single")
    page.freeze_panes = "A5"


def _shown(value: Value) -> Any:
    return harmless(value) if isinstance(value, str) else value


def _link(place: str, names: list[str]) -> str:
    sheet, _, cell = place.rpartition(" ")
    quoted = sheet.replace("'", "''")
    return f"#'{quoted}'!{cell}" if sheet in names else ""


def _write_plain(batch: CollectedBatch, part: ApplicantPart, target: Path) -> None:
    """The same cells in the same places, without formats and formulas."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    by_name = {sheet.name: sheet for sheet in part.sheets.values()}
    loose_sheets = {cell.sheet for cell in part.loose}
    own = [name for name in part.order if name in by_name or name in loose_sheets]
    titles = sheet_titles(list(dict.fromkeys([*own, *by_name])))
    for title in titles.values():
        book.create_sheet(title)
    for sheet in part.sheets.values():
        page = book[titles[sheet.name]]
        for place, head in zip(sheet.places, sheet.heads, strict=True):
            _set(page.cell(sheet.header_row, place + 1), head)
        for row, values in sheet.rows:
            for place, value in zip(sheet.places, values, strict=True):
                _set(page.cell(row, place + 1), value)
        page.freeze_panes = f"A{sheet.header_row + 1}"
    for cell in part.loose:
        if cell.sheet in titles:
            _set(book[titles[cell.sheet]][cell.cell], cell.value)
    if part.findings:
        _add_findings(book, batch, part)
    with written_whole(target) as draft:
        save_workbook(book, draft)


def _set(cell: Any, value: Value) -> None:
    """Write a value as what it is; text stays text, even where it looks like a formula."""
    if value in ("", None):
        return
    set_value(cell, value)
    if isinstance(value, str):
        cell.number_format = "@"
