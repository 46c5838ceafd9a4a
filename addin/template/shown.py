"""What the entry sheets show, on hidden sheets beside what it rests on.

Input tables are sorted, cut and pasted; rows are put in and taken out. So nothing is computed
there: an entry sheet looks up the result of each of its rows by the row's place, and what is
shown can be compared with what was computed (`faults`).
"""

from addin.template.checks import check_formulas
from addin.template.compact import CompactWorksheet
from addin.template.computed import ENTRY_CHECK
from addin.template.lists import (
    CLAIMS_BLOCK,
    NOTHING,
    READINGS,
    ROSTER_BLOCK,
    TODAY,
    WAGES_BLOCK,
)
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
    sheet = writer.workbook.get_worksheet_by_name(block.sheet)
    for key in block.keys:
        sheet.write_string(block.header_row - 1, block.index(key), key)
    _write_python(sheet, writer.plan, kind)
    write_formulas(sheet, block, lambda row: _formulas(writer.plan, kind, row))


def _write_python(sheet: CompactWorksheet, plan: Plan, kind: SheetKind) -> None:
    """Write the one call of Python for all rows; it is made where some claim names a measure."""
    roster = ROSTER_BLOCK if plan.has(SheetKind.ROSTER) else NOTHING
    wages = WAGES_BLOCK if plan.has(SheetKind.WAGES) else NOTHING
    # Python knows what day it is; with TODAY() it is asked again when the day has changed.
    calls = {
        SheetKind.ROSTER: f'CC_ROSTER("",{roster},{wages},{TODAY},{READINGS})',
        SheetKind.CLAIMS: f'CC_TOTAL("",{CLAIMS_BLOCK},{roster},{wages},{READINGS})',
    }
    block, keys = plan.shown(kind), plan.python_keys(kind)
    first, last = block.index(keys[0]), block.index(keys[-1])
    place = (block.first_row - 1, first, block.last_row - 1, last)
    named = f"COUNT({plan.claims_helper.column('measure_pos')})"
    sheet.write_block_formula(*place, f'IFERROR(IF({named}=0,"",{calls[kind]}),"")')


def _formulas(plan: Plan, kind: SheetKind, row: int) -> dict[str, str]:
    entry = plan.sheet(kind)
    results = {
        column.key: result_formula(plan, kind, column.key, row)
        for column in entry.columns
        if column.computed and column.key != ENTRY_CHECK
    }
    return results | check_formulas(plan, entry, row)
