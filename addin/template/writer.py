"""Writing a template: one workbook, its plan and its styles, passed to every sheet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from addin.template.layout import Block
from addin.template.plan import Plan
from addin.template.styles import Styles
from claimcheck.forms import SheetKind

#: The longest formula that Excel takes.
_LONGEST_FORMULA = 8192

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


class ClassicWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas use only functions that Excel 2010 knows.

    XlsxWriter looks for each newer function in every formula; over 60,000 formulas that
    takes far longer than all the rest. A test holds that no newer function is used.
    """

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - XlsxWriter's signature
        return formula.removeprefix("{").removeprefix("=").removesuffix("}")


@dataclass
class Writer:
    """What the sheet modules need."""

    workbook: Workbook
    plan: Plan
    styles: Styles
    content: Content = field(default_factory=dict)

    def add_sheet(self, name: str, *, helper: bool = False) -> Worksheet:
        """Add a protected sheet; a helper sheet is hidden."""
        sheet = self.workbook.add_worksheet(name, worksheet_class=ClassicWorksheet)
        sheet.hide_gridlines(2)
        sheet.protect("", PROTECTION)
        if helper:
            sheet.hide()
        return sheet


def write_formula(
    sheet: Worksheet,
    block: Block,
    key: str,
    row: int,
    formula: str,
    style: object = None,
    *,
    array: bool = False,
) -> None:
    """Write one formula; until a program recalculates, its cell is empty.

    Raises:
        ValueError: the formula is longer than Excel takes.
    """
    if len(formula) > _LONGEST_FORMULA:
        raise ValueError(f"the formula of {block.sheet} {key} has {len(formula)} characters")
    place = (row - 1, block.index(key))
    if array:
        sheet.write_array_formula(*place, *place, "{=" + formula + "}", style, "")
    else:
        sheet.write_formula(*place, "=" + formula, style, "")
