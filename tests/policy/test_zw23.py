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


INSURED = {"category": "脱贫人口", "contract_months": 12, "is_insured": True}
FLEXIBLE = {"traineeship_months": 6, "is_flexibly_insured": True}


def refunded(measure: str, months: list[int | None], **readings: str):
    """The claims and people of one claim, with a contribution of 900 yuan a month."""
    facts = INSURED if measure == "ZW23-6" else FLEXIBLE
    people = workers({6: len(months)}, **facts, monthly_contribution_fen=90_000).with_columns(
        contribution_months=pl.Series(months, dtype=pl.Int64)
    )
    chosen = {key.replace("_", "-"): option for key, option in readings.items()}
    settings = Settings(readings=chosen, on=date(2026, 12, 31))
    return evaluate(rule(measure), claim(), people, wages([]), settings)


@pytest.mark.parametrize("measure", ["ZW23-6", "ZW23-34b", "ZW23-35b"])
def test_nothing_is_paid_for_whom_nothing_was_contributed(measure):
    found = refunded(measure, [0, 6])
    assert found.people["counted"].to_list() == [False, True]
    assert "实际缴纳社会保险费" in found.people["reason"][0]
    assert found.claims["headcount"][0] == 1


def test_a_year_is_not_paid_ahead_for_whom_nothing_was_contributed():
    found = refunded("ZW23-6", [0, 1], R_44="B_up_to_year")
    assert found.claims["amount_fen"][0] == 12 * 90_000


def test_a_claim_that_does_not_say_the_months_contributed_stays_open():
    assert refunded("ZW23-6", [None, 6]).claims["outcome"][0] == "incomplete"


@pytest.mark.parametrize(
    ("measure", "facts"),
    [
        ("ZW23-7", {"category": "农民工"}),
        ("ZW23-15a", {"is_first_business": False}),
        ("ZW23-15b", {"is_first_business": False}),
        ("ZW23-26", {"category": "农民工"}),
    ],
)
def test_where_nobody_counts_nothing_is_said_of_another_grant(measure, facts):
    found = evaluate(rule(measure), claim(already_paid_fen=0), workers({6: 1}, **facts), wages([]))
    assert found.claims["outcome"][0] == "ineligible"
    assert "领取" not in found.claims["reason"][0]


def test_who_had_as_much_under_the_other_grant_is_told_so():
    people = workers({6: 1}, category="毕业年度高校毕业生", contract_months=12)
    found = evaluate(rule("ZW23-26"), claim(already_paid_fen=100_000), people, wages([]))
    assert "已按一次性扩岗补助领取同额或更高的补贴" in found.claims["reason"][0]


@pytest.mark.parametrize(
    ("able", "yuan"), [([True, True, True], 900_000), ([True, True, False], 600_000)]
)
def test_a_partner_who_does_not_meet_the_conditions_raises_no_ceiling(able, yuan):
    people = workers({6: 3}).with_columns(is_able_founder=pl.Series(able))
    found = evaluate(rule("ZW23-18b"), claim(requested_fen=300_000_000), people, wages([]))
    assert found.claims["amount_fen"][0] == yuan * 100


def test_a_placement_without_a_month_is_no_living_allowance_of_nothing():
    people = workers({6: 2}, minimum_wage_fen=184_000).with_columns(
        traineeship_months=pl.Series([0, 2])
    )
    found = evaluate(rule("ZW23-35a"), claim(), people, wages([]))
    assert found.people["counted"].to_list() == [False, True]
    assert found.claims["amount_fen"][0] == 2 * 184_000
