"""What people earned comes from the roster and the wage flow, not from a stated figure (ZW26-2)."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from claimcheck.evaluate import Evaluation, evaluate, evaluate_facts
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import YEAR_END, claim, id_number, months, pay, wages

RULE = rule("ZW26-2")


def person(number: int, **changes: Any) -> dict[str, Any]:
    """A person who was placed from January to April."""
    row = {
        "input": 0, "claim_id": "SB-1", "id_number": id_number(number), "is_local_hukou": True,
        "hired_on": date(2026, 1, 1), "left_on": date(2026, 4, 30), "excluded": None,
        "income_fen": None, "income_three_months_fen": None,
    }  # fmt: skip
    return row | changes


def judged(
    *people: dict[str, Any],
    paid: list[list[Any]] | None = None,
    stated: int | None = None,
    readings: dict[str, str] | None = None,
) -> Evaluation:
    """A claim of these people, each paid what stands in his place; stated is an average in yuan."""
    fen = None if stated is None else stated * 100
    facts = ("average_income_fen", "average_income_three_months_fen",
             "organised_average_income_fen")  # fmt: skip
    claims = claim(applicant_kind="劳务经纪人").with_columns(
        pl.lit(fen, pl.Int64).alias(name) for name in facts
    )
    text = {"excluded": pl.String, "income_fen": pl.Int64, "income_three_months_fen": pl.Int64}
    roster = pl.DataFrame(list(people), schema_overrides=text)
    flow = wages(*(paid or []))
    return evaluate(RULE, claims, roster, flow, Settings(on=YEAR_END, readings=readings or {}))


def earning(*yuan: int) -> list[list[Any]]:
    """Pay in each of four months: one sum a person."""
    return [pay(number, months(1, 4, each)) for number, each in enumerate(yuan, start=1)]


def only(found: Evaluation) -> dict[str, Any]:
    return found.claims.row(0, named=True)


@pytest.mark.parametrize(
    ("each", "outcome"), [(2499, "ineligible"), (2500, "amount"), (2501, "amount")]
)
def test_the_floor_is_held_against_what_was_paid_whatever_is_stated(each: int, outcome: str):
    for stated in (None, 9_000, 12_000):
        found = only(judged(person(1), person(2), paid=earning(each, each), stated=stated))
        assert (found["outcome"], found["average_income_fen"]) == (outcome, each * 400)


def test_an_average_just_below_the_floor_is_not_rounded_up_to_it():
    paid = [pay(1, {"2026-01": 10_000}), pay(2, {"2026-01": 10_000}), pay(3, {"2026-01": 9999.99})]
    found = only(judged(person(1), person(2), person(3), paid=paid))
    assert (found["outcome"], found["average_income_fen"]) == ("ineligible", 999_999)


def test_the_stated_figure_holds_where_nobody_was_paid_and_the_reason_says_so():
    found = only(judged(person(1), stated=12_000))
    assert (found["outcome"], found["amount_fen"]) == ("amount", 20_000)
    assert "人均劳务收入按申报的计为 12000 元（工资流水中没有可以计入的入账）" in found["reason"]
    assert only(judged(person(1)))["outcome"] == "incomplete"


@pytest.mark.parametrize(
    ("stated", "said"),
    [(13_000, "（申报 13000 元，相差 1000 元）"), (12_001, "（申报 12001 元，相差 1 元）")],
)
def test_a_difference_of_a_yuan_is_said(stated: int, said: str):
    result = judged(person(1), paid=earning(3000), stated=stated)
    assert only(result)["reason"].endswith("人均劳务收入按花名册和工资流水核算为 12000 元" + said)
    assert result.reasons(0)[-1]["observed"] == stated
    assert not result.reasons(0)[-1]["met"]


def test_nothing_is_said_of_a_figure_that_is_right():
    assert "申报" not in only(judged(person(1), paid=earning(3000), stated=12_000))["reason"]


def test_a_month_that_two_stints_share_counts_once():
    stints = [
        person(1, left_on=date(2026, 2, 10)),
        person(1, hired_on=date(2026, 2, 20), left_on=date(2026, 5, 31)),
    ]
    found = judged(*stints, paid=[pay(1, months(1, 5, 2000))])
    assert only(found)["average_income_fen"] == 1_000_000
    assert only(found)["headcount"] == 1


def test_pay_outside_the_employment_is_no_income():
    found = only(judged(person(1), paid=[pay(1, months(1, 12, 2000))]))
    assert found["average_income_fen"] == 800_000


def test_who_was_put_out_takes_no_part_and_nor_does_a_payment_that_was():
    poor = person(2, excluded="在不得享受名单上")
    found = only(judged(person(1), poor, paid=earning(3000, 100)))
    assert found["average_income_fen"] == 1_200_000
    everybody = judged(person(1), poor, paid=earning(3000, 100), readings={"R-04": "B_all"})
    assert only(everybody)["organised_average_income_fen"] == 1_200_000
    flow = wages(*earning(3000)).with_columns(excluded=pl.lit("重复的流水"))
    claims = claim(applicant_kind="劳务经纪人", average_income_fen=1_100_000)
    out = evaluate(RULE, claims, pl.DataFrame([person(1)]), flow, Settings(on=YEAR_END))
    assert only(out)["average_income_fen"] == 1_100_000


@pytest.mark.parametrize(
    ("reading", "average", "outcome"),
    [("A_only_3_months", 1_200_000, "amount"), ("B_all", 700_000, "ineligible")],
)
def test_the_reading_decides_whether_those_who_stayed_too_short_are_averaged(
    reading: str, average: int, outcome: str
):
    short = person(2, left_on=date(2026, 2, 10))
    paid = [*earning(3000), pay(2, months(1, 2, 1000))]
    found = only(judged(person(1), short, paid=paid, readings={"R-04": reading}))
    name = "average_income_fen" if reading.startswith("A") else "organised_average_income_fen"
    assert (found["outcome"], found[name]) == (outcome, average)


def test_each_person_is_held_against_his_own_pay_where_the_reading_asks_for_it():
    people = (person(1, income_fen=900_000), person(2, income_fen=1_200_000))
    each = judged(*people, paid=earning(3000, 2000), readings={"R-01": "B_each"})
    assert each.people["counted"].to_list() == [True, False]
    assert each.people["reason"].to_list() == ["", "劳务收入 8000 元，低于 10000 元"]
    assert only(each)["reason"].endswith(
        "各人收入按花名册和工资流水核算（其中 2 人与申报的不一致）"
    )
    every = judged(*people, paid=earning(3000, 2000), readings={"R-01": "C_all"})
    assert (only(every)["outcome"], only(every)["reaching_income"]) == ("ineligible", 1)


def test_own_incomes_are_taken_as_stated_where_nobody_was_paid():
    people = (person(1, income_fen=900_000), person(2, income_fen=1_200_000))
    found = judged(*people, readings={"R-01": "B_each"})
    assert found.people["counted"].to_list() == [False, True]
    assert "各人收入按申报的计" in only(found)["reason"]


def test_three_months_that_the_text_does_not_name_stay_as_stated():
    found = only(
        judged(person(1), paid=earning(9000), stated=9_000, readings={"R-02": "B_3_months"})
    )
    assert found["outcome"] == "ineligible"
    assert "条文没有写明是哪几个月" in found["reason"]


def test_facts_without_a_roster_are_taken_as_they_are_given():
    given = {"headcount": 25, "average_income_yuan": 1_200_000}
    found = only(evaluate_facts(RULE, given))
    assert (found["amount_fen"], found["reason"]) == (500_000, "合格 25 人，核定 5000 元")
