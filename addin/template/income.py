"""Incomes found from the wage flow, as formulas; the same as `claimcheck.evaluate.income`."""

from collections.abc import Mapping

from addin.formulas.requirements import shown
from addin.formulas.text import first_of, quote
from addin.template.known import above, known, months_of
from addin.template.lists import GRID_HEADS
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from claimcheck.evaluate import income_told as told
from claimcheck.evaluate.income import in_force
from claimcheck.policy import Fact
from claimcheck.policy.employment import Income
from claimcheck.policy.model import Level


def pay_of_person(plan: Plan, item: RulePlan, row: int) -> dict[str, str]:
    """A person's pay over all stints: `own_pay`, the same on every row of the person.

    `new_pay` is the pay of the months in which no row of the person above is at work, so that
    the month in which one stint ends and the next begins counts once.
    """
    if not item.finds_income:
        return {}
    block = plan.roster_helper
    pay = months_of(plan, row)
    twice, keys = block.cell("twice", row), block.column("twice")
    months = f"(YEAR({GRID_HEADS})*12+MONTH({GRID_HEADS}))"
    seen = (
        f"COUNTIFS({above(block, 'twice', row)},{twice},"
        f'{above(plan.grid, "first_month", row)},"<="&{months},'
        f'{above(plan.grid, "last_month", row)},">="&{months})'
    )
    only = f"{block.cell('rows_of_person', row)}=1"
    new_pay = f"IF({only},SUM({pay}),SUMPRODUCT(--({seen}=0),{pay}))"
    together = f"SUMIFS({block.column('new_pay')},{keys},{twice})"
    new = block.cell("new_pay", row)
    formulas = {"new_pay": new_pay, "own_pay": f"ROUND(IF({only},{new},{together}),2)"}
    income = item.rule.measure.income
    if income is not None and item.finds_own_income:
        stated, own = known(block, income.person, row), block.cell("own_pay", row)
        apart = f"ROUND(ABS({own}-{stated}),2)>={income.differs_by}"
        formulas["income_differs"] = f"IF(ISNUMBER({stated}),IF({apart},1,0),0)"
    return formulas


def own_income(plan: Plan, item: RulePlan, row: int, name: str, typed: str) -> str:
    """A person's own income: found where anybody of the claim was paid, else as typed."""
    income = item.rule.measure.income
    if not item.finds_income or income is None or name != income.person:
        return typed
    return (
        f"IF({_claim_is_paid(plan, item, row)},{plan.roster_helper.cell('own_pay', row)},{typed})"
    )


def typed_income(plan: Plan, item: RulePlan, row: int, name: str, typed: str) -> str:
    """A person's income as it was entered; nothing where the wage flow goes before it."""
    income = item.rule.measure.income
    if not item.finds_income or income is None or name != income.person:
        return typed
    return f'IF({_claim_is_paid(plan, item, row)},"",{typed})'


def is_found(plan: Plan, item: RulePlan, level: Level, name: str, row: int) -> str | None:
    """Whether the wage flow gives this fact of a row, so that nobody need type it.

    Args:
        plan: the template.
        item: the rule that the row names.
        level: whether it is a row of claims or of people.
        name: the fact.
        row: on the helper sheet of claims or people.

    Returns:
        A formula that holds for rows of this rule alone; None where the rule never finds it.
    """
    income = item.rule.measure.income
    if not item.finds_income or income is None:
        return None
    if level is Level.CLAIM and name in item.income_facts:
        return f'{item.claim.there(f"found_{name}", plan.claims_helper, row)}<>""'
    if level is Level.PERSON and name == income.person:
        return _claim_is_paid(plan, item, row)
    return None


def _claim_is_paid(plan: Plan, item: RulePlan, row: int) -> str:
    position = plan.roster_helper.cell("claim_pos", row)
    return f"N(INDEX({item.claim.column('listed_pay')},{position}))>0"


def pay_of_claim(plan: Plan, item: RulePlan, row: int) -> dict[str, str]:
    """What the people of a claim were paid, and the averages of it; "" where nothing was."""
    income = item.rule.measure.income
    if not item.finds_income or income is None:
        return {}
    shared = people = plan.roster_helper
    mine = f"{shared.column('claim_pos')},{row - item.claim.header_row}"
    own, listed = people.column("own_pay"), f"{mine},{shared.column('first_of_claim')},1"
    formulas = {"listed_pay": f"ROUND(SUMIFS({own},{listed}),2)"}
    if item.finds_own_income:
        formulas["differing"] = f"SUMIFS({people.column('income_differs')},{listed})"
    parts = {income.counted: f"{mine},{people.column('counted')},1", income.listed: listed}
    for key in item.income_facts:
        total, heads = f"SUMIFS({own},{parts[key]})", f"COUNTIFS({parts[key]})"
        average = f"INT(ROUND({total}*100,0)/{heads})/100"
        formulas[f"found_{key}"] = f'IF({total}>0,{average},"")'
    return formulas


def average_income(item: RulePlan, row: int, name: str, typed: str) -> str:
    """An average income of a claim: found where anything was paid, else as typed."""
    if not item.finds_income or name not in item.income_facts:
        return typed
    found = item.claim.cell(f"found_{name}", row)
    return f'IF({found}="",{typed},{found})'


def typed_average(item: RulePlan, row: int, name: str, typed: str) -> str:
    """An average as it was entered; nothing where the wage flow goes before it."""
    if not item.finds_income or name not in item.income_facts:
        return typed
    return f'IF({item.claim.cell(f"found_{name}", row)}="",{typed},"")'


def income_told(item: RulePlan, facts: Mapping[str, str], raw: Mapping[str, str], row: int) -> str:
    """What the reason goes on with, where incomes decide; see `evaluate.income_told`.

    Args:
        item: the rule.
        facts: for each fact of the claim the cell that holds it.
        raw: the same, as they were typed.
        row: the row of the claim.
    """
    income = item.rule.measure.income
    if income is None:
        return ""
    parts = [
        *(
            _average_told(item, income, average, facts[average.key], raw[average.key], row)
            for average in in_force(item.rule, item.chosen, Level.CLAIM)
        ),
        *(
            _own_told(item, income, own, row)
            for own in in_force(item.rule, item.chosen, Level.PERSON)
        ),
    ]
    heads = item.claim.cell("headcount", row)
    return f'&IF({heads}>0,{"&".join(parts)},"")' if parts else ""


def _average_told(
    item: RulePlan, income: Income, average: Fact, cell: str, typed: str, row: int
) -> str:
    taken = f"{quote(told.JOIN + average.label + told.STATED)}&{shown(average, cell)}"
    taken += f"&{quote(told.YUAN)}&"
    if average.key in income.as_stated or not item.finds_income:
        why = told.NO_MONTHS if average.key in income.as_stated else told.NO_PAY
        return f'IF({cell}="","",{taken}{quote(why)})'
    apart = f"ROUND(ABS({typed}-{cell}),2)"
    declared = (
        f"{quote(told.DECLARED)}&{shown(average, typed)}&{quote(told.OFF_BY)}"
        f"&{shown(average, apart)}&{quote(told.CLOSE)}"
    )
    differs = f"IF(ISNUMBER({typed}),{apart}>={income.differs_by},FALSE)"
    computed = (
        f"{quote(told.JOIN + average.label + told.FOUND)}&{shown(average, cell)}"
        f'&{quote(told.YUAN)}&IF({differs},{declared},"")'
    )
    found = item.claim.cell(f"found_{average.key}", row)
    return first_of([(f'{found}<>""', computed), (f'{cell}<>""', taken + quote(told.NO_PAY))], '""')


def _own_told(item: RulePlan, income: Income, own: Fact, row: int) -> str:
    if own.key in income.as_stated:
        return quote(told.JOIN + told.OWN_STATED + told.NO_MONTHS)
    stated = quote(told.JOIN + told.OWN_STATED + told.NO_PAY)
    if not item.finds_income:
        return stated
    differing = item.claim.cell("differing", row)
    some = f"{quote(told.SOME_BEFORE)}&{differing}&{quote(told.SOME_AFTER)}"
    computed = f'{quote(told.JOIN + told.OWN_FOUND)}&IF({differing}>0,{some},"")'
    return f"IF({item.claim.cell('listed_pay', row)}>0,{computed},{stated})"
