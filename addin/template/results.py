"""The computed cells that people see: Python's result where there is one, else the formulas'."""

from addin.formulas.capital import capital
from addin.formulas.employment import EmploymentFormulas
from addin.formulas.text import quote
from addin.template.computed import CLAIM_MEASURE, pays_money
from addin.template.known import cells_beside
from addin.template.lists import CLAUSES, MEASURES, OVERFLOW, OVERFLOW_HELP, of_measure
from addin.template.merging import by_rule
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from claimcheck.forms import SheetKind

_EMPTY = '""'

#: column → Python's result, and the column of the formulas' on the helper sheet
_PERSON = {
    "months_counted": ("months", "months_employed"),
    "person_yuan": ("amount", "person_yuan"),
    "not_counted_because": ("reason", "reason"),
}
_CLAIM = {
    "counted_people": ("python_people", "headcount"),
    "assessed_yuan": ("python_amount", "amount"),
    "assessment": ("python_reason", "reason"),
}


def result_formula(plan: Plan, kind: SheetKind, key: str, row: int) -> str:
    """The formula of one computed cell (the row's check has its own module)."""
    if kind is SheetKind.ROSTER:
        return _person(plan, key)
    return _claim(plan, key, row)


def _person(plan: Plan, key: str) -> str:
    helper = plan.roster_helper
    position = helper.beside("measure_pos")
    if key == CLAIM_MEASURE:
        return f'IF({position}="","",{of_measure(plan, MEASURES, position)})'
    ordinary = {item.index: _ordinary(plan, item, key) for item in plan.rules}
    shown = by_rule(position, ordinary)
    if shown == _EMPTY:
        return _EMPTY
    name = {"counted": "counted", "lowest_month_yuan": "lowest", "average_month_yuan": "average"}
    wanted = name[key] if key in name else _PERSON[key][0]
    found = {
        item.index: helper.beside(f"python_{item.index}_{wanted}")
        for item in plan.rules
        if ordinary[item.index] != _EMPTY
    }
    guard = by_rule(
        position,
        {item.index: helper.beside(f"python_{item.index}_counted") for item in plan.rules},
    )
    # What is put out in this template is put out of what Python is given, for other reasons.
    admitted = f'{helper.beside("out")}=""'
    chosen = f"IF(AND(ISNUMBER({guard}),{admitted}),{by_rule(position, found)},{shown})"
    if key == "counted":
        return f'IF({position}="","",IF({chosen}=1,"计入",IF({chosen}=0,"不计入","")))'
    return f'IF({position}="","",{chosen})'


def _ordinary(plan: Plan, item: RulePlan, key: str) -> str:
    """What the ordinary formulas give for a person under one rule; "" where it is not asked."""
    helper = plan.roster_helper
    if key == "counted":
        return helper.beside("counted")
    if key in {"lowest_month_yuan", "average_month_yuan"}:
        if item.counting is None or not plan.has(SheetKind.WAGES):
            return _EMPTY
        employment = EmploymentFormulas(item.counting, cells_beside(plan))
        return employment.lowest() if key == "lowest_month_yuan" else employment.average()
    if key == "months_counted" and item.counting is None:
        # The months of a rule that does not look at pay, where it asks for months at all.
        if "months_employed" not in item.person_facts:
            return _EMPTY
        taken = "taken" if "months_employed" in item.taken_facts else "fact"
        return helper.beside(f"{taken}_months_employed")
    if key == "person_yuan" and not (item.each and pays_money(item.rule)):
        return _EMPTY
    return helper.beside(_PERSON[key][1])


def _claim(plan: Plan, key: str, row: int) -> str:
    helper, block = plan.claims_helper, plan.block(SheetKind.CLAIMS)
    position = helper.beside("measure_pos")
    match key:
        case "clause":
            return f'IF({position}="","",{of_measure(plan, CLAUSES, position)})'
        case "difference_yuan":
            claimed, assessed = block.cell("claimed_yuan", row), block.cell("assessed_yuan", row)
            numbers = f"AND(ISNUMBER({claimed}),ISNUMBER({assessed}))"
            return f'IF({numbers},ROUND({claimed}-{assessed},2),"")'
        case "assessed_capital":
            return _capital(plan)
    found = {}
    for item in plan.rules:
        python, ordinary = (item.claim.beside(name) for name in _CLAIM[key])
        guard = f"ISNUMBER({item.claim.beside('python_people')})"
        found[item.index] = f"IF({guard},{python},{ordinary})"
    told = f"{OVERFLOW}&{quote('。' + OVERFLOW_HELP)}" if key == "assessment" else _EMPTY
    # A sum without some of the rows would be a wrong one.
    shown = by_rule(position, found)
    return f'IF({position}="","",IF({OVERFLOW}<>"",{told},{shown}))'


def _capital(plan: Plan) -> str:
    helper = plan.claims_helper
    names = (
        *("hundred_millions", "ten_thousands", "ones", "jiao", "cents"),
        *("hundred_millions_text", "ten_thousands_text", "ones_text"),
    )
    ordinary = capital({name: helper.beside(name) for name in names})
    python = helper.beside("python_capital")
    return f'IF({helper.beside("fen")}="","",IF({python}<>"",{python},{ordinary}))'
