"""People who may stand in several claims of one run, because the text allows them to."""

from datetime import date

import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import rules
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, checked

CLAIMS, ROSTER = SheetKind.CLAIMS, SheetKind.ROSTER


@pytest.fixture
def handed_in(tmp_path):
    """Codes and sums of one honest claim that is handed in again with other periods."""

    def call(measure, *periods):
        rule = rules()[measure]
        made = typical(rule, next(one for one in usable(rule) if one.amount), ON)
        claims, roster = [], []
        for number, (start, end) in enumerate(periods, start=1):
            own = {"claim_id": f"SB-{number:03d}"}
            dates = {"period_start": start, "period_end": end}
            # Another sum, so that it is another claim.
            claims.append(made.rows[CLAIMS][0] | own | dates | {"claimed_yuan": 100 + number})
            roster += [person | own for person in made.rows[ROSTER]]
        path = tmp_path / f"{measure}.xlsx"
        plain_book(made.form, made.rows | {CLAIMS: claims, ROSTER: roster}).save(path)
        found = checked(path)
        return set(found.findings["code"]), found.claims["amount_fen"].to_list()

    return call


def trips(*months):
    return [(date(2026, month, 1), date(2026, month, 20)) for month in months]


def test_two_trips_a_year_are_both_reimbursed(handed_in):
    codes, sums = handed_in("ZW26-4b", *trips(2, 4))
    assert "CC602" not in codes
    assert all(sums)


def test_of_three_trips_none_is_until_it_is_settled_which(handed_in):
    codes, sums = handed_in("ZW26-4b", *trips(2, 4, 6))
    assert "CC602" in codes
    assert sums == [0, 0, 0]


def test_trips_without_a_limit_are_all_reimbursed_where_each_has_its_day(handed_in):
    codes, sums = handed_in("ZW25-5b", *trips(2, 4, 6))
    assert "CC602" not in codes
    assert all(sums)


def test_the_same_trip_is_not_reimbursed_twice(handed_in):
    codes, sums = handed_in("ZW25-5b", *trips(2, 2))
    assert "CC602" in codes
    assert sums == [0, 0]


def test_what_people_get_once_a_year_they_do_not_get_twice_in_one(handed_in):
    codes, sums = handed_in("ZW25-2", *trips(8, 9))
    assert "CC602" in codes
    assert sums == [0, 0]


def test_but_in_another_year_again(handed_in):
    other = (date(2025, 1, 1), date(2025, 12, 31))
    codes, _ = handed_in("ZW25-2", *trips(9), other)
    assert "CC602" not in codes


def test_people_of_a_measure_that_names_no_limit_are_counted_in_one_claim(handed_in):
    codes, sums = handed_in("JF24-6a", *trips(8, 9))
    assert "CC602" in codes
    assert sums == [0, 0]
