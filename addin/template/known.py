"""The cells of a person's row from which everything else is found."""

from addin.formulas.employment import PersonCells
from addin.template.layout import HEADER_ROW, Block
from addin.template.lists import GRID_HEADS, GRID_HEADS_AND_ONE, GRID_MONTHS, NOTHING, TODAY
from addin.template.plan import Plan
from claimcheck.forms import SheetKind


def known(block: Block, name: str, row: int) -> str:
    """The cell of a fact on its helper sheet, an empty text where no column asks for it."""
    column = f"fact_{name}"
    return block.cell(column, row) if column in block.keys else NOTHING


def known_there(block: Block, name: str, own: Block, row: int) -> str:
    """The same for formulas on another helper sheet, in the same place."""
    column = f"fact_{name}"
    return block.there(column, own, row) if column in block.keys else NOTHING


def person_cells(plan: Plan, row: int) -> PersonCells:
    """The cells from which a person's months and wages are found."""
    block = plan.roster_helper
    pay = months = before = ""
    if plan.has(SheetKind.WAGES):
        pay = f"INDEX({GRID_MONTHS},{block.cell('place', row)},0)"
        months, before = GRID_HEADS, GRID_HEADS_AND_ONE
    return PersonCells(
        hired_on=known(block, "hired_on", row),
        left_on=known(block, "left_on", row),
        period_end=known(block, "period_end", row),
        stated_wage=known(block, "monthly_wage_yuan", row),
        today=TODAY,
        pay=pay,
        months=months,
        months_and_one=before,
    )


def cells_beside(plan: Plan, place: str = f"ROW()-{HEADER_ROW}") -> PersonCells:
    """The same for formulas on another sheet, by the person's place."""
    block = plan.roster_helper

    def beside(name: str) -> str:
        column = f"fact_{name}"
        return block.beside(column, place) if column in block.keys else NOTHING

    return PersonCells(
        hired_on=beside("hired_on"),
        left_on=beside("left_on"),
        period_end=beside("period_end"),
        stated_wage=beside("monthly_wage_yuan"),
        today=TODAY,
        pay=f"INDEX({GRID_MONTHS},{place},0)",
        months=GRID_HEADS,
        months_and_one=GRID_HEADS_AND_ONE,
    )


def above(block: Block, name: str, row: int) -> str:
    """A column from its heading to the row above."""
    letter = block.letter(name)
    return f"${letter}${block.header_row}:${letter}{row - 1}"
