"""Months and wages from the wage flow, under every reading (measure ZW26-3)."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, months, pay, roster, wages


def person(payments, people=None, readings=None, **claim_changes):
    """The single person of a claim after evaluation."""
    settings = Settings(readings=readings or {}, on=date(2027, 6, 30))
    evaluation = evaluate(
        rule("ZW26-3"),
        claim(**claim_changes),
        roster() if people is None else people,
        wages(pay(1, payments)),
        settings,
    )
    return evaluation.people.row(0, named=True)


@pytest.mark.parametrize(("last", "counted"), [(5, False), (6, True), (7, True)])
def test_six_months_of_pay_are_needed(last, counted):
    assert person(months(1, last))["counted"] is counted


@pytest.mark.parametrize(("yuan", "found"), [(2999.99, 0), (3000, 6), (3000.01, 6)])
def test_a_month_counts_from_the_floor_upwards(yuan, found):
    assert person(months(1, 6, yuan))["months_employed"] == found


def test_a_month_paid_in_two_parts_is_added_up():
    flow = months(1, 5) | {"2026-06-05": 1600, "2026-06-20": 1400}
    assert person(flow)["months_employed"] == 6


def test_a_refund_is_taken_off_the_month():
    flow = months(1, 6) | {"2026-06-20": -1}
    found = person(flow)
    assert (found["months_employed"], found["lowest_fen"]) == (5, 299_900)


def test_a_month_without_a_positive_sum_is_no_month():
    found = person(months(1, 6) | {"2026-07": 0})
    assert (found["paid_months"], found["lowest_fen"]) == (6, 300_000)


def test_pay_before_the_hire_or_after_leaving_does_not_count():
    people = roster(hired_on=date(2026, 2, 20), left_on=date(2026, 6, 1))
    assert person(months(1, 12), people)["months_employed"] == 5


def test_pay_after_the_claimed_period_does_not_count():
    assert person(months(1, 12), period_end=date(2026, 4, 30))["months_employed"] == 4


def test_pay_after_the_policy_ends_does_not_count_unless_the_reading_says_so():
    people = roster(hired_on=date(2026, 9, 1))
    flow = months(9, 12) | months(1, 2, year=2027)
    late = {"period_end": date(2027, 12, 31)}
    assert not person(flow, people, **late)["counted"]
    assert person(flow, people, {"R-09": "B_hired_in_window"}, **late)["counted"]


def test_someone_hired_before_the_policy_counts_only_under_the_other_reading():
    people = roster(hired_on=date(2025, 10, 1))
    flow = months(10, 12, year=2025) | months(1, 3)
    readings = {"R-10": "B_condition_met_in_2026"}
    assert not person(flow, people)["counted"]
    assert person(flow, people, readings)["counted"]


def test_a_condition_met_before_the_policy_is_not_newly_met():
    people = roster(hired_on=date(2025, 6, 1))
    flow = months(6, 12, year=2025) | months(1, 6)
    found = person(flow, people, {"R-10": "B_condition_met_in_2026"})
    assert not found["counted"]
    assert "已满 7 个月" in found["reason"]


def test_the_average_decides_under_its_reading():
    flow = {**months(1, 4, 3100), **months(5, 6, 2900)}
    assert not person(flow)["counted"]
    assert person(flow, readings={"R-05": "B_average"})["counted"]


def test_an_average_of_a_hundredth_of_a_fen_below_the_floor_is_below():
    flow = {**months(1, 5, 3000), "2026-06": 2999.99}
    found = person(flow, readings={"R-05": "B_average"})
    assert found["average_fen"] == 299_999
    assert not found["counted"]


def test_the_wage_of_the_contract_decides_under_its_reading():
    flow = months(1, 6, 2870)
    people = roster(monthly_wage_fen=320_000)
    assert not person(flow, people)["counted"]
    assert person(flow, people, {"R-06": "B_gross"})["counted"]


@pytest.mark.parametrize(
    ("left", "found"),
    [
        (date(2026, 7, 14), 6),
        (date(2026, 7, 13), 5),
        (date(2026, 7, 10), 5),
        (None, 11),
    ],
)
def test_full_months_are_counted_by_dates_under_their_reading(left, found):
    people = roster(left_on=left)
    flow = months(1, 6)
    assert person(flow, people, {"R-07": "B_dates"})["months_employed"] == found


def test_a_low_month_is_taken_off_the_months_by_dates():
    people = roster(left_on=date(2026, 7, 14))
    flow = {**months(1, 5), "2026-06": 2999}
    assert person(flow, people, {"R-07": "B_dates"})["months_employed"] == 5


def test_months_need_not_follow_each_other_unless_the_reading_says_so():
    flow = {**months(1, 3), **months(5, 7)}
    assert person(flow)["counted"]
    found = person(flow, readings={"R-75": "B_unbroken"})
    assert (found["months_employed"], found["counted"]) == (3, False)


def test_one_low_month_disqualifies_only_under_its_reading():
    flow = {**months(1, 6), "2026-07": 2999}
    assert person(flow)["counted"]
    found = person(flow, readings={"R-76": "B_disqualifies"})
    assert found["reason"] == "月工资 2999 元，低于 3000 元"


def test_payments_to_someone_else_do_not_count():
    evaluation = evaluate(rule("ZW26-3"), claim(), roster(), wages(pay(2, months(1, 6))))
    assert evaluation.people["reason"][0] == "工资流水中没有此人可以计入的工资入账"


def found_with_memo(memo: str | None, yuan: float = 3000):
    """The person of a claim whose sixth month has a payment with this memo."""
    flow = wages(pay(1, months(1, 5)), pay(1, {"2026-06": yuan}))
    memos = [None] * 5 + [memo]
    flow = flow.with_columns(memo=pl.Series(memos, dtype=pl.String))
    return evaluate(rule("ZW26-3"), claim(), roster(), flow, Settings(on=date(2026, 12, 1))).people


@pytest.mark.parametrize(
    ("memo", "counted"),
    [
        (None, True),
        ("6月工资", True),
        ("代发", True),
        ("代发住房公积金", False),
        ("费用报销", False),
        ("工资及差旅报销", True),
    ],
)
def test_a_payment_whose_memo_names_no_wage_does_not_count(memo, counted):
    assert found_with_memo(memo)["counted"][0] is counted


def test_money_that_went_back_is_taken_off_whatever_its_memo_says():
    flow = wages(pay(1, months(1, 6)), pay(1, {"2026-06-20": -1}))
    flow = flow.with_columns(memo=pl.Series([None] * 6 + ["冲正"], dtype=pl.String))
    found = evaluate(rule("ZW26-3"), claim(), roster(), flow, Settings(on=date(2026, 12, 1)))
    assert found.people["lowest_fen"][0] == 299_900


@pytest.mark.parametrize(("on", "counted"), [((2026, 6, 9), 5), ((2026, 6, 10), 6)])
def test_a_payment_after_the_day_of_judgement_does_not_count(on, counted):
    flow = wages(pay(1, months(1, 6)))
    found = evaluate(rule("ZW26-3"), claim(), roster(), flow, Settings(on=date(*on)))
    assert found.people["months_employed"][0] == counted


def test_the_same_number_in_another_file_is_another_wage_flow():
    flow = wages(pay(1, months(1, 6))).with_columns(input=1)
    flow = flow.with_columns(flow["input"].cast(int))
    evaluation = evaluate(rule("ZW26-3"), claim(), roster(), flow)
    assert not evaluation.people["counted"][0]
    assert evaluation.people["id_number"][0] == id_number(1)
