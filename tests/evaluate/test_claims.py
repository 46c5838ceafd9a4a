"""People and amounts of whole claims (measure ZW26-3)."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import YEAR_END, claim, id_number, months, pay, roster, wages

YUAN_BY_PEOPLE = [
    (4, 0), (5, 20_000), (10, 20_000), (11, 40_000), (20, 40_000),
    (21, 60_000), (30, 60_000), (31, 80_000), (32, 80_000),
]  # fmt: skip


def everyone_paid(count: int) -> pl.DataFrame:
    return wages(*(pay(number, months(1, 6)) for number in range(1, count + 1)))


@pytest.mark.parametrize(("people", "yuan"), YUAN_BY_PEOPLE)
def test_the_tier_follows_from_the_people_who_count(people, yuan):
    found = evaluate(rule("ZW26-3"), claim(), roster(people), everyone_paid(people))
    assert found.claims["amount_fen"][0] == yuan * 100
    assert found.claims["headcount"][0] == people


def test_people_outside_the_groups_do_not_count():
    people = roster(6).with_columns(
        category=pl.when(pl.col("id_number") == id_number(1))
        .then(pl.lit("脱贫人口"))
        .otherwise("category")
    )
    found = evaluate(rule("ZW26-3"), claim(), people, everyone_paid(6))
    assert found.claims["headcount"][0] == 5
    assert "不在本条所列五类人员之内" in found.people["reason"][0]


def test_the_same_person_counts_once_in_a_claim():
    people = pl.concat([roster(5), roster(1)])
    found = evaluate(rule("ZW26-3"), claim(), people, everyone_paid(5))
    assert found.claims["headcount"][0] == 5
    assert found.people["reason"][5] == "在同一申报中重复出现，只计一次"


def test_a_wrong_id_number_does_not_count():
    people = roster(1).with_columns(id_number=pl.lit("640598199001010011"))
    found = evaluate(rule("ZW26-3"), claim(), people, everyone_paid(1))
    assert "身份证号有误" in found.people["reason"][0]


def test_a_large_firm_gets_nothing_and_is_told_why():
    found = evaluate(rule("ZW26-3"), claim(applicant_kind="大型企业"), roster(5), everyone_paid(5))
    assert found.claims["outcome"][0] == "ineligible"
    assert "本条只补贴小微企业" in found.claims["reason"][0]


def test_a_person_whose_claim_does_not_exist_counts_nowhere():
    people = roster(5, claim_id="SB-9")
    found = evaluate(rule("ZW26-3"), claim(), people, everyone_paid(5))
    assert found.claims["people"][0] == 0
    assert found.people.height == 5


def two_batches() -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    claims = pl.concat([claim(), claim(claim_id="SB-2")])
    people = roster(11).with_columns(
        claim_id=pl.when(pl.int_range(11) < 5).then(pl.lit("SB-1")).otherwise(pl.lit("SB-2"))
    )
    return claims, people, everyone_paid(11)


def test_two_batches_of_one_firm_are_one_payment():
    found = evaluate(rule("ZW26-3"), *two_batches())
    assert found.claims["amount_fen"].to_list() == [2_000_000, 2_000_000]
    assert found.claims["amount_fen"].sum() == 4_000_000  # 11 people in all


@pytest.mark.parametrize("later", ["period_end", "claim_id", "headcount"])
def test_which_batch_is_the_earlier_one_does_not_depend_on_rows_or_files(later):
    ends = date(2026, 6, 30) if later == "period_end" else YEAR_END
    first = claim(claim_id="SB-2" if later == "period_end" else "SB-1", period_end=ends)
    second = claim(claim_id="SB-2" if later == "claim_id" else "SB-1")
    people = roster(10 if later != "headcount" else 11)
    mine = pl.int_range(pl.len()) < 5
    for inputs in ((0, 1), (1, 0)):
        file = pl.when(mine).then(inputs[0]).otherwise(inputs[1]).cast(pl.Int64)
        claims = [
            frame.with_columns(input=pl.lit(number, pl.Int64))
            for frame, number in zip((first, second), inputs, strict=True)
        ]
        numbers = [frame["claim_id"][0] for frame in (first, second)]
        listed = people.with_columns(
            input=file,
            claim_id=pl.when(mine).then(pl.lit(numbers[0])).otherwise(pl.lit(numbers[1])),
        )
        flow = everyone_paid(people.height)
        flow = pl.concat([flow.with_columns(input=pl.lit(number, pl.Int64)) for number in (0, 1)])
        for order in (claims, claims[::-1]):
            found = evaluate(rule("ZW26-3"), pl.concat(order), listed, flow).claims
            paid = dict(found.select("input", "earlier_headcount").iter_rows())
            assert paid == {inputs[0]: 0, inputs[1]: 5}


def test_two_batches_are_paid_apart_under_the_other_reading():
    chosen = Settings(readings={"R-08": "B_per_batch"})
    found = evaluate(rule("ZW26-3"), *two_batches(), chosen)
    assert found.claims["amount_fen"].to_list() == [2_000_000, 2_000_000]
    found = evaluate(
        rule("ZW26-3"), *(frame.head(10) for frame in two_batches()[:2]), everyone_paid(11), chosen
    )
    assert found.claims["amount_fen"].to_list() == [2_000_000, 2_000_000]


def test_a_stated_earlier_batch_lowers_the_amount():
    found = evaluate(rule("ZW26-3"), claim(earlier_headcount=5), roster(5), everyone_paid(5))
    assert found.claims["amount_fen"][0] == 0
    assert "仍在同一档" in found.claims["reason"][0]


def test_other_readings_say_what_they_would_give():
    flow = wages(*(pay(n, {**months(1, 4, 3100), **months(5, 6, 2900)}) for n in range(1, 6)))
    found = evaluate(rule("ZW26-3"), claim(), roster(5), flow, Settings(on=date(2027, 1, 1)))
    others = {entry["id"]: entry for entry in found.readings(0)}
    assert found.claims["amount_fen"][0] == 0
    assert others["R-05"] == {
        "id": "R-05",
        "chosen": "A_every_month",
        "by": "default",
        "others": {"B_average": 20_000},
    }
    assert others["R-11"]["others"] == {"B_hired": 20_000}


def test_reasons_name_clause_fact_observed_and_required():
    found = evaluate(rule("ZW26-3"), claim(), roster(4), everyone_paid(4))
    reason = next(entry for entry in found.reasons(0) if entry["fact"] == "headcount")
    assert reason == {
        "clause": "ZW26 三",
        "fact": "headcount",
        "label": "合格人数",
        "observed": 4,
        "required": ">= 5",
        "met": False,
        "reading": "R-08",
    }


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(7)), st.permutations(range(42)))
def test_the_order_of_rows_never_matters(people_order, payment_order):
    people, flow = roster(7), everyone_paid(7)
    shuffled = evaluate(
        rule("ZW26-3"), claim(), people[list(people_order)], flow[list(payment_order)]
    )
    assert shuffled.claims["amount_fen"][0] == 2_000_000
    assert (
        shuffled.people["id_number"].to_list() == people[list(people_order)]["id_number"].to_list()
    )


def test_an_empty_batch_gives_empty_results():
    found = evaluate(rule("ZW26-3"), claim().clear(), roster(1).clear(), everyone_paid(1).clear())
    assert (found.claims.height, found.people.height) == (0, 0)
