"""The ceiling of a household, as formulas; the same as `claimcheck.evaluate.people`."""

from collections.abc import Mapping

from addin.formulas.text import key
from addin.template.known import known
from addin.template.layout import Block
from addin.template.plan import Plan
from addin.template.rule_plan import RulePlan
from claimcheck.evaluate.compute import bound


def within_ceiling(
    plan: Plan, item: RulePlan, facts: Mapping[str, str], row: int
) -> tuple[dict[str, str], str]:
    """The columns that a household's ceiling needs, and what of it is left for a person, in fen.

    The ceiling cuts the people further down in the list.
    """
    block, measure = plan.roster_helper, item.rule.measure
    household = measure.household
    assert household is not None  # noqa: S101 - asked by the caller

    def cell(name: str) -> str:
        return block.cell(name, row)

    number, own = (known(block, name, row) for name in ("household_id", "id_number"))
    # A person without a household number is a household of his own.
    member = f'IF({number}="",IF({own}="","N",{key(own)}),{key(number)})'
    members, sums = (_down_to(block, name, row) for name in ("member", "each"))
    # Numbers only: the column is multiplied.
    had = f"ROUND(N({facts[household.paid]})*100,0)"
    formulas = {
        "member": f'{member}&"_"&{cell("claim_pos")}',
        "had": f"IF({cell('counted')}=1,{had},0)",
        "through": f"SUMIF({members},{cell('member')},{sums})",
    }
    cap = bound(measure.numbers[household.cap])
    mine = f"({block.column('member')}={cell('member')})"
    left = f"MAX({cap}-SUMPRODUCT(LARGE({mine}*{block.column('had')},1)),0)"
    reached, before = cell("through"), f"({cell('through')}-N({cell('each')}))"
    return formulas, f"(MIN({reached},{left})-MIN({before},{left}))"


def _down_to(block: Block, name: str, row: int) -> str:
    """A column from its first row to this one."""
    letter = block.letter(name)
    return f"${letter}${block.first_row}:${letter}{row}"
