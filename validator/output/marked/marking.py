"""The marked copy: the clerk's own workbook with coloured cells, notes and 核查结果.

Nothing is moved and nothing that was typed is changed. Where a copy cannot be made (a kind
of file that cannot be written, or one too large), a workbook with 核查结果 alone is written
instead, and says so.
"""

import hashlib
import os
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.writing import WriteError, written_whole
from validator.common.library_messages import unprinted
from validator.common.naming import output_paths
from validator.common.workbooks import cell_text
from validator.findings.catalogue import SEVERITY_WORDS, entry
from validator.findings.frame import of_office
from validator.output.marked.result_sheet import TITLE, add_result_sheet
from validator.reading.batch import Input
from validator.run.validate import Validation

if TYPE_CHECKING:
    from openpyxl import Workbook

ENDING = ".核查.xlsx"
AUTHOR = "claimcheck"

#: What a marked copy says of its source, in its properties.
_SOURCE = re.compile(rb"<dc:identifier[^>]*>claimcheck:([0-9a-f]{4})</dc:identifier>")

#: So many cells are coloured in one workbook, errors first; 核查结果 says when there are more.
MARKED = 3000
#: Workbooks with more cells than this are not copied: that would take minutes.
LARGEST = 1_500_000

_UNUSUAL = "这个文件的写法不常见，只列出核查结果；用 Excel 另存为 .xlsx 后可以得到标注副本。"

_FILLS = {"error": "FFFFC7CE", "warning": "FFFFE5B4", "info": "FFDDEBF7"}
_COPIED = (".xlsx", ".xlsm", ".xltx", ".xltm")


def mark_all(
    validation: Validation, out: Path | None, progress: Callable[[str], None]
) -> tuple[list[Path], list[str]]:
    """Write a marked copy of every input that has findings; the office's own faults are in none.

    Returns:
        The files written, and in Chinese what could not be written.
    """
    targets = marked_paths(validation, out)
    written, problems = [], []
    for source in validation.inputs:
        own = (pl.col("input") == source.number) & ~of_office()
        findings = validation.findings.filter(own)
        if source.fault or findings.is_empty():
            continue
        progress(f"标注 {source.label}")
        target = targets[source.number]
        try:
            write_marked(validation, source, findings, target)
            written.append(target)
        except WriteError as error:
            problems.append(str(error))
    return written, problems


def marked_paths(validation: Validation, out: Path | None) -> dict[int, Path]:
    """Where the marked copy of each input goes, by the input's number."""
    paths = output_paths([entry.path for entry in validation.inputs], out, ENDING, _may_replace)
    return dict(zip((entry.number for entry in validation.inputs), paths, strict=True))


def _may_replace(source: Path, target: Path) -> bool:
    """Whether a file is no marked copy of another input, from an earlier run."""
    try:
        with zipfile.ZipFile(target) as package:
            found = _SOURCE.search(package.read("docProps/core.xml"))
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return True  # there is none, or it is no copy of ours
    return found is None or found[1].decode() == _source_mark(source, target)


def _source_mark(source: Path, target: Path) -> str:
    """Tells the sources of marked copies apart.

    It is so short that no number in a file's name can be found by trying all of them.
    """
    try:
        place = os.path.relpath(source.resolve(), target.resolve().parent)
    except ValueError:  # another drive
        place = str(source.resolve())
    return hashlib.blake2b(os.fsencode(place), digest_size=2).hexdigest()


def write_marked(
    validation: Validation, source: Input, findings: pl.DataFrame, target: Path
) -> None:
    """Write the marked copy of one input, whole or not at all.

    Raises:
        WriteError: the target cannot be written.
    """
    mark = _source_mark(source.path, target)
    with written_whole(target) as draft:
        draft.write_bytes(_content(validation, source, findings, mark).getbuffer())


def _content(validation: Validation, source: Input, findings: pl.DataFrame, mark: str) -> BytesIO:
    """The marked copy, or where there can be none the findings alone."""
    book, why_alone = _copy(source)
    if book is not None:
        try:
            cited = {part.rule.clause: part.rule.cited for part in validation.judged}
            _mark(book, source, findings.with_columns(pl.col("clause").replace(cited)))
            return _packed(book, validation, source, findings, mark, note="")
        except OSError:
            raise
        except Exception:  # a file that can be opened and not saved costs its copy, no more
            why_alone = _UNUSUAL
    return _packed(_empty(), validation, source, findings, mark, note=why_alone)


def _packed(
    book: "Workbook",
    validation: Validation,
    source: Input,
    findings: pl.DataFrame,
    mark: str,
    *,
    note: str,
) -> BytesIO:
    """The finished workbook, zipped in memory: on a full disk only one write can fail."""
    book.properties.identifier = f"claimcheck:{mark}"
    add_result_sheet(book, validation, source, findings, linked=not note, note=note)
    content = BytesIO()
    book.save(content)
    return content


def _empty() -> "Workbook":
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    return book


def _copy(source: Input) -> tuple["Workbook | None", str]:
    """The workbook opened for marking, or why it cannot be."""
    from openpyxl import load_workbook

    cells = sum(sheet.cells for sheet in source.sheets.values())
    if source.path.suffix.lower() not in _COPIED:
        return None, "这种格式不能标注，只列出核查结果；另存为 .xlsx 后可以得到标注副本。"
    if cells > LARGEST:
        return None, "工作簿很大，只列出核查结果，没有逐格标注。"
    try:
        with unprinted():
            book = load_workbook(source.path)
    except Exception:  # a file that only one library reads is still reported
        return None, _UNUSUAL
    there = all(sheet.name in book.sheetnames for sheet in source.sheets.values())
    return (book, "") if there else (None, _UNUSUAL)


def _mark(book: "Workbook", source: Input, findings: pl.DataFrame) -> None:
    """Colour the cells and write the notes."""
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    if TITLE in book.sheetnames:
        del book[TITLE]
    _remove_old_notes(book)
    fills = {name: PatternFill("solid", fgColor=colour) for name, colour in _FILLS.items()}
    for (sheet, cell), (severity, notes) in _places(source, findings).items():
        target = book[sheet][cell]
        if type(target).__name__ == "MergedCell":
            continue
        target.fill = fills[severity]
        before = [target.comment.text, "—" * 8] if target.comment is not None else []
        text = "\n".join([*before, *notes])
        note = Comment(cell_text(text), AUTHOR)
        note.width, note.height = 320, min(60 + 18 * _lines(text), 420)
        target.comment = note


def _places(source: Input, findings: pl.DataFrame) -> dict[tuple[str, str], tuple[str, list[str]]]:
    """What to mark: (sheet, cell) → the worst severity and the notes."""
    order = {"error": 0, "warning": 1, "info": 2}
    own_sheets = {read.name for read in source.sheets.values()}
    marks: dict[tuple[str, str], tuple[str, list[str]]] = {}

    def add(sheet: str, cell: str, severity: str, note: str) -> None:
        known = marks.get((sheet, cell))
        if known is None:
            if len(marks) < MARKED and sheet in own_sheets:
                marks[sheet, cell] = (severity, [note])
        elif len(known[1]) < 4:
            worst = min(known[0], severity, key=order.__getitem__)
            marks[sheet, cell] = (worst, [*known[1], note])

    ranked = findings.filter(pl.col("cell").is_not_null()).sort(
        pl.col("severity").replace_strict(order, return_dtype=pl.Int8), maintain_order=True
    )
    for row in ranked.head(MARKED).iter_rows(named=True):
        add(row["sheet"], row["cell"], row["severity"], note_text(row))
        for place in row["related"]:
            if place["input"] == source.number:
                see = f"见 {row['sheet']} {row['cell']}：{entry(row['code']).title}"
                add(place["sheet"], place["cell"], row["severity"], see)
    return marks


def note_text(row: dict[str, Any]) -> str:
    """What a note says: found, expected, how to fix, clause."""
    lines = [
        f"{SEVERITY_WORDS[row['severity']]} {row['code']} {entry(row['code']).title}",
        row["message"].split("：", 1)[-1],
    ]
    lines += [f"现为：{row['value']}"] if row["value"] else []
    lines += [f"应为：{row['expected']}"] if row["expected"] else []
    lines.append(f"怎么改：{row['fix']}")
    lines += [f"依据：{row['clause']}"] if row["clause"] else []
    return "\n".join(lines)


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
