"""Every clause is accounted for, and the reference says what the rules say."""

from pathlib import Path

import pytest

from claimcheck.policy import documents, rules
from claimcheck.policy.coverage import coverage, faults
from claimcheck.policy.load import general_readings
from claimcheck.policy.reference import pages

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CLAUSES = {"ZW26": 12, "ZW23": 45, "ZW25": 6, "JF24": 16, "JY23": 32}


def test_all_111_clauses_are_accounted_for():
    found = {key: len(document.clauses) for key, document in documents().items()}
    assert found == CLAUSES
    assert len(coverage()) == 111


def test_all_82_measures_are_there():
    assert len(rules()) == 82


def test_all_76_readings_are_there():
    ids = {reading.id for reading in general_readings()}
    ids |= {reading.id for document in documents().values() for reading in document.readings}
    assert ids == {f"R-{number:02d}" for number in range(1, 77)}


def test_a_clause_computes_exactly_if_it_has_measures():
    assert faults() == []


def test_a_clause_that_computes_nothing_says_why():
    assert [c for c in coverage() if not c.measures and not c.note] == []


@pytest.mark.parametrize("name", pages())
def test_the_committed_reference_is_up_to_date(name):
    assert (REFERENCE / name).read_text("utf-8") == pages()[name]


def test_the_reference_holds_nothing_else():
    assert {path.name for path in REFERENCE.glob("*.md")} == set(pages())
