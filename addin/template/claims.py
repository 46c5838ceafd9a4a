"""The hidden helper rows of the claims: what is known of each claim, whatever the rule."""

from addin.formulas.capital import capital, group, split
from addin.formulas.identifiers import credit_code_check, id_shape_fault
from addin.formulas.text import first_of, key
from addin.formulas.written import is_written
from addin.template.layout import PLACE, mirrored
from addin.template.lists import CLAIMS_BLOCK, MEASURES, NOTHING, holds_elsewhere
from addin.template.merging import out_of
from addin.template.plan import Plan
from addin.template.roster_plan import doubtful_keys
from addin.template.rule_plan import RulePlan
from addin.template.typed import typed
from addin.template.writer import Writer, write_formulas
from claimcheck.forms import SheetKind
from claimcheck.office import Standard
from claimcheck.policy.uses import DECIDED

#: Columns of a claim that decide nothing: they are compared, or tell who it is.
ONLY_COMPARED = {"applicant", "applicant_code", "county", "claimed_people", "claimed_yuan"}

#: the parts of a sum whose capital characters are told one by one
_SPLIT = (
    *("hundred_millions", "ten_thousands", "ones", "jiao", "cents"),
    *("hundred_millions_text", "ten_thousands_text", "ones_text"),
)


def write_claims(writer: Writer) -> None:
    """Write the helper sheet of the claims and define the block for Python."""
    plan, block = writer.plan, writer.plan.claims_helper
    sheet = writer.add_sheet(block.sheet, helper=True)
    inputs = plan.sheet(SheetKind.CLAIMS).inputs
    headers = {f"fact_{column.key}": column.header for column in inputs}
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), headers.get(name, name))
    write_formulas(sheet, block, lambda row: _claim_formulas(plan, row))
    area = block.area(f"fact_{inputs[0].key}", f"fact_{inputs[-1].key}")
    writer.workbook.define_name(CLAIMS_BLOCK, "=" + area)


def _claim_formulas(plan: Plan, row: int) -> dict[str, str]:
    entry, block = plan.block(SheetKind.CLAIMS), plan.claims_helper
    form_sheet = plan.sheet(SheetKind.CLAIMS)

    def cell(name: str) -> str:
        return block.cell(name, row)

    def raw(name: str) -> str:
        return mirrored(entry, name, block, row)

    formulas = {
        f"fact_{column.key}": typed(column, raw(column.key)) for column in form_sheet.inputs
    }
    for name in doubtful_keys(plan.sheet(SheetKind.CLAIMS).inputs):
        formulas[f"raw_{name}"] = f'IFERROR(IF({raw(name)}="","",{raw(name)}),"")'
    if DECIDED in entry.keys:
        written = is_written(raw(DECIDED))
        formulas[f"fact_{DECIDED}"] = (
            f"IF({written},{formulas[f'fact_{DECIDED}']},{_by_standards(plan, row)})"
        )
    position = f"MATCH({cell('applicant_key')},{block.column('applicant_key')},0)"
    assessed = plan.shown(SheetKind.CLAIMS).there("assessed_yuan", block, row)
    measure = formulas["fact_measure"]
    formulas |= {
        # A claim that is put out, or whose measure is not one of these, is none for Python.
        "fact_measure": f'IF(OR({cell("measure_pos")}="",{cell("out")}<>""),"",{measure})',
        "out": _out(plan, row),
        "key": key(cell("fact_claim_id")),
        "measure_pos": f'IFERROR(MATCH({measure},{MEASURES},0),"")',
        "applicant_key": key(cell("fact_applicant_code")),
        "applicant_pos": f'IF({cell("applicant_key")}="","",{position})',
        "code_check": credit_code_check(cell("fact_applicant_code")),
        "code_as_id": id_shape_fault(raw("applicant_code"), cell("fact_applicant_code")),
        "ends": _or_never(cell("fact_period_end") if "fact_period_end" in block.keys else NOTHING),
        "roster_faults": _roster_faults(plan, row),
        "fen": f'IF(ISNUMBER({assessed}),ROUND({assessed}*100,0),"")',
    }
    for name, formula in split(cell("fen")).items():
        formulas[name] = f'IF({cell("fen")}="",0,{formula})'
    for name in ("hundred_millions", "ten_thousands", "ones"):
        formulas[f"{name}_text"] = group(cell(name))
    # Told here, of the row's own cells, so that who shows it looks up one cell.
    python, ordinary = cell("python_capital"), capital({name: cell(name) for name in _SPLIT})
    formulas |= {
        "python_capital": f'IF({cell("fen")}="","",IFERROR(CC_CAPITAL({cell("fen")}/100),""))',
        "capital": f'IF({cell("fen")}="","",IF({python}<>"",{python},{ordinary}))',
    }
    return formulas


def _out(plan: Plan, row: int) -> str:
    """Why a claim gives nothing: wrong cells that its measure looks at, or a county without it."""
    sheet, helper = plan.sheet(SheetKind.CLAIMS), plan.claims_helper
    decisive = {column.key for column in sheet.inputs} - ONLY_COMPARED
    wrong = out_of(
        sheet,
        plan.block(SheetKind.CLAIMS),
        helper,
        row,
        dict.fromkeys((item.index for item in plan.rules), decisive),
        needed=True,
    )
    county = helper.cell("fact_county", row)
    elsewhere = holds_elsewhere(plan, helper.cell("measure_pos", row), county)
    return f'{wrong}&IF({elsewhere},"；所选事项在"&{county}&"不适用","")'


def _or_never(day: str) -> str:
    return f'IF({day}="",DATE(9999,12,31),{day})'


def _roster_faults(plan: Plan, row: int) -> str:
    """How many of the claim's people have something wrong in their rows."""
    if not plan.has(SheetKind.ROSTER):
        return "0"
    shown, people = plan.shown(SheetKind.ROSTER), plan.roster_helper
    mine = f"({people.column('claim_pos')}={plan.claims_helper.cell(PLACE, row)})"
    return f'SUMPRODUCT({mine}*({shown.column("entry_check")}<>""))'


def _by_standards(plan: Plan, row: int) -> str:
    """The sum that the office's own standard gives."""
    position = plan.claims_helper.cell("measure_pos", row)
    return first_of(
        [
            (f"{position}={item.index}", _by_standard(plan, item, item.standard, row))
            for item in plan.rules
            if item.standard is not None and item.is_decided
        ],
        '""',
    )


def _by_standard(plan: Plan, item: RulePlan, standard: Standard, row: int) -> str:
    """One sum, a sum a head, or a scale by heads."""
    heads = item.claim.there("headcount", plan.claims_helper, row)
    if standard.yuan is not None:
        return f"{standard.yuan:.15g}"
    if standard.yuan_each is not None:
        return f"ROUND({heads}*{standard.yuan_each:.15g},2)"
    starts = ",".join(str(entry.start) for entry in standard.scale)
    sums = ",".join(f"{entry.yuan:.15g}" for entry in standard.scale)
    found = f"LOOKUP({heads},{{{starts}}},{{{sums}}})"
    return f'IF({heads}<{standard.scale[0].start},"",{found})'
