"""Rosters of measures that pay people singly, by household, or from contributions."""

from datetime import date

import polars as pl

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, wages


def evaluated(measure: str, people: list[dict], **claim_changes):
    rows = [
        {"input": 0, "claim_id": "SB-1", "id_number": id_number(number), **row}
        for number, row in enumerate(people, start=1)
    ]
    return evaluate(
        rule(measure),
        claim(applicant_kind=None, period_end=date(2026, 6, 30), **claim_changes),
        pl.DataFrame(rows),
        wages(),
        Settings(on=date(2026, 6, 30)),
    )


def earner(yuan: int, household: str) -> dict:
    return {"category": "脱贫人口", "income_fen": yuan * 100, "household_id": household}


def test_a_household_gets_no_more_than_its_ceiling():
    found = evaluated("JF24-7", [earner(50_000, "H1"), earner(20_000, "H1"), earner(30_000, "H2")])
    assert found.people["amount_fen"].to_list() == [500_000, 100_000, 300_000]
    assert found.claims["amount_fen"][0] == 900_000


def test_what_a_household_has_had_is_the_most_that_any_member_who_counts_has_had():
    had = [{"household_paid_fen": 100_000}, {"household_paid_fen": 400_000}, {}]
    people = [{**earner(20_000, "H1"), **row} for row in had]
    for order in (people, people[::-1]):
        assert evaluated("JF24-7", order).claims["amount_fen"][0] == 200_000
    people[1]["category"] = "农民工"
    assert evaluated("JF24-7", people).claims["amount_fen"][0] == 400_000


def test_people_without_a_household_number_are_households_of_their_own():
    people = [{**earner(50_000, ""), "household_id": None}] * 2
    assert evaluated("JF24-7", people).claims["amount_fen"][0] == 1_000_000


def test_each_traveller_is_paid_by_months_and_destination():
    people = [
        {"category": "脱贫人口", "destination": "跨省（区）", "hired_on": date(2025, 10, 1)},
        {"category": "脱贫人口", "destination": "区内跨县（区、市）", "hired_on": date(2026, 3, 1)},
        {"category": "农民工", "destination": "跨省（区）", "hired_on": date(2025, 10, 1)},
    ]
    found = evaluated("JF24-6c", people)
    assert found.people["amount_fen"].to_list() == [140_000, 40_000, 0]
    assert found.claims["amount_fen"][0] == 180_000
    assert "人员类别" in found.people["reason"][2]


def test_contributions_are_refunded_for_a_year_at_most():
    person = {
        "category": "农民工",
        "contribution_months": 14,
        "monthly_contribution_fen": 90_000,
    }
    assert evaluated("JF24-4a", [person]).claims["amount_fen"][0] == 12 * 90_000


def rider(months: int, standard_yuan: int | None = None, earlier: int | None = None) -> dict:
    return {
        "in_named_field": True,
        "meets_conditions": True,
        "subsidy_months": months,
        "months_to_retirement": 240,
        "earlier_months": earlier,
        "monthly_subsidy_fen": None if standard_yuan is None else standard_yuan * 100,
    }


def test_months_beyond_three_years_are_cut_for_each_person_by_the_own_standard():
    found = evaluated("JY23-7", [rider(40, 400), rider(12, 300, earlier=30), rider(35, 400)])
    assert found.people["amount_fen"].to_list() == [36 * 40_000, 6 * 30_000, 35 * 40_000]
    assert found.claims["amount_fen"][0] == 36 * 40_000 + 6 * 30_000 + 35 * 40_000


def test_a_decided_total_is_cut_by_the_months_of_all_people_together():
    found = evaluated("JY23-7", [rider(40), rider(20)], decided_fen=2_400_000)
    assert found.claims["amount_fen"][0] == 2_400_000 * 56 // 60


def test_a_standard_that_one_person_lacks_is_no_standard_of_0():
    found = evaluated("JY23-7", [rider(40, 400), rider(20)])
    assert found.claims.row(0, named=True)["outcome"] == "needs_decision"


def test_a_sum_left_to_the_office_stays_open_for_a_roster_too():
    person = {
        "category": "脱贫人口",
        "hired_on": date(2025, 10, 1),
        "has_contract": True,
        "all_insured": True,
    }
    found = evaluated("JF24-6b", [person] * 1)
    row = found.claims.row(0, named=True)
    assert (row["outcome"], row["least_fen"], row["most_fen"]) == ("needs_decision", 20_000, 80_000)


def traveller(fare_yuan: int | None) -> dict:
    fare = None if fare_yuan is None else fare_yuan * 100
    return {
        "is_local_hukou": True,
        "destination": "跨省（区）",
        "reimbursements_this_year": 0,
        "fare_fen": fare,
    }


def test_a_missing_fare_leaves_the_sum_open_and_is_no_fare_of_0():
    found = evaluated("ZW26-4b", [*[traveller(100)] * 11, traveller(None)], group_size=12)
    row = found.claims.row(0, named=True)
    assert (row["outcome"], row["amount_fen"], row["headcount"]) == ("incomplete", None, 12)
    assert row["reason"] == "有 1 名合格人员缺少计算所需的资料，请在人员花名册中补齐"
    (reason,) = found.reasons(0)
    assert reason["observed"] is None
    assert reason["required"] == "须提供（1 名合格人员缺少）"


def test_a_claim_with_nobody_listed_is_ineligible_rather_than_unknown():
    found = evaluate(
        rule("ZW26-4b"),
        claim(applicant_kind=None, period_end=date(2026, 6, 30)),
        pl.DataFrame(schema={"input": pl.Int64, "claim_id": pl.String, "id_number": pl.String}),
        wages(),
        Settings(on=date(2026, 6, 30)),
    )
    row = found.claims.row(0, named=True)
    assert (row["outcome"], row["amount_fen"], row["people"]) == ("ineligible", 0, 0)
