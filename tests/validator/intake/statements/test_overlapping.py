"""Pages of one workbook that overlap count each transaction once."""

import pytest
from openpyxl import Workbook

from tests.validator.intake.statements.test_pay_lists import read
from validator.intake.statements.keeping import read_file
from validator.intake.statements.statement import Options

HEADS = ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"]
ROWS = [
    [f"2026-0{month}-10", "工资", 3500, None, 3500 * month, "沙坡头伟物流有限公司"]
    for month in range(1, 7)
]


def workbook(folder, *pages, heads=HEADS):
    book = Workbook()
    for number, rows in enumerate(pages, 1):
        page = book.create_sheet(f"第{number}页")
        for row in [["户名：梁敏"], heads, *rows]:
            page.append(row)
    del book["Sheet"]
    book.save(folder / "流水.xlsx")
    return read(folder / "流水.xlsx")


@pytest.mark.parametrize(
    ("pages", "rows"),
    [
        ([ROWS[:4], ROWS[2:]], "第 3 至 4 行在“第1页”"),
        ([ROWS[:4], ROWS[3:]], "第 3 行在“第1页”"),
        ([ROWS[2:], ROWS[:4]], "第 5 至 6 行在“第1页”"),
        ([ROWS[:2:-1], ROWS[3::-1]], "第 3 行在“第1页”"),
        ([ROWS, ROWS], "第 3 至 8 行在“第1页”"),
    ],
)
def test_rows_at_the_seam_of_two_pages_count_once(tmp_path, pages, rows):
    found = workbook(tmp_path, *pages)
    assert found.frame.height == 6
    assert found.frame["balance_fen"].n_unique() == 6
    assert [text for text in found.remarks if rows in text and "只算一次" in text]


def test_pages_that_follow_each_other_lose_nothing(tmp_path):
    found = workbook(tmp_path, ROWS[:3], ROWS[3:])
    assert (found.frame.height, found.chain.state) == (6, "连续")
    assert not any("只算一次" in text for text in found.remarks)


def test_rows_without_a_balance_are_asked_about(tmp_path):
    rows = [[*row[:4], row[5]] for row in ROWS]
    heads = [head for head in HEADS if head != "余额"]
    workbook(tmp_path, rows[:4], rows[2:], heads=heads)
    _, payments = read_file(tmp_path / "流水.xlsx", Options())
    asked = [(one.source_row, one.doubt) for one in payments if one.doubt]
    assert asked == [
        (3, "与“第1页”第 5 行完全相同，可能是同一笔"),
        (4, "与“第1页”第 6 行完全相同，可能是同一笔"),
    ]


def test_two_like_payments_on_one_page_are_two(tmp_path):
    rows = [[*row[:4], row[5]] for row in [ROWS[0], ROWS[0]]]
    heads = [head for head in HEADS if head != "余额"]
    workbook(tmp_path, rows, heads=heads)
    _, payments = read_file(tmp_path / "流水.xlsx", Options())
    assert [one.doubt for one in payments] == ["", ""]
