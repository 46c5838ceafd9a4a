"""What lies in a folder beside the claims: named once with what it is, and blocking nothing.

A file that is named by itself is meant to be checked, whatever it is; only what came along
with a folder is set aside.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from validator.common.naming import labels
from validator.reading.batch import Input
from validator.reading.files import LOCK, FilesOfCall, is_own_output
from validator.reading.unreadable import UnreadableError

BLANK = "空白模板"
UNRECOGNISED = "没有认出申报表或花名册的工作簿"
STATEMENT = "银行流水"
_IMPORT = "请用 claimcheck wages import"

#: How statements end that are no workbooks and are read at once.
_TEXTS = (".csv", ".txt", ".tsv", ".xml", ".html", ".htm")
#: Statements of this ending take long to read, so that nobody waits for what is not asked.
_SLOW = ".pdf"
#: Larger files are not looked into.
_LARGEST = 5_000_000


@dataclass(frozen=True)
class Aside:
    """A file that is no claim."""

    path: Path
    label: str  #: its name as it is shown
    what: str  #: what it is
    advice: str  #: what to do with it

    @property
    def is_blank(self) -> bool:
        """Whether it is a template of ours that nobody has filled in."""
        return self.what == BLANK

    @property
    def may_be_claim(self) -> bool:
        """Whether it is a table in which claims may stand that nobody has read."""
        # Imported late, as where files are opened: most folders hold nothing but claims.
        from validator.reading.kinds import MAY_BE_CLAIMS

        return self.what == UNRECOGNISED or self.what in MAY_BE_CLAIMS


def set_aside(inputs: Sequence[Input], of_call: FilesOfCall) -> tuple[list[Input], list[Aside]]:
    """Part the claims from what else was found in folders.

    Args:
        inputs: the workbooks, read.
        of_call: where they were found, and what else.

    Returns:
        The claims with new numbers, and all that is set aside: workbooks, then other files.
    """
    claims: list[Input] = []
    found: list[Aside] = []
    any_claim = any(entry.form is not None and not _is_blank(entry) for entry in inputs)
    for entry in inputs:
        said = _what(entry, any_claim) if entry.path in of_call.in_folders else None
        if said is None:
            claims.append(replace(entry, number=len(claims)))
        else:
            found.append(Aside(entry.path, entry.label, *said))
    names = labels(of_call.others)
    found += [
        Aside(path, name, *_other(path)) for path, name in zip(of_call.others, names, strict=True)
    ]
    return claims, found


def _what(entry: Input, any_claim: bool) -> tuple[str, str] | None:
    """What a workbook is and what to do with it; None where it is a claim, or may be one."""
    if entry.fault:
        return None
    if entry.form is not None:
        return (BLANK, "还没有填写，没有核查") if _is_blank(entry) else None
    if _is_statement(entry.path):
        return STATEMENT, _IMPORT
    if not any_claim:
        return None
    return UNRECOGNISED, "没有核查；是申报表的，请用模板填报"


def _is_blank(entry: Input) -> bool:
    """Whether a workbook is a template of ours into which nothing was typed."""
    return bool(entry.stamp and entry.sheets) and all(
        read.headers is not None and read.frame.is_empty() for read in entry.sheets.values()
    )


def _other(path: Path) -> tuple[str, str]:
    if path.name.startswith(LOCK):
        return "临时文件", "是打开工作簿时产生的，不用管"
    if is_own_output(path):
        return "以前核查写出的文件", "不用管"
    # Imported late: the file is opened only now, and most folders hold nothing but claims.
    from validator.reading.kinds import ARCHIVE, MAY_BE_CLAIMS, in_one_word

    what = in_one_word(path)
    ending = path.suffix.lower()
    if what in MAY_BE_CLAIMS:
        return what, "没有核查；是申报表的，请另存为 .xlsx"
    if what == ARCHIVE:
        return what, "没有核查；里面有申报表的，请解压"
    if ending == _SLOW:
        return what, f"没有核查；是银行流水的，{_IMPORT}"
    if ending in _TEXTS and _is_statement(path):
        return STATEMENT, _IMPORT
    return what, "没有核查"


def _is_statement(path: Path) -> bool:
    """Whether a file is a bank statement or a pay list that can be imported."""
    # Imported late: most folders hold nothing but claims.
    from validator.intake.statements.keeping import read_any
    from validator.intake.statements.statement import Options

    try:
        if path.stat().st_size > _LARGEST:
            return False
        read_any(path, Options())
    except (UnreadableError, OSError):
        return False
    return True
