"""Pay, perhaps pay, not pay."""

import pytest

from tests.memos import LEFT_AS_WAGES, NO_WAGES
from validator.intake.statements.layout import Layout, Owner
from validator.intake.statements.pay import RowKind, plain_name, tell_row

BANK = Layout(id="bank", title="银行")
WALLET = Layout(id="wallet", title="钱包", private=True)
FIRM = "中宁国栋物流有限公司"


def told(memo, party=FIRM, *, layout=BANK, owner=Owner.PERSON, flow=1, status="", **changed):
    facts = {"foreign": False, "own": False} | changed
    return tell_row(
        memo, party, status, flow, facts["foreign"], facts["own"],
        layout=layout, owner=owner, employers={plain_name(FIRM)},
    )  # fmt: skip


@pytest.mark.parametrize(
    "memo", ["工资", "3月工资", "代发工资", "转存 工资", "代 发 薪 酬", "薪资发放"]
)
def test_what_says_pay_and_comes_from_the_employer_is_pay(memo):
    assert told(memo)[0] is RowKind.WAGES


@pytest.mark.parametrize(
    ("memo", "reason"),
    [
        ("代发住房公积金", "住房公积金"),
        ("差旅费报销", "报销"),
        ("退款", "退款或退回"),
        ("结息", "利息"),
        ("一卡通惠农补贴", "财政补贴"),
        ("借款", "贷款或借款"),
        ("农民工工资保证金", "货款或工程款"),
        ("微信红包", "红包、提现或充值"),
    ],
)
def test_what_names_something_else_is_not_pay_and_says_why(memo, reason):
    assert told(memo) == (RowKind.NOT_WAGES, reason)


@pytest.mark.parametrize("memo", NO_WAGES)
def test_what_the_wage_flow_does_not_count_is_turned_down(memo):
    assert told(memo)[0] is RowKind.NOT_WAGES


@pytest.mark.parametrize("memo", LEFT_AS_WAGES)
def test_what_the_wage_flow_counts_is_taken_or_asked_about(memo):
    assert told(memo)[0] is not RowKind.NOT_WAGES


def test_daifa_alone_is_not_pay_but_may_be():
    kind, reason = told("代发")
    assert kind is RowKind.PERHAPS
    assert "代发" in reason


def test_a_transfer_without_a_word_of_pay_is_not_pay():
    assert told("转账", "某食品有限公司")[0] is RowKind.NOT_WAGES


def test_a_transfer_from_the_employer_may_be_pay():
    assert told("转账")[0] is RowKind.PERHAPS


@pytest.mark.parametrize("memo", ["工资报销", "工资退回", "工资和公积金"])
def test_words_that_contradict_each_other_leave_it_unsure(memo):
    assert told(memo)[0] is RowKind.PERHAPS


def test_a_person_who_writes_pay_does_not_make_it_pay():
    assert told("工资", "马小龙")[0] is RowKind.PERHAPS


def test_a_wallet_where_the_payer_is_no_firm_stays_unsure():
    assert told("工资", "小马哥", layout=WALLET)[0] is RowKind.PERHAPS
    assert told("工资", layout=WALLET)[0] is RowKind.WAGES


def test_a_masked_firm_is_still_a_firm():
    assert told("工资", "中***物流有限公司")[0] is RowKind.WAGES


def test_the_other_sides_name_alone_never_makes_pay():
    assert told("", "某某工资代发有限公司")[0] is RowKind.NOT_WAGES


@pytest.mark.parametrize(
    "facts",
    [{"flow": -1}, {"foreign": True}, {"own": True}, {"status": "已全额退款"}],
)
def test_money_out_other_money_own_money_and_undone_payments_are_not_pay(facts):
    assert told("工资", **facts)[0] is RowKind.NOT_WAGES


def test_an_unknown_direction_stays_unsure():
    assert told("工资", flow=0) == (RowKind.PERHAPS, "看不出是收入还是支出")


def test_an_employers_account_pays_people_one_by_one_or_in_one_sum():
    assert told("代发工资", "马小龙", owner=Owner.EMPLOYER)[0] is RowKind.WAGES
    assert told("代发工资", "代发业务待清算专户", owner=Owner.EMPLOYER)[0] is RowKind.PERHAPS


@pytest.mark.parametrize(
    "memo",
    [
        "工资卡年费", "工资卡激活奖励", "工资理财赎回", "工资贷放款", "工资保证金退还",
        "退工资多发款", "代扣工资", "代发住房公积金", "代发养老金", "工资拖欠赔偿金",
        "务工交通补贴", "村干部报酬", "代发工资手续费", "工资退回", "农民工工资保证金返还",
    ],
)  # fmt: skip
def test_what_only_sounds_like_pay_is_never_taken_for_it(memo):
    assert told(memo)[0] is not RowKind.WAGES
