"""What an entry makes a program compute again: whole columns that formulas name, and how many."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest

from addin.formulas.pay_figures import PayFigures
from addin.template.build import build_template
from addin.template.plan import Plan, make_plan
from claimcheck.forms import SheetKind


def _formulas(plan: Plan) -> dict[str, str]:
    """The text of each sheet's part, by the name of the sheet."""
    with ZipFile(BytesIO(build_template(plan))) as parts:
        workbook = parts.read("xl/workbook.xml").decode()
        names = [piece.partition('"')[0] for piece in workbook.split('<sheet name="')[1:]]
        return {
            name: parts.read(f"xl/worksheets/sheet{number}.xml").decode()
            for number, name in enumerate(names, start=1)
        }


@pytest.mark.parametrize("claim_type", ["hiring", "station", "broker"])
def test_nobody_looks_for_a_row_in_the_months_of_everybody(claim_type: str) -> None:
    plan = make_plan(claim_type, people=2, claims=1)
    assert plan.grid.sheet == plan.roster_helper.sheet
    looked = re.compile(rf"(?:MATCH|INDEX|LOOKUP)\([^()]*\b{plan.grid.alias}_month_")
    asking = [name for name, text in _formulas(plan).items() if looked.search(text)]
    assert asking == []


def test_a_figure_that_no_rule_asks_for_has_no_column() -> None:
    # None of them may count months before its window, and one alone has a floor.
    plan = make_plan("station", people=2, claims=1)
    ways = [PayFigures(how) for how in plan.months.ways]
    floors = [figures.missed for figures in ways if figures.has_floor]
    assert len(floors) == 1
    assert all(figures.before is None for figures in ways)
    assert plan.months.figures == ("paid", "lowest", "average", *floors, ways[-1].nearest)
    assert {figures.nearest for figures in ways if not figures.has_floor} == {"lowest"}


@pytest.mark.parametrize("claim_type", ["hiring", "gig"])
def test_what_stands_beside_a_cell_is_not_looked_up_in_a_whole_column(claim_type: str) -> None:
    plan = make_plan(claim_type, people=3, claims=3)
    formulas = _formulas(plan)
    for kind in filter(plan.has, (SheetKind.CLAIMS, SheetKind.ROSTER)):
        helper, shown = plan.helper(kind), plan.shown(kind)
        assert shown.sheet == helper.sheet
        beside = re.findall(r"INDEX\((\w+?)_\w+,\$A\d+\)", formulas[helper.sheet])
        assert helper.alias not in beside and shown.alias not in beside


def test_the_summary_does_not_grow_with_the_claims() -> None:
    short, long = (
        _formulas(make_plan("gig", claims=claims))["核算摘要"].count("<f>") for claims in (2, 40)
    )
    assert short == long
