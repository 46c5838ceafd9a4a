"""Requirements as formulas: whether each is met, and what to say where it is not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from addin.formulas.expression import FormulaCompiler
from addin.formulas.telling import CellTelling
from claimcheck.compiler.requirements import is_met, phrase
from claimcheck.policy import Fact, FactType, Rule, fact
from claimcheck.policy.model import Requirement

_TELLING = CellTelling()


@dataclass(frozen=True)
class FormulaTest:
    """One requirement over the cells of one row."""

    name: str  #: the requirement's name
    fact: str  #: the key of the fact that it tests
    seen: str | None  #: formula of the observed value, where it is not a fact's own cell
    met: str  #: formula: 1 met, 0 not met, "" left open
    phrase: str  #: formula: what to say where it is not met


def seen_key(requirement: Requirement) -> str:
    """The column that holds the observed value of a requirement with a formula."""
    return f"seen_{requirement.name}"


def met_key(name: str) -> str:
    """The column that holds whether a requirement is met."""
    return f"met_{name}"


def formula_test(
    rule: Rule,
    chosen: Mapping[str, str],
    requirement: Requirement,
    facts: Mapping[str, str],
    cell: Callable[[str], str],
    missing: str,
) -> FormulaTest:
    """Compile one requirement.

    Args:
        rule: the rule that it belongs to.
        chosen: the chosen readings.
        requirement: the requirement.
        facts: for each fact the cell that holds it; "" in the cell where it is missing.
        cell: the cell of the row's column for `seen_key` and `met_key`.
        missing: what a missing fact gives: `0`, or `""` to leave it open. A requirement
            that is presumed counts as met.
    """
    tested = fact(requirement.fact)
    compiler = FormulaCompiler(rule.measure, chosen, facts)
    seen, observed = None, facts.get(requirement.fact, '""')
    if requirement.formula:
        scaled = f"/{tested.scale}" if tested.scale > 1 else ""
        seen = f'IFERROR({compiler.whole(requirement.formula)}{scaled},"")'
        observed = cell(seen_key(requirement))
    absent = "1" if requirement.presumed else missing
    holds = is_met(requirement, rule.measure, observed, _TELLING)
    met = f'IF({observed}="",{absent},IF({holds},1,0))'
    if requirement.where:
        met = f'IF({compiler.condition(requirement.where)},{met},"")'
    if requirement.follows:
        met = f'IF({cell(met_key(requirement.follows))}=1,{met},"")'
    said = phrase(requirement, rule.measure, observed, shown(tested, observed), _TELLING)
    return FormulaTest(requirement.name, requirement.fact, seen, met, said)


def shown(tested: Fact, observed: str) -> str:
    """A formula that writes a value as people read it; see `evaluate.requirements.shown`."""
    match tested.type:
        case FactType.YUAN:
            return f'TEXT({observed},IF({observed}=INT({observed}),"0","0.00"))'
        case FactType.PERCENT:
            return f'TEXT({observed},IF({observed}=INT({observed}),"0","0.0000"))'
        case FactType.DATE:
            return f'TEXT({observed},"yyyy-mm-dd")'
        case FactType.COUNT | FactType.MONTHS:
            return f'TEXT({observed},"0")'
    return observed
