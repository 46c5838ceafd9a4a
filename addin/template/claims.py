"""The hidden helper rows of the claims: what is known of each claim, whatever the rule."""

from addin.formulas.capital import group, split
from addin.formulas.text import first_of, key
from addin.template.layout import mirrored
from addin.template.lists import MEASURES, NOTHING
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from addin.template.typed import typed
from addin.template.writer import Writer, write_formula
from claimcheck.forms import SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.office import Standard
from claimcheck.policy.uses import DECIDED

CLAIMS_BLOCK = "block_claims"


def write_claims(writer: Writer) -> None:
    """Write the helper sheet of the claims and define the block for Python."""
    plan, block = writer.plan, writer.plan.claims_helper
    sheet = writer.add_sheet(block.sheet, helper=True)
    inputs = plan.sheet(SheetKind.CLAIMS).inputs
    headers = {f"in_{column.key}": column.header for column in inputs}
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), headers.get(name, name))
    for row in range(block.first_row, block.last_row + 1):
        for name, formula in _claim_formulas(plan, row).items():
            write_formula(sheet, block, name, row, formula)
    area = block.area(f"in_{inputs[0].key}", f"in_{inputs[-1].key}")
    writer.workbook.define_name(CLAIMS_BLOCK, "=" + area)


def _claim_formulas(plan: Plan, row: int) -> dict[str, str]:
    entry, block = plan.block(SheetKind.CLAIMS), plan.claims_helper
    inputs = plan.sheet(SheetKind.CLAIMS).inputs

    def cell(name: str) -> str:
        return block.cell(name, row)

    formulas = {}
    for column in inputs:
        raw = mirrored(entry, column.key, row)
        formulas[f"in_{column.key}"] = f'IF({raw}="","",{raw})'
        # Where a unit may stand behind the number the cell is looked at many times.
        near = cell(f"in_{column.key}") if doubtful_fact(column) else raw
        formulas[f"fact_{column.key}"] = typed(column, near)
    if DECIDED in entry.keys:
        formulas[f"in_{DECIDED}"] = _decided(plan, row)
        formulas[f"fact_{DECIDED}"] = typed(
            plan.sheet(SheetKind.CLAIMS).column(DECIDED), cell(f"in_{DECIDED}")
        )
    filled = "&".join(cell(f"in_{column.key}") for column in inputs if column.key != DECIDED)
    position = f"MATCH({cell('applicant_key')},{block.column('applicant_key')},0)"
    assessed = entry.far_cell("assessed_yuan", row)
    formulas |= {
        "started": f'IF({filled}="",0,1)',
        "key": key(cell("fact_claim_id")),
        "measure_pos": f'IFERROR(MATCH({cell("fact_measure")},{MEASURES},0),"")',
        "applicant_key": key(cell("fact_applicant_code")),
        "applicant_pos": f'IF({cell("applicant_key")}="","",{position})',
        "ends": _or_never(cell("fact_period_end") if "fact_period_end" in block.keys else NOTHING),
        "roster_faults": _roster_faults(plan, row),
        "python_capital": f'IF({cell("fen")}="","",IFERROR(CC_CAPITAL({assessed}),""))',
        "fen": f'IF(ISNUMBER({assessed}),ROUND({assessed}*100,0),"")',
    }
    for name, formula in split(cell("fen")).items():
        formulas[name] = f'IF({cell("fen")}="",0,{formula})'
    for name in ("hundred_millions", "ten_thousands", "ones"):
        formulas[f"{name}_text"] = group(cell(name))
    return formulas


def _or_never(day: str) -> str:
    return f'IF({day}="",DATE(9999,12,31),{day})'


def _roster_faults(plan: Plan, row: int) -> str:
    """How many of the claim's people have something wrong in their rows."""
    if not plan.has(SheetKind.ROSTER):
        return "0"
    roster, people = plan.block(SheetKind.ROSTER), plan.roster_helper
    mine = f"({people.column('claim_pos')}={row - plan.claims_helper.header_row})"
    return f'SUMPRODUCT({mine}*({roster.column("entry_check")}<>""))'


def _decided(plan: Plan, row: int) -> str:
    """The sum that the office has written, or that its own standard gives."""
    written = mirrored(plan.block(SheetKind.CLAIMS), DECIDED, row)
    position = plan.claims_helper.cell("measure_pos", row)
    by_standard = first_of(
        [
            (f"{position}={item.index}", _by_standard(item, item.standard, row))
            for item in plan.rules
            if item.standard is not None and item.is_decided
        ],
        '""',
    )
    return f'IF({written}="",{by_standard},{written})'


def _by_standard(item: RulePlan, standard: Standard, row: int) -> str:
    """One sum, a sum a head, or a scale by heads."""
    heads = item.claim.far_cell("headcount", row)
    if standard.yuan is not None:
        return f"{standard.yuan:.15g}"
    if standard.yuan_each is not None:
        return f"ROUND({heads}*{standard.yuan_each:.15g},2)"
    starts = ",".join(str(entry.start) for entry in standard.scale)
    sums = ",".join(f"{entry.yuan:.15g}" for entry in standard.scale)
    found = f"LOOKUP({heads},{{{starts}}},{{{sums}}})"
    return f'IF({heads}<{standard.scale[0].start},"",{found})'
