"""The hidden helper rows of the roster: what is known of each person, whatever the rule."""

from addin.formulas.dates import derived
from addin.formulas.employment import EmploymentFormulas, PersonCells
from addin.formulas.identifiers import id_fault
from addin.formulas.text import first_of, key, tidy
from addin.template.layout import Block, mirrored
from addin.template.lists import NOTHING, TODAY
from addin.template.months import beyond
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from addin.template.slots import first_of_person, last_of_person
from addin.template.typed import typed
from addin.template.writer import Writer, write_formula
from claimcheck.forms import SheetKind
from claimcheck.forms.fact_columns import doubtful_fact

#: the names under which the blocks are handed to the CC_ functions
ROSTER_BLOCK, WAGES_BLOCK = "block_roster", "block_wages"

_PERIOD = ("period_start", "period_end")


def write_people(writer: Writer) -> None:
    """Write the helper sheet of the roster and define the blocks for Python."""
    plan = writer.plan
    block, roster = plan.roster_helper, plan.sheet(SheetKind.ROSTER)
    sheet = writer.add_sheet(block.sheet, helper=True)
    claims = plan.sheet(SheetKind.CLAIMS)
    headers = {column.key: column.header for column in (*claims.inputs, *roster.inputs)}
    dates = writer.styles.get(num_format="yyyy-mm-dd")
    for name in block.keys:
        header = headers[name.removeprefix("in_")] if name.startswith("in_") else name
        sheet.write_string(block.header_row - 1, block.index(name), header)
    for row in range(block.first_row, block.last_row + 1):
        for name, formula in _person_formulas(plan, row).items():
            is_date = name.endswith(("_on", "_start", "_end"))
            write_formula(sheet, block, name, row, formula, dates if is_date else None)
    inputs = roster.inputs
    define = writer.workbook.define_name
    define(ROSTER_BLOCK, "=" + block.area(f"in_{inputs[0].key}", "in_period_end"))
    if plan.has(SheetKind.WAGES):
        wages, columns = plan.block(SheetKind.WAGES), plan.sheet(SheetKind.WAGES).inputs
        define(WAGES_BLOCK, "=" + wages.area(columns[0].key, columns[-1].key))


def known(block: Block, name: str, row: int) -> str:
    """The cell of a fact on a helper sheet, an empty text where no column asks for it."""
    column = f"fact_{name}"
    return block.far_cell(column, row) if column in block.keys else NOTHING


def person_cells(plan: Plan, item: RulePlan, row: int) -> PersonCells:
    """The cells from which a person's months and wages are found."""
    block = plan.roster_helper
    pay = months = ""
    if plan.has(SheetKind.WAGES):
        grid = plan.grid
        first, last = grid.letter("month_0"), grid.letter(f"month_{plan.months - 1}")
        head = grid.header_row
        pay = f"'{grid.sheet}'!${first}{row}:${last}{row}"
        months = f"'{grid.sheet}'!${first}${head}:${last}${head}"
    return PersonCells(
        hired_on=known(block, "hired_on", row),
        left_on=known(block, "left_on", row),
        period_end=known(block, "period_end", row),
        stated_wage=known(block, "monthly_wage_yuan", row),
        today=TODAY,
        pay=pay,
        months=months,
        paid=item.roster.cell("paid", row),
        missed=item.roster.cell("missed", row),
    )


def _person_formulas(plan: Plan, row: int) -> dict[str, str]:
    entry, block, claims = plan.block(SheetKind.ROSTER), plan.roster_helper, plan.claims_helper
    inputs = plan.sheet(SheetKind.ROSTER).inputs

    def cell(name: str) -> str:
        return block.cell(name, row)

    def of_claim(name: str) -> str:
        return f'IF({cell("claim_pos")}="","",INDEX({claims.column(name)},{cell("claim_pos")}))'

    def position(name: str) -> str:
        return f"MATCH({cell(name)},{block.column(name)},0)"

    formulas = {
        f"in_{column.key}": f'IF({mirrored(entry, column.key, row)}="","",'
        f"{mirrored(entry, column.key, row)})"
        for column in inputs
    }
    formulas |= {
        # Where a unit may stand behind the number the cell is looked at many times.
        f"fact_{column.key}": typed(
            column,
            cell(f"in_{column.key}") if doubtful_fact(column) else mirrored(entry, column.key, row),
        )
        for column in inputs
    }
    by_office = plan.supplied_by_office
    typed_in = [column.key for column in inputs if column.key not in by_office]
    for name in by_office:
        raw, column = mirrored(entry, name, row), plan.sheet(SheetKind.ROSTER).column(name)
        supplied = f'IF({cell("started")}=1,{_minimum_wage(plan)},"")'
        formulas[f"in_{name}"] = f'IF({raw}="",{supplied},{raw})'
        formulas[f"fact_{name}"] = typed(column, cell(f"in_{name}"))
    formulas |= {
        **{f"in_{name}": of_claim(f"fact_{name}") for name in _PERIOD},
        "fact_period_end": of_claim("fact_period_end"),
        "started": f'IF({"&".join(cell(f"in_{key}") for key in typed_in)}="",0,1)',
        "claim_key": key(cell("in_claim_id")),
        "claim_pos": f'IF({cell("claim_key")}="","",'
        f'IFERROR(MATCH({cell("claim_key")},{claims.column("key")},0),""))',
        "measure_pos": of_claim("measure_pos"),
        "id_number": f'IF({cell("in_id_number")}="","",{tidy(cell("in_id_number"))})',
        "id_fault": id_fault(cell("in_id_number"), cell("id_number"), TODAY),
        "person_key": f'IF(ISNUMBER({cell("in_id_number")}),"",{key(cell("id_number"))})',
        "person_pos": f'IF({cell("person_key")}="","",{position("person_key")})',
        "twice_key": f'IF({cell("person_key")}="","",{cell("claim_key")}&"|"&{cell("person_key")})',
        "rows_of_person": f'IF({cell("twice_key")}="",1,'
        f"COUNTIF({block.column('twice_key')},{cell('twice_key')}))",
    }
    formulas |= _stint(block, row)
    for name in plan.other_ids:
        raw = cell(f"in_{name}")
        formulas[f"text_{name}"] = f'IF({raw}="","",{tidy(raw)})'
        formulas[f"fault_{name}"] = id_fault(raw, cell(f"text_{name}"), TODAY)
    last_day = f"MIN({cell('fact_period_end')},{TODAY})"
    for name in plan.found_facts:
        formulas[f"fact_{name}"] = derived(name, lambda source: known(block, source, row), last_day)
    for bound in ("first_month", "last_month"):
        formulas[bound] = f'IF({cell("started")}=0,"",{_bound(plan, bound, row)})'
    if plan.has(SheetKind.WAGES):
        formulas |= _paid(plan, row)
    formulas["beyond"] = beyond(plan, row)
    return formulas


def _paid(plan: Plan, row: int) -> dict[str, str]:
    """Where the person's payments up to today begin and end among the sorted ones."""
    slots, person = plan.wages_helper, plan.roster_helper.cell("person_pos", row)
    return {
        "paid_from": f'IF({person}="",1,{first_of_person(slots, person)})',
        "paid_to": f'IF({person}="",0,{last_of_person(slots, person, TODAY)})',
    }


def _minimum_wage(plan: Plan) -> str:
    """The monthly minimum wage that the office's file gives for today."""
    latest = sorted(plan.settings.office.minimum_wages, key=lambda entry: entry.start, reverse=True)
    cases = [
        (
            f"{TODAY}>=DATE({entry.start.year},{entry.start.month},{entry.start.day})",
            f"{entry.yuan:.15g}",
        )
        for entry in latest
    ]
    return first_of(cases, '""')


def _stint(block: Block, row: int) -> dict[str, str]:
    """Which row stands for its person, and whether its days lie apart; see `evaluate.stints`.

    A day that is not known may be any day: the first from 0 on, the last up to the year 9999.
    """

    def above(name: str) -> str:
        letter = block.letter(name)
        return f"${letter}${block.header_row}:${letter}${row - 1}"

    hired, left = known(block, "hired_on", row), known(block, "left_on", row)
    start, end = block.cell("stint_start", row), block.cell("stint_end", row)
    twice, rows = block.cell("twice_key", row), block.cell("rows_of_person", row)
    earlier = (
        f'COUNTIFS({block.column("twice_key")},{twice},{block.column("stint_start")},"<"&{start})'
    )
    same_day = f"COUNTIFS({above('twice_key')},{twice},{above('stint_start')},{start})"
    overlapping = (
        f'COUNTIFS({above("twice_key")},{twice},{above("stint_start")},"<="&{end},'
        f'{above("stint_end")},">="&{start})'
    )
    return {
        "stint_start": f'IF({hired}="",0,{hired})',
        "stint_end": f'IF(OR({hired}="",{left}=""),DATE(9999,12,31),MAX({hired},{left}))',
        "first_of_claim": f"IF({rows}=1,1,IF({earlier}+{same_day}=0,1,0))",
        "apart": f"IF({rows}=1,1,IF({overlapping}=0,1,0))",
    }


def _bound(plan: Plan, bound: str, row: int) -> str:
    """The first or last month that the person's rule may count; the first rule's where unknown."""
    block = plan.roster_helper
    parts = []
    for item in plan.rules:
        if item.counting is None:
            parts.append("0")
            continue
        formulas = EmploymentFormulas(item.counting, person_cells(plan, item, row))
        parts.append(formulas.first_month() if bound == "first_month" else formulas.last_month())
    if len(set(parts)) == 1:
        return parts[0]
    position = block.cell("measure_pos", row)
    return f'CHOOSE(IF({position}="",1,{position}),{",".join(parts)})'
