"""Sheets that write little: what stands where, whoever reads them."""

import re
import zipfile
from io import BytesIO

import openpyxl
import polars as pl
import pytest
from fastexcel import read_excel
from xlsxwriter import Workbook

from addin.template.compact import add_sheet

_GREEN, _RED = "FF00FF00", "FFFF0000"


@pytest.fixture(scope="module")
def content() -> bytes:
    """A row of: text, two empty green cells, nothing, an empty red one, a formula, a green one."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    green, red = (workbook.add_format({"bg_color": colour[2:]}) for colour in (_GREEN, _RED))
    sheet = add_sheet(workbook, "表")
    for row in range(3):
        sheet.write_string(row, 0, f"第{row}行")
        for column, style in ((1, green), (2, green), (4, red), (6, green)):
            sheet.write_blank(row, column, None, style)
    sheet.write_shared_formula(0, 2, 5, "LEN($A1)", None)
    for column in (0, 1):
        sheet.write_blank(3, column, None, red)
    sheet.write_string(3, 2, "末")
    workbook.close()
    return buffer.getvalue()


def _cells(content: bytes) -> list[str]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        part = package.read("xl/worksheets/sheet1.xml").decode()
    return re.findall(r"<c[ >][^>]*>", part)


def test_an_empty_cell_has_no_address_behind_another_cell_and_has_one_behind_a_gap(
    content: bytes,
) -> None:
    first_row = _cells(content)[:6]
    with_address = [re.findall(r'r="(\w+)"', cell) for cell in first_row]
    assert with_address == [["A1"], [], [], ["E1"], ["F1"], []]


def test_the_first_cell_of_a_row_keeps_its_address(content: bytes) -> None:
    last_row = _cells(content)[18:]
    assert [re.findall(r'r="(\w+)"', cell) for cell in last_row] == [["A4"], [], ["C4"]]


def test_openpyxl_finds_every_style_and_formula_in_its_place(content: bytes) -> None:
    sheet = openpyxl.load_workbook(BytesIO(content)).active
    assert sheet is not None
    fills = {
        cell.coordinate: cell.fill.start_color.rgb
        for row in sheet
        for cell in row
        if cell.fill.fill_type
    }
    green = {f"{letter}{row}" for letter in "BCG" for row in (1, 2, 3)}
    red = {"E1", "E2", "E3", "A4", "B4"}
    assert fills == dict.fromkeys(green, _GREEN) | dict.fromkeys(red, _RED)
    assert [sheet[f"F{row}"].value for row in (1, 2, 3)] == [f"=LEN($A{row})" for row in (1, 2, 3)]


def test_the_fast_reader_finds_every_text_in_its_place(content: bytes) -> None:
    sheet = read_excel(content).load_sheet(0, header_row=None).to_polars()
    texts = sheet.select(pl.nth(0, 2).cast(pl.String))
    assert texts.rows() == [("第0行", None), ("第1行", None), ("第2行", None), (None, "末")]


def _alternating(last_row: int) -> list[object]:
    """What openpyxl finds in C2 and below it, where an alternating formula was written."""
    buffer = BytesIO()
    workbook = Workbook(buffer, {"in_memory": True})
    add_sheet(workbook, "表").write_alternating_formula(1, last_row, 2, "LEN($A2)", None)
    workbook.close()
    sheet = openpyxl.load_workbook(buffer).active
    assert sheet is not None
    return [sheet[f"C{row}"].value for row in range(2, sheet.max_row + 1)]


def test_every_other_row_of_an_alternating_formula_has_a_plus() -> None:
    expected = ["=LEN($A2)", "=+LEN($A3)", "=LEN($A4)", "=+LEN($A5)", "=LEN($A6)"]
    assert _alternating(5) == expected


def test_an_alternating_formula_of_one_row_has_none() -> None:
    assert _alternating(1) == ["=LEN($A2)"]
