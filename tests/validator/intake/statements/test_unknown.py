# ruff: noqa: E501 - one line of a file on one line
"""Layouts that nobody described, holders that nobody named, damaged cells."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from claimcheck.errors import DataFileError
from validator.commands.wages import wages
from validator.intake.statements.fields import FIELDS
from validator.intake.statements.keeping import read_any
from validator.intake.statements.layout import layouts, load_layout
from validator.intake.statements.statement import Options
from validator.reading.unreadable import UnreadableError

ROWS = "户主: 马小龙\n记账日子,进账,出账,剩余,从哪来,说明文字\n2026-03-05,3200.00,,3300.00,某某有限公司,三月工资\n"
LAYOUT = """
id = "own"
title = "黄河农村商业银行 个人明细"
shape = "split"
[headings]
date = ["记账日子"]
income = ["进账"]
expense = ["出账"]
balance = ["剩余"]
party = ["从哪来"]
memo = ["说明文字"]
"""
EXAMPLE = Path(__file__).parents[4] / "docs" / "layout.example.toml"


def put(folder, text, name="a.csv"):
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_an_unknown_layout_is_refused_in_words(tmp_path):
    with pytest.raises(UnreadableError, match="--layout"):
        read_any(put(tmp_path, ROWS), Options())


def test_the_message_shows_what_was_recognised_and_what_was_not(tmp_path):
    text = "交易日期,摘要,进账,余额\n2026-03-05,工资,3200,3300\n"
    with pytest.raises(UnreadableError) as caught:
        read_any(put(tmp_path, text), Options())
    assert "交易日期（日期）" in str(caught.value)
    assert "缺少金额列" in str(caught.value)
    assert "不认得：进账" in str(caught.value)


def test_an_offices_own_layout_makes_it_readable(tmp_path):
    layout = load_layout(put(tmp_path, LAYOUT, "own.toml"))
    found = read_any(put(tmp_path, ROWS), Options(layout=layout))
    (row,) = found.frame.to_dicts()
    assert (row["amount_fen"], row["kind"], row["month"]) == (320000, "工资", "2026-03")
    assert row["party"] == "某某有限公司"


def test_the_example_that_is_shipped_is_valid():
    assert load_layout(EXAMPLE).headings["date"]


def test_a_layout_with_an_unknown_field_names_those_that_exist(tmp_path):
    path = put(tmp_path, LAYOUT.replace("income", "incoming"), "own.toml")
    with pytest.raises(DataFileError, match=r"incoming.*income（收入）"):
        load_layout(path)


@pytest.mark.parametrize(
    "line",
    [
        "对方户名：王秀梅",
        "对方户名,王秀梅",
        "收款人户名: 王秀梅",
        "交易对方姓名：王秀梅",
        "对手户名 : 王秀梅",
    ],
)
def test_the_other_side_above_the_table_is_never_the_holder(tmp_path, line):
    text = f"{line}\n交易日期,摘要,交易金额,余额,对方户名\n2026-03-05,工资,3200,3300,王秀梅\n"
    assert read_any(put(tmp_path, text), Options()).holder.name == ""


@pytest.mark.parametrize(
    "line", ["户名：马小龙  账号：6229990000001234", "户名,马小龙,账号,6229990000001234",
             "客户姓名: 马小龙,卡号 6229990000001234", "户　名：马小龙\t账　号：6229 9900 0000 1234"],
)  # fmt: skip
def test_the_holder_is_found_however_it_is_written(tmp_path, line):
    text = f"{line}\n交易日期,摘要,交易金额,余额\n2026-03-05,工资,3200,3300\n"
    holder = read_any(put(tmp_path, text), Options()).holder
    assert holder.name == "马小龙"
    assert holder.account == "6229990000001234"


def test_a_holder_may_be_given_or_taken_from_the_files_name(tmp_path):
    text = "交易日期,摘要,交易金额,余额\n2026-03-05,工资,3200,3300\n"
    path = put(tmp_path, text, "马小龙流水2026.csv")
    assert read_any(path, Options()).holder.name == ""
    assert read_any(path, Options(holder="王秀梅")).holder.name == "王秀梅"
    found = read_any(path, Options(holder_from_name=True))
    assert (found.holder.name, found.holder_from) == ("马小龙", "文件名")


def test_amounts_without_sign_take_their_direction_from_the_balance(tmp_path):
    text = (
        "交易日期,摘要,交易金额,余额\n2026-03-01,结息,1.00,1001.00\n"
        "2026-03-05,工资,3200,4201.00\n2026-03-06,消费,200,4001.00\n"
    )
    found = read_any(put(tmp_path, text), Options())
    assert found.frame["amount_fen"].to_list() == [None, 320000, -20000]
    assert found.frame["kind"].to_list() == ["不是工资", "工资", "不是工资"]


def test_amounts_without_sign_and_balance_stay_unsure(tmp_path):
    text = "交易日期,摘要,交易金额\n2026-03-05,工资,3200\n"
    assert read_any(put(tmp_path, text), Options()).frame["kind"].to_list() == ["可能是工资"]


def test_a_column_of_unclear_meaning_is_no_balance_unless_it_adds_up(tmp_path):
    head = "序号,交易日期,交易金额,金额,对方户名,摘要,网点,来源\n"
    rows = ["1,2026-03-05,3200,{},某某有限公司,工资,a,b", "2,2026-03-06,-200,{},某商户,消费,a,b",
            "3,2026-03-07,-100,{},某商户,消费,a,b"]  # fmt: skip
    good = head + "\n".join(rows).format(5200, 5000, 4900)
    bad = head + "\n".join(rows).format(3200, 200, 100)
    assert read_any(put(tmp_path, good), Options()).chain.links == 2
    assert read_any(put(tmp_path, bad), Options()).chain.links == 0


def test_an_account_stored_as_a_number_is_not_used(tmp_path):
    book = Workbook()
    page = book.active
    page.append(["账号", "交易日期", "摘要", "交易金额", "余额"])
    page.append([6229990000001234567, "2026-03-05", "工资", 3200, 3300])
    book.save(tmp_path / "a.xlsx")
    found = read_any(tmp_path / "a.xlsx", Options())
    assert found.holder.account == ""
    assert any("末几位已丢失" in remark for remark in found.remarks)


def test_foreign_money_is_not_pay(tmp_path):
    text = "交易日期,摘要,交易金额,余额,币种\n2026-03-05,工资,3200,3300,美元\n2026-03-06,工资,-1,3299,美元\n"
    assert set(read_any(put(tmp_path, text), Options()).frame["kind"]) == {"不是工资"}


def test_show_lists_every_income_with_its_reason_and_no_spending(tmp_path):
    text = (
        "户名：马小龙\n交易日期,摘要,交易金额,余额\n2026-03-05,工资,3200,3300\n"
        "2026-03-06,消费,-100,3200\n2026-03-07,结息,1,3201\n"
    )
    output = CliRunner().invoke(wages, ["show", str(put(tmp_path, text))]).output
    assert "工资：摘要有“工资”" in output
    assert "不是工资：利息" in output
    assert "100.00" not in output
    assert "马小龙" not in output


def test_layouts_lists_all():
    assert "微信支付账单" in CliRunner().invoke(wages, ["layouts"]).output


def test_headings_that_are_all_unknown_are_shown(tmp_path):
    text = "某行明细\n记账日子,进账,出账,剩余,从哪来\n2026-01-15,3300,,3400,某某公司\n"
    with pytest.raises(UnreadableError, match="第 2 行像表头，但列名都不认得：记账日子、进账"):
        read_any(put(tmp_path, text), Options())


def test_show_names_the_columns_of_a_pay_list_in_chinese(tmp_path):
    text = "姓名,身份证号,实发工资,发放月份\n马小龙,640598199001010015,3200,2026-03\n"
    output = CliRunner().invoke(wages, ["show", str(put(tmp_path, text))]).output
    (line,) = [line for line in output.splitlines() if "认出的列" in line]
    assert not any(character.isascii() and character.isalpha() for character in line)


def test_every_column_has_a_name_in_chinese():
    data = layouts()
    assert {*data.headings, *data.pay_list} <= FIELDS.keys()
