"""What each person was paid by month and what is found of it, hidden beside what the person is.

A formula names the cells of its own row only. One that looked for its row in the column of
another sheet would be told of every row that changes, and at each entry all of them do.
"""

from addin.formulas.employment import EmploymentFormulas
from addin.formulas.pay_figures import Strip, pay_figures
from addin.template.compact import CompactWorksheet
from addin.template.known import months_of, person_cells
from addin.template.lists import FIRST_MONTH, GRID_HEADS, GRID_HEADS_AND_ONE, TODAY
from addin.template.merging import by_rule
from addin.template.month_plan import ALL_MONTHS, EARLIEST, GRID_BOUNDS
from addin.template.month_sums import fen_of_month
from addin.template.plan import MONTH_SUMS, Plan
from addin.template.slots import between, first_of_person, last_of_person, up_to
from addin.template.writer import Writer, write_formula, write_formulas


def write_grid(writer: Writer) -> None:
    """Write the months of every person beside the person."""
    plan, grid = writer.plan, writer.plan.grid
    sheet = writer.workbook.get_worksheet_by_name(grid.sheet)
    for name in grid.keys:
        sheet.write_string(grid.header_row - 1, grid.index(name), name)
    for number in range(plan.months.count):
        write_formula(sheet, grid, f"month_{number}", grid.header_row, head_of_month(number))
    write_formulas(sheet, grid, lambda row: _formulas(plan, row))
    _write_blocks(sheet, plan)
    _name_heads(writer)


def head_of_month(number: int) -> str:
    """The first day of a month of the grid; number from 0."""
    month = f"{FIRST_MONTH}+{number}-1"
    return f"DATE(INT(({month})/12),MOD({month},12)+1,1)"


def _name_heads(writer: Writer) -> None:
    """Name the headings of the months."""
    grid, head, define = writer.plan.grid, writer.plan.grid.header_row, writer.workbook.define_name
    first, last = grid.letter("month_0"), grid.letter(f"month_{writer.plan.months.count - 1}")
    before, sheet = grid.letter(GRID_BOUNDS[-1]), f"='{grid.sheet}'!"
    define(GRID_HEADS, f"{sheet}${first}${head}:${last}${head}")
    define(GRID_HEADS_AND_ONE, f"{sheet}${before}${head}:${last}${head}")


def _write_blocks(sheet: CompactWorksheet, plan: Plan) -> None:
    """Write where each person's payments stand and what they come to, one formula for all people.

    A formula of each person that looked through the payments would be told of each of them that
    changes: at 5,000 people that alone takes a second at every entry.
    """
    grid, payments = plan.grid, plan.wages_helper
    payee = grid.rows_of("payee")
    blocks = {
        "paid_from": first_of_person(payments, payee),
        "paid_to": last_of_person(payments, payee, TODAY),
        ALL_MONTHS: up_to(payments, payee, TODAY, MONTH_SUMS),
    }
    first, last = grid.first_row - 1, grid.last_row - 1
    for name, formula in blocks.items():
        column = grid.index(name)
        sheet.write_block_formula(first, column, last, column, formula)


def _formulas(plan: Plan, row: int) -> dict[str, str]:
    people, grid = plan.roster_helper, plan.grid
    first, last, _, paid_from, paid_to = (grid.cell(name, row) for name in GRID_BOUNDS)
    strip = months_of(plan, row)
    key, keys = people.cell("person_key", row), plan.wages_helper.column("key")
    formulas = {
        "first_month": _bound(plan, row, "first_month"),
        "last_month": _bound(plan, row, "last_month"),
        "payee": f'IF({key}="",0,IFERROR(MATCH({key},{keys},0),0))',
        "total": f'IF(COUNTIF({strip},">0")=0,"",SUM({strip}))',
    }
    if not plan.months.start_with_window:
        months = between(plan.wages_helper, "for_month", paid_from, paid_to)
        formulas[EARLIEST] = f'IF({paid_to}<{paid_from},"",MIN({months}))'
    for number in range(plan.months.count):
        month = f"{FIRST_MONTH}+{number}"
        yuan = f"{fen_of_month(grid.cell(ALL_MONTHS, row), number)}/100"
        # A month with nothing left is 0, and looks empty.
        inside = f'IF(AND({month}>={first},{month}<={last}),{yuan},"")'
        formulas[f"month_{number}"] = f'IF({paid_to}<{paid_from},"",{inside})'
    figures = Strip(
        strip,
        grid.cell("total", row),
        GRID_HEADS,
        GRID_HEADS_AND_ONE,
        lambda key: grid.cell(key, row),
    )
    return formulas | pay_figures(plan.months.ways, figures)


def _bound(plan: Plan, row: int, bound: str) -> str:
    """The first or last month that the person's rule may count."""
    parts = {}
    for item in plan.rules:
        parts[item.index] = "0"
        if item.counting is not None:
            formulas = EmploymentFormulas(item.counting, person_cells(plan, row))
            first = bound == "first_month"
            parts[item.index] = formulas.first_month() if first else formulas.last_month()
    return by_rule(plan.roster_helper.cell("measure_pos", row), parts)
