"""Fixtures for what is collected and split."""

from pathlib import Path

import pytest

from tests.validator.intake.collecting.applicants import applicant_file, run
from validator.commands.collecting import collect


@pytest.fixture
def batch(tmp_path) -> Path:
    for number in range(6):
        applicant_file(tmp_path / "in" / f"单位{number}.xlsx", number)
    assert run(collect, tmp_path / "in", "-o", tmp_path / "batch.xlsx").exit_code == 0
    return tmp_path / "batch.xlsx"
