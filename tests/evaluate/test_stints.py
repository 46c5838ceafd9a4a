"""People with several stints of work in one claim (ZW26-8: six months, R-30)."""

from datetime import date

import polars as pl
import pytest

from claimcheck.evaluate import evaluate
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.evaluate.people import claim, id_number, wages


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
