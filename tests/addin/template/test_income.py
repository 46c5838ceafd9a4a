"""Incomes of the template against the evaluation, under every reading that looks at them."""

from pathlib import Path

import pytest

from claimcheck.settings import Settings
from tests.addin.template.agreement import compare, fill
from tests.addin.template.any_claims import random_any
from tests.libreoffice import LibreOffice

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
