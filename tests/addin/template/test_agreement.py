"""The cells of the template against the evaluation: with Python in the cells and without."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addin.template.plan import make_plan
from claimcheck.office import Office, WageMonth
from claimcheck.policy import rule
from claimcheck.settings import Settings
from tests.addin.template.hiring_run import MEASURE, assessed, compare, fill, read
from tests.addin.template.random_claims import Batch, random_batch
from tests.libreoffice import LibreOffice

#: Two batches that reach every reason between them (see below); `hiring_run` has larger ones.
SEEDS = (5, 34)
CLAIMS = 30
#: Reasons of people and claims, whatever the numbers in them.
REASONS = 20

#: Readings that differ only in what these random claims have not.
_ALIKE = {"R-09-B_hired_in_window", "R-75-C_total"}


@pytest.fixture(scope="module", params=SEEDS)
def batch(request: pytest.FixtureRequest) -> Batch:
    return random_batch(request.param, CLAIMS)


@pytest.fixture(scope="module")
def workbook(batch: Batch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return fill(batch, tmp_path_factory.mktemp("agreement"), None)


def test_the_batches_reach_every_reason() -> None:
    found = set()
    for seed in SEEDS:
        result = assessed(random_batch(seed, CLAIMS), None)
        for frame in (result.people, result.claims):
            parts = [part for text in frame["reason"] for part in (text or "").split("；")]
            found |= {(frame.columns[0], re.sub(r"\d[\d.,]*", "#", part)) for part in parts}
    assert len(found) >= REASONS


def test_the_ordinary_formulas_agree_with_the_evaluation(
    batch: Batch, workbook: Path, plain_calc: LibreOffice
) -> None:
    compare(batch, plain_calc.recalculate(workbook), None)


def test_python_in_the_cells_agrees_with_the_evaluation(
    batch: Batch, workbook: Path, addin_calc: LibreOffice
) -> None:
    computed = addin_calc.recalculate(workbook)
    assert "Python" in str(read(computed, "申报表").row(0))
    compare(batch, computed, None)


def _other_readings() -> Iterator[Any]:
    for reading in rule(MEASURE).readings.values():
        for option in reading.options:
            if option.key != reading.default:
                yield pytest.param({reading.id: option.key}, id=f"{reading.id}-{option.key}")


@pytest.mark.parametrize("readings", list(_other_readings()))
def test_the_formulas_of_another_reading_agree_with_the_evaluation(
    readings: dict[str, str], tmp_path: Path, plain_calc: LibreOffice
) -> None:
    batch = random_batch(seed=164, claims=12)
    settings = Settings(readings=readings)
    ((reading, option),) = readings.items()
    default, other = assessed(batch, None), assessed(batch, settings)
    alike = default.people.equals(other.people) and default.claims.equals(other.claims)
    assert alike == (f"{reading}-{option}" in _ALIKE)
    compare(batch, plain_calc.recalculate(fill(batch, tmp_path, settings)), settings)


def test_formulas_that_sort_payments_in_parts_agree_with_the_evaluation(
    tmp_path: Path, plain_calc: LibreOffice, monkeypatch: pytest.MonkeyPatch
) -> None:
    batch = random_batch(SEEDS[1], CLAIMS)
    monkeypatch.setattr("addin.template.sorting_plan._SORTED_TOGETHER", 250)
    assert len(make_plan("hiring", payments=len(batch.wages) + 10).sorting.parts) > 3
    compare(batch, plain_calc.recalculate(fill(batch, tmp_path, None)), None)


BY_MEMO = Settings(
    office=Office(wage_month=WageMonth(by="memo", basis="会议纪要", decided_on=date(2026, 1, 5)))
)


def test_formulas_and_python_agree_where_the_memo_names_the_month(
    tmp_path: Path, plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    batch = random_batch(seed=91, claims=12)
    workbook = fill(batch, tmp_path, BY_MEMO)
    by_memo, by_entry = assessed(batch, BY_MEMO), assessed(batch, None)
    assert (
        by_memo.people["months_employed"].to_list() != by_entry.people["months_employed"].to_list()
    )
    compare(batch, plain_calc.recalculate(workbook), BY_MEMO)
    compare(batch, addin_calc.recalculate(workbook), BY_MEMO)
