"""The hidden sheet with the lists of the drop-downs and a few single values."""

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from addin.template.counties import areas
from addin.template.plan import LISTS_SHEET, Plan
from addin.template.rule_plan import RulePlan
from addin.template.writer import Writer
from claimcheck.forms import Column, ColumnType, SheetKind
from claimcheck.payment_words import payment_words
from claimcheck.policy.overlaps import window_of
from claimcheck.settings import WAGE_MONTH

#: single values by defined name; each stands in a row of its own in column A
ENGINE, TODAY, FIRST_MONTH = "compute_engine", "compute_today", "compute_first_month"
PAYMENTS, READINGS = "compute_payments", "compute_readings"
#: an empty text, for facts that no column asks for and blocks that a form does not have
NOTHING = "compute_nothing"
#: the measures of the template, their clauses, and the counties that they hold in
MEASURES, CLAUSES, COUNTIES = "list_measure", "list_clause", "list_counties"
#: words of a memo that name no wage, and words that name one
NOT_WAGES, NAMED_WAGES = "list_not_wages", "list_wages"
#: the same measures, those in force first: what the drop-down offers
OFFERED = "list_offered"

_SEPARATOR = "|"
DRAFT_MARK = "（征求意见稿）"


def list_name(column: Column) -> str:
    """The defined name of the list that a column offers."""
    return OFFERED if column.type is ColumnType.MEASURE else f"list_{column.key}"


def write_lists(writer: Writer) -> None:
    """Write the sheet and define its names."""
    plan = writer.plan
    sheet = writer.add_sheet(LISTS_SHEET, helper=True)
    define = writer.workbook.define_name
    values = {
        ENGINE: 'IFERROR(CC_ENGINE(),"")',
        TODAY: "TODAY()",
        FIRST_MONTH: _first_month(plan),
        PAYMENTS: _payments(plan),
        NOTHING: '""',
        READINGS: '"' + readings_text(plan) + '"',
    }
    for row, (name, formula) in enumerate(values.items()):
        sheet.write_formula(row, 0, "=" + formula, None, "")
        define(name, f"='{LISTS_SHEET}'!$A${row + 1}")
    lists: dict[str, list[str]] = {
        MEASURES: [item.rule.id for item in plan.rules],
        CLAUSES: [clause_text(item) for item in plan.rules],
        COUNTIES: [_counties(item) for item in plan.rules],
    }
    if plan.has(SheetKind.WAGES):
        lists |= {NOT_WAGES: payment_words().not_wages, NAMED_WAGES: payment_words().wages}
    for form_sheet in plan.sheets:
        for column in form_sheet.inputs:
            if column.options and column.type is not ColumnType.MEASURE:
                lists[list_name(column)] = column.options
    for index, (name, entries) in enumerate(lists.items(), start=1):
        sheet.write_column(0, index, entries)
        letter = xl_col_to_name(index)
        define(name, f"='{LISTS_SHEET}'!${letter}$1:${letter}${len(entries)}")
    _write_offered(plan, sheet, len(lists) + 1)
    last = len(plan.rules)
    letter = xl_col_to_name(len(lists) + 3)
    define(OFFERED, f"='{LISTS_SHEET}'!${letter}$1:${letter}${last}")


def readings_text(plan: Plan) -> str:
    """The readings that differ from the defaults, as the CC_ functions take them."""
    differing = {
        key: option
        for item in plan.rules
        for key, option in item.chosen.items()
        if option != item.rule.readings[key].default
    }
    if plan.settings.wage_month_by_memo:
        differing[WAGE_MONTH] = "memo"
    return ";".join(f"{key}={option}" for key, option in sorted(differing.items()))


def clause_text(item: RulePlan) -> str:
    """Document and clause, with the mark of a draft that the office has not adopted."""
    return item.rule.cited + (DRAFT_MARK if item.is_draft else "")


def holds_there(position: str, county: str) -> str:
    """A formula: whether the measure at a position of the list holds in a county."""
    bound = f"INDEX({COUNTIES},{position})"
    return f'ISNUMBER(FIND("{_SEPARATOR}"&{county}&"{_SEPARATOR}",{bound}))'


def _counties(item: RulePlan) -> str:
    bound = [area.name for area in areas() if area.is_bound(item.rule)]
    return _SEPARATOR + _SEPARATOR.join(bound) + _SEPARATOR


def _write_offered(plan: Plan, sheet: Worksheet, first: int) -> None:
    """Three columns: in force today, place in the drop-down, the drop-down itself."""
    force, place = (xl_col_to_name(first + step) for step in range(2))
    last = len(plan.rules)
    measures = f"${xl_col_to_name(1)}$1:${xl_col_to_name(1)}${last}"
    every = f"${force}$1:${force}${last}"
    for row, item in enumerate(plan.rules, start=1):
        above = f"${force}$1:${force}{row}"
        later = f"SUM({every})+COUNTIF({above},0)"
        formulas = (
            _in_force(plan, item),
            f"IF({force}{row}=1,SUM({above}),{later})",
            f"INDEX({measures},MATCH({row},${place}$1:${place}${last},0))",
        )
        for step, formula in enumerate(formulas):
            sheet.write_formula(row - 1, first + step, "=" + formula, None, "")


def _in_force(plan: Plan, item: RulePlan) -> str:
    """1 where a measure holds today in the template's county."""
    said = plan.settings.office.document(item.rule.document.key)
    if (said and not said.in_force) or (plan.area and not plan.area.is_bound(item.rule)):
        return "0"
    window = window_of(item.rule.measure, item.rule.document)
    conditions = [
        f"{TODAY}{sign}DATE({day.year},{day.month},{day.day})"
        for sign, day in ((">=", window.start), ("<=", window.end))
        if day is not None
    ]
    return f"IF(AND({','.join(conditions)}),1,0)" if conditions else "1"


def _payments(plan: Plan) -> str:
    if not plan.has(SheetKind.WAGES):
        return "0"
    return f"COUNT({plan.wages_helper.column('slot')})"


def _first_month(plan: Plan) -> str:
    """The first month of the grid, as year × 12 + month."""
    window = str(plan.first_window_month)
    if not plan.has(SheetKind.WAGES) or (plan.window_start_known and plan.first_window_month):
        return window
    days, firsts = plan.wages_helper.column("day"), plan.roster_helper.column("first_month")
    earlier = f"-{payment_words().months_late}" if plan.settings.wage_month_by_memo else ""
    paid = f"YEAR(MIN({days}))*12+MONTH(MIN({days})){earlier}"
    this_year = f"YEAR({TODAY})*12+1"
    return f"IF(COUNT({days})=0,{this_year},MAX({paid},MIN({firsts})))"
