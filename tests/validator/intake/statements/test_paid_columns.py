# ruff: noqa: E501 - a case on one line
"""Several columns that say what was paid: where they differ, nobody is paid in silence."""

import pytest

from tests.validator.intake.statements.test_pay_lists import PEOPLE, TITLE, listed, read, save


@pytest.mark.parametrize(
    ("headings", "agreeing", "differing"),
    [
        (["实发", "代发"], [3500, 3500], [3500, 3000]),
        (["实发工资", "代发金额"], [3500, 3500], [3500, 3000]),
        (["实发工资", "实发合计"], [3500, 3500], [3500, 3900]),
        (["实发工资", "税后工资"], [3500, "3,500.00 "], [3500, 3600]),
        (["实发", "银行代发", "现金"], [3500, 3500, 0], [3500, 3000, 500]),
        (["实发", "银行代发", "现金"], [3500, 3500, None], [3500, None, 3500]),
        (["实发工资", "现金发放"], [3500, None], [3500, 3500]),
        (["实发工资", "实发补贴", "实发合计"], [3000, 500, 3500], [3000, 500, 3600]),
    ],
)
def test_a_row_whose_paid_columns_differ_is_asked_about_and_others_are_not(
    tmp_path, headings, agreeing, differing
):
    found = read(listed(tmp_path, headings, lambda at: [agreeing, differing, agreeing][at]))
    assert found.frame["kind"].to_list() == ["工资", "可能是工资", "工资"]
    assert found.unread == []


def test_the_question_says_both_amounts_and_what_yes_means(tmp_path):
    found = read(listed(tmp_path, ["实发", "代发"], lambda _: [3500, 3000]))
    assert found.frame["reason"][0] == (
        "“实发”3,500.00 元，“代发”3,000.00 元，不知以哪一列为准。"
        "确认“是”的按“实发”；应按另一列的，请在名单里只留那一列再导入"
    )


def test_a_column_of_words_beside_the_amount_differs_from_nothing(tmp_path):
    found = read(listed(tmp_path, ["实发", "代发"], lambda at: [3500, "是" if at else ""]))
    assert found.frame["kind"].to_list() == ["工资"] * 3


def test_what_went_through_the_bank_counts_where_nothing_else_says_what_was_paid(tmp_path):
    found = read(listed(tmp_path, ["应发", "代发"], lambda _: [4000, 3500]))
    assert found.frame["size_fen"].to_list() == [350000] * 3
    assert found.frame["kind"].to_list() == ["工资"] * 3


def test_columns_of_a_second_list_below_are_compared_by_its_own_headings(tmp_path):
    rows = [[TITLE], ["姓名", "银行卡号", "实发"], [PEOPLE[0][0], PEOPLE[0][2], 3500],
            ["姓名", "银行卡号", "代发", "实发"], [PEOPLE[1][0], PEOPLE[1][2], 3000, 3500]]  # fmt: skip
    assert read(save(tmp_path, rows)).frame["kind"].to_list() == ["工资", "可能是工资"]


def test_ways_of_payment_below_a_group_are_compared_too(tmp_path):
    rows = [[TITLE], ["收款人信息", "", "", "发放", "", ""], ["姓名", "身份证号", "银行卡号", "实发", "代发", "现金"],
            [*PEOPLE[0], 3500, 3000, 500]]  # fmt: skip
    found = read(save(tmp_path, rows))
    assert found.frame["kind"].to_list() == ["可能是工资"]
    assert "其中“现金”500.00 元没有经过银行" in found.frame["reason"][0]
    assert found.used["name"] == "姓名"
