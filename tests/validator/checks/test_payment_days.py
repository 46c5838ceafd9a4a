from datetime import date, timedelta
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from tests.memos import LEFT_AS_WAGES, NO_WAGES
from tests.validator.books import ON, cell, checked, claims, codes, only, save

WAGES = SheetKind.WAGES


def test_a_payment_after_the_day_of_judgement_is_named_once_a_person(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    for number, day in enumerate((date(2026, 11, 21), date(2026, 12, 15)), 1):
        person.payments.append(
            person.payments[0] | {"paid_on": day, "reference": f"LS999000000{number}"}
        )
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC311")
    assert "2026-11-21 的入账晚于核查日 2026-11-20" in str(finding["message"])
    assert "（共 2 笔）" in str(finding["message"])
    assert finding["cell"] == cell(WAGES, "paid_on", 4 + 8)


def test_a_payment_on_the_day_of_judgement_is_none_of_the_future(tmp_path: Path):
    made = claims(5, months=8)
    last = made[0].people[0].payments[-1]
    last["paid_on"] = date(2026, 11, 20)
    path = save(tmp_path / "a.xlsx", made)
    assert "CC311" not in codes(checked(path))
    earlier = Settings(on=last["paid_on"] - timedelta(days=1))
    assert "CC311" in codes(checked(path, settings=earlier))


@pytest.mark.parametrize(
    ("memo", "said"),
    [
        ("代发住房公积金", True),
        ("差旅费报销", True),
        ("工资（含公积金补发）", False),
        (None, False),
    ],
)
def test_a_memo_that_names_something_else_is_a_reminder(
    tmp_path: Path, memo: str | None, said: bool
):
    made = claims(5, months=8)
    made[0].people[0].payments[-1]["memo"] = memo
    assert ("CC310" in codes(checked(save(tmp_path / "a.xlsx", made)))) is said


def test_memos_that_the_import_turns_down_are_not_counted_when_typed(tmp_path: Path):
    memos = [*NO_WAGES, *LEFT_AS_WAGES]
    made = claims(5, months=8)
    payments = [pay for person in made[0].people for pay in person.payments]
    payments += [payments[-1] | {"reference": f"LS88{at:08}"} for at in range(len(memos))]
    made[0].people[-1].payments[:] += payments[40:]
    for payment, memo in zip(payments, memos, strict=False):
        payment["memo"] = memo
    found = [
        one
        for one in checked(save(tmp_path / "a.xlsx", made)).findings.to_dicts()
        if one["code"] == "CC310"
    ]
    assert {one["value"] for one in found} == set(NO_WAGES)


def test_money_that_went_back_in_the_same_month_is_only_told(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    first = person.payments[0]
    wrong = first | {"amount_yuan": 9000, "reference": "LS9990000001"}
    back = first | {"amount_yuan": -9000, "reference": "LS9990000002", "memo": "冲正"}
    person.payments[1:1] = [wrong, back]
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == ["CC314"]
    finding = only(found, "CC314")
    assert finding["severity"] == "info"
    assert f"与 {first['paid_on']} 的入账同额，两者相抵" in str(finding["message"])
    assert finding["related"] == [
        {"input": 0, "sheet": "工资流水", "cell": cell(WAGES, "amount_yuan", 5)}
    ]


def test_money_that_went_back_in_a_later_month_points_to_the_month_not_paid(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    paid = person.payments[2]
    back = paid | {
        "paid_on": person.payments[3]["paid_on"], "amount_yuan": -paid["amount_yuan"],
        "reference": "LS9990000002", "memo": "退汇",
    }  # fmt: skip
    person.payments.append(back)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC314")
    assert finding["severity"] == "warning"
    assert f"与 {paid['paid_on']} 的入账同额，那个月的工资可能没有真正发放" in str(
        finding["message"]
    )
    assert f"已从 {paid['paid_on']:%Y-%m} 的工资中减去" in str(finding["message"])


def test_a_part_that_went_back_is_taken_off_an_earlier_month_and_asks_which_it_belongs_to(
    tmp_path: Path,
):
    made = claims(5, months=8)
    person = made[0].people[0]
    last = person.payments[-1]
    later = (last["paid_on"].replace(day=1) + timedelta(32)).replace(day=3)
    person.payments.append(
        last | {"paid_on": later, "amount_yuan": -20, "reference": "LS9990000002", "memo": "退回"}
    )
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC314")
    assert finding["severity"] == "warning"
    assert f"已从 {last['paid_on']:%Y-%m} 的工资中减去" in str(finding["message"])
    assert "没有找到与它同额的入账" in str(finding["message"])


def test_a_refund_after_the_day_of_judgement_is_said_once_and_takes_nothing_back(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    person.payments.append(
        person.payments[0]
        | {"paid_on": ON + timedelta(1), "amount_yuan": -20, "reference": "LS9990000002"}
    )
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC311"]


def test_a_refund_of_an_unknown_sum_asks_which_month_it_belongs_to(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    person.payments.append(
        person.payments[0] | {"amount_yuan": -20, "reference": "LS9990000002", "memo": "退回"}
    )
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC314")
    assert finding["severity"] == "warning"
    assert "退回或冲正 20 元" in str(finding["message"])
    assert "没有找到与它同额的入账" in str(finding["message"])


def test_a_payer_of_a_person_without_a_claim_is_named_in_a_whole_sentence(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    person.row["claim_id"] = None
    person.payments[0]["payer"] = "某某商贸有限公司"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC306")
    assert "既不是用工单位也不是申报主体，涉及 1 人" in str(finding["message"])


def test_the_account_that_was_expected_is_masked_like_the_one_that_was_found(tmp_path: Path):
    made = claims(5, months=8)
    person = made[0].people[0]
    person.payments[0]["payee_account"] = "6229990000000000009"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC305")
    account = str(person.row["bank_account"])
    assert str(finding["expected"]).endswith(account[-4:])
    assert account not in str(finding)
