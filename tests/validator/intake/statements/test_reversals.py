"""Wages that went back to the payer are never counted in silence."""

import pytest

from validator.intake.statements.keeping import read_any
from validator.intake.statements.statement import Options

FIRM = "沙坡头伟物流有限公司"
WORKER = "户名：梁敏 账号：6229997876272355500"
EMPLOYER = f"户名：{FIRM} 账号：29010122334455"


def read(folder, holder, *lines, heads="交易日期,摘要,收入,支出,余额,对方户名"):
    path = folder / "流水.csv"
    path.write_text("\n".join([holder, heads, *lines]), encoding="utf-8")
    return read_any(path, Options())


@pytest.mark.parametrize(
    "back",
    [
        f"20260312,工资退回,,5000.00,0.00,{FIRM}",
        "20260312,冲正,,5000.00,0.00,",
        f"20260312,工资,-5000.00,,0.00,{FIRM}",
        f"20260310,退还多发工资,,5000.00,0.00,{FIRM}",
    ],
)
def test_a_wage_that_went_back_is_asked_about(tmp_path, back):
    found = read(
        tmp_path, WORKER, f"20260310,3月工资,5000.00,,5000.00,{FIRM}", back,
        f"20260410,4月工资,5000.00,,5000.00,{FIRM}",
    )  # fmt: skip
    assert found.frame["kind"].to_list() == ["可能是工资", "不是工资", "工资"]
    assert "第 4 行" in found.frame["reason"][0]
    assert found.unread == []


def test_a_firm_that_got_a_wage_back_did_not_pay_it(tmp_path):
    heads = "交易日期,摘要,借方发生额,贷方发生额,余额,对方户名"
    found = read(
        tmp_path, EMPLOYER, "20260310,3月工资,5000.00,,95000.00,梁敏",
        "20260310,3月工资,5000.00,,90000.00,苏伟", "20260312,退票,,5000.00,95000.00,苏伟",
        heads=heads,
    )  # fmt: skip
    assert found.frame["kind"].to_list() == ["工资", "可能是工资", "不是工资"]


def test_the_wage_that_was_paid_again_counts(tmp_path):
    found = read(
        tmp_path, WORKER, f"20260310,工资,5000.00,,5000.00,{FIRM}",
        f"20260312,工资退回,,5000.00,0.00,{FIRM}", f"20260315,工资,5000.00,,5000.00,{FIRM}",
    )  # fmt: skip
    assert found.frame["kind"].to_list() == ["可能是工资", "不是工资", "工资"]


def test_a_part_of_a_wage_that_went_back_is_listed(tmp_path):
    found = read(
        tmp_path, WORKER, f"20260310,工资,5000.00,,5000.00,{FIRM}",
        f"20260312,工资退回,,800.00,4200.00,{FIRM}",
    )  # fmt: skip
    assert [row for _, row, why in found.unread if "没有从工资里扣减" in why] == [4]


def test_other_spending_of_the_same_amount_is_no_return(tmp_path):
    found = read(
        tmp_path, WORKER, f"20260310,工资,5000.00,,5000.00,{FIRM}",
        "20260312,还款,,5000.00,0.00,某银行", "20260313,工资卡短信费,,3.00,-3.00,",
        "20260314,退货,,5000.00,-5003.00,某商行",
    )  # fmt: skip
    assert found.frame["kind"].to_list() == ["工资", "不是工资", "不是工资", "不是工资"]
    assert found.unread == []


def test_wages_paid_from_an_account_of_nobody_are_listed(tmp_path):
    found = read(tmp_path, "流水", "20260310,3月工资,,5000.00,95000.00,梁敏")
    assert [row for _, row, why in found.unread if "--holder" in why] == [3]


@pytest.mark.parametrize("memo", ["工资合计", "本月合计工资收入", "工资小计"])
def test_a_sum_with_a_date_is_no_wage(tmp_path, memo):
    found = read(
        tmp_path, WORKER, f"20260310,工资,5000.00,,5000.00,{FIRM}", f"20260331,{memo},5000.00,,,"
    )
    assert found.frame["size_fen"].to_list() == [500000]
    assert [row for _, row, _ in found.unread] == [4]


def test_a_decimal_comma_is_not_guessed(tmp_path):
    found = read(
        tmp_path, WORKER, f'20260310,工资,"5.000,00",,,{FIRM}', f'20260410,工资,"5,00.0",,,{FIRM}'
    )
    assert found.frame.is_empty()
    assert [row for _, row, _ in found.unread] == [3, 4]


def test_a_return_that_may_be_of_two_people_is_listed(tmp_path):
    heads = "交易日期,摘要,借方发生额,贷方发生额,余额,对方户名"
    paid = ["20260310,3月工资,5000.00,,95000.00,梁敏", "20260310,3月工资,5000.00,,90000.00,苏伟"]
    back = "20260312,代发退回,,5000.00,95000.00,代发工资待清算户"
    found = read(tmp_path, EMPLOYER, *paid, back, heads=heads)
    assert [row for _, row, _ in found.unread] == [5]
    found = read(tmp_path, EMPLOYER, paid[0], back.replace("95000.00", "100000.00"), heads=heads)
    assert found.frame["kind"].to_list() == ["可能是工资", "不是工资"]


def test_numbers_in_the_memo_of_a_return_are_hidden_where_it_is_listed(tmp_path):
    found = read(
        tmp_path, WORKER, f"20260310,工资,5000.00,,5000.00,{FIRM}",
        f"20260312,工资退回 6217001234567890123,,800.00,4200.00,{FIRM}",
    )  # fmt: skip
    ((_, _, why),) = found.unread
    assert "工资退回" in why
    assert "6217001234567890123" not in why
