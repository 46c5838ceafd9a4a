# ruff: noqa: E501 - a case on one line
"""Pay sheets as firms and banks make them: headings, results, formulas, several tables."""

import zipfile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from validator.commands.wages import wages
from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options
from validator.reading.unreadable import UnreadableError

TITLE = "沙坡头伟物流有限公司2026年3月工资发放表"
PEOPLE = [("梁敏", "640598197001150312", "6229997876272355500"), ("苏伟", "64059819710215032X", "6229997876272355501"),
          ("马建国", "640598197203150337", "6229997876272355502")]  # fmt: skip


def save(folder, rows, name="名单.xlsx"):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def listed(folder, headings, values, title=TITLE):
    """A list of three people; `values` makes the cells beside name, number and account."""
    rows = [[title], ["姓名", "身份证号", "银行卡号", *headings]]
    rows += [[*person, *values(place)] for place, person in enumerate(PEOPLE)]
    return save(folder, rows)


def read(path, **options):
    return read_any(path, Options(pay_day=15, **options))


@pytest.mark.parametrize(
    "heading",
    [
        "工资实发合计",
        "实发合计",
        "本月实发",
        "税后工资",
        "实际发放金额",
        "实发（元）",
        "净工资",
        "实发工资(元)",
        "代发金额",
        "实发数",
        "打卡金额",
    ],
)
def test_what_was_paid_is_known_in_whatever_words(tmp_path, heading):
    path = listed(
        tmp_path,
        ["应发工资", "累计应发工资", "代扣社保(个人)", heading],
        lambda at: [4000, 12000, 320, 3681 + at],
    )
    found = read(path)
    assert found.layout.title == "代发工资名单"
    assert found.frame["size_fen"].to_list() == [368100, 368200, 368300]
    assert found.holder.name == "沙坡头伟物流有限公司"


def test_the_sum_counts_where_parts_of_it_are_paid_as_well(tmp_path):
    path = listed(tmp_path, ["实发工资", "实发补贴", "实发合计"], lambda at: [3000, 500, 3500])
    assert read(path).frame["size_fen"].to_list() == [350000] * 3


def test_a_firm_that_stands_alone_above_the_list_is_the_employer(tmp_path):
    rows = [
        [None, "沙坡头伟物流有限公司"],
        ["表格头", "工资明细表（2026.3.1至2026.3.31）"],
        ["姓名", "工资卡号", "工资实发合计"],
    ]
    found = read(save(tmp_path, [*rows, ["梁敏", PEOPLE[0][2], 3681]]))
    assert (found.holder.name, found.frame["month"][0]) == ("沙坡头伟物流有限公司", "2026-03")


def test_headings_in_two_rows(tmp_path):
    rows = [
        [TITLE],
        ["姓名", "身份证号", "应发项目", None, "发放"],
        [None, None, "基本工资", "加班", "实发工资"],
    ]
    assert read(save(tmp_path, [*rows, ["梁敏", PEOPLE[0][1], 3000, 500, 3500]])).frame[
        "size_fen"
    ].to_list() == [350000]


@pytest.mark.parametrize("other", ["工资（税前）", "奖金", "应发合计"])
def test_a_wage_before_anything_is_taken_off_is_not_what_was_paid(tmp_path, other):
    path = listed(tmp_path, [other, "工资"], lambda at: [4000, 3500])
    with pytest.raises(UnreadableError, match="缺少实发工资列"):
        read(path)
    paid = listed(tmp_path, [other, "工资（税后）"], lambda at: [4000, 3500])
    assert read(paid).frame["size_fen"].to_list() == [350000] * 3


def test_a_list_without_what_was_paid_is_called_a_list(tmp_path):
    path = listed(tmp_path, ["基本工资", "应发工资"], lambda at: [4000, 4000])
    with pytest.raises(UnreadableError, match="工资发放名单的表头，但缺少实发工资列"):
        read(path)


@pytest.mark.parametrize("column", ["amount", "name", "date"])
def test_formulas_without_a_result_are_refused_and_with_one_are_read(tmp_path, column):
    formula = {
        "amount": ["=1+1", "2026-04-15"],
        "date": [3500, "=TODAY()"],
        "name": [3500, "2026-04-15"],
    }[column]
    rows = [[TITLE], ["姓名", "银行卡号", "实发工资", "发放日期"]]
    rows += [
        ["=A1" if column == "name" else name, account, *formula] for name, _, account in PEOPLE
    ]
    path = save(tmp_path, rows)
    result = CliRunner().invoke(wages, ["import", str(path), "-o", str(tmp_path / "o.xlsx")])
    assert result.exit_code == 2
    assert "没有保存计算结果（第 3 行起）" in result.output
    assert "保存后再导入" in result.output
    if column == "amount":
        with zipfile.ZipFile(path) as old, zipfile.ZipFile(tmp_path / "b.xlsx", "w") as new:
            for part in old.namelist():
                new.writestr(
                    part,
                    old.read(part)
                    .replace(b"<v></v>", b"<v>2</v>")
                    .replace(b"<v/>", b"<v>2</v>")
                    .replace(b"<v />", b"<v>2</v>"),
                )
        assert read(tmp_path / "b.xlsx").frame["size_fen"].to_list() == [200] * 3


def test_formulas_without_a_result_in_a_statement_are_refused(tmp_path):
    rows = [["交易日期", "收入", "支出", "摘要"], ["2026-01-10", "=1+1", None, "工资"]]
    with pytest.raises(UnreadableError, match="“收入”列有 1 格是公式"):
        read_any(save(tmp_path, rows), Options())


@pytest.mark.parametrize(
    ("headings", "paid"),
    [
        (["序号", "收款账号", "收款户名", "金额", "处理状态", "失败原因"], "处理成功"),  # ICBC
        (["编号", "收款方账号", "收款方户名", "金额", "处理结果", "附言"], "成功"),  # ABC
        (["序号", "账号", "户名", "金额", "摘要", "处理结果"], "交易成功"),  # CCB
        (["序号", "客户账号", "户名", "交易金额", "结果描述", "备注"], "处理成功"),  # PSBC
        (["姓名", "卡号", "开户行", "金额", "交易日期", "交易结果", "失败原因"], "成功"),
    ],
)
def test_results_that_banks_give_back_count_only_what_was_paid(tmp_path, headings, paid):
    outcomes = [paid, "失败", "处理中", "退票"]
    status = next(
        at
        for at, head in enumerate(headings)
        if head in ("处理状态", "处理结果", "结果描述", "交易结果")
    )
    name = next(
        at for at, head in enumerate(headings) if head in ("收款户名", "收款方户名", "户名", "姓名")
    )
    account = next(at for at, head in enumerate(headings) if "账号" in head or head == "卡号")
    amount = next(at for at, head in enumerate(headings) if "金额" in head)
    rows = [["代发工资 2026年3月"], headings]
    for outcome in outcomes:
        row = [None] * len(headings)
        row[name], row[account], row[amount], row[status] = (
            PEOPLE[0][0],
            PEOPLE[0][2],
            3500,
            outcome,
        )
        rows.append(row)
    found = read(save(tmp_path, rows))
    assert found.frame["kind"].to_list() == ["工资", "不是工资", "可能是工资", "不是工资"]
    assert found.unread == []


def test_every_person_is_read_or_listed(tmp_path):
    rows = [[TITLE], ["姓名", "身份证号", "实发工资"], ["梁敏", PEOPLE[0][1], 3500], ["苏伟", PEOPLE[1][1], None],
            [None, PEOPLE[2][1], 3500], ["马建国", PEOPLE[2][1], "三千"], ["李志刚", PEOPLE[0][1], 0],
            ["合 计", None, 10500], [None, "合计", 10500], ["制表：张三", None, None]]  # fmt: skip
    found = read(save(tmp_path, rows))
    assert found.frame.height == 1
    assert [(row, why) for _, row, why in found.unread] == [
        (4, "实发工资是空的"),
        (5, "没有姓名"),
        (6, "金额看不懂"),
    ]


def test_several_firms_one_below_another_each_with_its_headings(tmp_path):
    rows = [[TITLE], ["姓名", "身份证号", "实发工资"], [*PEOPLE[0][:2], 3500], ["姓名", "实发工资", "身份证号"],
            ["苏伟", 3600, PEOPLE[1][1]]]  # fmt: skip
    found = read(save(tmp_path, rows)).frame
    assert found.select("party", "party_id", "size_fen").rows() == [
        ("梁敏", PEOPLE[0][1], 350000), ("苏伟", PEOPLE[1][1], 360000)
    ]  # fmt: skip


def test_two_columns_of_one_heading_are_never_one(tmp_path):
    empty = listed(tmp_path, ["实发工资", "实发工资"], lambda at: [None, 3500])
    assert read(empty).frame["size_fen"].to_list() == [350000] * 3
    both = listed(tmp_path, ["实发工资", "实发工资"], lambda at: [3500, 3500 - at])
    found = read(both)
    assert found.frame.height == 1
    assert [row for _, row, _ in found.unread] == [4, 5]
    assert "两列" in found.unread[0][2]
