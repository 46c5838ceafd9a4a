"""Keeps what somebody else wrote: an output replaces nothing but an earlier output of its kind."""

from pathlib import Path

from claimcheck.text import shown_name
from claimcheck.writing import WriteError
from validator.common.naming import READABLE


def refuse_others(target: Path, sheet: str, kind: str) -> None:
    """Refuse a workbook as a target, unless it is an earlier output of the same kind.

    A name that is mistyped would otherwise cost an applicant's own workbook.

    Args:
        target: where the output is to go.
        sheet: the name of a sheet that only outputs of this kind have.
        kind: what such an output is called, in Chinese.

    Raises:
        WriteError: something else stands there.
    """
    from validator.reading.applicant import content_of
    from validator.reading.cells import read_cells
    from validator.reading.unreadable import UnreadableError

    if target.suffix.lower() not in READABLE or not target.is_file():
        return
    try:
        names, _ = read_cells(content_of(target), only=())
    except UnreadableError:
        names = []
    if sheet not in names:
        raise WriteError(
            f"“{shown_name(target)}”已经存在，不是以前写出的{kind}，没有改动。请换一个文件名。"
        )
