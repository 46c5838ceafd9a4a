"""The evaluation and the second computation agree on every claim."""

from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest

from claimcheck.policy import rules
from tests.evaluate.people import claim, id_number
from tests.evaluate.random_batches import SETTINGS, Batch, random_batch
from tests.independent import COUNTS, MEASURES, Sum, sum_of

SEEDS = (1, 2)


def test_every_measure_is_worked_out_a_second_time():
    for measure in {*rules()} - {*MEASURES}:
        document = rules()[measure].document.key.lower()
        pytest.fail(f"work out {measure} in tests/independent/{document}.py, and name it there")
    assert {*MEASURES} == {*rules()}


@cache
def drawn(measure: str, seed: int) -> tuple[Batch, pl.DataFrame]:
    """A batch, and its claims as the evaluation finds them."""
    batch = random_batch(measure, seed)
    return batch, batch.evaluate().claims


def second(batch: Batch, row: dict[str, Any]) -> Sum:
    """The second computation of a claim that was evaluated."""
    # What was stated; the figures that the evaluation found stand in its place.
    row = {**row, **{key.removeprefix("stated_"): row[key] for key in row if "stated_" in key}}
    people = batch.only(row["claim_id"]).roster.to_dicts() if batch.pays_for_people else []
    return sum_of(batch.rule.id, row, people, batch.wages.to_dicts(), SETTINGS.on)


@pytest.mark.parametrize("measure", MEASURES)
def test_both_computations_agree_on_every_random_claim(measure: str):
    for seed in SEEDS:
        batch, claims = drawn(measure, seed)
        for row in claims.to_dicts():
            heads = row["headcount"] if batch.pays_for_people else 0
            assert second(batch, row) == (row["amount_fen"], heads), row["reason"]


def test_the_random_claims_of_every_measure_are_granted_and_many_are_refused():
    outcomes = {
        measure: [outcome for seed in SEEDS for outcome in drawn(measure, seed)[1]["outcome"]]
        for measure in MEASURES
    }
    for measure, found in outcomes.items():
        assert {"amount", "in_kind"} & {*found}, measure
    every = [outcome for found in outcomes.values() for outcome in found]
    for outcome, share in {"amount": 3, "ineligible": 5, "needs_decision": 50}.items():
        assert every.count(outcome) >= len(every) / share, outcome


def hires(*sums: int, **changes: Any) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """People of ZW26-3, each paid this sum in fen in each of six months."""
    people = [
        {"id_number": id_number(number), "category": "残疾人", "hired_on": date(2026, 1, 1)}
        for number in range(1, len(sums) + 1)
    ]
    paid = [
        {"id_number": person["id_number"], "paid_on": date(2026, month, 10), "amount_fen": fen}
        for person, fen in zip(people, sums, strict=True)
        for month in range(1, 7)
    ]
    return [{**person, **changes} for person in people], paid


FIRM = claim().row(0, named=True)
ON = date(2026, 12, 31)


@pytest.mark.parametrize(
    ("heads", "yuan"), [(4, 0), (5, 20_000), (10, 20_000), (11, 40_000), (21, 60_000), (31, 80_000)]
)
def test_the_second_computation_knows_the_tiers_of_the_text(heads: int, yuan: int):
    people, paid = hires(*[300_000] * heads)
    assert sum_of("ZW26-3", FIRM, people, paid, ON) == (yuan * 100, heads)


def test_a_person_whom_somebody_put_back_in_counts_in_the_second_computation():
    people, paid = hires(*[300_000] * 4, 299_999)
    assert sum_of("ZW26-3", FIRM, people, paid, ON) == (0, 4)
    people[4][COUNTS] = True
    assert sum_of("ZW26-3", FIRM, people, paid, ON) == (2_000_000, 5)


@pytest.mark.parametrize(
    ("months", "destination", "yuan"),
    [
        (2, "跨省（区）", 0),
        (3, "区内跨县（区、市）", 400),
        (5, "跨省（区）", 1000),
        (6, "区内跨县（区、市）", 600),
        (6, "跨省（区）", 1400),
        (6, "同县（区）", 0),
    ],
)
def test_the_second_computation_knows_months_and_destinations(
    months: int, destination: str, yuan: int
):
    person = {
        "id_number": id_number(1),
        "category": "监测对象",
        "destination": destination,
        "hired_on": date(2025, 1, 1),
        "left_on": date(2025, months, 28) if months == 2 else date(2025, months + 1, 1),
    }
    assert sum_of("JF24-6c", {}, [person], [], ON).fen == yuan * 100


@pytest.mark.parametrize(
    ("incomes", "had", "yuan"),
    [
        ((9_999,), 0, 0),
        ((10_000,), 0, 1000),
        ((50_000, 19_999), 0, 6000),
        ((50_000, 20_000), 0, 6000),
        ((50_000, 20_000), 4000, 2000),
    ],
)
def test_the_second_computation_stops_at_the_ceiling_of_a_household(
    incomes: tuple[int, ...], had: int, yuan: int
):
    people = [
        {
            "id_number": id_number(number),
            "household_id": id_number(1),
            "category": "脱贫人口",
            "income_fen": income * 100,
            "household_paid_fen": had * 100 if number == 1 else None,
        }
        for number, income in enumerate(incomes, start=1)
    ]
    assert sum_of("JF24-7", {}, people, [], ON).fen == yuan * 100


@pytest.mark.parametrize(
    ("entities", "jobs", "yuan"),
    [
        (9, 20, 0),
        (10, 19, 0),
        (10, 20, 50_000),
        (10, 200, 500_000),
        (100, 20, 50_000),
        (500, 900, 500_000),
    ],
)
def test_the_second_computation_stops_at_the_ceiling_in_yuan(entities: int, jobs: int, yuan: int):
    facts = {"is_recognised": True, "new_entities": entities, "jobs_created": jobs}
    assert sum_of("ZW26-7", facts, [], [], ON).fen == yuan * 100
