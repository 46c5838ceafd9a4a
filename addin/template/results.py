"""The computed cells that people see: Python's result where there is one, else the formulas'."""

from collections.abc import Callable

from addin.formulas.capital import capital
from addin.template.computed import CLAIM_MEASURE, pays_money
from addin.template.lists import CLAUSES, MEASURES
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from claimcheck.forms import SheetKind

_EMPTY = '""'

#: column → the columns of Python's result and of the formulas' on a rule's helper sheet
_PERSON = {
    "months_counted": ("python_months", "months_employed"),
    "lowest_month_yuan": ("python_lowest", "lowest"),
    "average_month_yuan": ("python_average", "average"),
    "person_yuan": ("python_amount", "person_yuan"),
    "not_counted_because": ("python_reason", "reason"),
}
_CLAIM = {
    "counted_people": ("python_people", "headcount"),
    "assessed_yuan": ("python_amount", "amount"),
    "assessment": ("python_reason", "reason"),
}


def result_formula(plan: Plan, kind: SheetKind, key: str, row: int) -> str:
    """The formula of one computed cell (the row's check has its own module)."""
    if kind is SheetKind.ROSTER:
        return _person(plan, key, row)
    return _claim(plan, key, row)


def _by_rule(plan: Plan, position: str, formula: Callable[[RulePlan], str]) -> str:
    """The formula of the rule that the claim names; "" where it names none of the template."""
    formulas = [formula(item) for item in plan.rules]
    chosen = formulas[0] if len(formulas) == 1 else f"CHOOSE({position},{','.join(formulas)})"
    return f'IF({position}="","",{chosen})'


def _prefer_python(guard: str, python: str, ordinary: str) -> str:
    return f"IF(ISNUMBER({guard}),{python},{ordinary})"


def _person(plan: Plan, key: str, row: int) -> str:
    helper = plan.roster_helper
    position = helper.far_cell("measure_pos", row)
    if key == CLAIM_MEASURE:
        return f'IF({position}="","",INDEX({MEASURES},{position}))'

    def result(item: RulePlan) -> str:
        block = item.roster
        guard = block.far_cell("python_counted", row)
        if key == "counted":
            number = _prefer_python(guard, guard, block.far_cell("counted", row))
            return f'IF({number}=1,"计入",IF({number}=0,"不计入",""))'
        if key == "months_counted" and item.counting is None:
            return _months_found(item, row)
        python, ordinary = _PERSON[key]
        if ordinary not in block.keys or (key == "person_yuan" and not pays_money(item.rule)):
            return _EMPTY
        return _prefer_python(guard, block.far_cell(python, row), block.far_cell(ordinary, row))

    return _by_rule(plan, position, result)


def _months_found(item: RulePlan, row: int) -> str:
    """The months of a rule that does not look at pay, where it asks for months at all."""
    if "months_employed" not in item.person_facts:
        return _EMPTY
    return item.roster.far_cell("fact_months_employed", row)


def _claim(plan: Plan, key: str, row: int) -> str:
    helper, block = plan.claims_helper, plan.block(SheetKind.CLAIMS)
    position = helper.far_cell("measure_pos", row)
    match key:
        case "clause":
            return f'IF({position}="","",INDEX({CLAUSES},{position}))'
        case "difference_yuan":
            claimed, assessed = block.cell("claimed_yuan", row), block.cell("assessed_yuan", row)
            numbers = f"AND(ISNUMBER({claimed}),ISNUMBER({assessed}))"
            return f'IF({numbers},ROUND({claimed}-{assessed},2),"")'
        case "assessed_capital":
            return _capital(plan, row)

    def result(item: RulePlan) -> str:
        python, ordinary = (item.claim.far_cell(name, row) for name in _CLAIM[key])
        return _prefer_python(item.claim.far_cell("python_people", row), python, ordinary)

    return _by_rule(plan, position, result)


def _capital(plan: Plan, row: int) -> str:
    helper = plan.claims_helper
    names = (
        *("hundred_millions", "ten_thousands", "ones", "jiao", "cents"),
        *("hundred_millions_text", "ten_thousands_text", "ones_text"),
    )
    ordinary = capital({name: helper.far_cell(name, row) for name in names})
    python = helper.far_cell("python_capital", row)
    amount = helper.far_cell("fen", row)
    return f'IF({amount}="","",IF({python}<>"",{python},{ordinary}))'
