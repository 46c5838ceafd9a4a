"""The hidden sheet with the lists of the drop-downs and a few single values."""

from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from addin.template import engine, hands, memo_words
from addin.template.compact import CompactWorksheet
from addin.template.month_plan import EARLIEST
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from addin.template.slot_numbers import MONTH_0
from addin.template.typed import is_offered
from addin.template.writer import Writer
from claimcheck.forms import Column, ColumnType, SheetKind
from claimcheck.policy.areas import areas
from claimcheck.policy.overlaps import window_of
from claimcheck.settings import WAGE_MONTH

LISTS_SHEET = "列表"

#: single values by defined name; each stands in a row of its own in column A
ENGINE, TODAY, FIRST_MONTH = "compute_engine", "compute_today", "compute_first_month"
#: the engine that is installed here, and how many claims there are and Python has computed
INSTALLED, JUDGED, BY_PYTHON = "compute_installed", "compute_judged", "compute_by_python"
PAYMENTS, READINGS = "compute_payments", "compute_readings"
#: how many payments stand in the order of person and day (see `slots`)
IN_ORDER = "compute_in_order"
#: the same day as 20261231
TODAY_DIGITS = "compute_today_digits"
#: how many rows of the roster repeat a person of the same claim above them
REPEATED = "compute_repeated"
#: how many rows of the roster hold a person who stands above them in any claim
AGAIN = "compute_again"
#: says what keeps the sheets from counting everything, so that there is no sum; "" for nothing
STOPPED = "compute_stopped"
#: says which rows do not show what was computed; "" where every row does
ALTERED = "compute_altered"
#: how the names of the single values begin of which these two are put together
_MOVED, _CHANGED = "moved", "changed"
#: the blocks that are handed to the CC_ functions
CLAIMS_BLOCK, ROSTER_BLOCK, WAGES_BLOCK = "block_claims", "block_roster", "block_wages"
#: the months of the grid, and these with the column before them
GRID_HEADS, GRID_HEADS_AND_ONE = "grid_heads", "grid_heads_and_one"
#: an empty text, for facts that no column asks for and blocks that a form does not have
NOTHING = "compute_nothing"
#: the measures of the template, their clauses, and the counties that they hold in
MEASURES, CLAUSES, COUNTIES = "list_measure", "list_clause", "list_counties"
#: each with its words behind it
_NAMED = "list_named"
#: the same, those in force first: what the drop-down offers
OFFERED = "list_offered"

#: what is said of many cells stands once
SAY_ERROR, SAY_NO_DATE, SAY_NOT_LISTED = "say_error", "say_no_date", "say_not_listed"
SAY_NO_YUAN, SAY_NO_COUNT, SAY_NO_PERCENT = "say_no_yuan", "say_no_count", "say_no_percent"
_SAID = {
    SAY_ERROR: "是错误值，请删去公式，直接填写",
    SAY_NO_DATE: "不是日期，请按 2026-03-05 的样子填写",
    SAY_NOT_LISTED: "不在可选范围内，请从列表中选择",
    SAY_NO_YUAN: "不是最多两位小数的金额，请只填数字，以元为单位",
    SAY_NO_COUNT: "应为不小于 0 的整数",
    SAY_NO_PERCENT: "不是最多四位小数的百分数，请填如 5.5 或 5.5%",
}

_SEPARATOR = "_"
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
        INSTALLED: engine.installed(),
        JUDGED: engine.judged(plan),
        BY_PYTHON: engine.by_python(plan),
        ENGINE: engine.engine(JUDGED, BY_PYTHON, INSTALLED),
        TODAY: "TODAY()",
        TODAY_DIGITS: f"YEAR({TODAY})*10000+MONTH({TODAY})*100+DAY({TODAY})",
        REPEATED: _sum_of_people(plan, "repeated"),
        AGAIN: _sum_of_people(plan, "again"),
        FIRST_MONTH: _first_month(plan),
        PAYMENTS: _payments(plan, "slot"),
        IN_ORDER: _payments(plan, "fen"),
        NOTHING: '""',
        **_hands(plan),
        # Python knows what day it is; on another day it must be asked again, cell for cell.
        READINGS: f'IF({TODAY}>0,"{readings_text(plan)}","")',
        **{name: f'"{text}"' for name, text in _SAID.items()},
    }
    for row, (name, formula) in enumerate(values.items()):
        sheet.write_formula(row, 0, "=" + formula, None, "")
        define(name, f"='{LISTS_SHEET}'!$A${row + 1}")
    lists: dict[str, Sequence[str | float]] = {
        MEASURES: [item.rule.id for item in plan.rules],
        CLAUSES: [clause_text(item) for item in plan.rules],
        COUNTIES: [_counties(item) for item in plan.rules],
        _NAMED: [f"{item.rule.id} {item.rule.measure.title}" for item in plan.rules],
    }
    for form_sheet in plan.sheets:
        for column in form_sheet.inputs:
            if column.options and column.type is not ColumnType.MEASURE:
                lists[list_name(column)] = column.options
    if plan.has(SheetKind.WAGES):
        lists |= memo_words.lists()
    for index, (name, entries) in enumerate(lists.items(), start=1):
        sheet.write_column(0, index, entries)
        letter = xl_col_to_name(index)
        area = f"${letter}$1:${letter}${len(entries)}"
        single = len(entries) == 1 and name in {CLAUSES, COUNTIES}  # see `of_measure`
        define(name, f"='{LISTS_SHEET}'!{f'${letter}$1' if single else area}")
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


def of_measure(plan: Plan, name: str, position: str) -> str:
    """A formula: what a list that has one entry for each measure holds at a position.

    Where there is but one it is taken as it stands: not every program finds the first of one.
    """
    return name if len(plan.rules) == 1 else f"INDEX({name},{position})"


def holds_elsewhere(plan: Plan, position: str, county: str) -> str:
    """A formula: whether the measure at a position of the list does not hold in a county.

    Of a county that the forms do not offer it is not known.
    """
    bound = of_measure(plan, COUNTIES, position)
    there = f'ISNUMBER(FIND("{_SEPARATOR}"&{county}&"{_SEPARATOR}",{bound}))'
    offered = is_offered(plan.sheet(SheetKind.CLAIMS).column("county"), county)
    return f'IF({position}="",FALSE,IF({offered},NOT({there}),FALSE))'


def _counties(item: RulePlan) -> str:
    bound = [area.name for area in areas() if area.is_bound(item.rule)]
    return _SEPARATOR + _SEPARATOR.join(bound) + _SEPARATOR


def _write_offered(plan: Plan, sheet: CompactWorksheet, first: int) -> None:
    """Three columns: in force today, place in the drop-down, the drop-down itself."""
    force, place = (xl_col_to_name(first + step) for step in range(2))
    last = len(plan.rules)
    every = f"${force}$1:${force}${last}"
    for row, item in enumerate(plan.rules, start=1):
        above = f"${force}$1:${force}{row}"
        later = f"SUM({every})+COUNTIF({above},0)"
        formulas = (
            _in_force(plan, item),
            f"IF({force}{row}=1,SUM({above}),{later})",
            of_measure(plan, _NAMED, f"MATCH({row},${place}$1:${place}${last},0)"),
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


STOPPED_HELP = "在此之前不出核算金额。"


def _hands(plan: Plan) -> dict[str, str]:
    """What people's hands have done to the sheets, by the name of the cell that says it."""
    found, moved = {}, []
    altered: dict[SheetKind, str] = {}
    for form_sheet in plan.sheets:
        name = f"{_MOVED}_{form_sheet.kind.value}"
        found[name] = hands.moved_headers(plan, form_sheet)
        moved.append(hands.headers_told(form_sheet, name))
        if form_sheet.kind is not SheetKind.WAGES:
            name = f"{_CHANGED}_{form_sheet.kind.value}"
            found[name] = hands.first_altered(plan, form_sheet.kind)
            altered[form_sheet.kind] = name
    stopping = f"MID({'&'.join([*moved, hands.more_rows(plan)])},2,500)"
    return {
        **found,
        STOPPED: stopping,
        ALTERED: hands.altered_told(plan, altered),
    }


def _sum_of_people(plan: Plan, key: str) -> str:
    return f"SUM({plan.roster_helper.column(key)})" if plan.lists_people else "0"


def _payments(plan: Plan, column: str) -> str:
    """How many payments have a number in a column."""
    if not plan.has(SheetKind.WAGES):
        return "0"
    return f"COUNT({plan.wages_helper.column(column)})"


def _first_month(plan: Plan) -> str:
    """The first month of the grid, as year × 12 + month."""
    window = str(plan.months.first_of_windows)
    if not plan.has(SheetKind.WAGES) or plan.months.start_with_window:
        return window
    paid, firsts = (plan.grid.column(name) for name in (EARLIEST, "first_month"))
    this_year = f"YEAR({TODAY})*12+1"
    return f"IF(COUNT({paid})=0,{this_year},MAX(MIN({paid})+{MONTH_0},MIN({firsts})))"
