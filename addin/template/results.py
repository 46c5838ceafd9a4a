"""The computed cells that people see: Python's result where there is one, else the formulas'."""

from addin.formulas.employment import EmploymentFormulas
from addin.formulas.text import quote
from addin.template.computed import (
    CLAIM_MEASURE,
    ENTRY_CHECK,
    OUTCOME_SAID,
    SENTENCE_FITS,
    pays_money,
)
from addin.template.known import person_cells
from addin.template.lists import CLAUSES, MEASURES, STOPPED, STOPPED_HELP, of_measure
from addin.template.merging import by_rule, is_one_of
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from claimcheck.forms import SheetKind

_EMPTY = '""'

#: the columns of people → Python's result
_PYTHON = {
    "counted": "python_counted",
    "months_counted": "python_months",
    "lowest_month_yuan": "python_lowest",
    "average_month_yuan": "python_average",
    "person_yuan": "python_amount",
    "not_counted_because": "python_reason",
}
#: the same → the column of the formulas' on the helper sheet, where it is one for all rules
_PERSON = {
    "counted": "counted",
    "months_counted": "months_employed",
    "person_yuan": "person_yuan",
    "not_counted_because": "reason",
}
#: the columns of claims → both
_CLAIM = {
    "counted_people": ("python_people", "headcount"),
    "assessed_yuan": ("python_amount", "amount"),
    "assessment": ("python_reason", "reason"),
}


def result_formula(plan: Plan, kind: SheetKind, key: str, row: int) -> str:
    """The formula of one computed cell (the row's check has its own module)."""
    if key == OUTCOME_SAID:
        return _said(plan, kind, row)
    if kind is SheetKind.ROSTER:
        return _person(plan, key, row)
    return _claim(plan, key, row)


def _said(plan: Plan, kind: SheetKind, row: int) -> str:
    """The faults of a row; where it has none, why it is judged so; both as far as they fit."""
    sheet, block = plan.sheet(kind), plan.shown(kind)
    why = "assessment" if kind is SheetKind.CLAIMS else "not_counted_because"
    faults, reason = (
        _that_fits(block.cell(key, row), sheet.column(key).title, SENTENCE_FITS[kind])
        for key in (ENTRY_CHECK, why)
    )
    return f'IF({block.cell(ENTRY_CHECK, row)}="",{reason},{faults})'


def _that_fits(cell: str, header: str, fits: int) -> str:
    """A sentence, or its beginning and the column where all of it stands."""
    more = f"…全文见“{header}”"
    shorter = f"LEFT({cell},{fits - len(more)})&{quote(more)}"
    return f"IF(LEN({cell})>{fits},{shorter},{cell})"


def _person(plan: Plan, key: str, row: int) -> str:
    block = plan.shown(SheetKind.ROSTER)
    position = plan.roster_helper.cell("measure_pos", row)
    if key == CLAIM_MEASURE:
        return f'IF({position}="","",{of_measure(plan, MEASURES, position)})'
    ordinary = {item.index: _ordinary(plan, item, key, row) for item in plan.rules}
    asked = {index: formula for index, formula in ordinary.items() if formula != _EMPTY}
    if not asked:
        return _EMPTY
    different = set(asked.values())
    shown = different.pop() if len(different) == 1 else by_rule(position, asked)
    python, given = (block.cell(name, row) for name in (_PYTHON[key], "python_counted"))
    chosen = f"IF(ISNUMBER({given}),{python},{shown})"
    if key == "counted":
        chosen = f'IF({chosen}=1,"计入",IF({chosen}=0,"不计入",""))'
    return f'IF({is_one_of(position, asked, len(plan.rules))},{chosen},"")'


def _ordinary(plan: Plan, item: RulePlan, key: str, row: int) -> str:
    """What the ordinary formulas give for a person under one rule; "" where it is not asked."""
    helper = plan.roster_helper
    if key in {"lowest_month_yuan", "average_month_yuan"}:
        if item.counting is None or not plan.has(SheetKind.WAGES):
            return _EMPTY
        employment = EmploymentFormulas(item.counting, person_cells(plan, row))
        return employment.lowest() if key == "lowest_month_yuan" else employment.average()
    if key == "months_counted" and item.counting is None:
        # The months of a rule that does not look at pay, where it asks for months at all.
        if "months_employed" not in item.person_facts:
            return _EMPTY
        taken = "taken" if "months_employed" in item.taken_facts else "fact"
        return helper.cell(f"{taken}_months_employed", row)
    if key == "person_yuan" and not (item.each and pays_money(item.rule)):
        return _EMPTY
    return helper.cell(_PERSON[key], row)


def _claim(plan: Plan, key: str, row: int) -> str:
    helper, block = plan.claims_helper, plan.shown(SheetKind.CLAIMS)
    position = helper.cell("measure_pos", row)
    match key:
        case "clause":
            return f'IF({position}="","",{of_measure(plan, CLAUSES, position)})'
        case "difference_yuan":
            claimed = helper.cell("fact_claimed_yuan", row)
            assessed = block.cell("assessed_yuan", row)
            numbers = f"AND(ISNUMBER({claimed}),ISNUMBER({assessed}))"
            return f'IF({numbers},ROUND({claimed}-{assessed},2),"")'
        case "assessed_capital":
            return helper.cell("capital", row)
    python, name = _CLAIM[key]
    ordinary = {item.index: item.claim.there(name, helper, row) for item in plan.rules}
    told = f"{STOPPED}&{quote('。' + STOPPED_HELP)}" if key == "assessment" else _EMPTY
    # A sum without some of the rows would be a wrong one.
    given = f"ISNUMBER({block.cell('python_people', row)})"
    shown = f"IF({given},{block.cell(python, row)},{by_rule(position, ordinary)})"
    return f'IF({position}="","",IF({STOPPED}<>"",{told},{shown}))'
