# ruff: noqa: E501 - a case on one line
"""Headings of amounts: what they say of direction is never lost, two columns never become one."""

from itertools import pairwise

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from validator.commands.wages import wages
from validator.intake.statements.amount_headings import amount_field
from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options

FIRM = "沙坡头伟物流有限公司"
#: day, in, out, memo
ROWS = [
    ("2026-01-10", "3510.00", "", "工资"), ("2026-01-12", "", "120.50", "消费"),
    ("2026-02-10", "3520.00", "", "工资"), ("2026-02-12", "", "30.00", "消费"),
    ("2026-03-10", "3530.00", "", "工资"),
]  # fmt: skip
IN_AND_OUT = [
    ("交易金额(贷)", "交易金额(借)"), ("交易金额（收入）", "交易金额（支出）"), ("(收入)", "(支出)"), ("存入", "支取"),
    ("贷方发生额/元(收入)", "借方发生额/元(支取)"), ("存入金额", "支取金额"), ("贷方发生额(元)", "借方发生额(元)"),
    ("发生额-贷方", "发生额-借方"), ("收方金额", "付方金额"), ("转入金额(元)", "转出金额(元)"), ("贷", "借"),
    ("收入金额（+元）", "支出金额（-元）"), ("Credit Amount", "Debit Amount"), ("贷方金额 Credit", "借方金额 Debit"),
    ("Deposits", "Withdrawals"), ("记账金额（收入）", "记账金额（支出）"), ("收款金额", "付款金额"),
]  # fmt: skip


def put(folder, lines, name="a.csv"):
    path = folder / name
    path.write_text("\n".join(",".join(cells) for cells in lines) + "\n", "utf-8")
    return path


def statement(folder, income, expense, empty="", name="a.csv"):
    lines = [["户名：梁敏"], ["交易日期", expense, income, "摘要", "对方户名"]]
    lines += [[day, out or empty, into or empty, memo, FIRM] for day, into, out, memo in ROWS]
    return put(folder, lines, name)


def found(path):
    frame = read_any(path, Options()).frame
    return frame.filter(frame["kind"] == "工资")["size_fen"].to_list(), frame.height


@pytest.mark.parametrize(("income", "expense"), IN_AND_OUT)
@pytest.mark.parametrize("empty", ["", "0.00", "-", "--"])
def test_money_in_and_money_out_are_told_apart_in_whatever_words(tmp_path, income, expense, empty):
    path = statement(tmp_path, income, expense, empty)
    assert found(path) == ([351000, 352000, 353000], 5)
    assert read_any(path, Options()).unread == []


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("收入/支出金额", "amount"), ("交易金额(元)", "amount"), ("借/贷", ""), ("收/支", ""), ("余额", ""),
        ("借方余额", ""), ("借贷标志", ""), ("交易", ""), ("账户", ""), ("金额大写", ""), ("借方发生额", "expense"),
    ],
)  # fmt: skip
def test_other_headings_are_left_to_the_lists(heading, field):
    assert amount_field(heading) == field


def test_a_heading_in_two_rows_is_one(tmp_path):
    lines = [
        ["户名：梁敏"],
        ["交易日期", "发生额", "", "摘要", "对方户名"],
        ["", "借方", "贷方", "", ""],
    ]
    lines += [[day, out, into, memo, FIRM] for day, into, out, memo in ROWS]
    assert found(put(tmp_path, lines)) == ([351000, 352000, 353000], 5)


@pytest.mark.parametrize("other", ["贷记金额", "", "代扣金额"])
@pytest.mark.parametrize("empty", ["", "0.00"])
def test_money_in_a_column_that_was_not_taken_is_listed_line_by_line(tmp_path, other, empty):
    lines = [["户名：梁敏"], ["交易日期", "交易金额", other, "摘要", "对方户名"]]
    lines += [[day, out or empty, into or empty, memo, FIRM] for day, into, out, memo in ROWS]
    told = read_any(put(tmp_path, lines), Options()).unread
    assert [row for _, row, _ in told] == [3, 5, 7]
    assert all("有金额，没有读取" in why for _, _, why in told)


def test_two_columns_of_one_heading_that_differ_are_listed_with_both_names(tmp_path):
    lines = [["户名：梁敏"], ["交易日期", "收入", "收入", "支出", "摘要"]]
    lines += [["2026-01-10", "3510", "351", "", "工资"], ["2026-01-11", "1", "1", "", "工资"]]
    read = read_any(put(tmp_path, lines), Options())
    assert read.unread == [("", 3, "“收入”和“收入”两列的金额不同")]
    assert read.frame.height == 1


def test_money_in_and_out_on_one_line_is_listed(tmp_path):
    lines = [["交易日期", "收入", "支出", "摘要"], ["2026-01-10", "3510", "10", "工资"]]
    assert "两列都有金额" in read_any(put(tmp_path, lines), Options()).unread[0][2]


def test_the_column_that_holds_something_counts_among_those_of_one_heading(tmp_path):
    lines = [["户名：梁敏"], ["交易日期", "收入", "收入", "摘要", "摘要", "对方户名", "对方户名"]]
    lines += [[day, "", into or "0", "", memo, "", FIRM] for day, into, _, memo in ROWS]
    read = read_any(put(tmp_path, lines), Options())
    assert found(tmp_path / "a.csv")[0] == [351000, 352000, 353000]
    assert read.frame["party"].unique().to_list() == [FIRM]


def test_wages_that_were_paid_out_are_nothing_to_confirm(tmp_path):
    lines = [["户名：梁敏"], ["交易日期", "交易金额(借)", "交易金额(贷)", "余额", "摘要"]]
    balance = 65000
    for month in range(1, 5):
        lines.append([f"2026-{month:02}-08", "", "5000.00", f"{balance}.00", "工程款"])
        lines.append([f"2026-{month:02}-15", "3600.00", "", f"{balance - 3600}.00", "工资"])
        balance += 1400
    frame = read_any(put(tmp_path, lines), Options()).frame
    assert set(frame["kind"]) == {"不是工资"}


def test_the_balance_follows_the_two_columns(tmp_path):
    lines, balance = [["交易日期", "支取", "存入", "余额", "摘要"]], 1000.0
    for day, into, out, memo in ROWS:
        balance += float(into or 0) - float(out or 0)
        lines.append([day, out, into, f"{balance:.2f}", memo])
    assert read_any(put(tmp_path, lines), Options()).chain.state == "连续"


def test_a_sheet_of_another_layout_or_without_headings_is_listed(tmp_path):
    book = Workbook()
    first, second, third = book.active, book.create_sheet("二月"), book.create_sheet("三月")
    first.title = "一月"
    first.append(["交易日期", "收入", "支出", "摘要"])
    first.append(["2026-01-10", "3510", None, "工资"])
    second.append(["记账日期", "货币", "交易金额", "联机余额", "交易摘要", "对手信息"])
    second.append(["2026-02-10", "CNY", "3520", "9", "工资", FIRM])
    third.append(["2026-03-10", "3530", None, "工资"])
    book.save(tmp_path / "a.xlsx")
    told = [(page, why) for page, _, why in read_any(tmp_path / "a.xlsx", Options()).unread]
    assert [page for page, _ in told] == ["二月", "三月"]
    assert "另一种版式（招商银行" in told[0][1]
    assert "续页" in told[1][1]


def test_a_second_table_below_the_first_is_refused(tmp_path):
    lines = [["交易日期", "收入", "支出", "摘要"], ["2026-01-10", "3510", "", "工资"]]
    lines += [["交易日期", "摘要", "支出", "收入"], ["2026-02-10", "工资", "", "3520"]]
    path = put(tmp_path, lines)
    result = CliRunner().invoke(wages, ["import", str(path), "-o", str(tmp_path / "o.xlsx")])
    assert result.exit_code == 2
    assert "第 3 行又有一个表头" in result.output


def test_every_line_is_read_or_listed(tmp_path):
    odd = ["2026/13/45", "昨天 10 点", "2026-02-30"]
    lines = [["交易日期", "收入", "支出", "摘要"], ["2026-01-10", "3510", "", "工资"]]
    lines += [[day, "3510", "", "工资"] for day in odd]
    lines += [["2026-01-11", "叁仟元", "", "工资"], ["2026-01-12", "", "", "工资"]]
    lines += [["本期工资", "2026-01-13", "", ""], ["2026-01-14", "1,2,3x", "", "工资"]]
    path = put(tmp_path, [[f'"{cell}"' for cell in cells] for cells in lines])
    read = read_any(path, Options())
    assert read.frame.height == 1
    assert [row for _, row, _ in read.unread] == [3, 4, 5, 6, 7, 9]
    result = CliRunner().invoke(wages, ["import", str(path), "-o", str(tmp_path / "o.xlsx")])
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("days", "understood"),
    [
        (["24/03/2026", "05/03/2026"], ["2026-03-24", "2026-03-05"]),
        (["03/24/2026", "03/05/2026"], ["2026-03-24", "2026-03-05"]),
        (["24 Mar 2026", "5-MAR-2026"], ["2026-03-24", "2026-03-05"]),
        (["04/03/2026", "05/03/2026"], []),
    ],
)
def test_a_year_at_the_end_is_understood_where_the_column_tells_how(tmp_path, days, understood):
    lines = [["Date", "Amount", "Memo"], *([day, "12.00", "工资"] for day in days)]
    read = read_any(put(tmp_path, lines), Options())
    assert [str(day) for day in read.frame["date"]] == understood
    assert len(read.unread) == len(days) - len(understood)


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("1,234.50-", -123450), ("（1,234.50）", -123450), ("￥-1,234.50", -123450), ("1234.50CR", 123450),
        ("1,234.50 DR", -123450), ("人民币负1,234.50", -123450), ("44.00(已退款5.10)", 4400), ("3,000.00元", 300000),
    ],
)  # fmt: skip
def test_signs_are_read_wherever_they_stand(tmp_path, text, fen):
    lines = [
        ["交易日期", "交易金额", "摘要"],
        ["2026-01-10", f'"{text}"', "工资"],
        ["2026-01-11", "-1", "消费"],
    ]
    assert read_any(put(tmp_path, lines), Options()).frame["amount_fen"][0] == fen


def test_lines_come_in_the_order_of_the_file(tmp_path):
    rows = read_any(statement(tmp_path, "收入", "支出"), Options()).frame["row"].to_list()
    assert all(before < after for before, after in pairwise(rows))


def test_a_heading_above_a_group_hides_no_heading_below_it(tmp_path):
    lines = [
        ["户名：梁敏"],
        ["交易日期", "对方信息", "", "发生额", "", "摘要"],
        ["", "对方户名", "对方账号", "借方", "贷方", ""],
    ]
    lines += [[day, FIRM, "622999000000000001", out, into, memo] for day, into, out, memo in ROWS]
    read = read_any(put(tmp_path, lines), Options())
    assert read.used["party"] == "对方户名"
    assert set(read.frame["party"].drop_nulls()) == {FIRM}


def test_monthly_totals_are_no_rows_that_could_not_be_read(tmp_path):
    lines = [["户名：梁敏"], ["序号", "交易日期", "收入", "支出", "摘要"]]
    lines += [["1", "2026-01-10", "3510", "", "工资"], ["本月小计", "", "3510", "", ""]]
    lines += [["2", "2026-02-10", "3520", "", "工资"], ["本年累计", "", "7030", "", ""]]
    read = read_any(put(tmp_path, lines), Options())
    assert (read.frame.height, read.unread) == (2, [])
