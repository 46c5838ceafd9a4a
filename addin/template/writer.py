"""Writing a template: one workbook, its plan and its styles, passed to every sheet."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from addin.template.compact import CompactWorksheet, add_sheet
from addin.template.layout import PLACE, Block
from addin.template.plan import Plan
from addin.template.sharing import Formulas, shared, without_texts
from addin.template.styles import Styles
from claimcheck.forms import SheetKind

#: The longest formula that Excel takes.
LONGEST_FORMULA = 8192

_NAME = re.compile(r"[a-z][a-z0-9]*_[a-z0-9_]+")
#: a formula with more characters is long
_LONG = 1500

#: one row of an entry sheet by column key
Row = Mapping[str, object]
Content = Mapping[SheetKind, Sequence[Row]]

#: What may be done on a protected sheet: it is protected against slips, not with a password.
PROTECTION = {
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


@dataclass
class Writer:
    """What the sheet modules need."""

    workbook: Workbook
    plan: Plan
    styles: Styles
    content: Content = field(default_factory=dict)
    for_excel: bool = False  #: never opened by LibreOffice: its macros are for Excel and WPS

    def add_sheet(
        self, name: str, *, helper: bool = False, protected: bool = True
    ) -> CompactWorksheet:
        """Add a sheet; a helper sheet is hidden.

        A sheet to fill in is not protected: on a protected one Excel sorts and deletes no rows
        with a locked cell in them, and what is pasted there may be locked (see `hands`).
        """
        sheet = add_sheet(self.workbook, name)
        sheet.hide_gridlines(2)
        if protected:
            sheet.protect("", PROTECTION)
        if helper:
            sheet.hide()
        return sheet


def write_formulas(
    sheet: CompactWorksheet,
    block: Block,
    formulas: Callable[[int], Formulas],
    style: Callable[[str], Format | None] = lambda _: None,
) -> None:
    """Write the formulas of every row; until a program recalculates, their cells are empty.

    Args:
        sheet: the sheet of the block.
        block: the rows.
        formulas: gives the formulas of a row by the keys of their columns.
        style: gives the format of a column.

    Raises:
        ValueError: a formula is longer than Excel takes.
    """
    if PLACE in block.keys:
        # A formula that every row shares takes a third of the room of as many numbers.
        place, first, column = f"ROW()-{block.header_row}", block.first_row - 1, block.index(PLACE)
        sheet.write_shared_formula(first, block.last_row - 1, column, place, None)
    once = shared(formulas, block.first_row, block.last_row)
    for key, formula in once.items():
        _check(block, key, formula)
        first, last = block.first_row - 1, block.last_row - 1
        alone = _better_alone(formula)
        write = sheet.write_alternating_formula if alone else sheet.write_shared_formula
        write(first, last, block.index(key), formula, style(key))
    if set(formulas(block.first_row)) == set(once):
        return
    for row in range(block.first_row, block.last_row + 1):
        for key, formula in formulas(row).items():
            if key not in once:
                write_formula(sheet, block, key, row, formula, style(key))


def _better_alone(formula: str) -> bool:
    """Whether LibreOffice does better with rows that each stand alone than with a group of them.

    A group computes faster and takes less memory. Rows stand alone

    - that look at the columns of claims: a claim's measure decides on every row of people and of
      claims, and all that rests on a group of them would be told row by row (see
      `CompactWorksheet.write_alternating_formula`);
    - that read what is typed by a long formula, a date most of all: to find the group, each row is
      compared with the one above it to the last sign whenever the file is opened. They are computed
      only where that column is typed in, so that a group would gain little. A template of 5,000
      people opens in 10 s instead of 11.5 (`benchmarks/README.md`).
    """
    plain = without_texts(formula)
    names = _NAME.findall(plain)
    if any(name.startswith("claim_") for name in names):
        return True
    reads_entries = all(name.endswith("_whole") for name in names) and ":" not in plain
    return reads_entries and len(formula) > _LONG


def write_formula(
    sheet: CompactWorksheet, block: Block, key: str, row: int, formula: str, style: object = None
) -> None:
    """Write one formula; until a program recalculates, its cell is empty.

    Raises:
        ValueError: the formula is longer than Excel takes.
    """
    _check(block, key, formula)
    sheet.write_formula(row - 1, block.index(key), "=" + formula, style, "")


def _check(block: Block, key: str, formula: str) -> None:
    if len(formula) > LONGEST_FORMULA:
        raise ValueError(f"the formula of {block.sheet} {key} has {len(formula)} characters")


def name_columns(writer: Writer) -> None:
    """Define the names of the columns that formulas refer to."""
    plan = writer.plan
    blocks = [plan.block(sheet.kind) for sheet in plan.sheets]
    blocks += [plan.claims_helper, *(item.claim for item in plan.rules)]
    blocks += [plan.shown(SheetKind.CLAIMS)]
    if plan.has(SheetKind.ROSTER):
        blocks += [plan.roster_helper, plan.shown(SheetKind.ROSTER)]
    blocks += [plan.wages_helper, plan.grid] if plan.has(SheetKind.WAGES) else []
    used = {
        name
        for sheet in writer.workbook.worksheets()
        for formula in sheet.written
        for name in _NAME.findall(formula)
    }
    for name in sorted(used):
        for block in blocks:
            if (area := block.named(name)) is not None:
                writer.workbook.define_name(name, f"={area}")
                hide_name(writer.workbook)
                break


def hide_name(workbook: Workbook) -> None:
    """Hide the name that was defined last from the list of names.

    XlsxWriter has no public way to; the fourth field is its hidden flag.
    """
    workbook.defined_names[-1][3] = True
