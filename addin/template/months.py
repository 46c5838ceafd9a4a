"""The months: a visible strip for each person, with what was paid in each of them."""

from xlsxwriter.worksheet import Worksheet

from addin.template.lists import FIRST_MONTH
from addin.template.plan import Plan
from addin.template.printing import set_up_page
from addin.template.slots import MONTH_0, UNKNOWN_MONTH, between
from addin.template.styles import REACHED
from addin.template.writer import Writer, write_formula
from claimcheck.forms import ColumnType, SheetKind


def beyond(plan: Plan, row: int) -> str:
    """How many of a person's payments may count, but in a month that the grid does not show.

    They stand in months behind its last, or went back from a month that cannot be found.
    """
    if not plan.has(SheetKind.WAGES):
        return "0"
    people = plan.roster_helper
    first, last, until = (people.cell(name, row) for name in ("paid_from", "paid_to", "last_month"))
    months = between(plan.wages_helper, "for_month", first, last)
    found = f"COUNTIF({months},{UNKNOWN_MONTH})"
    if not plan.is_closed:
        shown = f"{FIRST_MONTH}+{plan.months - 1}-{MONTH_0}"
        found += f'+COUNTIFS({months},">"&{shown},{months},"<="&{until}-{MONTH_0})'
    return f"IF({last}<{first},0,{found})"


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
        found = _paid(plan, row, f"{FIRST_MONTH}-{MONTH_0 - number}")
        formulas[f"month_{number}"] = f'IF({inside},{found},"")'
    return formulas


def _paid(plan: Plan, row: int, month: str) -> str:
    """What was paid up to today for a month, less what went back; "" if nothing is left."""
    people, slots = plan.roster_helper, plan.wages_helper
    first, last = (people.far_cell(name, row) for name in ("paid_from", "paid_to"))
    fen, months = (between(slots, key, first, last) for key in ("fen", "for_month"))
    paid = f"SUMIFS({fen},{months},{month})"
    return f'IF({last}<{first},"",IF({paid}>0,{paid}/100,""))'


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
