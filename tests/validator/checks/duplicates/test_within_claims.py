"""The same person on several rows of one claim (ZW26-8: stints are added up, R-30)."""

from datetime import date
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, checked, codes

ROSTER = SheetKind.ROSTER


@pytest.mark.parametrize(
    ("begun", "expected"), [(date(2026, 4, 1), False), (date(2026, 3, 31), True)]
)
def test_stints_that_lie_apart_are_no_duplicate(tmp_path: Path, begun: date, expected: bool):
    made = typical(rule("ZW26-8"), next(usable(rule("ZW26-8"))), ON)
    person = made.rows[ROSTER][0]
    person |= {"hired_on": date(2026, 1, 1), "left_on": date(2026, 3, 31)}
    made.rows[ROSTER].insert(1, person | {"hired_on": begun, "left_on": date(2026, 6, 30)})
    path = tmp_path / "a.xlsx"
    plain_book(made.form, made.rows).save(path)
    assert ("CC601" in codes(checked(path))) is expected
