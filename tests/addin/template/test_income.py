"""Incomes of the template against the evaluation, under every reading that looks at them."""

from datetime import date
from pathlib import Path

import pytest

from addin.template.layout import HEADER_ROW
from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from tests.addin.template.agreement import compare, fill
from tests.addin.template.any_claims import random_any
from tests.addin.template.test_doubts import CLAIMS, ROSTER, checks, filled, template
from tests.libreoffice import LibreOffice
from tests.validator.books import ON

MEASURE = "ZW26-2"


@pytest.mark.parametrize(
    "readings",
    [
        {},
        {"R-04": "B_all"},
        {"R-01": "B_each"},
        {"R-01": "C_all"},
        {"R-02": "B_3_months"},
        {"R-01": "B_each", "R-02": "B_3_months"},
    ],
    ids=lambda readings: "-".join(readings.values()) or "default",
)
def test_the_formulas_find_the_same_incomes_as_the_evaluation(
    readings: dict[str, str], tmp_path: Path, plain_calc: LibreOffice
) -> None:
    settings = Settings(readings=readings)
    batch = random_any("broker", 11, 14, 2, only=MEASURE)
    workbook = fill(batch, tmp_path / "broker.xlsx", settings)
    found = compare(batch, plain_calc.recalculate(workbook), settings)[MEASURE]
    assert found.differences == []
    assert 0 < found.paid < found.claims


@pytest.mark.parametrize(
    ("heading", "kind", "reading"),
    [
        ("人均劳务收入", CLAIMS, "A_average"),
        ("周期内劳务（工资性）收入", ROSTER, "B_each"),
    ],
)
def test_an_income_is_asked_for_only_where_nobody_of_the_claim_was_paid(
    heading: str, kind: SheetKind, reading: str, tmp_path: Path, plain_calc: LibreOffice
) -> None:
    empty = {"average_income_yuan": None, "income_yuan": None}
    content = filled(MEASURE, empty, empty, kind=kind)
    one = next(row for row in content[ROSTER] if row["claim_id"] == "SB-000")
    pay = {"id_number": one["id_number"], "name": one["name"], "amount_yuan": 4_000}
    content[SheetKind.WAGES].append(pay | {"paid_on": date(2026, 2, 15), "memo": "工资"})
    settings = Settings(on=ON, readings={"R-01": reading})
    written = template(tmp_path / "a.xlsx", "broker", content, settings)
    said = checks(plain_calc.recalculate(written), "broker", settings)
    asked = {place for place, text in said.items() if f"{heading}：此事项须填" in text}
    unpaid = {
        (kind, row)
        for row, found in enumerate(content[kind], HEADER_ROW + 1)
        if found["claim_id"] == "SB-001"
    }
    assert asked == unpaid
