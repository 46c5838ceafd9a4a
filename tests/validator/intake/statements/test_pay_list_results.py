# ruff: noqa: E501 - a case on one line
"""Rows of pay lists that were not paid, or are no pay: never wages in silence, never lost."""

import pytest
from openpyxl import Workbook

from tests.validator.intake.statements.test_pay_lists import PEOPLE, TITLE, listed, read, save


def kinds(path):
    return read(path).frame["kind"].to_list()


@pytest.mark.parametrize(
    "status",
    [
        "退回",
        "冲正",
        "已冲正",
        "已撤销",
        "作废",
        "户名不符",
        "未入账",
        "账户已销户",
        "账户状态不正常",
    ],
)
def test_what_came_back_or_never_arrived_is_no_wage(tmp_path, status):
    path = listed(tmp_path, ["代发金额", "处理结果"], lambda at: [3500, status if at else "成功"])
    assert kinds(path) == ["工资", "不是工资", "不是工资"]


@pytest.mark.parametrize("status", ["否", "N", "异常", "部分", "E102"])
def test_a_status_that_nobody_knows_is_asked_about(tmp_path, status):
    path = listed(tmp_path, ["代发金额", "是否成功"], lambda at: [3500, status if at else "是"])
    assert kinds(path) == ["工资", "可能是工资", "可能是工资"]
    assert f"“{status}”" in read(path).frame["reason"][1]


def test_a_reason_why_it_failed_is_asked_about_also_without_a_status(tmp_path):
    path = listed(tmp_path, ["代发金额", "失败原因"], lambda at: [3500, "户名有误" if at else "无"])
    assert kinds(path) == ["工资", "可能是工资", "可能是工资"]


@pytest.mark.parametrize("memo", ["发放失败，已退票", "代发住房公积金", "报销"])
def test_a_remark_that_speaks_against_pay_is_asked_about(tmp_path, memo):
    path = listed(tmp_path, ["代发金额", "备注"], lambda at: [3500, memo if at else "3月工资"])
    assert kinds(path) == ["工资", "可能是工资", "可能是工资"]


@pytest.mark.parametrize("memo", ["已扣社保", "代扣公积金320元", "含全勤奖", "含交通补贴"])
def test_a_remark_about_how_the_wage_came_about_does_not_matter(tmp_path, memo):
    path = listed(tmp_path, ["实发工资", "备注"], lambda at: [3500, memo])
    assert kinds(path) == ["工资"] * 3


def test_a_title_that_names_another_payment_is_asked_about(tmp_path):
    title = "沙坡头伟物流有限公司2026年3月交通补贴发放表"
    path = listed(tmp_path, ["发放金额"], lambda at: [350], title=title)
    assert kinds(path) == ["可能是工资"] * 3


def test_money_taken_back_is_never_a_wage(tmp_path):
    found = read(listed(tmp_path, ["实发工资"], lambda at: [[3500], ["-500"], ["(300.00)"]][at]))
    assert found.frame["size_fen"].to_list() == [350000]
    assert [row for _, row, why in found.unread if "负数" in why] == [4, 5]


def test_a_department_that_begins_like_a_note_loses_nobody(tmp_path):
    rows = [[TITLE], ["部门", "姓名", "身份证号", "实发工资"], ["打印车间", *PEOPLE[0][:2], 3500],
            ["说明书组", *PEOPLE[1][:2], 3600], ["说明：本表一式两份", None, None, None]]  # fmt: skip
    found = read(save(tmp_path, rows))
    assert found.frame["size_fen"].to_list() == [350000, 360000]
    assert found.unread == []


def test_an_amount_without_a_name_is_listed_and_an_unnamed_sum_is_not(tmp_path):
    rows = [[TITLE], ["序号", "姓名", "身份证号", "实发工资"], [1, *PEOPLE[0][:2], 3500], [None, None, None, 3500],
            [2, None, None, 3600]]  # fmt: skip
    assert [(row, why) for _, row, why in read(save(tmp_path, rows)).unread] == [(5, "没有姓名")]


def test_a_sheet_that_goes_on_without_headings_is_listed(tmp_path):
    book = Workbook()
    for row in [[TITLE], ["姓名", "身份证号", "银行卡号", "实发工资"], [*PEOPLE[0], 3500]]:
        book.active.append(row)
    book.create_sheet("续").append([*PEOPLE[1], 3600])
    book.create_sheet("说明").append(["本表由财务室编制"])
    book.save(tmp_path / "两页.xlsx")
    found = read(tmp_path / "两页.xlsx").unread
    assert [(page, row) for page, row, _ in found] == [("续", 1)]
    assert "没有表头" in found[0][2]


def test_numbers_that_lost_their_last_digits_are_said(tmp_path):
    rows = [[TITLE], ["姓名", "身份证号", "实发工资"], ["梁敏", int(PEOPLE[0][1]), 3500]]
    assert any("末几位已丢失" in remark for remark in read(save(tmp_path, rows)).remarks)


@pytest.mark.parametrize(
    ("title", "month"),
    [
        ("某某有限公司3月份工资表 制表日期：2026年4月2日", "2026-03"),
        ("某某有限公司12月工资表 制表日期：2026-01-05", "2025-12"),
        ("某某有限公司2026年度3月份工资表", "2026-03"),
        ("某某有限公司2026年 3月工资表", "2026-03"),
        ("某某有限公司2025年12月工资表（2026年1月发放）", "2025-12"),
        ("某某有限公司工资表 制表日期：2026年4月2日", ""),
        ("某某有限公司2026年1-3月工资表", ""),
    ],
)
def test_the_day_a_list_was_made_out_is_not_its_month(tmp_path, title, month):
    found = read(listed(tmp_path, ["实发工资"], lambda at: [3500], title=title))
    assert found.frame["month"].to_list() == [month] * 3


def test_a_date_that_cannot_be_read_is_never_replaced(tmp_path):
    path = listed(tmp_path, ["实发工资", "发放日期"], lambda at: [3500, "月初" if at else 46086])
    found = read(path)
    assert [str(day) for day in found.frame["date"]] == ["2026-03-05"]
    assert [row for _, row, why in found.unread if "日期看不懂" in why] == [4, 5]


def two_sheets(folder, *sheets):
    book = Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        page = book.create_sheet(name)
        for row in rows:
            page.append(row)
    book.save(folder / "两张.xlsx")
    return read(folder / "两张.xlsx")


def test_the_sheet_of_another_firm_keeps_its_firm(tmp_path):
    heads, other = ["姓名", "身份证号", "实发工资"], "中宁某某商贸有限公司2026年4月工资发放表"
    found = two_sheets(tmp_path, ("甲", [[TITLE], heads, [*PEOPLE[0][:2], 3500]]),
                       ("乙", [[other], heads, [*PEOPLE[1][:2], 3600]]))  # fmt: skip
    assert found.holder.name == "沙坡头伟物流有限公司"
    assert found.frame["own_name"].to_list() == [None, "中宁某某商贸有限公司"]


def test_a_copied_sheet_is_not_counted_twice(tmp_path):
    rows = [[TITLE], ["姓名", "身份证号", "实发工资"], [*PEOPLE[0][:2], 3500]]
    found = two_sheets(tmp_path, ("3月", rows), ("3月 (2)", rows))
    assert found.frame.height == 1
    assert [page for page, _, why in found.unread if "完全相同" in why] == ["3月 (2)"]


@pytest.mark.parametrize(
    "heads", [["代发金额", "处理结果"], ["代发金额", "失败原因"], ["代发金额", "发放日期"]]
)
def test_numbers_in_what_is_asked_about_are_hidden(tmp_path, heads):
    number = "6217001234567890123"
    found = read(listed(tmp_path, heads, lambda at: [3500, f"账号 {number} 有误"]))
    said = [*found.frame["reason"], *(why for _, _, why in found.unread)]
    assert any("有误" in why for why in said)
    assert number not in "".join(said)


@pytest.mark.parametrize(
    ("title", "said", "day"),
    [
        ("某某有限公司2026年3月工资表", "4月10日", "2026-04-10"),
        ("某某有限公司2026年3月工资表", "03-31", "2026-03-31"),
        ("某某有限公司2025年12月工资表", "1/15", "2026-01-15"),
        ("某某有限公司2025年12月工资表", "26/01/15", "2026-01-15"),
    ],
)
def test_a_day_without_a_year_is_the_one_soon_after_the_month(tmp_path, title, said, day):
    found = read(listed(tmp_path, ["实发工资", "发放日期"], lambda _: [3500, said], title=title))
    assert [str(one) for one in found.frame["date"]] == [day] * 3


@pytest.mark.parametrize(
    ("title", "missing"),
    [
        ("某某有限公司工资表", "标题也没有写明工资月份"),
        ("某某有限公司2026年3月工资表", "和工资月份（2026-03）对不上"),
    ],
)
def test_a_day_whose_year_nothing_tells_is_listed_with_what_is_missing(tmp_path, title, missing):
    path = listed(tmp_path, ["实发工资", "发放日期"], lambda _: [3500, "2月10日"], title=title)
    found = read(path)
    assert found.frame.is_empty()
    assert all(missing in why and "补上年份" in why for _, _, why in found.unread)
