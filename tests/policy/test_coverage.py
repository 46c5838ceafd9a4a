"""Every clause is accounted for, and the reference says what the rules say."""

from pathlib import Path

import pytest

from claimcheck.policy import documents, rules
from claimcheck.policy.coverage import coverage, faults
from claimcheck.policy.load import general_readings
from claimcheck.policy.reference import pages
from tests.rebuild import how

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
CLAUSES = {"ZW26": 12, "ZW23": 45, "ZW25": 6, "JF24": 16, "JY23": 32}


def test_all_111_clauses_are_accounted_for():
    found = {key: len(document.clauses) for key, document in documents().items()}
    assert found == CLAUSES
    assert len(coverage()) == 111


def test_no_measure_of_the_five_documents_is_lost():
    assert len(rules()) >= 82


def test_readings_are_numbered_without_a_gap_and_none_is_lost():
    ids = {reading.id for reading in general_readings()}
    ids |= {reading.id for document in documents().values() for reading in document.readings}
    assert ids == {f"R-{number:02d}" for number in range(1, max(76, len(ids)) + 1)}


def test_a_clause_computes_exactly_if_it_has_measures():
    assert faults() == [], "mend `kind` of the clause in its file, or write its measures"


def test_a_clause_that_computes_nothing_says_why():
    assert [c for c in coverage() if not c.measures and not c.note] == []


@pytest.mark.parametrize("name", pages())
def test_the_committed_reference_is_up_to_date(name):
    page = REFERENCE / name
    assert page.exists() and page.read_text("utf-8") == pages()[name], how("reference")


def test_the_reference_holds_nothing_else():
    assert {path.name for path in REFERENCE.glob("*.md")} == set(pages())
