"""Stated incomes against what the roster and the wage flow tell (ZW26-2, CC507)."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimcheck.forms import SheetKind, whole_form
from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, checked, codes, only
from validator.run.validate import Validation

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES


def review_of(folder: Path, stated: float, own: float | None = None, **readings: str) -> Validation:
    """A claim whose people are paid 12,000 yuan each, checked with these stated incomes."""
    made = typical(rule("ZW26-2"), next(usable(rule("ZW26-2"))), ON).rows
    made[CLAIMS][0]["average_income_yuan"] = stated
    people: list[dict[str, Any]] = made[ROSTER]
    made[WAGES] = [
        {
            "id_number": person["id_number"],
            "name": person["name"],
            "paid_on": date(2026, month, 15),
            "amount_yuan": 4000,
            "payer": person["employer"],
            "payee_account": person["bank_account"],
            "reference": f"LW{month}{place:07d}",
            "memo": "工资",
        }
        for place, person in enumerate(people)
        for month in (1, 2, 3)
    ]
    if own is not None:
        for person in people:
            person["income_yuan"] = 12_000
        people[0]["income_yuan"] = own
    path = folder / "a.xlsx"
    book = plain_book(whole_form("broker"), made)
    if stated is None:
        sheet = book["申报表"]
        headers = [heading.value for heading in sheet[3]]
        sheet.delete_cols(headers.index("人均劳务收入（元）") + 1)
    book.save(path)
    return checked(path, settings=Settings(readings=readings, on=ON))


@pytest.mark.parametrize("stated", [12_000, 12_000.99, 11_999.01])
def test_a_stated_average_within_a_yuan_is_right(tmp_path: Path, stated: float):
    assert "CC507" not in codes(review_of(tmp_path, stated))


@pytest.mark.parametrize("stated", [12_001, 11_999, 5_000])
def test_a_stated_average_that_differs_by_a_yuan_is_a_warning(tmp_path: Path, stated: float):
    found = review_of(tmp_path, stated)
    finding = only(found, "CC507")
    assert finding["severity"] == "warning"
    assert (finding["kind"], finding["key"]) == (CLAIMS, "average_income_yuan")
    assert (finding["value"], finding["expected"]) == (f"{stated} 元", "12000 元")
    assert found.claims["amount_fen"].to_list() == [25 * 200 * 100]


def test_the_column_of_the_average_may_be_missing_where_people_were_paid(tmp_path: Path):
    found = review_of(tmp_path, None)
    assert codes(found) == []
    assert found.claims["amount_fen"].to_list() == [25 * 200 * 100]


def test_own_incomes_are_looked_at_where_the_reading_asks_for_them(tmp_path: Path):
    found = review_of(tmp_path, 5_000, own=9_000, **{"R-01": "B_each"})
    finding = only(found, "CC507")
    assert (finding["kind"], finding["key"]) == (ROSTER, "income_yuan")
    assert finding["expected"] == "12000 元"
