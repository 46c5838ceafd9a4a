"""What only shows with a list of people: measures of the Zhongwei rules of 2023."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, wages

LAST_DAYS = {
    1: date(2026, 1, 31),
    2: date(2026, 2, 28),
    3: date(2026, 3, 31),
    6: date(2026, 6, 30),
}


def workers(months: dict[int, int], **changes) -> pl.DataFrame:
    """Rural workers from 1 January: months of work → number of people."""
    lengths = [length for length, count in months.items() for _ in range(count)]
    rows = [
        {
            "input": 0,
            "claim_id": "SB-1",
            "id_number": id_number(number),
            "residence_kind": "农村",
            "hired_on": date(2026, 1, 1),
            "left_on": LAST_DAYS[length],
            "monthly_wage_fen": 350_000,
            **changes,
        }
        for number, length in enumerate(lengths, start=1)
    ]
    return pl.DataFrame(rows)


def brokered(people: pl.DataFrame, organised: int = 0, **readings: str) -> dict[str, object]:
    """The result of one claim of a broker."""
    claims = claim(applicant_kind="劳务中介组织", organised_headcount=organised)
    chosen = {key.replace("_", "-"): option for key, option in readings.items()}
    settings = Settings(readings=chosen, on=date(2026, 12, 31))
    found = evaluate(rule("ZW23-3"), claims, people, wages([]), settings)
    return found.claims.row(0, named=True)


@pytest.mark.parametrize(
    ("reading", "months", "yuan"),
    [
        ("A_by_own_months", {3: 10, 6: 10}, 5000),
        ("B_per_band", {3: 10, 6: 10}, 0),
        ("B_per_band", {3: 20, 6: 19}, 4000),
        ("B_per_band", {3: 20, 6: 20}, 10_000),
        ("C_shortest", {3: 10, 6: 10}, 4000),
        ("C_shortest", {1: 1, 6: 19}, 2000),
    ],
)
def test_a_mixed_batch_is_paid_as_the_office_reads_the_bands(reading, months, yuan):
    assert brokered(workers(months), R_37=reading)["amount_fen"] == yuan * 100


def test_where_the_bound_is_excluded_a_band_of_just_20_is_not_paid():
    found = brokered(workers({3: 21, 6: 20}), R_37="B_per_band", R_67="B_excluded")
    assert found["amount_fen"] == 21 * 200 * 100


def test_people_below_the_wage_do_not_help_to_reach_20():
    people = pl.concat(
        [
            workers({3: 15}),
            workers({3: 25})[15:].with_columns(monthly_wage_fen=pl.lit(299_999, pl.Int64)),
        ]
    )
    assert brokered(people, organised=25)["outcome"] == "ineligible"
    found = brokered(people, organised=25, R_38="B_organised")
    assert found["amount_fen"] == 15 * 200 * 100


def test_each_refund_follows_the_own_contributions():
    people = workers({6: 2}, category="脱贫人口", contract_months=12, is_insured=True).with_columns(
        contribution_months=pl.Series([8, 15]),
        monthly_contribution_fen=pl.Series([90_000, 80_000]),
        earlier_months=pl.Series([0, 2]),
    )
    found = evaluate(rule("ZW23-6"), claim(), people, wages([]))
    assert found.people["amount_fen"].to_list() == [8 * 90_000, 10 * 80_000]
    assert found.claims["amount_fen"][0] == 8 * 90_000 + 10 * 80_000


def test_a_young_person_of_25_does_not_count_but_a_graduate_of_25_does():
    people = workers({6: 2}, contract_months=12, age=25).with_columns(
        category=pl.Series(["登记失业青年", "毕业年度高校毕业生"])
    )
    claims = claim(already_paid_fen=0)
    found = evaluate(rule("ZW23-26"), claims, people, wages([]))
    assert found.people["counted"].to_list() == [False, True]
    assert found.claims["amount_fen"][0] == 100_000
