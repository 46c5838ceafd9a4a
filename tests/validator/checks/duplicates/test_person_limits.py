"""What a person may be claimed for more than once: twice a year, or every year."""

from copy import deepcopy
from datetime import date

import polars as pl
import pytest

from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.books import CLAIMS, ROSTER, plain_book
from samples.typical import typical, usable
from tests.validator.books import checked
from validator.ledger.opening import open_ledger
from validator.run.validate import run_validation
from validator.supervision.accepted import accepted

ON = date(2026, 8, 1)


@pytest.fixture
def trip(tmp_path):
    """Writes the same people's trip of some month, and gives its file."""
    chosen = rule("ZW26-4b")
    made = typical(chosen, next(usable(chosen)), ON)

    def write(month, year=2026):
        one = deepcopy(made)
        one.rows[CLAIMS][0] |= {
            "claim_id": f"SB-{year}-{month}",
            "period_start": date(year, month, 1),
            "period_end": date(year, 12, 31),
        }
        for person in one.rows[ROSTER]:
            person["claim_id"] = f"SB-{year}-{month}"
        path = tmp_path / f"{year}-{month}.xlsx"
        plain_book(one.form, one.rows).save(path)
        return path

    return write


def sums(found):
    return found.claims["amount_fen"].to_list()


def test_what_is_allowed_twice_a_year_may_be_claimed_twice_in_a_batch(trip):
    found = checked(trip(1), trip(2), settings=Settings(on=ON))
    assert "CC602" not in found.findings["code"].to_list()
    assert sums(found) == [240_000, 240_000]


def test_a_third_time_in_the_year_holds_all_three(trip):
    found = checked(trip(1), trip(2), trip(3), settings=Settings(on=ON))
    assert found.findings.filter(pl.col("code") == "CC602").height == 3 * 12
    assert sums(found) == [0, 0, 0]


def test_other_years_are_not_counted(trip):
    found = checked(trip(1), trip(2), trip(3, 2025), settings=Settings(on=ON))
    assert "CC602" not in found.findings["code"].to_list()


def test_what_the_ledger_holds_is_counted_with_the_batch(trip, tmp_path, key_file):
    with open_ledger(str(tmp_path / "台账.sqlite"), key_file=key_file) as ledger:

        def run(*paths):
            return run_validation(paths, Settings(on=ON), ledger=ledger)

        batch, _ = accepted(run(trip(1)), "第1批", ON)
        ledger.record(batch)
        assert sums(run(trip(2))) == [240_000]
        found = run(trip(2), trip(3))
        assert sums(found) == [0, 0]
        said = found.findings.filter(pl.col("code") == "CC608")["message"]
        assert "享受 1 次" in said[0]
        assert "本批又列入 2 项，每年不超过 2 次" in said[0]
        together = run_validation(
            [trip(1), trip(2)], Settings(on=ON), ledger=ledger, own=range(1, 9)
        )
        assert sums(together) == [240_000, 240_000]
