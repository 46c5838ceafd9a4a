"""The payments by month: a hidden helper row a payment, a visible strip of months a person."""

from xlsxwriter.worksheet import Worksheet

from addin.formulas.text import first_of, key, quote, tidy
from addin.template.layout import Block, mirrored
from addin.template.lists import FIRST_MONTH, NAMED_WAGES, NOT_WAGES, PAYMENTS, TODAY
from addin.template.plan import Plan
from addin.template.printing import set_up_page
from addin.template.styles import REACHED
from addin.template.typed import amount, day
from addin.template.writer import Writer, write_formula
from claimcheck.forms import ColumnType, SheetKind
from claimcheck.payment_words import NO_MONTH_BEFORE, payment_words

# Adding up with SUMIF would look at every payment for every cell of the grid, which is
# felt at each entry. Instead each payment gets a number, its slot, that orders payments by
# person and month; the slots are sorted once, with the running sum beside them, and a cell
# of the grid is the difference of two running sums that a binary search finds.
#
# TODAY() makes whatever depends on it compute again at every entry, in Excel and LibreOffice
# alike. So no slot depends on it: payments after today are sorted with the others, and a cell
# of the grid searches its month up to today only.

#: a slot is ((person × _MONTHS + month) × _DAYS + day of the payment, counted from the first of
#: that month) × _ROWS + row of the payment: exact as a number for 90,000 people
_MONTHS, _DAYS, _ROWS = 1_000, 1_000, 100_000
#: the month 0 of a slot, as year × 12 + month; payments before it are far from every policy
_MONTH_0 = 1980 * 12 + 1
#: sorts behind every slot
_BEHIND = "9E+15"


def write_payments(writer: Writer) -> None:
    """Write the helper sheet of the wage flow."""
    plan, block = writer.plan, writer.plan.wages_helper
    entry, people = plan.block(SheetKind.WAGES), plan.roster_helper
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for name in ("sorted", "running"):
        # The search starts from the heading, so that it finds something in any case.
        sheet.write_number(block.header_row - 1, block.index(name), 0)
    for row in range(block.first_row, block.last_row + 1):
        number = mirrored(entry, "id_number", row)
        paid_on = mirrored(entry, "paid_on", row)
        # A number is no ID number: its last digits are lost.
        comparable = f'IF(ISNUMBER({number}),"",{key(block.cell("id_number", row))})'
        person, paid = block.cell("person_pos", row), block.cell("day", row)
        position = f"MATCH({block.cell('key', row)},{people.column('person_key')},0)"
        late = block.cell("late", row)
        month = f"(YEAR({paid})*12+MONTH({paid})-{late}-{_MONTH_0})"
        since_first = f"({paid}-DATE(YEAR({paid}),MONTH({paid})-{late},1))"
        yuan = amount(mirrored(entry, "amount_yuan", row))
        unknown = f'OR({person}="",{paid}="",{yuan}="")'
        # What is no wage does not count; money that went back does.
        other = f"IF({yuan}>0,{block.cell('other', row)},0)"
        left_out = f"OR({other}=1,{month}<0,{month}>={_MONTHS})"
        own = row - block.header_row
        ordered, above = block.cell("sorted", row), block.cell("running", row - 1)
        amount_there = f"INDEX({entry.fenced('amount_yuan')},MOD({ordered},{_ROWS})+1)"
        formulas = {
            "id_number": f'IF({number}="","",{tidy(number)})',
            "key": comparable,
            "person_pos": f'IF({block.cell("key", row)}="","",IFERROR({position},""))',
            "day": f'IF({paid_on}="","",{day(paid_on)})',
            "late": _months_late(plan, mirrored(entry, "memo", row), paid),
            "other": _names_no_wage(mirrored(entry, "memo", row)),
            "slot": first_of(
                [(unknown, '""'), (left_out, '""')],
                f"(({person}*{_MONTHS}+{month})*{_DAYS}+{since_first})*{_ROWS}+{own}",
            ),
            "sorted": f"IF({own}>{PAYMENTS},{_BEHIND},SMALL({block.column('slot')},{own}))",
            "running": f"{above}+IF({own}>{PAYMENTS},0,{amount_there})",
        }
        for name, formula in formulas.items():
            write_formula(sheet, block, name, row, formula)


def _months_late(plan: Plan, memo: str, paid: str) -> str:
    """How many months ago the wage was due by its memo (`claimcheck.payment_words`), else 0."""
    if not plan.settings.wage_month_by_memo:
        return "0"
    padded = f'("   "&{memo})'
    place = f'FIND("月",{padded})'

    def before(steps: int) -> str:
        return f"MID({padded},{place}-{steps},1)"

    def is_digit(character: str) -> str:
        return f'ISNUMBER(FIND({character},"0123456789"))'

    def is_no_month(character: str) -> str:
        return f"ISNUMBER(FIND({character},{quote(NO_MONTH_BEFORE)}))"

    named = first_of(
        [
            (f'LEN({memo})-LEN(SUBSTITUTE({memo},"月",""))<>1', "99"),
            (f"NOT({is_digit(before(1))})", "99"),
            (f"{is_digit(before(2))}", f"IF({is_no_month(before(3))},99,{before(2)}&{before(1)})"),
            (is_no_month(before(2)), "99"),
        ],
        before(1),
    )
    late = f"MOD(MONTH({paid})-VALUE({named}),12)"
    believed = f"AND(VALUE({named})>=1,VALUE({named})<=12,{late}<={payment_words().months_late})"
    return f'IF(OR({memo}="",{paid}=""),0,IF({believed},{late},0))'


def _names_no_wage(memo: str) -> str:
    """1 where a memo names something that is no wage (`claimcheck.payment_words`), else 0."""

    def has(words: str) -> str:
        return f"SUMPRODUCT(--ISNUMBER(FIND({words},{memo})))>0"

    cases = [(f'{memo}=""', "0"), (has(NAMED_WAGES), "0"), (has(NOT_WAGES), "1")]
    return first_of(cases, "0")


def beyond(plan: Plan, row: int) -> str:
    """How many of a person's payments may count, but stand in months behind the grid's last."""
    if not plan.has(SheetKind.WAGES) or plan.is_closed:
        return "0"
    people, slots = plan.roster_helper, plan.wages_helper
    person, last = (people.cell(name, row) for name in ("person_pos", "last_month"))
    # With months named by memos, payments after today may be among them: then the cells say
    # that they cannot compute, which is true of the next days.
    now = f"YEAR({TODAY})*12+MONTH({TODAY})"
    end = f"MIN({last},{now})-{_MONTH_0}"
    shown = f"{FIRST_MONTH}+{plan.months - 1}-{_MONTH_0}"
    through = f"IF({last}>={now},DAY({TODAY})-1,{_DAYS - 1})"
    found = f"({_place(slots, person, end, through)}-{_place(slots, person, shown, _DAYS - 1)})"
    return f'IF({person}="",0,IF({end}<={shown},0,{found}))'


def _place(slots: Block, person: str, month: str, day: str | int) -> str:
    """How many slots, the heading among them, stand up to a day of a person's month."""
    last = f"(({person}*{_MONTHS}+{month})*{_DAYS}+{day})*{_ROWS}+{_ROWS - 1}"
    return f"MATCH({last},{slots.fenced('sorted')},1)"


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
        found = _paid(slots, f"{person}*{_MONTHS}+{FIRST_MONTH}-{_MONTH_0 - number}", days)
        formulas[f"month_{number}"] = f'IF({inside},{found},"")'
    return formulas


def _paid(slots: Block, month: str, days: str) -> str:
    """The sum of a month's payments up to a day, counted from its first; "" if nothing."""
    before = f"MATCH(({month})*{_DAYS}*{_ROWS},{slots.fenced('sorted')},1)"
    last = f"(({month})*{_DAYS}+MEDIAN(-1,{_DAYS - 1},{days}))*{_ROWS}+{_ROWS - 1}"
    through = f"MATCH({last},{slots.fenced('sorted')},1)"
    running = slots.fenced("running")
    paid = f"ROUND(INDEX({running},{through})-INDEX({running},{before}),2)"
    return f'IF({before}={through},"",IF({paid}>0,{paid},""))'


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
