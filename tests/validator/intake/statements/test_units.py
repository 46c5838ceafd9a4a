"""Amounts in 万元 are never read as yuan."""

import pytest

from tests.validator.intake.statements.test_pay_lists import PEOPLE, TITLE, listed, read, save
from validator.reading.unreadable import UnreadableError


@pytest.mark.parametrize("heading", ["实发工资（万元）", "实发工资(千元)", "实发工资/万元"])
def test_a_list_in_ten_thousands_is_refused(tmp_path, heading):
    with pytest.raises(UnreadableError, match="元为单位"):
        read(listed(tmp_path, [heading], lambda at: [0.35]))


def test_the_unit_above_a_list_counts(tmp_path):
    rows = [[TITLE], ["金额单位：万元"], ["姓名", "身份证号", "实发工资"], [*PEOPLE[0][:2], 0.35]]
    with pytest.raises(UnreadableError, match="以万元为单位"):
        read(save(tmp_path, rows))
    rows[1] = ["金额单位：元"]
    assert read(save(tmp_path, rows)).frame["size_fen"].to_list() == [35]


def test_a_statement_in_ten_thousands_is_refused(tmp_path):
    path = tmp_path / "流水.csv"
    path.write_text(
        "户名：梁敏\n单位：万元\n交易日期,摘要,交易金额,余额,对方户名\n20260310,工资,0.5,0.5,某公司\n",
        encoding="utf-8",
    )
    with pytest.raises(UnreadableError, match="以万元为单位"):
        read(path)
