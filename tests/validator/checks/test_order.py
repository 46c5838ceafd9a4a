"""No order carries meaning: a check that looks at what others found says so, and comes after."""

import random
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from samples import make_samples
from tests.validator.books import checked
from validator import checks as all_checks
from validator.checks import ACROSS, CHECKS, OF_SHEETS
from validator.checks.across import Across
from validator.checks.base import Context
from validator.checks.registry import ACROSS_RESULTS, ACROSS_SHEETS, OF_RESULTS
from validator.checks.running import Check, check, in_order, said
from validator.findings.catalogue import follows_from
from validator.run import assembling, validate

SAMPLES = Path(make_samples.__file__).parent
LISTS: dict[str, Sequence[Check[Any]]] = {
    "OF_SHEETS": OF_SHEETS,
    "OF_RESULTS": OF_RESULTS,
    "ACROSS_SHEETS": ACROSS_SHEETS,
    "ACROSS_RESULTS": ACROSS_RESULTS,
}


@pytest.mark.parametrize("one", [*CHECKS, *ACROSS], ids=lambda one: one.run.__name__)
def test_what_a_check_sees_is_what_its_codes_follow_from(one: Check[Any]):
    causes = {cause for code in one.codes for cause in follows_from(code)}
    assert one.after - {*one.codes} <= causes


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_stand_as_they_are_run(name: str):
    assert in_order(LISTS[name]) == list(LISTS[name])


@pytest.mark.parametrize("name", LISTS)
def test_a_list_turned_round_still_puts_every_check_after_those_it_sees(name: str):
    turned = in_order(LISTS[name][::-1])
    assert {*map(id, turned)} == {*map(id, LISTS[name])}
    for place, one in enumerate(turned):
        later = {code for other in turned[place + 1 :] for code in other.codes}
        assert not one.after & later


def test_what_looks_at_sheets_does_not_wait_for_the_evaluation():
    """It would be made without knowing which cells are wrong."""
    assert not [one for one in (*OF_SHEETS, *ACROSS_SHEETS) if one.judges]


def test_checks_that_wait_for_each_other_are_refused():
    def nothing(_: Context) -> list[pl.DataFrame]:
        return []

    first = check("CC308", sees=("CC305",))(nothing)
    second = check("CC305", sees=("CC308",))(nothing)
    with pytest.raises(ValueError, match="wait for each other"):
        in_order([first, second])


def test_a_check_that_looks_at_what_it_does_not_declare_is_refused():
    across = Across([], settings=None)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="does not declare"):
        check("CC606")(lambda _: [said([], "CC308")]).findings(across)
    assert check("CC606", sees=("CC308",))(lambda _: [said([], "CC308")]).findings(across) == []


@pytest.fixture(params=["turned round", "shuffled 1", "shuffled 2"])
def another_order(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The lists in another order, wherever a run takes them from."""
    for name, listed in LISTS.items():
        other = list(listed)
        if request.param == "turned round":
            other.reverse()
        else:
            random.Random(request.param).shuffle(other)  # noqa: S311
        assert len(other) < 3 or in_order(other) != list(listed), "another order, in truth"
        for module in (all_checks, assembling, validate):
            if hasattr(module, name):
                monkeypatch.setattr(module, name, tuple(other))
    return str(request.param)


@pytest.mark.parametrize("name", ["hiring-faulty.xlsx", "交通补贴：参保和次数.xlsx"])
@pytest.mark.usefixtures("another_order")
def test_any_order_finds_the_same(name: str, as_listed: dict[str, pl.DataFrame]):
    found = checked(SAMPLES / name).findings
    assert found.equals(as_listed[name])


@pytest.fixture(scope="module")
def as_listed() -> dict[str, pl.DataFrame]:
    names = ("hiring-faulty.xlsx", "交通补贴：参保和次数.xlsx")
    return {name: checked(SAMPLES / name).findings for name in names}


def test_no_check_looks_at_what_others_found_but_through_what_it_declares():
    """`said` and `faulty` ask for the declaration; the bare lists do not."""
    folder = Path(all_checks.__file__).parent
    paths = [
        path
        for path in folder.rglob("*.py")
        if path.name not in ("base.py", "running.py", "across.py")
    ]
    assert len(paths) > 15
    bare = [
        f"{path.relative_to(folder)}: {line.strip()}"
        for path in paths
        for line in path.read_text("utf-8").splitlines()
        if re.search(r"\b(context|across|entry)\.(found|earlier)\b", line)
        and not re.search(r"\bsaid\(", line)
        and "ledger.earlier" not in line
    ]
    assert bare == []
