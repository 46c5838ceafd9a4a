"""Rows, columns and sheets that nobody sees are read, and it is said."""

import pytest
import xlwt
from openpyxl import Workbook

from tests.validator.intake.statements.test_pay_lists import PEOPLE, TITLE, read

STATEMENT = [
    ["户名：梁敏"],
    ["交易日期", "摘要", "收入", "支出", "余额"],
    ["2026-03-05", "工资", 3500, None, 3500],
    ["2026-04-05", "工资", 3500, None, 7000],
    ["2026-05-05", "工资", 3500, None, 10500],
]
LIST = [[TITLE], ["姓名", "身份证号", "实发工资"], *([*person[:2], 3500] for person in PEOPLE)]


def xlsx(folder, rows, hidden_rows=(), hidden_columns=(), sheet="visible"):
    book = Workbook()
    page = book.active
    page.title = "流水"
    for row in rows:
        page.append(row)
    for row in hidden_rows:
        page.row_dimensions[row].hidden = True
    for letter in hidden_columns:
        page.column_dimensions[letter].hidden = True
    if sheet == "hidden":
        book.create_sheet("空")
        page.sheet_state = sheet
    book.save(folder / "流水.xlsx")
    return folder / "流水.xlsx"


def said(path):
    return [text for text in read(path).remarks if "隐藏" in text]


@pytest.mark.parametrize("rows", [STATEMENT, LIST])
def test_hidden_rows_are_read_and_named(tmp_path, rows):
    assert said(xlsx(tmp_path, rows, [4, 5])) == [
        "“流水”第 4、5 行是隐藏的（或被筛选掉的），已一并读取，请核对。"
    ]
    assert read(tmp_path / "流水.xlsx").frame.height == 3


def test_a_hidden_row_that_holds_no_payment_is_not_worth_a_word(tmp_path):
    assert said(xlsx(tmp_path, STATEMENT, [1, 9])) == []


@pytest.mark.parametrize(
    ("rows", "letter", "heading"), [(STATEMENT, "E", "余额"), (LIST, "C", "实发工资")]
)
def test_hidden_columns_are_named_by_their_headings(tmp_path, rows, letter, heading):
    assert said(xlsx(tmp_path, rows, hidden_columns=[letter])) == [
        f"“流水”的“{heading}”列是隐藏的，已一并读取，请核对。"
    ]


def test_a_hidden_sheet_is_named(tmp_path):
    assert said(xlsx(tmp_path, LIST, sheet="hidden")) == [
        "工作表“流水”是隐藏的，已一并读取，请核对。"
    ]


def test_old_workbooks_tell_it_too(tmp_path):
    book = xlwt.Workbook()
    page = book.add_sheet("流水")
    for row, cells in enumerate(STATEMENT):
        for place, cell in enumerate(cells):
            page.write(row, place, cell)
    page.row(3).hidden = True
    page.col(4).hidden = True
    book.save(str(tmp_path / "流水.xls"))
    assert said(tmp_path / "流水.xls") == [
        "“流水”第 4 行是隐藏的（或被筛选掉的），已一并读取，请核对。",
        "“流水”的“余额”列是隐藏的，已一并读取，请核对。",
    ]


def test_xml_workbooks_tell_it_too(tmp_path):
    rows = [
        "".join(f"<Cell><Data ss:Type='String'>{cell or ''}</Data></Cell>" for cell in row)
        for row in STATEMENT
    ]
    cells = "".join(
        f"<Row ss:Hidden='{int(number == 3)}'>{row}</Row>" for number, row in enumerate(rows)
    )
    (tmp_path / "流水.xls").write_text(
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
        'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="流水"><Table>'
        f'<Column ss:Span="3"/><Column ss:Hidden="1"/>{cells}</Table></Worksheet></Workbook>',
        encoding="utf-8",
    )
    assert said(tmp_path / "流水.xls") == [
        "“流水”第 4 行是隐藏的（或被筛选掉的），已一并读取，请核对。",
        "“流水”的“余额”列是隐藏的，已一并读取，请核对。",
    ]
