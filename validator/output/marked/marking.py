"""Writes the marked copies of a run: each the clerk's own workbook with what was found in it."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.writing import WriteError, written_whole
from validator.common.library_messages import unprinted
from validator.common.workbooks import cell_text
from validator.output.marked.copies import MarkedCopy, copies_of
from validator.output.marked.result_sheet import TITLE, add_result_sheet
from validator.run.validate import Validation

if TYPE_CHECKING:
    from openpyxl import Workbook

AUTHOR = "claimcheck"

_UNUSUAL = "这个文件的写法不常见，只列出核查结果；用 Excel 另存为 .xlsx 后可以得到标注副本。"

_FILLS = {"error": "FFFFC7CE", "warning": "FFFFE5B4", "info": "FFDDEBF7"}
_COPIED = (".xlsx", ".xlsm", ".xltx", ".xltm")


def mark_all(
    validation: Validation, out: Path | None, progress: Callable[[str], None]
) -> tuple[list[Path], list[str]]:
    """Write a marked copy of every input that has findings.

    Returns:
        The files written, and in Chinese what could not be written.
    """
    written, problems = [], []
    for copy in copies_of(validation, out):
        progress(f"标注 {copy.label}")
        try:
            write_marked(copy)
            written.append(copy.target)
        except WriteError as error:
            problems.append(str(error))
    return written, problems


def write_marked(copy: MarkedCopy) -> None:
    """Write one marked copy, whole or not at all; may run in any process.

    Raises:
        WriteError: the target cannot be written.
    """
    with written_whole(copy.target) as draft:
        draft.write_bytes(_content(copy).getbuffer())


def _content(copy: MarkedCopy) -> BytesIO:
    """The marked copy, or where there can be none the findings alone."""
    book, why_alone = _copy(copy)
    if book is not None:
        try:
            _mark(book, copy)
            return _packed(book, copy, note="")
        except OSError:
            raise
        except Exception:  # a file that can be opened and not saved costs its copy, no more
            why_alone = _UNUSUAL
    return _packed(_empty(), copy, note=why_alone)


def _packed(book: "Workbook", copy: MarkedCopy, *, note: str) -> BytesIO:
    """The finished workbook, zipped in memory: on a full disk only one write can fail."""
    book.properties.identifier = f"claimcheck:{copy.identity}"
    add_result_sheet(book, copy.results, linked=not note, note=note)
    content = BytesIO()
    book.save(content)
    return content


def _empty() -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _copy(copy: MarkedCopy) -> tuple["Workbook | None", str]:
    """The workbook opened for marking, or why it cannot be."""
    from openpyxl import load_workbook

    if copy.source.suffix.lower() not in _COPIED:
        return None, "这种格式不能标注，只列出核查结果；另存为 .xlsx 后可以得到标注副本。"
    try:
        with unprinted():
            book = load_workbook(copy.source)
    except Exception:  # a file that only one library reads is still reported
        return None, _UNUSUAL
    there = all(name in book.sheetnames for name in copy.sheets)
    return (book, "") if there else (None, _UNUSUAL)


def _mark(book: "Workbook", copy: MarkedCopy) -> None:
    """Colour the cells and write the notes."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if TITLE in book.sheetnames:
        del book[TITLE]
    _remove_old_notes(book)
    fills = {name: PatternFill("solid", fgColor=colour) for name, colour in _FILLS.items()}
    for sheet, cells in copy.marks.items():
        for cell, mark in cells.items():
            target = book[sheet][cell]
            if type(target).__name__ == "MergedCell":
                continue
            target.fill = fills[mark.severity]
            before = [target.comment.text, "—" * 8] if target.comment is not None else []
            text = "\n".join([*before, *mark.notes])
            note = Comment(cell_text(text), AUTHOR)
            note.width, note.height = 320, min(60 + 18 * _lines(text), 420)
            target.comment = note


def _remove_old_notes(book: "Workbook") -> None:
    """A marked copy may be corrected and handed in again: its old notes go, with their colour."""
    from openpyxl.styles import PatternFill

    ours = set(_FILLS.values())
    for sheet in book.worksheets:
        for cell in list(sheet._cells.values()):
            if cell.comment is not None and cell.comment.author == AUTHOR:
                cell.comment = None
                if cell.fill.fgColor.rgb in ours:
                    cell.fill = PatternFill()


def _lines(text: str) -> int:
    return sum(1 + len(line) // 22 for line in text.split("\n"))
