# ruff: noqa: E501 - one line of a file on one line
"""Employers' pay lists."""

from datetime import date

import polars as pl
import pytest
from openpyxl import Workbook

from tests.validator.intake.statements.books import accounts, claim_book
from tests.validator.intake.statements.test_import import payments, run
from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options


def save(folder, rows, name="名单.xlsx", title="Sheet1"):
    book = Workbook()
    page = book.active
    page.title = title
    for row in rows:
        page.append(row)
    book.save(folder / name)
    return folder / name


def test_one_column_a_month(tmp_path):
    made = accounts(2)
    rows = [
        ["2026年代发工资明细"], ["单位名称：中宁国栋物流有限公司"],
        ["序号", "姓名", "身份证号", "银行账号", "1月", "2月", "3月", "合计"],
        [1, made[0].name, made[0].id_number, made[0].number, 3200, 3300, None, 6500],
        [2, made[1].name, made[1].id_number, made[1].number, 4000, 0, "4,100.50", 8100.5],
        ["合计", None, None, None, 7200, 3300, 4100.5, 14600.5],
    ]  # fmt: skip
    path = save(tmp_path, rows)
    found = read_any(path, Options(pay_day=15))
    assert found.layout.title == "代发工资名单"
    assert found.frame.select("date", "size_fen", "month").rows() == [
        (date(2026, 1, 15), 320000, "2026-01"),
        (date(2026, 2, 15), 330000, "2026-02"),
        (date(2026, 1, 15), 400000, "2026-01"),
        (date(2026, 3, 15), 410050, "2026-03"),
    ]
    claim = claim_book(tmp_path, made)
    run("import", path, "--into", claim, "--pay-day", 31)
    rows = payments(tmp_path / "申报.已导入.xlsx")
    assert rows["id_number"].to_list() == [made[0].id_number] * 2 + [made[1].id_number] * 2
    assert rows["paid_on"].to_list()[1] == date(2026, 2, 28)
    assert rows["payer"].unique().to_list() == ["中宁国栋物流有限公司"]


@pytest.mark.parametrize(
    ("name", "title", "head"),
    [
        ("名单.xlsx", "2026年3月", ["工资发放表"]),
        ("2026年3月工资.xlsx", "Sheet1", ["工资发放表"]),
        ("名单.xlsx", "Sheet1", ["2026年3月工资发放表"]),
    ],
)
def test_one_file_a_month_says_it_in_title_sheet_or_name(tmp_path, name, title, head):
    rows = [head, ["姓名", "银行卡号", "实发工资"], ["马小龙", "6229990000001234", 3210.5]]
    found = read_any(save(tmp_path, rows, name, title), Options())
    assert found.frame.select("size_fen", "month", "kind").rows() == [(321050, "2026-03", "工资")]


def test_without_a_date_nothing_is_written_but_listed(tmp_path):
    rows = [
        ["2026年3月工资"],
        ["姓名", "银行卡号", "实发工资"],
        ["马小龙", "6229990000001234", 3200],
    ]
    result = run("import", save(tmp_path, rows), "-o", tmp_path / "o.xlsx")
    assert "--pay-day" in result.output
    assert payments(tmp_path / "o.xlsx").is_empty()


def test_failed_payments_are_not_pay(tmp_path):
    rows = [
        ["姓名", "银行卡号", "代发金额", "发放日期", "处理结果"],
        ["马小龙", "6229990000001234", 3200, "2026-03-15", "成功"],
        ["王秀梅", "6229990000005678", 3200, "2026-03-15", "失败：户名不符"],
    ]
    found = read_any(save(tmp_path, rows), Options())
    assert found.frame["kind"].to_list() == ["工资", "不是工资"]


def test_an_id_stored_as_a_number_is_not_used(tmp_path):
    rows = [
        ["姓名", "身份证号", "实发工资", "发放日期"],
        ["马小龙", 640598199001010000, 3200, "2026-03-15"],
    ]
    assert read_any(save(tmp_path, rows), Options()).frame["party_id"].to_list() == [None]


def test_a_statement_is_not_taken_for_a_list(tmp_path):
    text = "交易日期,户名,账号,金额,余额,摘要\n2026-03-05,马小龙,6229990000001234,3200,3300,工资\n2026-03-06,马小龙,6229990000001234,-1,3299,消费\n"
    (tmp_path / "a.csv").write_text(text, "utf-8")
    found = read_any(tmp_path / "a.csv", Options())
    assert found.layout.id == "generic"
    assert found.holder.name == "马小龙"
    assert found.frame.filter(pl.col("kind") == "工资").height == 1


@pytest.mark.parametrize(
    ("title", "employer"),
    [
        ("中宁国栋物流有限公司2026年3月工资发放表", "中宁国栋物流有限公司"),
        ("海原县 兴旺 枸杞专业合作社 职工工资表", "海原县兴旺枸杞专业合作社"),
        ("2026年3月工资发放表", ""),
        ("各公司2026年3月工资", ""),
    ],
)
def test_a_title_that_begins_with_the_firm_names_it(tmp_path, title, employer):
    rows = [[title], ["姓名", "银行卡号", "实发工资"], ["马小龙", "6229990000001234", 3210.5]]
    assert read_any(save(tmp_path, rows), Options()).holder.name == employer
