"""Two claims of one run by one applicant, where the text names how often there may be any."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import only
from validator.run.validate import Validation, run_validation

ON = date(2023, 11, 20)
HALVES = ((date(2023, 1, 1), date(2023, 6, 30)), (date(2023, 7, 1), date(2023, 12, 31)))
YEARS = ((date(2022, 1, 1), date(2022, 12, 31)), (date(2023, 1, 1), date(2023, 12, 31)))


def twice(folder: Path, measure: str, periods: Any = HALVES, **changes: object) -> Validation:
    """Two claims of an applicant, one a file, the second with some cells changed."""
    paths = []
    for number, (start, end) in enumerate(periods, 1):
        made = typical(rule(measure), next(usable(rule(measure))), ON)
        row = made.rows[SheetKind.CLAIMS][0]
        row |= {"claim_id": f"SB-{number}", "period_start": start, "period_end": end}
        row |= changes if number == 2 else {}
        for person in made.rows.get(SheetKind.ROSTER, []):
            person["claim_id"] = f"SB-{number}"
        paths.append(folder / f"{number}.xlsx")
        plain_book(made.form, made.rows).save(paths[-1])
    return run_validation(paths, Settings(on=ON))


@pytest.mark.parametrize("measure", ["ZW23-9a", "ZW23-16b", "ZW23-24", "ZW23-9d"])
def test_what_is_paid_once_is_not_paid_for_two_halves_of_a_year(tmp_path: Path, measure: str):
    found = twice(tmp_path, measure)
    said = only(found, "CC608")
    assert (said["severity"], said["claim_id"]) == ("error", "SB-2")
    assert "“1.xlsx”的申报 SB-1" in str(said["message"])
    assert "条文限每个" in str(said["message"])


@pytest.mark.parametrize("measure", ["ZW23-24", "ZW23-9c"])
def test_what_is_paid_every_year_is_paid_for_two_years(tmp_path: Path, measure: str):
    assert "CC608" not in twice(tmp_path, measure, YEARS).findings["code"]


def test_what_is_paid_once_is_not_paid_in_two_years(tmp_path: Path):
    assert only(twice(tmp_path, "ZW23-9b", YEARS), "CC608")["severity"] == "error"


def test_a_facility_of_another_name_may_be_another_one(tmp_path: Path):
    said = only(twice(tmp_path, "ZW23-9b", applicant="中卫市河滨零工驿站"), "CC608")
    assert said["severity"] == "warning"
    assert "是不是同一个场所" in str(said["fix"])


def test_a_firm_stays_the_same_under_another_name(tmp_path: Path):
    said = only(twice(tmp_path, "ZW23-24", applicant="中卫市河滨商贸有限公司"), "CC608")
    assert said["severity"] == "error"


def test_another_applicant_may_claim_the_same(tmp_path: Path):
    found = twice(tmp_path, "ZW23-9a", applicant_code="91640598MA0000001X")
    assert "CC608" not in found.findings["code"]


def test_the_claim_whose_period_ends_first_is_paid_whatever_file_comes_first(tmp_path: Path):
    said = only(twice(tmp_path, "ZW23-9a", HALVES[::-1]), "CC608")
    assert said["claim_id"] == "SB-1"


def test_batches_that_are_reckoned_together_may_be_two(tmp_path: Path):
    assert "CC608" not in twice(tmp_path, "ZW26-3").findings["code"]
