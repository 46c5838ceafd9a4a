# ruff: noqa: E501 - a case on one line
"""年终奖, 十三薪 and their like: never a month's wage in silence."""

import csv

import pytest
from click.testing import CliRunner

from tests.validator.intake.statements.test_pay_lists import listed, read
from validator.commands.wages import wages
from validator.intake.statements.bonus import bonus_of_row
from validator.intake.statements.list_headings import PayList


def statement(folder, *memos):
    rows = [["户名：梁敏"], ["交易日期", "摘要", "收入", "支出", "余额", "对方户名"]]
    rows += [
        [f"2026-0{at}-05", memo, 3500, "", 3500 * at, "沙坡头伟物流有限公司"]
        for at, memo in enumerate(memos, 1)
    ]
    with (folder / "流水.csv").open("w", encoding="gb18030", newline="") as stream:
        csv.writer(stream).writerows(rows)
    return folder / "流水.csv"


@pytest.mark.parametrize(
    "memo",
    ["年终奖", "2025年年终奖工资", "工资(年终奖)", "十三薪", "13薪工资", "第13个月工资", "工资 季度奖", "年度奖金", "代发 年底双薪"],
)  # fmt: skip
def test_a_bonus_of_many_months_is_asked_about_also_where_it_is_called_a_wage(tmp_path, memo):
    found = read(statement(tmp_path, memo, "工资"))
    assert found.frame["kind"].to_list() == ["可能是工资", "工资"]
    assert "政策没有写明这类奖金算不算当月工资，请经办机构确定" in found.frame["reason"][0]


@pytest.mark.parametrize("memo", ["3月工资奖金", "工资及绩效", "加班工资", "计件工资"])
def test_what_belongs_to_the_month_is_a_wage_as_before(tmp_path, memo):
    assert read(statement(tmp_path, memo)).frame["kind"].to_list() == ["工资"]


@pytest.mark.parametrize(
    "title", ["某某有限公司2026年1月年终奖发放表", "某某有限公司2026年1月十三薪工资表"]
)
def test_a_list_of_bonuses_is_asked_about(tmp_path, title):
    found = read(listed(tmp_path, ["实发金额"], lambda _: [3500], title=title))
    assert found.frame["kind"].to_list() == ["可能是工资"] * 3


def test_only_the_rows_with_a_bonus_in_the_wage_are_asked_about(tmp_path):
    path = listed(
        tmp_path,
        ["基本工资", "年终奖", "奖金", "实发工资"],
        lambda at: [3000, [None, 0, 8000][at], 500, 3500],
    )
    found = read(path)
    assert found.frame["kind"].to_list() == ["工资", "工资", "可能是工资"]
    assert "“年终奖”列有“8,000.00 元”" in found.frame["reason"][2]


def test_the_clerk_sees_the_question_and_nothing_is_written(tmp_path):
    path, target = statement(tmp_path, "年终奖工资"), tmp_path / "o.xlsx"
    result = CliRunner().invoke(wages, ["import", str(path), "-o", str(target)])
    assert result.exit_code == 1
    assert "确认“是”的，整笔算作当月工资：1 笔" in result.output
    assert "可写入工资流水 0 笔" in result.output


def test_a_number_in_a_heading_is_not_shown_in_full():
    table = PayList(0, {}, {}, (), (), ("姓名", "年终奖 640598199001010017"))
    said = bonus_of_row(table, ["马小龙", "5000"])
    assert "年终奖" in said
    assert "640598199001010017" not in said
