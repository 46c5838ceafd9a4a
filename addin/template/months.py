"""The months: a visible strip for each person, with what was paid in each of them.

What stands there is computed beside the person (see `grid`): a column shows a column.
"""

from addin.template.compact import CompactWorksheet
from addin.template.grid import head_of_month
from addin.template.head import write_head
from addin.template.plan import Plan
from addin.template.printing import print_filled_rows, print_nothing, set_up_page
from addin.template.styles import REACHED
from addin.template.writer import Writer, write_formula
from claimcheck.forms import ColumnType

_TITLES = {"claim_id": "申报编号", "name": "姓名", "total": "合计（元）"}
#: of the columns, in characters
_WIDTHS = {"claim_id": 11, "name": 11, "total": 13}
_MONTH_WIDTH = 10.5


def write_months(writer: Writer) -> None:
    """Write the sheet with each person's pay by month."""
    plan, shown, styles = writer.plan, writer.plan.months_shown, writer.styles
    sheet = writer.add_sheet(shown.sheet)
    sheet.set_row(shown.header_row - 1, 36)
    note = (
        "每格是该人当月入账合计（元），由工资流水自动汇总；"
        "只列在职且可以计入的月份。未达门槛的月份为红字。"
    )
    widths = [_WIDTHS.get(name, _MONTH_WIDTH) for name in shown.keys]
    write_head(writer, sheet, f"{plan.form.title} {shown.sheet}", note, widths)
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    heading = styles.heading(required=False, computed=True)
    months = styles.heading(required=False, computed=True, num_format="yyyy-mm")
    for name, title in _TITLES.items():
        sheet.write_string(shown.header_row - 1, shown.index(name), title, heading)
    for number in range(plan.months.count):
        head = head_of_month(number)
        write_formula(sheet, shown, f"month_{number}", shown.header_row, head, months)
    for row in range(shown.first_row, shown.last_row + 1):
        sheet.set_row(row - 1, 18)
    _write_columns(writer, sheet)
    _mark(writer, sheet)
    sheet.freeze_panes(shown.header_row, 2)
    sheet.autofilter(shown.header_row - 1, 0, shown.last_row - 1, shown.index("total"))
    set_up_page(sheet, shown, f"{plan.form.title} {shown.sheet}")
    sheet.fit_to_pages(1, 0)
    if writer.for_excel:
        print_filled_rows(sheet, writer, shown, "claim_id", "total")
    else:
        print_nothing(sheet, len(shown.keys))


def _write_columns(writer: Writer, sheet: CompactWorksheet) -> None:
    """Let each column show the one that was computed, with one formula."""
    plan, shown = writer.plan, writer.plan.months_shown
    text, money = writer.styles.result(ColumnType.TEXT), writer.styles.sums()
    first, last = shown.first_row - 1, shown.last_row - 1
    for name in shown.keys:
        column = shown.index(name)
        style = text if name in {"claim_id", "name"} else money
        sheet.write_block_formula(first, column, last, column, _computed(plan, name), style)


def _computed(plan: Plan, name: str) -> str:
    """The column that a column shows."""
    if name in {"claim_id", "name"}:
        return plan.roster_helper.column(f"fact_{name}")
    return plan.grid.column(name)


def _mark(writer: Writer, sheet: CompactWorksheet) -> None:
    """Red where a month misses the floor of the person's rule, a quiet blue where it reaches it."""
    plan, shown = writer.plan, writer.plan.months_shown
    counting = [item.counting for item in plan.rules if item.counting]
    floors = [f"{how.floor_fen / 100:g}" for how in counting]
    if not all(how.floor_fen for how in counting) or not floors:
        return
    cell = f"{shown.letter('month_0')}{shown.first_row}"
    # Conditional formats may not look at other sheets in old Excel: the lowest floor marks.
    floor = f"MIN({','.join(floors)})" if len(set(floors)) > 1 else floors[0]
    area = shown.local_area("month_0", f"month_{plan.months.count - 1}")
    reached = writer.styles.overlay(bg_color=REACHED)
    for condition, style in ((f"{cell}<{floor}", writer.styles.wrong()), ("TRUE", reached)):
        formula = f"=IF(N({cell})>0,{condition},FALSE)"
        sheet.conditional_format(
            area, {"type": "formula", "criteria": formula, "format": style, "stop_if_true": True}
        )
