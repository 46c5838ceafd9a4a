"""Stations: months by dates, tiers that need people each, and what the readings change."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, months, pay, wages
from tests.evaluate.people import id_number as number_of


def station(people: dict[int, int], readings=None, yuan: float = 4500):
    """A station's claim: number of people by full months of work in 2026."""
    ends = {3: date(2026, 3, 31), 6: date(2026, 6, 30), 9: date(2026, 9, 30)}
    rows = [ends[full] for full, count in people.items() for _ in range(count)]
    roster = pl.DataFrame(
        {
            "input": 0,
            "claim_id": "SB-1",
            "id_number": [number_of(index) for index in range(1, len(rows) + 1)],
            "hired_on": date(2026, 1, 1),
            "left_on": rows,
            "monthly_wage_fen": round(yuan * 100),
        },
        schema_overrides={"input": pl.Int64},
    )
    settings = Settings(readings=readings or {}, on=date(2026, 12, 31))
    found = evaluate(rule("ZW26-5"), claim(applicant_kind=None), roster, wages(), settings)
    return found.claims.row(0, named=True)


@pytest.mark.parametrize(
    ("people", "yuan"),
    [
        ({3: 199}, 0),
        ({3: 200}, 30_000),
        ({3: 50, 6: 200}, 60_000),
        ({3: 200, 6: 199}, 30_000),
        ({9: 200}, 90_000),
    ],
)
def test_each_tier_needs_its_people(people, yuan):
    assert station(people)["amount_fen"] == yuan * 100


def test_one_long_worker_lifts_the_tier_under_the_other_reading():
    people = {3: 199, 9: 1}
    assert station(people)["amount_fen"] == 3_000_000
    assert station(people, {"R-19": "B_200_once"})["amount_fen"] == 9_000_000


def test_the_tiers_add_up_under_the_other_reading():
    assert station({9: 200}, {"R-18": "B_cumulative"})["amount_fen"] == 18_000_000


def test_a_low_wage_counts_nowhere():
    assert station({9: 200}, yuan=3999.99)["amount_fen"] == 0


def test_the_average_wage_decides_under_its_reading():
    people = {
        "input": 0,
        "claim_id": "SB-1",
        "id_number": [number_of(1)],
        "hired_on": date(2026, 1, 1),
        "left_on": date(2026, 3, 31),
    }
    roster = pl.DataFrame(people, schema_overrides={"input": pl.Int64})
    flow = wages(pay(1, {**months(1, 1, 3900), **months(2, 3, 4100)}))
    counted = [
        evaluate(
            rule("ZW26-5"), claim(applicant_kind=None), roster, flow, Settings(readings=chosen)
        ).people["counted"][0]
        for chosen in ({}, {"R-20": "B_average"})
    ]
    assert counted == [False, True]
