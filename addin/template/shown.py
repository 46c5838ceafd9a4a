"""What the entry sheets show, on hidden sheets of their own.

Input tables are sorted, cut and pasted; rows are put in and taken out. So nothing is computed
there: an entry sheet looks up the result of each of its rows by the row's place, and what is
shown can be compared with what was computed (`faults`).
"""

from addin.template.checks import check_formulas
from addin.template.computed import ENTRY_CHECK
from addin.template.plan import Plan
from addin.template.results import result_formula
from addin.template.writer import Writer, write_formulas
from claimcheck.forms import SheetKind


def write_shown(writer: Writer) -> None:
    """Write the results of claims, and of people where there are any."""
    for kind in (SheetKind.ROSTER, SheetKind.CLAIMS):
        if writer.plan.has(kind):
            _write(writer, kind)


def _write(writer: Writer, kind: SheetKind) -> None:
    block = writer.plan.shown(kind)
    sheet = writer.add_sheet(block.sheet, helper=True)
    for key in block.keys:
        sheet.write_string(block.header_row - 1, block.index(key), key)
    write_formulas(sheet, block, lambda row: _formulas(writer.plan, kind, row))


def _formulas(plan: Plan, kind: SheetKind, row: int) -> dict[str, str]:
    entry = plan.sheet(kind)
    results = {
        column.key: result_formula(plan, kind, column.key, row)
        for column in entry.columns
        if column.computed and column.key != ENTRY_CHECK
    }
    return results | check_formulas(plan, entry, row)
