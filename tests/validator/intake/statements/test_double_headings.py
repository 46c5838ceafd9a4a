# ruff: noqa: E501 - a case on one line
"""Headings in two rows that mislead when either is read alone."""

import pytest
from openpyxl import Workbook

from tests.validator.intake.statements.test_pay_lists import PEOPLE, TITLE, read, save
from validator.reading.unreadable import UnreadableError

NAME, _, CARD = PEOPLE[0]


@pytest.mark.parametrize(
    ("upper", "lower", "cells"),
    [
        (["序号", "收款人信息", "", "金额"], ["", "姓名", "账号", ""], [1, NAME, CARD, 3500]),
        (["姓名", "账号", "金额", ""], ["", "", "应发", "实发"], [NAME, CARD, 4000, 3500]),
        (["收款人", "", "应发", "", "实发", ""], ["姓名", "账号", "工资", "补贴", "工资", "补贴"], [NAME, CARD, 3700, 0, 3500, None]),
        (["收款人信息", "", "", "发放"], ["姓名", "身份证号", "账号", "金额"], [*PEOPLE[0], 3500]),
    ],
)  # fmt: skip
def test_groups_above_the_headings_do_not_mislead(tmp_path, upper, lower, cells):
    found = read(save(tmp_path, [[TITLE], upper, lower, cells]))
    assert (found.layout.id, found.unread) == ("pay-list", [])
    assert found.frame["size_fen"].to_list() == [350000]
    assert (found.frame["party"][0], found.frame["party_account"][0]) == (NAME, CARD)


@pytest.mark.parametrize(
    ("upper", "lower", "cells"),
    [
        (["姓名", "账号", "金额", ""], ["", "", "应发工资", "扣款"], [NAME, CARD, 4000, 500]),
        (["收款人", "", "应发"], ["姓名", "账号", "金额"], [NAME, CARD, 4000]),
    ],
)
def test_a_wage_before_taxes_under_a_group_is_never_taken_for_what_was_paid(
    tmp_path, upper, lower, cells
):
    with pytest.raises(UnreadableError):
        read(save(tmp_path, [[TITLE], upper, lower, cells]))


def test_other_units_are_seen_in_the_upper_row_too(tmp_path):
    rows = [
        [TITLE],
        ["姓名", "账号", "发放", ""],
        ["", "", "应发（万元）", "实发（万元）"],
        [NAME, CARD, 0.4, 0.35],
    ]
    with pytest.raises(UnreadableError, match="万元"):
        read(save(tmp_path, rows))


@pytest.mark.parametrize("title", [["代发工资", "", "名单"], ["工资发放表", "", "单位：元"]])
def test_a_title_in_two_cells_is_no_group(tmp_path, title):
    found = read(
        save(tmp_path, [title, ["部门", "姓名", "账号", "实发"], ["一部", NAME, CARD, 3500]])
    )
    assert found.frame["size_fen"].to_list() == [350000]
    assert found.frame["party"].to_list() == [NAME]


@pytest.mark.parametrize("group", ["对方信息", "交易对方", "对手方信息"])
def test_the_other_side_below_a_group_is_never_the_holder(tmp_path, group):
    book = Workbook()
    for row in [
        ["户名：梁敏"],
        ["交易日期", "摘要", group, "", "金额", "", "余额"],
        ["", "", "户名", "账号", "收入", "支出", ""],
        ["2026-03-05", "工资", "沙坡头伟物流有限公司", "6405981234567", 3500, "", 3500],
        ["2026-03-06", "消费", "超市", "", "", 100, 3400],
    ]:
        book.active.append(row)
    book.save(tmp_path / "流水.xlsx")
    found = read(tmp_path / "流水.xlsx")
    assert found.holder.name == "梁敏"
    assert found.frame["party"][0] == "沙坡头伟物流有限公司"
    assert found.frame["party_account"][0] == "6405981234567"
    assert found.frame["own_account"].to_list() == [None, None]
    assert found.frame["amount_fen"].to_list() == [350000, -10000]
