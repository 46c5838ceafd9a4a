"""Cells as programs and people spell them: padding, tabs, ="…", digits of full width."""

import csv
import io

import pytest

from tests.validator.intake.statements.test_pay_lists import read

HEADS = ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"]
ROWS = [
    ["2026-03-10", "工资", "3,500.00", "", "3,500.00", "沙坡头伟物流有限公司"],
    ["2026-03-12", "消费", "", "500.00", "3,000.00", "超市"],
]
FULL = str.maketrans("0123456789.,-", "０１２３４５６７８９．，－")


@pytest.mark.parametrize(
    "spell",
    [
        lambda text: f"{text} ",
        lambda text: f"\t{text}",
        lambda text: f"{text}\t",
        lambda text: f"\u3000{text}\xa0",
        lambda text: f'="{text}"' if text else "",
        lambda text: text.translate(FULL),
    ],
)
@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_padding_and_spelling_change_nothing(tmp_path, spell, delimiter):
    stream = io.StringIO()
    csv.writer(stream, delimiter=delimiter).writerows(
        [["户名：梁敏"], HEADS, *([spell(cell) for cell in row] for row in ROWS)]
    )
    (tmp_path / "流水.csv").write_bytes(stream.getvalue().encode("gb18030"))
    found = read(tmp_path / "流水.csv")
    assert (found.unread, found.chain.state) == ([], "连续")
    assert found.frame["amount_fen"].to_list() == [350000, -50000]
    assert [str(day) for day in found.frame["date"]] == ["2026-03-10", "2026-03-12"]
