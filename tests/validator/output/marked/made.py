"""Workbooks with much in them, and marked copies of them without a run."""

import base64
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path

import xlsxwriter

from validator.common.workers.pool import result_of
from validator.output.marked.copies import CellMark, CopiesOfRun, MarkedCopy
from validator.output.marked.marking import being_marked, write_marked
from validator.output.marked.naming import marked_paths
from validator.output.marked.results import ResultLine, Results
from validator.run.validate import Validation

SHEET = "人员花名册"
NOTE = "错误 CC201 身份证号有误\n怎么改：请对照身份证原件更正。"

_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
LINE = ResultLine(
    "error",
    ("错误", "CC201", "身份证号有误", f"{SHEET} C4", "S1", "马*", "…", "", "有误", "更正", ""),
    SHEET,
    "C4",
)
RESULTS = Results("暂不能提交。", False, "申报 1 项。", "原文件：a.xlsx。", "", (LINE,))


def rich_book(path: Path) -> Path:
    """A workbook with what clerks and programs put into them; .xlsm with a button and macros."""
    book = xlsxwriter.Workbook(path)
    yellow = book.add_format({"bg_color": "#FFF9DB", "num_format": "@", "border": 1})
    first = book.add_worksheet("封面")
    first.insert_image("B2", "p.png", {"image_data": BytesIO(_PICTURE)})
    sheet = book.add_worksheet(SHEET)
    sheet.activate()
    sheet.set_column("C:C", 22, yellow)
    sheet.write_row("A3", ["申报编号", "姓名", "身份证号"])
    for row in range(3, 12):
        sheet.write_row(row, 0, [f"SB-{row}", "马龙"])
        sheet.write_string(row, 2, "640598199001011230", yellow)
    sheet.merge_range("E4:E8", "一户")
    sheet.write_comment("B5", "经办人记：已核对原件", {"author": "王会计"})
    sheet.data_validation("D4:D99", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format("C4:C99", {"type": "duplicate", "format": book.add_format()})
    sheet.write_formula("F4", "=SUM(A4:A9)", None, 0)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$F$4:$F$9"})
    first.insert_chart("D4", chart)
    sheet.print_area("A1:F20")
    book.define_name("户", f"='{SHEET}'!$E$4")
    if path.suffix == ".xlsm":
        sheet.insert_button("H4", {"macro": "go", "caption": "核对"})
        vba = path.with_suffix(".bin")
        vba.write_bytes(b"\xd0\xcf\x11\xe0 no real project")
        book.add_vba_project(str(vba))
        book.set_vba_name("ThisWorkbook")
    book.close()
    return path


def all_marked(
    found: Validation, out: Path | None = None, progress: Callable[[str], None] = lambda _: None
) -> tuple[list[Path], list[str]]:
    """The marked copies of a run, written, and what could not be."""
    copies = CopiesOfRun(found, marked_paths(found, out))
    with being_marked(copies, progress) as marking:
        made = result_of(marking)
    return made.written, made.problems


def copy_of(
    source: Path, marks: Mapping[str, str] | None = None, *, sheet: str = SHEET
) -> MarkedCopy:
    """A marked copy to be: cell → severity."""
    cells = {cell: CellMark(severity, (NOTE,)) for cell, severity in (marks or {}).items()}
    target = source.with_name(f"{source.stem}.核查{source.suffix}")
    return MarkedCopy(source, source.name, target, RESULTS, {sheet: cells}, (sheet,), "abcd")


def marked(source: Path, marks: Mapping[str, str] | None = None, *, sheet: str = SHEET) -> Path:
    """The marked copy, written."""
    copy = copy_of(source, {"C4": "error"} if marks is None else marks, sheet=sheet)
    write_marked(copy)
    return copy.target


def parts(path: Path) -> dict[str, bytes]:
    """All parts of a package."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def changed(
    path: Path, name: str, change: Callable[[str], str], new: Mapping[str, str] | None = None
) -> Path:
    """The same file with one part changed and some added."""
    content = parts(path)
    before = content[name].decode()
    content[name] = change(before).encode()
    assert content[name] != before.encode()
    content |= {key: text.encode() for key, text in (new or {}).items()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for key, text in content.items():
            package.writestr(key, text)
    return path
