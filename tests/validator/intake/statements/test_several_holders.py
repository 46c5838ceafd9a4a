"""One person's wages never go to another who stands in the same file."""

import pytest
from openpyxl import Workbook

from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options
from validator.reading.unreadable import UnreadableError

HEADS = ["交易日期", "摘要", "收入", "支出", "对方户名"]
WAGE = ["2026-03-10", "工资", "5000.00", None, "某某物流有限公司"]


def read(folder, *sheets):
    book = Workbook()
    book.remove(book.active)
    for number, rows in enumerate(sheets):
        page = book.create_sheet(f"第{number}张")
        for row in rows:
            page.append(row)
    book.save(folder / "流水.xlsx")
    return read_any(folder / "流水.xlsx", Options())


@pytest.mark.parametrize(
    ("one", "other"),
    [("户名：梁敏", "户名：苏伟"), ("账号：6229997876272355500", "账号：6229997876272355501")],
)
def test_two_holders_in_one_file_are_refused(tmp_path, one, other):
    with pytest.raises(UnreadableError, match="几个人的流水"):
        read(tmp_path, [[one], HEADS, WAGE], [[other], HEADS, WAGE])
    with pytest.raises(UnreadableError, match="第 4 行"):
        read(tmp_path, [[one], HEADS, WAGE, [other], HEADS, WAGE])


def test_one_holder_on_several_sheets_is_read(tmp_path):
    one = [["户名：梁敏", "账号：6229997876272355500"], HEADS, WAGE]
    other = [["户名：梁 敏", "账号：6229997876272355588"], HEADS, WAGE, ["户名：梁敏"], HEADS, WAGE]
    assert read(tmp_path, one, other).frame.height == 3
