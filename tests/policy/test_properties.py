"""What must hold for every measure, whatever the facts."""

from datetime import date
from functools import cache

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimcheck.evaluate import evaluate, evaluate_facts
from claimcheck.policy import fact, rule, rules
from claimcheck.policy.model import Example
from claimcheck.settings import Settings
from tests.evaluate.people import claim, months, pay, roster, wages

DAY = date(2026, 6, 30)


def paid(chosen, facts, readings=None) -> dict:
    stored = {key: fact(key).parse(value) for key, value in facts.items()}
    evaluation = evaluate_facts(chosen, stored, Settings(readings=readings or {}, on=DAY))
    return evaluation.claims.row(0, named=True)


@cache
def as_written(chosen_id: str, number: int) -> dict:
    """What an example of a rule gives."""
    chosen = rule(chosen_id)
    example = chosen.measure.examples[number]
    return paid(chosen, example.facts, example.readings)


def base_example(chosen) -> Example | None:
    """An example that is paid and names the number of people."""
    for example in chosen.measure.examples:
        if example.outcome == "amount" and example.amount and "headcount" in example.facts:
            return example
    return None


#: A share of the people is required, and more people of the other kind lower it.
SHARE_FALLS = {"JF24-4c"}

BY_HEADS = [
    pytest.param(found, base_example(found), id=found.id)
    for found in rules().values()
    if base_example(found) is not None and found.id not in SHARE_FALLS
]


@pytest.mark.parametrize(("chosen", "example"), BY_HEADS)
@settings(max_examples=20, deadline=None)
@given(data=st.data())
def test_more_people_never_get_less(chosen, example, data):
    fewer = data.draw(st.integers(1, 600))
    more = data.draw(st.integers(fewer, 600))
    amounts = [
        paid(chosen, {**example.facts, "headcount": heads}, example.readings)["amount_fen"]
        for heads in (fewer, more)
    ]
    if None not in amounts:
        assert amounts[0] <= amounts[1]


CAPPED = [
    pytest.param(found, example, id=f"{found.id}-{number}")
    for found in rules().values()
    for number, example in enumerate(found.measure.examples)
    if example.most is not None
]


@pytest.mark.parametrize(("chosen", "example"), CAPPED)
@settings(max_examples=10, deadline=None)
@given(decided=st.integers(0, 10**8))
def test_nothing_decided_goes_over_its_ceiling_or_under_its_floor(chosen, example, decided):
    claim_row = paid(chosen, {**example.facts, "decided_yuan": decided}, example.readings)
    if claim_row["outcome"] == "amount":
        assert claim_row["amount_fen"] <= claim_row["most_fen"]
        if claim_row["least_fen"] is not None:
            assert claim_row["amount_fen"] >= claim_row["least_fen"]


def flow(count: int) -> pl.DataFrame:
    return wages(*(pay(number, months(1, 6)) for number in range(1, count + 1)))


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 40), st.data())
def test_splitting_a_roster_never_pays_more(count, data):
    split = data.draw(st.integers(0, count))
    people = roster(count)
    whole = evaluate(rule("ZW26-3"), claim(), people, flow(count)).claims["amount_fen"].sum()
    claims = pl.concat([claim(), claim(claim_id="SB-2")])
    parts = people.with_columns(
        claim_id=pl.when(pl.int_range(count) < split).then(pl.lit("SB-1")).otherwise(pl.lit("SB-2"))
    )
    apart = evaluate(rule("ZW26-3"), claims, parts, flow(count)).claims["amount_fen"].sum()
    assert apart == whole


@pytest.mark.parametrize("chosen", rules().values(), ids=lambda found: found.id)
def test_a_measure_without_facts_is_incomplete_or_says_what_is_missing(chosen):
    found = paid(chosen, {})
    assert found["outcome"] in {"incomplete", "needs_decision", "amount", "in_kind"}
    if found["outcome"] == "incomplete":
        assert "缺少" in found["reason"]


@pytest.mark.parametrize("chosen", rules().values(), ids=lambda found: found.id)
def test_no_outcome_is_a_bare_number(chosen):
    for number in range(len(chosen.measure.examples)):
        assert as_written(chosen.id, number)["reason"]


@pytest.mark.parametrize("chosen", rules().values(), ids=lambda found: found.id)
def test_every_reading_of_weight_two_or_three_changes_some_result(chosen):
    """Readings of a measure must be switchable: some example differs under some option."""
    own = [
        reading
        for reading in chosen.readings.values()
        if reading.weight >= 2 and reading.measures and reading.id not in COUNTED_FROM_ROSTERS
    ]
    for reading in own:
        differs = any(
            paid(chosen, example.facts, {**example.readings, reading.id: option.key})["amount_fen"]
            != as_written(chosen.id, number)["amount_fen"]
            for number, example in enumerate(chosen.measure.examples)
            for option in reading.options
        )
        assert differs, f"{chosen.id} {reading.id} changes nothing"


#: They look at people one by one, so a typical person cannot show them; see
#: tests/evaluate/test_employment.py and test_station.py.
COUNTED_FROM_ROSTERS = {"R-05", "R-06", "R-07", "R-09", "R-19", "R-20"}
