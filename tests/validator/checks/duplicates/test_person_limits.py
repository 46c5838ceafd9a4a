"""People in several claims of a batch: twice a year, every year, or as often as there is a day."""

from datetime import date

import polars as pl
import pytest

from claimcheck.policy import rules
from claimcheck.settings import Settings
from samples.books import CLAIMS, ROSTER, plain_book
from samples.typical import typical, usable
from tests.validator.books import ON
from validator.ledger.opening import open_ledger
from validator.run.validate import run_validation
from validator.supervision.accepted import accepted

LAST_YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def trips(*months):
    return [(date(2026, month, 1), date(2026, month, 20)) for month in months]


@pytest.fixture
def written(tmp_path):
    """Writes claims of the same people, one for each period: a workbook each, or all in one."""

    def write(measure, *periods, together=False):
        rule = rules()[measure]
        made = typical(rule, next(one for one in usable(rule) if one.amount), ON)
        books = {}
        for number, (start, end) in enumerate(periods, start=1):
            own = {"claim_id": f"SB-{number:03d}"}
            dates = {"period_start": start, "period_end": end}
            # Another sum, so that it is another claim.
            claim = made.rows[CLAIMS][0] | own | dates | {"claimed_yuan": 100 + number}
            path = tmp_path / f"{1 if together else number}.xlsx"
            rows = books.setdefault(path, {CLAIMS: [], ROSTER: []})
            rows[CLAIMS].append(claim)
            rows[ROSTER] += [person | own for person in made.rows[ROSTER]]
        for path, rows in books.items():
            plain_book(made.form, made.rows | rows).save(path)
        return list(books)

    return write


@pytest.fixture(params=[False, True], ids=["a workbook each", "all in one workbook"])
def found(written, request):
    """How many rows stand in too many claims of a batch (CC602), and the claims' sums in fen."""

    def call(measure, *periods):
        files = written(measure, *periods, together=request.param)
        run = run_validation(files, Settings(on=ON))
        return run.findings["code"].to_list().count("CC602"), sums(run)

    return call


def sums(run):
    return run.claims["amount_fen"].to_list()


def test_two_trips_a_year_are_both_reimbursed(found):
    assert found("ZW26-4b", *trips(2, 4)) == (0, [240_000, 240_000])


def test_nor_does_it_matter_that_their_periods_overlap(found):
    end = date(2026, 12, 31)
    periods = (date(2026, 1, 1), end), (date(2026, 2, 1), end)
    assert found("ZW26-4b", *periods) == (0, [240_000, 240_000])


def test_of_three_trips_none_is_until_it_is_settled_which(found):
    assert found("ZW26-4b", *trips(2, 4, 6)) == (3 * 12, [0, 0, 0])


def test_a_trip_of_another_year_is_not_counted(found):
    repeated, _ = found("ZW26-4b", *trips(1, 2), LAST_YEAR)
    assert repeated == 0


def test_trips_without_a_limit_are_all_reimbursed_where_each_has_its_day(found):
    repeated, amounts = found("ZW25-5b", *trips(2, 4, 6))
    assert repeated == 0
    assert all(amounts)


def test_the_same_trip_is_not_reimbursed_twice(found):
    repeated, amounts = found("ZW25-5b", *trips(2, 2))
    assert repeated
    assert amounts == [0, 0]


def test_what_people_get_once_a_year_they_do_not_get_twice_in_one(found):
    repeated, amounts = found("ZW25-2", *trips(8, 9))
    assert repeated
    assert amounts == [0, 0]


def test_but_in_another_year_again(found):
    repeated, _ = found("ZW25-2", *trips(9), LAST_YEAR)
    assert repeated == 0


def test_people_of_a_measure_that_names_no_limit_are_counted_in_one_claim(found):
    repeated, amounts = found("JF24-6a", *trips(8, 9))
    assert repeated
    assert amounts == [0, 0]


def test_what_the_ledger_holds_is_counted_with_the_batch(written, tmp_path, key_file):
    first, second, third = written("ZW26-4b", *trips(2, 4, 6))
    with open_ledger(str(tmp_path / "台账.sqlite"), key_file=key_file) as ledger:

        def run(*paths, **known):
            return run_validation(paths, Settings(on=ON), ledger=ledger, **known)

        batch, _ = accepted(run(first), "第1批", ON)
        ledger.record(batch)
        assert sums(run(second)) == [240_000]
        over = run(second, third)
        assert sums(over) == [0, 0]
        said = over.findings.filter(pl.col("code") == "CC608")["message"]
        assert "享受 1 次" in said[0]
        assert "本批又列入 2 项，每年不超过 2 次" in said[0]
        # What was recorded of this very batch does not speak against it.
        assert sums(run(first, second, own=range(1, 9))) == [240_000, 240_000]
