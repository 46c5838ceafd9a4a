"""The hidden helper rows of the claims: facts, each rule's tests, outcome, amount, reason."""

from collections.abc import Callable, Sequence

from addin.formulas.capital import group, split
from addin.formulas.expression import FormulaCompiler, number_text
from addin.formulas.requirements import formula_test, shown
from addin.formulas.text import both, first_of, key, quote
from addin.template.layout import Block, mirrored
from addin.template.lists import MEASURES
from addin.template.people import ROSTER_BLOCK, WAGES_BLOCK
from addin.template.plan import TOTAL_RESULT, Plan, RulePlan
from addin.template.typed import typed
from addin.template.writer import Writer, write_formula
from claimcheck.errors import DataFileError
from claimcheck.evaluate.claims import NOBODY
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import Level
from claimcheck.policy.uses import DECIDED

CLAIMS_BLOCK = "block_claims"
_AMOUNT, _INELIGIBLE, _INCOMPLETE = "amount", "ineligible", "incomplete"


def write_claims(writer: Writer) -> None:
    """Write the helper sheet of the claims and define the block for Python."""
    plan, block = writer.plan, writer.plan.claims_helper
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for row in range(block.first_row, block.last_row + 1):
        for name, formula in _claim_formulas(plan, row).items():
            write_formula(sheet, block, name, row, formula)
    entry, inputs = plan.block(SheetKind.CLAIMS), plan.sheet(SheetKind.CLAIMS).inputs
    area = entry.area(inputs[0].key, inputs[-1].key)
    writer.workbook.define_name(CLAIMS_BLOCK, "=" + area)


def _claim_formulas(plan: Plan, row: int) -> dict[str, str]:
    entry, block = plan.block(SheetKind.CLAIMS), plan.claims_helper
    inputs = plan.sheet(SheetKind.CLAIMS).inputs

    def cell(name: str) -> str:
        return block.cell(name, row)

    def raw(name: str) -> str:
        return mirrored(entry, name, row)

    formulas = {
        f"fact_{column.key}": f'IF({raw(column.key)}="","",{typed(column.type, raw(column.key))})'
        for column in inputs
    }
    filled = "&".join(raw(column.key) for column in inputs)
    position = f"MATCH({cell('applicant_key')},{block.column('applicant_key')},0)"
    roster, people = plan.block(SheetKind.ROSTER), plan.roster_helper
    mine = f"({people.column('claim_pos')}={row - block.header_row})"
    faulty = f'({roster.column("entry_check")}<>"")'
    assessed = entry.far_cell("assessed_yuan", row)
    formulas |= {
        "started": f'IF({filled}="",0,1)',
        "key": key(cell("fact_claim_id")),
        "measure_pos": f'IFERROR(MATCH({cell("fact_measure")},{MEASURES},0),"")',
        "applicant_key": key(cell("fact_applicant_code")),
        "applicant_pos": f'IF({cell("applicant_key")}="","",{position})',
        "roster_faults": f"SUMPRODUCT({mine}*{faulty})",
        "python_capital": f'IF({cell("fen")}="","",IFERROR(CC_CAPITAL({assessed}),""))',
        "fen": f'IF(ISNUMBER({assessed}),ROUND({assessed}*100,0),"")',
    }
    for name, formula in split(cell("fen")).items():
        formulas[name] = f'IF({cell("fen")}="",0,{formula})'
    for name in ("hundred_millions", "ten_thousands", "ones"):
        formulas[f"{name}_text"] = group(cell(name))
    return formulas


def write_rule_claims(writer: Writer, item: RulePlan, index: int) -> None:
    """Write one rule's helper sheet of the claims; `index` is the rule's place, from 1."""
    block = item.claim
    sheet = writer.add_sheet(block.sheet, helper=True)
    for name in block.keys:
        sheet.write_string(block.header_row - 1, block.index(name), name)
    for row in range(block.first_row, block.last_row + 1):
        for name, formula in _outcome_formulas(writer.plan, item, index, row).items():
            write_formula(sheet, block, name, row, formula)
    first, last = block.index("python_people"), block.index(f"python_{TOTAL_RESULT[-1]}")
    blocks = f"{CLAIMS_BLOCK},{ROSTER_BLOCK},{WAGES_BLOCK}"
    call = f'IFERROR(CC_TOTAL("{item.rule.id}",{blocks}),"")'
    place = (block.first_row - 1, first, block.last_row - 1, last)
    sheet.write_array_formula(*place, "{=" + call + "}", None, "")
    for row in range(block.first_row - 1, block.last_row):
        for column in range(first, last + 1):
            if (row, column) != place[:2]:
                sheet.write_string(row, column, "")


def _outcome_formulas(plan: Plan, item: RulePlan, index: int, row: int) -> dict[str, str]:
    known, block = plan.claims_helper, item.claim
    people, verdicts = plan.roster_helper, item.roster
    number = row - block.header_row
    mine = f"{known.far_cell('measure_pos', row)}={index}"

    def cell(name: str) -> str:
        return block.cell(name, row)

    def where_mine(formula: str) -> str:
        return f'IF({mine},{formula},"")'

    listed = people.column("claim_pos")
    formulas = {
        "people": where_mine(f"SUMIF({listed},{number},{people.column('started')})"),
        "headcount": where_mine(f"SUMIF({listed},{number},{verdicts.column('counted')})"),
    }
    facts = {"headcount": cell("headcount")}
    for name in (use.fact.key for use in item.claim_uses):
        if name != "headcount":
            source = known.far_cell(f"fact_{name}", row)
            default = item.rule.measure.defaults.get(name)
            if name == "earlier_headcount" and default is not None:
                source = _earlier(plan, item, row, source)
            elif default is not None:
                source = f'IF({source}="",{number_text(default)},{source})'
            formulas[name] = where_mine(source)
            facts[name] = cell(name)
    needed = [use.fact.key for use in item.claim_uses if use.required]
    given = both(f'{facts[name]}<>""' for name in needed)
    formulas["complete"] = where_mine(f"IF({given},1,0)")
    formulas["met_anyone"] = where_mine(f"IF({cell('headcount')}>0,1,0)")
    failed = []
    met_cells = {
        requirement.name: cell(f"met_{requirement.name}")
        for requirement in item.requirements(Level.CLAIM)
    }
    for requirement in item.requirements(Level.CLAIM):
        test = formula_test(item.rule, item.chosen, requirement, facts, met_cells, '""')
        formulas[f"met_{test.name}"] = where_mine(test.met)
        failed.append((cell(f"met_{test.name}"), test.phrase))
    others_met = both(f"{met}<>0" for met, _ in failed)
    anyone = cell("met_anyone")
    all_met = both([f"{anyone}<>0", others_met])
    # Too few people and nobody at all are one fault: the requirement's words are better.
    nobody = f'IF({both([f"{anyone}=0", others_met])},{quote("；" + NOBODY)},"")'
    complete = f'IF({cell("complete")}=0,"{_INCOMPLETE}","{_AMOUNT}")'
    outcome = f'IF({all_met},{complete},"{_INELIGIBLE}")'
    formulas["outcome"] = where_mine(outcome)
    if item.amount.formula is None:
        raise DataFileError(f"{item.rule.id}：模板不能计算由经办机构核定的金额。")
    amount = FormulaCompiler(item.rule.measure, item.chosen, facts).formula(item.amount.formula)
    formulas["amount"] = (
        f'IF({cell("outcome")}="{_AMOUNT}",ROUND({amount},2),'
        f'IF({cell("outcome")}="{_INELIGIBLE}",0,""))'
    )
    formulas["reason"] = where_mine(_reason(needed, nobody, failed, cell))
    return formulas


def _earlier(plan: Plan, item: RulePlan, row: int, stated: str) -> str:
    """People of earlier batches: as stated, or counted in the same applicant's rows above."""
    known, block = plan.claims_helper, item.claim
    position = known.far_cell("applicant_pos", row)

    def above(name: str, table: Block) -> str:
        letter = table.letter(name)
        return f"'{table.sheet}'!${letter}${table.header_row}:${letter}${row - 1}"

    used = f"SUMIF({above('applicant_pos', known)},{position},{above('headcount', block)})"
    return f'MAX(N({stated}),IF({position}="",0,{used}))'


def _reason(
    needed: Sequence[str],
    nobody: str,
    failed: Sequence[tuple[str, str]],
    cell: Callable[[str], str],
) -> str:
    """The reasons of a claim in one line."""
    unmet = "&".join([nobody, *(f'IF({met}=0,"；"&{phrase},"")' for met, phrase in failed)])
    parts = [f'IF({cell(name)}="",{quote(f"；缺少“{fact(name).label}”")},"")' for name in needed]
    missing = "&".join(parts) or '""'
    amount = shown(fact(DECIDED), cell("amount"))
    paid = f'"合格 "&{cell("headcount")}&" 人，核定 "&{amount}&" 元"'
    return first_of(
        [
            (f'{cell("outcome")}="{_AMOUNT}"', paid),
            (f'{cell("outcome")}="{_INELIGIBLE}"', f"MID({unmet},2,500)"),
        ],
        f"MID({missing},2,500)",
    )
