"""Several rows of one person in one claim, as formulas; the same as `claimcheck.evaluate.stints`.

Rows whose days lie apart are stints where the clause counts by dates, and may differ.
"""

from collections.abc import Sequence
from fractions import Fraction

from addin.formulas.expression import number_text
from addin.template.known import known, person_cells
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from claimcheck.policy.employment import BelowFloor, MonthsFrom, Run

#: No wage of a month is as high, in yuan: the lowest is found as the highest distance to it.
_HIGHEST = 10**9


def agreement(plan: Plan, item: RulePlan, row: int, facts: Sequence[str]) -> dict[str, str]:
    """What of a row must be the same in all rows of the person, and whether it is not.

    Args:
        plan: the template.
        item: the rule.
        row: the row.
        facts: the cells of the facts that the rule looks at, those of months left out.
    """
    block, measure, how = plan.roster_helper, item.rule.measure, item.counting
    cells = list(facts)
    if measure.household is not None:
        cells.append(known(block, "household_id", row))
    if how is not None:
        cells += [known(block, key, row) for key in ("hired_on", "left_on", "monthly_wage_yuan")]
    rows, twice = block.cell("rows_of_person", row), block.cell("twice", row)
    keys, content = block.column("twice"), block.cell("content", row)
    same = f"SUMPRODUCT(({keys}={twice})*({block.column('content')}={content}))"
    compared = rows
    if how is not None and how.employment.months is MonthsFrom.DATES:
        start, end = block.cell("stint_start", row), block.cell("stint_end", row)
        compared = (
            f'COUNTIFS({keys},{twice},{block.column("stint_start")},"<="&{end},'
            f'{block.column("stint_end")},">="&{start})'
        )
    joined = '&"_"&'.join(cells) or '""'
    return {
        "content": f'IF({rows}=1,"",{joined})',
        "differs": f"IF({rows}=1,0,IF({compared}={same},0,1))",
    }


def stints(plan: Plan, item: RulePlan, row: int, months: str) -> dict[str, str]:
    """A person's months over all stints, on the first row."""
    block, how = plan.roster_helper, item.counting
    if how is None or how.employment.months is not MonthsFrom.DATES:
        return {"months_employed": months}
    own = block.cell("stint", row)
    twice, keys = block.cell("twice", row), block.column("twice")
    column, apart = block.column("stint"), block.column("apart")
    together = f"SUMIFS({column},{keys},{twice},{apart},1)"
    if how.employment.run is Run.UNBROKEN:
        together = f"SUMPRODUCT(LARGE(({keys}={twice})*({apart}=1)*{column},1))"
    return {"stint": months, "months_employed": _over_stints(plan, row, own, together)}


def tested_wage(plan: Plan, item: RulePlan, row: int, own: str) -> dict[str, str]:
    """The wage that is held against the floor: over all stints, on the row that stands for all.

    See `claimcheck.evaluate.employment`: the lowest month that reaches the floor, or where one
    month below it puts the person out, the lowest of all; else the highest.
    """
    how = item.counting
    if how is None or not item.tests_all_stints:
        return {"monthly_wage_yuan": own}
    block = plan.roster_helper
    cell, wages = block.cell("own_wage", row), block.column("stint_wage")
    twice = block.cell("twice", row)
    theirs = f"({block.column('twice')}={twice})*({block.column('apart')}=1)"
    every = how.employment.below is BelowFloor.DISQUALIFY
    tested = f"({wages}>0)" if every else f"({wages}>={number_text(Fraction(how.floor_fen, 100))})"
    nearest = f"SUMPRODUCT(LARGE({theirs}*{tested}*({_HIGHEST}-{wages}),1))"
    highest = f"SUMPRODUCT(LARGE({theirs}*{wages},1))"
    paid = f"{person_cells(plan, row).paid}>0"
    # Where nothing was paid in days that lie apart, what was paid in others decides nothing either.
    stated = '""' if every else known(block, "monthly_wage_yuan", row)
    unpaid = f"IF({paid},{stated},{cell})"
    together = f"IF({nearest}>0,ROUND({_HIGHEST}-{nearest},2),IF({highest}>0,{highest},{unpaid}))"
    return {
        "own_wage": own,
        # Numbers only: the column is multiplied.
        "stint_wage": f"IF({paid},{cell},0)",
        "monthly_wage_yuan": _over_stints(plan, row, cell, together),
    }


def _over_stints(plan: Plan, row: int, own: str, together: str) -> str:
    """What holds for the row alone, or for all rows of the person on the first of them."""
    block = plan.roster_helper
    alone = (
        f'OR({block.cell("twice", row)}="",{block.cell("first_of_claim", row)}=0,'
        f"{block.cell('rows_of_person', row)}=1)"
    )
    return f"IF({alone},{own},{together})"
