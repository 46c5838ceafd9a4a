"""Days without a year: it comes from the period above the statement, or is asked for."""

import csv

import pytest

from tests.validator.intake.statements.test_pay_lists import read


def statement(folder, days, above=("查询期间：2026-01-01至2026-06-30",)):
    rows = [
        ["户名：梁敏"],
        *([line] for line in above),
        ["交易日期", "摘要", "收入", "支出", "余额"],
    ]
    rows += [[day, "工资", 3500, "", 3500 * number] for number, day in enumerate(days, 1)]
    with (folder / "流水.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return read(folder / "流水.csv")


@pytest.mark.parametrize(
    "days",
    [
        ["03-10", "04-10"],
        ["3月10日", "4月10日"],
        ["3月10号", "04月10日"],
        ["3/10", "4/10 08:12:33"],
        ["26/03/10", "26/04/10"],
        ["26-3-10", "26.4.10"],
        ["10/03/26", "10/04/26"],
        ["26年3月10日", "26年4月10日"],
    ],
)  # fmt: skip
@pytest.mark.parametrize(
    "above",
    [
        ["查询期间：2026-01-01至2026-06-30"],
        ["起止日期: 20260101 - 20260630  币种：人民币"],
        ["开始日期：2026年1月1日", "结束日期：2026年6月30日"],
    ],
)
def test_the_year_comes_from_the_period_above(tmp_path, days, above):
    found = statement(tmp_path, days, above)
    assert [str(day) for day in found.frame["date"]] == ["2026-03-10", "2026-04-10"]
    assert found.unread == []


def test_a_period_over_the_new_year_gives_each_day_its_year(tmp_path):
    found = statement(tmp_path, ["11-10", "03-10"], ["起止日期：2025-07-01 至 2026-06-30"])
    assert [str(day) for day in found.frame["date"]] == ["2025-11-10", "2026-03-10"]


@pytest.mark.parametrize(
    ("days", "above"),
    [
        (["03-10"], ["起止日期：2025-01-01 至 2026-06-30"]),
        (["08-10"], ["起止日期：2026-01-01 至 2026-06-30"]),
        (["02-30"], ["起止日期：2026-01-01 至 2026-06-30"]),
        (["04/03/02"], ["起止日期：2002-01-01 至 2004-12-31"]),
        (["3.10"], ["起止日期：2026-01-01 至 2026-06-30"]),
    ],
)
def test_a_day_that_may_be_two_or_none_of_the_period_is_not_read(tmp_path, days, above):
    found = statement(tmp_path, days, above)
    assert found.frame.is_empty()
    assert len(found.unread) == 1


def test_two_digits_that_fit_in_one_order_on_every_row_are_read_in_that_order(tmp_path):
    above = ["起止日期：2024-01-01 至 2026-12-31"]
    assert statement(tmp_path, ["26/03/25"], above).unread != []  # 2025-03-26 as well
    found = statement(tmp_path, ["26/03/25", "26/03/31"], above)
    assert [str(day) for day in found.frame["date"]] == ["2026-03-25", "2026-03-31"]


def test_what_is_missing_is_said(tmp_path):
    assert statement(tmp_path, ["03-10"], []).unread[0][2] == (
        "日期“03-10”没有四位的年份，表格上方也没有写明查询期间，请把日期补上年份"
    )
    why = statement(tmp_path, ["08-10"]).unread[0][2]
    assert "查询期间（2026-01-01至2026-06-30）不能确定" in why


def test_the_day_of_printing_is_no_period(tmp_path):
    found = statement(tmp_path, ["03-10"], ["打印日期：2026-07-01", "查询日期：2026-07-01"])
    assert found.frame.is_empty()
