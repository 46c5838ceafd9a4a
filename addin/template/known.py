"""The cells of a person's row from which everything else is found."""

from addin.formulas.employment import PersonCells
from addin.template.layout import PLACE, Block
from addin.template.lists import GRID_MONTHS, NOTHING, TODAY
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

    def figure(key: str) -> str:
        return plan.grid.there(key, block, row)

    return PersonCells(
        hired_on=known(block, "hired_on", row),
        left_on=known(block, "left_on", row),
        period_end=known(block, "period_end", row),
        stated_wage=known(block, "monthly_wage_yuan", row),
        today=TODAY,
        figure=figure if plan.has(SheetKind.WAGES) else None,
    )


def cells_beside(plan: Plan) -> PersonCells:
    """The same for formulas on another sheet, in the same row."""
    block = plan.roster_helper

    def beside(name: str) -> str:
        column = f"fact_{name}"
        return block.beside(column) if column in block.keys else NOTHING

    return PersonCells(
        hired_on=beside("hired_on"),
        left_on=beside("left_on"),
        period_end=beside("period_end"),
        stated_wage=beside("monthly_wage_yuan"),
        today=TODAY,
        figure=plan.grid.beside,
    )


def months_of(plan: Plan, row: int) -> str:
    """A person's row of the grid, by its first and its last cell: not every program gives a row."""
    place = plan.roster_helper.cell(PLACE, row)
    return f"INDEX({GRID_MONTHS},{place},1):INDEX({GRID_MONTHS},{place},{plan.months})"


def above(block: Block, name: str, row: int) -> str:
    """A column from its heading to the row above."""
    letter = block.letter(name)
    return f"${letter}${block.header_row}:${letter}{row - 1}"
