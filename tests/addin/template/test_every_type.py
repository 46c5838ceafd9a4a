"""Every template's cells against the evaluation, with Python in the cells and without.

A small number of claims of each rule.
"""

from datetime import date
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind, claim_types
from claimcheck.office import MinimumWage, Office
from claimcheck.policy import rules
from claimcheck.settings import Settings
from tests.addin.template.agreement import Tally, by_python, compare, fill, plan_for
from tests.addin.template.any_claims import random_any
from tests.libreoffice import LibreOffice

#: claims of each rule, with both ways of computing
CLAIMS = 10
#: what the random claims are meant to reach: a rule that never pays is not tested
_SEED = 3


@pytest.mark.parametrize("claim_type", claim_types())
def test_the_ordinary_formulas_agree_with_the_evaluation(
    claim_type: str, tmp_path: Path, plain_calc: LibreOffice
) -> None:
    batch = random_any(claim_type, _SEED, CLAIMS)
    found = compare(batch, plain_calc.recalculate(fill(batch, tmp_path / f"{claim_type}.xlsx")))
    assert _differences(found) == []
    assert set(found) == {rule.id for rule in rules().values() if rule.measure.type == claim_type}


@pytest.mark.parametrize("claim_type", claim_types())
def test_python_in_the_cells_agrees_with_the_evaluation(
    claim_type: str, tmp_path: Path, addin_calc: LibreOffice
) -> None:
    batch = random_any(claim_type, _SEED + 1, CLAIMS)
    computed = addin_calc.recalculate(fill(batch, tmp_path / f"{claim_type}.xlsx"))
    assert _differences(compare(batch, computed)) == []
    rows = {SheetKind.CLAIMS: len(batch.claims), SheetKind.ROSTER: len(batch.roster)}
    found = by_python(computed, plan_for(batch))
    assert found == {kind: rows[kind] for kind in found}


def test_just_below_on_and_above_a_number_of_people_agrees(
    tmp_path: Path, plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    batch = random_any("station", 3, claims=4, at_bounds=3, only="ZW26-5")
    workbook = fill(batch, tmp_path / "station.xlsx")
    for calc in (plain_calc, addin_calc):
        found = compare(batch, calc.recalculate(workbook))
        assert _differences(found) == []
        assert found["ZW26-5"].outcomes == {"amount": 2, "ineligible": 2}


#: readings that change how a sum is found, one of each kind, and a type that has them
_READINGS = {
    "transport": {
        "R-50": "B_lower",
        "R-52": "B_both",
        "R-29": "C_both",
        "R-31": "B_all_kinds",
        "R-32": "B_literal",
        "R-72": "B_2025_27",
    },
    "income": {"R-53": "B_wages_only", "R-54": "C_13_months"},
    "broker": {
        "R-37": "B_per_band",
        "R-38": "B_organised",
        "R-03": "B_each_placement",
        "R-18": "B_cumulative",
        "R-67": "B_excluded",
        "R-76": "B_disqualifies",
    },
    "convoy": {"R-12": "B_inclusive_below", "R-16": "B_paid_size"},
    "gig": {"R-22": "B_times"},
    "skills": {"R-78": "B_at_certificate", "R-79": "B_staff_only"},
    "station": {"R-67": "B_excluded", "R-76": "B_disqualifies"},
    "incubator": {"R-24": "B_entities_decide", "R-27": "B_with_founders", "R-25": "B_jobs"},
    "tax": {"R-61": "B_full_year", "R-62": "B_all"},
    "retention": {"R-39": "B_employer", "R-40": "B_unknown"},
    "hiring": {"R-59": "B_tiers_of_zhongwei", "R-58": "B_of_all"},
    "student": {"R-64": "B_pro_rata"},
    "workrelief": {"R-77": "B_relief_fund"},
}


@pytest.mark.parametrize("claim_type", _READINGS)
def test_a_template_of_other_readings_agrees_with_the_evaluation(
    claim_type: str, tmp_path: Path, plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    settings = Settings(readings=_READINGS[claim_type])
    batch = random_any(claim_type, 5, CLAIMS)
    workbook = fill(batch, tmp_path / f"{claim_type}.xlsx", settings)
    for calc in (plain_calc, addin_calc):
        assert _differences(compare(batch, calc.recalculate(workbook), settings)) == []


def _differences(found: dict[str, Tally]) -> list[str]:
    return [difference for tally in found.values() for difference in tally.differences]


def test_a_minimum_wage_of_the_office_fills_empty_cells(
    tmp_path: Path, plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    wages = [
        MinimumWage(yuan=1840, start=date(2020, 1, 1)),
        MinimumWage(yuan=2050, start=date(2025, 1, 1)),
        MinimumWage(yuan=9000, start=date(2090, 1, 1)),
    ]
    settings = Settings(office=Office(minimum_wages=wages))
    batch = random_any("trainee", 6, CLAIMS, only="ZW23-35a")
    for number, person in enumerate(batch.roster):
        person["minimum_wage_yuan"] = None if number % 2 else person["minimum_wage_yuan"]
    workbook = fill(batch, tmp_path / "trainee.xlsx", settings)
    for calc in (plain_calc, addin_calc):
        found = compare(batch, calc.recalculate(workbook), settings)
        assert _differences(found) == []
        assert found["ZW23-35a"].paid
