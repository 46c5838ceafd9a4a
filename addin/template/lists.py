"""The hidden sheet with the lists of the drop-downs and a few single values."""

from xlsxwriter.utility import xl_col_to_name

from addin.template.plan import LISTS_SHEET, Plan
from addin.template.writer import Writer
from claimcheck.forms import Column, ColumnType

#: single values by defined name; each stands in a row of its own in column A
ENGINE, TODAY, FIRST_MONTH = "compute_engine", "compute_today", "compute_first_month"
PAYMENTS = "compute_payments"
#: the measures of the template and their clauses
MEASURES, CLAUSES = "list_measure", "list_clause"


def list_name(column: Column) -> str:
    """The defined name of the list that a column offers."""
    return MEASURES if column.type is ColumnType.MEASURE else f"list_{column.key}"


def write_lists(writer: Writer) -> None:
    """Write the sheet and define its names."""
    sheet = writer.add_sheet(LISTS_SHEET, helper=True)
    define = writer.workbook.define_name
    values = {
        ENGINE: 'IFERROR(CC_ENGINE(),"")',
        TODAY: "TODAY()",
        FIRST_MONTH: _first_month(writer.plan),
        PAYMENTS: f"COUNT({writer.plan.wages_helper.column('slot')})",
    }
    for row, (name, formula) in enumerate(values.items()):
        sheet.write_formula(row, 0, "=" + formula, None, "")
        define(name, f"='{LISTS_SHEET}'!$A${row + 1}")
    lists = {
        MEASURES: [item.rule.id for item in writer.plan.rules],
        CLAUSES: [item.rule.cited for item in writer.plan.rules],
    }
    for form_sheet in writer.plan.form.sheets:
        for column in form_sheet.inputs:
            if column.options:
                lists[list_name(column)] = column.options
    for index, (name, entries) in enumerate(lists.items(), start=1):
        sheet.write_column(0, index, entries)
        letter = xl_col_to_name(index)
        define(name, f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(entries)}")


def _first_month(plan: Plan) -> str:
    """The first month of the grid, as year × 12 + month."""
    window = str(plan.first_window_month)
    if plan.window_start_known:
        return window
    days = plan.wages_helper.column("day")
    return f"IF(COUNT({days})=0,{window},YEAR(MIN({days}))*12+MONTH(MIN({days})))"
