"""People with several stints of work in one claim (ZW26-8: six months, R-30)."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, months, pay, roster, wages


def months_of(*stints: tuple[date, date | None], **readings: str) -> list[int]:
    """The months of each row of one person with these stints."""
    rows = [
        {
            "input": 0,
            "claim_id": "SB-1",
            "id_number": id_number(1),
            "hired_on": hired,
            "left_on": left,
        }
        for hired, left in stints
    ]
    found = evaluate(
        rule("ZW26-8"),
        claim(period_end=date(2026, 10, 31)),
        pl.DataFrame(rows, schema_overrides={"left_on": pl.Date}),
        wages(),
        Settings(
            on=date(2026, 11, 30),
            readings={key.replace("_", "-"): v for key, v in readings.items()},
        ),
    )
    return found.people["months_employed"].to_list()


SPRING = (date(2026, 1, 1), date(2026, 3, 31))
SUMMER = (date(2026, 5, 1), date(2026, 7, 31))


def test_the_stints_of_a_person_are_added_up_on_the_first_row():
    assert months_of(SPRING, SUMMER) == [6, 3]


def test_the_longest_stint_counts_where_work_must_be_unbroken():
    assert months_of(SPRING, (date(2026, 5, 1), date(2026, 8, 31)), R_30="B_unbroken") == [4, 4]


@pytest.mark.parametrize(
    ("begun", "months"),
    [(date(2026, 3, 31), 3), (date(2026, 4, 1), 6)],
)
def test_days_that_overlap_add_nothing(begun, months):
    assert months_of(SPRING, (begun, date(2026, 7, 1)))[0] == months


def test_an_open_stint_leaves_no_room_for_another():
    assert months_of((date(2026, 1, 1), None), SUMMER)[0] == 10


def test_rows_without_a_number_are_people_of_their_own():
    rows = pl.DataFrame(
        [
            {"input": 0, "claim_id": "SB-1", "id_number": None, "hired_on": hired, "left_on": left}
            for hired, left in (SPRING, SUMMER)
        ],
        schema_overrides={"id_number": pl.String},
    )
    found = evaluate(rule("ZW26-8"), claim(period_end=date(2026, 10, 31)), rows, wages())
    assert found.people["months_employed"].to_list() == [3, 3]


def two_stints(flow: dict[str, float], *, swapped: bool = False, **readings: str) -> pl.DataFrame:
    """The rows of a person who was hired twice by a firm, and what they were paid."""
    first = roster(hired_on=date(2026, 1, 1), left_on=date(2026, 6, 30))
    again = roster(hired_on=date(2026, 8, 1), left_on=date(2026, 12, 31))
    rows = pl.concat([again, first] if swapped else [first, again])
    settings = Settings(
        on=date(2027, 1, 31), readings={key.replace("_", "-"): v for key, v in readings.items()}
    )
    return evaluate(rule("ZW26-3"), claim(), rows, wages(pay(1, flow)), settings).people


@pytest.mark.parametrize(("yuan", "counted"), [(2999.99, False), (3000, True), (3000.01, True)])
@pytest.mark.parametrize("low", ["2026-03", "2026-10"])
def test_one_low_month_in_any_stint_disqualifies_under_its_reading(low, yuan, counted):
    flow = {**months(1, 6), "2026-07": 3000, **months(8, 12), low: yuan}
    people = two_stints(flow, R_76="B_disqualifies", R_07="B_dates")
    assert people["counted"][0] is counted
    if not counted:
        assert "月工资 2999.99 元，低于 3000 元" in people["reason"][0]


def test_a_low_month_between_the_stints_disqualifies_nobody():
    flow = {**months(1, 6), "2026-07": 100, **months(8, 12)}
    people = two_stints(flow, R_76="B_disqualifies")
    assert people["counted"].to_list() == [True, False]


def test_the_order_of_the_stints_does_not_change_who_is_disqualified():
    flow = {**months(1, 12), "2026-10": 2999.0}
    for swapped in (False, True):
        people = two_stints(flow, swapped=swapped, R_76="B_disqualifies")
        assert people["monthly_wage_fen"].to_list() == [299_900, 299_900]
        assert not people["counted"].any()


def test_a_low_month_of_another_claim_of_the_person_does_not_disqualify():
    rows = pl.concat(
        [
            roster(hired_on=date(2026, 1, 1), left_on=date(2026, 6, 30)),
            roster(hired_on=date(2026, 8, 1), claim_id="SB-2").with_columns(
                left_on=pl.lit(None, pl.Date)
            ),
        ]
    )
    claims = pl.concat([claim(), claim(claim_id="SB-2", applicant_code="91640598MA0000002X")])
    flow = wages(pay(1, {**months(1, 12), "2026-10": 2999.0}))
    settings = Settings(on=date(2027, 1, 31), readings={"R-76": "B_disqualifies"})
    found = evaluate(rule("ZW26-3"), claims, rows, flow, settings)
    assert found.people["counted"].to_list() == [True, False]
