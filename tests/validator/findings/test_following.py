"""What follows from what, and what the other rooms ask of a code, stands in the catalogue."""

import re
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from validator.findings.catalogue import catalogue, code_of_oddity, follows_from, group, named
from validator.reading.results import OddityKind

ROOT = Path(__file__).parents[3]

#: The rooms that may name codes: the checks, which raise them, and the catalogue.
NAMING = {"checks", "findings"}


def other_rooms() -> list[Path]:
    files = sorted((ROOT / "validator").rglob("*.py"))
    return [path for path in files if path.relative_to(ROOT).parts[1] not in NAMING]


def test_every_code_or_group_from_which_one_follows_exists():
    for item in catalogue().values():
        assert named(item.follows_from) >= follows_from(item.code)
    for name in ("missing_parts", "wrong_cells"):
        assert named([name]) == {*group(name)} <= {*catalogue()}


def test_nothing_follows_from_itself_in_a_circle():
    graph = {code: follows_from(code) for code in catalogue()}
    order = list(TopologicalSorter(graph).static_order())
    assert {*order} == {*catalogue()}
    place = {code: number for number, code in enumerate(order)}
    assert all(place[cause] < place[code] for code, causes in graph.items() for cause in causes)


def test_a_name_that_nobody_knows_is_no_cause():
    with pytest.raises(KeyError):
        named(["CC999"])


@pytest.mark.parametrize("kind", OddityKind)
def test_each_oddity_of_a_workbook_is_reported_under_one_code(kind: OddityKind):
    assert code_of_oddity(kind) in catalogue()


def test_no_code_reports_an_oddity_that_no_workbook_has():
    assert {item.oddity for item in catalogue().values()} - {""} == {*OddityKind}


def test_no_other_room_names_a_code():
    """It asks the catalogue for a property, so that a new code needs no change there."""
    assert len(other_rooms()) > 100
    named_there = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in other_rooms()
        for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1)
        if re.search(r"""["']CC\d""", line)
    ]
    assert named_there == []
