"""The months: a visible strip for each person, with what was paid in each of them."""

from xlsxwriter.worksheet import Worksheet

from addin.template.layout import Block
from addin.template.lists import FIRST_MONTH, TODAY
from addin.template.plan import Plan
from addin.template.printing import set_up_page
from addin.template.slots import LAST_DAY, MONTH_0, before, through, up_to
from addin.template.styles import REACHED
from addin.template.writer import Writer, write_formula
from claimcheck.forms import ColumnType, SheetKind


def beyond(plan: Plan, row: int) -> str:
    """How many of a person's payments may count, but stand in months behind the grid's last."""
    if not plan.has(SheetKind.WAGES) or plan.is_closed:
        return "0"
    people, slots = plan.roster_helper, plan.wages_helper
    person, last = (people.cell(name, row) for name in ("person_pos", "last_month"))
    # With months named by memos, payments after today may be among them: then the cells say
    # too early that they cannot compute, but never show a wrong figure.
    now = f"YEAR({TODAY})*12+MONTH({TODAY})"
    end = f"MIN({last},{now})-{MONTH_0}"
    shown = f"{FIRST_MONTH}+{plan.months - 1}-{MONTH_0}"
    last_day = f"IF({last}>={now},DAY({TODAY})-1,{LAST_DAY})"
    found = f"{through(slots, person, end, last_day)}-{through(slots, person, shown, LAST_DAY)}"
    return f'IF({person}="",0,IF({end}<={shown},0,{found}))'


def write_grid(writer: Writer) -> None:
    """Write the sheet with each person's pay by month."""
    plan, grid, styles = writer.plan, writer.plan.grid, writer.styles
    sheet = writer.add_sheet(grid.sheet)
    sheet.set_row(0, 30)
    sheet.set_row(1, 18)
    sheet.set_row(grid.header_row - 1, 36)
    sheet.write_string(0, 0, f"{plan.form.title} {grid.sheet}", styles.title())
    note = (
        "每格是该人当月入账合计（元），由工资流水自动汇总；"
        "只列在职且可以计入的月份。未达门槛的月份为红字。"
    )
    sheet.write_string(1, 0, note, styles.note())
    heading = styles.heading(required=False, computed=True)
    months = styles.heading(required=False, computed=True, num_format="yyyy-mm")
    sheet.write_string(grid.header_row - 1, grid.index("claim_id"), "申报编号", heading)
    sheet.write_string(grid.header_row - 1, grid.index("name"), "姓名", heading)
    sheet.write_string(grid.header_row - 1, grid.index("total"), "合计（元）", heading)
    sheet.set_column(0, 1, 11)
    sheet.set_column(2, grid.index("total") - 1, 10.5)
    sheet.set_column(grid.index("total"), grid.index("total"), 13)
    for number in range(plan.months):
        first = f"DATE(INT(({FIRST_MONTH}+{number}-1)/12),MOD({FIRST_MONTH}+{number}-1,12)+1,1)"
        write_formula(sheet, grid, f"month_{number}", grid.header_row, first, months)
    text, money = styles.result(ColumnType.TEXT), styles.result(ColumnType.YUAN)
    for row in range(grid.first_row, grid.last_row + 1):
        sheet.set_row(row - 1, 18)
        for name, formula in _grid_formulas(plan, row).items():
            style = text if name in {"claim_id", "name"} else money
            write_formula(sheet, grid, name, row, formula, style)
    _mark(writer, sheet)
    sheet.freeze_panes(grid.header_row, 2)
    sheet.autofilter(grid.header_row - 1, 0, grid.last_row - 1, grid.index("total"))
    set_up_page(sheet, grid, f"{plan.form.title} {grid.sheet}")
    sheet.fit_to_pages(1, 0)


def _grid_formulas(plan: Plan, row: int) -> dict[str, str]:
    people, grid = plan.roster_helper, plan.grid
    slots = plan.wages_helper
    person = people.far_cell("person_pos", row)
    first, last = (people.far_cell(name, row) for name in ("first_month", "last_month"))
    strip = f"{grid.cell('month_0', row)}:{grid.cell(f'month_{plan.months - 1}', row)}"
    formulas = {
        "claim_id": people.far_cell("fact_claim_id", row),
        "name": people.far_cell("fact_name", row),
        "total": f'IF(COUNT({strip})=0,"",SUM({strip}))',
    }
    for number in range(plan.months):
        month = f"{FIRST_MONTH}+{number}"
        inside = f'IF({person}="",FALSE,AND({month}>={first},{month}<={last}))'
        days = f"{TODAY}-{grid.letter(f'month_{number}')}${grid.header_row}"
        found = _paid(slots, person, f"{FIRST_MONTH}-{MONTH_0 - number}", days)
        formulas[f"month_{number}"] = f'IF({inside},{found},"")'
    return formulas


def _paid(slots: Block, person: str, month: str, days: str) -> str:
    """The sum of a month's payments up to a day, counted from its first; "" if nothing."""
    start, end = before(slots, person, month), through(slots, person, month, up_to(days))
    running = slots.fenced("running")
    paid = f"ROUND(INDEX({running},{end})-INDEX({running},{start}),2)"
    return f'IF({start}={end},"",IF({paid}>0,{paid},""))'


def _mark(writer: Writer, sheet: Worksheet) -> None:
    """Red where a month misses the floor of the person's rule, a quiet blue where it reaches it."""
    plan, grid = writer.plan, writer.plan.grid
    counting = [item.counting for item in plan.rules if item.counting]
    floors = [f"{how.floor_fen / 100:g}" for how in counting]
    if not all(how.floor_fen for how in counting) or not floors:
        return
    cell = f"{grid.letter('month_0')}{grid.first_row}"
    # Conditional formats may not look at other sheets in old Excel: the lowest floor marks.
    floor = f"MIN({','.join(floors)})" if len(set(floors)) > 1 else floors[0]
    area = grid.local_area("month_0", f"month_{plan.months - 1}")
    reached = writer.styles.overlay(bg_color=REACHED)
    for condition, style in ((f"{cell}<{floor}", writer.styles.wrong()), ("TRUE", reached)):
        formula = f"=IF(ISNUMBER({cell}),{condition},FALSE)"
        sheet.conditional_format(
            area, {"type": "formula", "criteria": formula, "format": style, "stop_if_true": True}
        )
