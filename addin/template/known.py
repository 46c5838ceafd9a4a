"""The cells of a person's row from which everything else is found."""

from addin.formulas.employment import PersonCells
from addin.template.layout import Block
from addin.template.lists import NOTHING, TODAY
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


def months_of(plan: Plan, row: int) -> str:
    """A person's row of the grid, for formulas on the same sheet."""
    return (
        f"{plan.grid.cell('month_0', row)}:{plan.grid.cell(f'month_{plan.months.count - 1}', row)}"
    )


def above(block: Block, name: str, row: int) -> str:
    """A column from its heading to the row above."""
    letter = block.letter(name)
    return f"${letter}${block.header_row}:${letter}{row - 1}"
