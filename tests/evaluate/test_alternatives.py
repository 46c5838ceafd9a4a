"""What other readings would give, and the reasons of many claims at once."""

from datetime import date

import polars as pl
import pytest

from claimcheck.calculation import read_facts
from claimcheck.evaluate import evaluate, evaluate_facts, evaluation
from claimcheck.policy import rule, rules
from claimcheck.policy.model import People
from claimcheck.settings import Settings
from tests.evaluate.people import claim, months, pay, roster, wages

ON = date(2027, 6, 30)


def three_claims():
    """Claims whose people are hired, paid and gone in every way that readings tell apart."""
    claims = pl.concat(
        [
            claim(claim_id=f"SB-{place}", applicant_code=f"9164059800000000{place}")
            for place in "123"
        ]
    )
    number = pl.int_range(pl.len())
    people = roster(60).with_columns(
        claim_id=pl.format("SB-{}", 1 + number % 3),
        hired_on=pl.date(2025 + (number % 4 > 0), 1 + number % 5, 15),
        left_on=pl.when(number % 11 == 0).then(date(2026, 9, 1)),
        monthly_wage_fen=pl.lit(310_000),
    )
    flow = wages(*(pay(number, months_of(number)) for number in range(1, 61)))
    return claims, people, flow


def months_of(number):
    """Some are paid a year, some with a gap, some little in one month, some since last year."""
    paid = months(1, 5 + number % 8, 3000 + 20 * number)
    if number % 5 == 0:
        paid |= {"2026-04": 2000}
    if number % 6 == 0:
        del paid["2026-03"]
    return paid | (months(9, 12, 3200, year=2025) if number % 4 == 0 else {})


def summed_in_their_own_way():
    """Measures that pay each person, count some of them, or look at what people earned."""
    ways = ("each", "counts", "income")
    return [one.id for one in rules().values() if any(getattr(one.measure, way) for way in ways)]


@pytest.mark.parametrize("measure", ["ZW26-3", *summed_in_their_own_way()])
def test_an_alternative_is_what_the_same_reading_gives_when_chosen(measure):
    batch, settings = three_claims(), Settings(on=ON)
    found = evaluate(rule(measure), *batch, settings).alternatives
    for reading, options in found.items():
        for option, amounts in options.items():
            chosen = evaluate(rule(measure), *batch, settings.with_reading(reading, option))
            assert amounts.to_list() == chosen.claims["amount_fen"].to_list(), (reading, option)


@pytest.mark.parametrize("measure", [one.id for one in rules().values() if one.readings])
def test_an_alternative_from_bare_facts_is_what_the_same_reading_gives_when_chosen(measure):
    chosen, settings = rule(measure), Settings(on=ON)
    facts = [read_facts(chosen, example.facts) for example in chosen.measure.examples]
    for given in (max(facts, key=len), {"headcount": 7}):
        found = evaluate_facts(chosen, given, settings).alternatives
        for reading, options in found.items():
            for option, amounts in options.items():
                other = evaluate_facts(chosen, given, settings.with_reading(reading, option))
                assert amounts.to_list() == other.claims["amount_fen"].to_list(), (reading, option)


def test_only_options_that_change_something_about_bare_facts_are_evaluated(monkeypatch):
    evaluated, ordinary = [], evaluation.assess_claims
    monkeypatch.setattr(
        evaluation,
        "assess_claims",
        lambda *all_, **named: evaluated.append(1) or ordinary(*all_, **named),
    )
    found = evaluate_facts(rule("ZW26-3"), {"headcount": 12}, Settings(on=ON)).alternatives
    # How months are counted makes no difference where nothing is counted.
    assert len(evaluated) < sum(map(len, found.values())) / 2


def test_alternatives_differ_where_people_are_paid_differently():
    found = evaluate(rule("ZW26-3"), *three_claims(), Settings(on=ON))
    chosen = found.claims["amount_fen"].to_list()
    given = [amounts.to_list() for many in found.alternatives.values() for amounts in many.values()]
    assert any(amounts != chosen for amounts in given)


@pytest.mark.parametrize("measure", [one.id for one in rules().values()])
def test_the_reasons_of_a_claim_are_the_same_alone_and_among_others(measure):
    chosen = rule(measure)
    claims, people, flow = three_claims()
    if chosen.measure.people is People.NONE:
        people = people.clear()
    together = evaluate(chosen, claims, people, flow, Settings(on=ON))
    for index in range(3):
        own = claims[index : index + 1]
        listed = people.filter(pl.col("claim_id") == own["claim_id"][0])
        alone = evaluate(chosen, own, listed, flow, Settings(on=ON))
        if "earlier_headcount" in chosen.measure.defaults and index:
            continue  # the claims above have used up some of it
        assert together.reasons(index) == alone.reasons(0)


def test_the_readings_of_every_claim_name_its_own_amounts():
    found = evaluate(rule("ZW26-3"), *three_claims(), Settings(on=ON))
    for index in range(3):
        others = {one["id"]: one["others"] for one in found.readings(index)}
        for reading, options in found.alternatives.items():
            expected = {name: amounts[index] / 100 for name, amounts in options.items()}
            assert others[reading] == expected
