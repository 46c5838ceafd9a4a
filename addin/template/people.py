"""The hidden helper rows of the roster: what is known of each person, and each rule's verdict."""

from addin.formulas.employment import EmploymentFormulas, PersonCells
from addin.formulas.identifiers import id_fault
from addin.formulas.requirements import formula_test
from addin.formulas.text import both, key, quote, tidy
from addin.functions import ID_STORED_AS_NUMBER
from addin.template.layout import mirrored
from addin.template.lists import TODAY
from addin.template.plan import EMPLOYMENT_FACTS, ROSTER_RESULT, Plan, RulePlan
from addin.template.typed import typed
from addin.template.writer import Writer, write_formula
from claimcheck.evaluate.employment import FOUND
from claimcheck.evaluate.people import BASICS
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import Level, MonthsFrom

#: the names under which the blocks are handed to the CC_ functions
ROSTER_BLOCK, WAGES_BLOCK = "block_roster", "block_wages"


def write_people(writer: Writer) -> None:
    """Write the helper sheet of the roster and define the blocks for Python."""
    plan = writer.plan
    block, roster = plan.roster_helper, plan.sheet(SheetKind.ROSTER)
    sheet = writer.add_sheet(block.sheet, helper=True)
    claims = plan.sheet(SheetKind.CLAIMS)
    headers = {column.key: column.header for column in (*roster.inputs, *claims.inputs)}
    dates = writer.styles.get(num_format="yyyy-mm-dd")
    for name in block.keys:
        header = headers[name.removeprefix("in_")] if name.startswith("in_") else name
        sheet.write_string(block.header_row - 1, block.index(name), header)
    for row in range(block.first_row, block.last_row + 1):
        for name, formula in _person_formulas(plan, row).items():
            is_date = name.endswith(("_on", "_start", "_end"))
            write_formula(sheet, block, name, row, formula, dates if is_date else None)
    inputs = roster.inputs
    wages = plan.block(SheetKind.WAGES)
    wage_inputs = plan.sheet(SheetKind.WAGES).inputs
    define = writer.workbook.define_name
    define(ROSTER_BLOCK, "=" + block.area(f"in_{inputs[0].key}", "in_period_end"))
    define(WAGES_BLOCK, "=" + wages.area(wage_inputs[0].key, wage_inputs[-1].key))


def _person_formulas(plan: Plan, row: int) -> dict[str, str]:
    entry, block, claims = plan.block(SheetKind.ROSTER), plan.roster_helper, plan.claims_helper
    inputs = plan.sheet(SheetKind.ROSTER).inputs

    def cell(name: str) -> str:
        return block.cell(name, row)

    def of_claim(name: str) -> str:
        return f'IF({cell("claim_pos")}="","",INDEX({claims.column(name)},{cell("claim_pos")}))'

    def position(name: str) -> str:
        return f"MATCH({cell(name)},{block.column(name)},0)"

    number = row - block.header_row
    formulas = {
        f"in_{column.key}": f'IF({mirrored(entry, column.key, row)}="","",'
        f"{mirrored(entry, column.key, row)})"
        for column in inputs
    }
    formulas |= {
        f"fact_{column.key}": typed(column.type, cell(f"in_{column.key}")) for column in inputs
    }
    formulas |= {
        "in_period_start": of_claim("fact_period_start"),
        "in_period_end": of_claim("fact_period_end"),
        "fact_period_end": of_claim("fact_period_end"),
        "started": f'IF({"&".join(cell(f"in_{column.key}") for column in inputs)}="",0,1)',
        "claim_key": key(cell("in_claim_id")),
        "claim_pos": f'IF({cell("claim_key")}="","",'
        f'IFERROR(MATCH({cell("claim_key")},{claims.column("key")},0),""))',
        "measure_pos": of_claim("measure_pos"),
        "id_number": f'IF({cell("in_id_number")}="","",{tidy(cell("in_id_number"))})',
        "id_fault": id_fault(cell("in_id_number"), cell("id_number"), TODAY),
        "person_key": f'IF(ISNUMBER({cell("in_id_number")}),"",{key(cell("id_number"))})',
        "person_pos": f'IF({cell("person_key")}="","",{position("person_key")})',
        "twice_key": f'IF({cell("person_key")}="","",{cell("claim_key")}&"|"&{cell("person_key")})',
        "first_of_claim": f'IF({cell("twice_key")}="",1,IF({position("twice_key")}={number},1,0))',
    }
    for bound in ("first_month", "last_month"):
        formulas[bound] = _bound(plan, bound, row)
    return formulas


def _bound(plan: Plan, bound: str, row: int) -> str:
    """The first or last month that the person's rule may count; any rule's where unknown."""
    block = plan.roster_helper
    parts = []
    for item in plan.rules:
        how = item.counting
        if how is None:
            parts.append("0")
            continue
        formulas = EmploymentFormulas(how, _person_cells(plan, item, row))
        parts.append(formulas.first_month() if bound == "first_month" else formulas.last_month())
    if len(parts) == 1:
        return parts[0]
    position = block.cell("measure_pos", row)
    return f'CHOOSE(IF({position}="",1,{position}),{",".join(parts)})'


def _person_cells(plan: Plan, item: RulePlan, row: int) -> PersonCells:
    block, grid = plan.roster_helper, plan.grid
    first, last = grid.letter("month_0"), grid.letter(f"month_{plan.months - 1}")
    head = grid.header_row

    def known(name: str) -> str:
        return block.far_cell(f"fact_{name}", row)

    return PersonCells(
        hired_on=known("hired_on"),
        left_on=known("left_on"),
        period_end=known("period_end"),
        stated_wage=known("monthly_wage_yuan"),
        today=TODAY,
        pay=f"'{grid.sheet}'!${first}{row}:${last}{row}",
        months=f"'{grid.sheet}'!${first}${head}:${last}${head}",
        paid=item.roster.far_cell("paid", row),
        missed=item.roster.far_cell("missed", row),
    )


def write_rule_people(writer: Writer, item: RulePlan) -> None:
    """Write one rule's helper sheet of the roster."""
    plan, block = writer.plan, item.roster
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for row in range(block.first_row, block.last_row + 1):
        formulas, arrays = _verdict_formulas(plan, item, row)
        for name, formula in formulas.items():
            write_formula(sheet, block, name, row, formula, array=name in arrays)
    first, last = block.index("python_months"), block.index(f"python_{ROSTER_RESULT[-1]}")
    call = f'IFERROR(CC_ROSTER("{item.rule.id}",{ROSTER_BLOCK},{WAGES_BLOCK}),"")'
    place = (block.first_row - 1, first, block.last_row - 1, last)
    sheet.write_array_formula(*place, "{=" + call + "}", None, "")
    for row in range(block.first_row - 1, block.last_row):
        for index in range(first, last + 1):
            if (row, index) != place[:2]:
                sheet.write_string(row, index, "")


def _verdict_formulas(plan: Plan, item: RulePlan, row: int) -> tuple[dict[str, str], set[str]]:
    """The formulas of one person under one rule, and which of them are arrays."""
    known, block, how = plan.roster_helper, item.roster, item.counting
    formulas: dict[str, str] = {}
    arrays: set[str] = set()
    facts = {
        column.key: known.far_cell(f"fact_{column.key}", row)
        for column in plan.sheet(SheetKind.ROSTER).inputs
    }
    basics = {
        "identity": f'IF(OR({known.far_cell("person_key", row)}="",'
        f'{known.far_cell("id_fault", row)}<>""),0,1)',
        "unique": known.far_cell("first_of_claim", row),
    }
    paid = "TRUE"
    if how is not None:
        employment = EmploymentFormulas(how, _person_cells(plan, item, row))
        months, is_array = employment.months_employed()
        formulas |= {
            "paid": employment.paid_months(),
            "missed": employment.missed_months(),
            "lowest": employment.lowest(),
            "average": employment.average(),
            "months_employed": months,
            "months_before_window": employment.months_before_window(),
            "monthly_wage_yuan": employment.tested_wage(),
        }
        arrays |= {"months_employed"} if is_array else set()
        facts |= {name: block.cell(name, row) for name in EMPLOYMENT_FACTS}
        if how.employment.months is MonthsFrom.PAYMENTS:
            basics["evidence"] = f"IF({block.cell('paid', row)}>0,1,0)"
            paid = f"{block.cell('met_evidence', row)}=1"
    formulas |= {f"met_{name}": formula for name, formula in basics.items()}
    phrases = [(f"met_{name}", "TRUE", quote(BASICS[name])) for name in basics]
    met_cells = {
        requirement.name: block.cell(f"met_{requirement.name}", row)
        for requirement in item.requirements(Level.PERSON)
    }
    for requirement in item.requirements(Level.PERSON):
        test = formula_test(item.rule, item.chosen, requirement, facts, met_cells, "0")
        formulas[f"met_{test.name}"] = test.met
        needs_pay = fact(test.fact).column in FOUND
        phrases.append((f"met_{test.name}", paid if needs_pay else "TRUE", test.phrase))
    failed = "&".join(
        f'IF({both([f"{block.cell(name, row)}=0", condition])},"；"&{phrase},"")'
        for name, condition, phrase in phrases
    )
    all_met = both(f"{block.cell(name, row)}<>0" for name, _, _ in phrases)
    damaged = f"ISNUMBER({known.far_cell('in_id_number', row)})"
    started = known.far_cell("started", row)
    formulas["counted"] = f'IF({started}=0,"",IF({all_met},1,0))'
    formulas["reason"] = (
        f'IF({block.cell("counted", row)}<>0,"",'
        f"IF({damaged},{quote(ID_STORED_AS_NUMBER)},MID({failed},2,500)))"
    )
    return formulas, arrays
