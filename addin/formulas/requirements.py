"""Requirements as formulas: whether each is met, and what to say where it is not."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from addin.formulas.expression import FormulaCompiler, number_text
from addin.formulas.text import either, quote
from claimcheck.policy import Fact, FactType, Rule, fact
from claimcheck.policy.check import OPERATORS, operator_of
from claimcheck.policy.model import Level, Requirement, holds

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
_WRITTEN = {"percent": 100}


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


def requirements_in_force(rule: Rule, chosen: Mapping[str, str], level: Level) -> list[Requirement]:
    """The requirements of a level under the chosen readings, in the file's order."""
    return [
        requirement
        for requirement in rule.measure.requirements
        if requirement.of is level and holds(requirement.when, dict(chosen))
    ]


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
    met = f'IF({observed}="",{absent},IF({_compare(rule, requirement, observed)},1,0))'
    if requirement.where:
        met = f'IF({compiler.condition(requirement.where)},{met},"")'
    if requirement.follows:
        met = f'IF({cell(met_key(requirement.follows))}=1,{met},"")'
    said = _fill(rule, requirement, shown(tested, observed))
    phrase = f'IF({observed}="",{quote(tested.not_given)},{said})'
    return FormulaTest(requirement.name, requirement.fact, seen, met, phrase)


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


def _compare(rule: Rule, requirement: Requirement, observed: str) -> str:
    operator = operator_of(requirement)
    value = getattr(requirement, operator)
    if operator == "one_of":
        return either(f"{observed}={quote(option)}" for option in value)
    if operator == "is_true":
        return f"{observed}={quote('是' if value else '否')}"
    sign = OPERATORS[operator]
    if isinstance(value, date):
        return f"{observed}{sign}DATE({value.year},{value.month},{value.day})"
    if isinstance(value, str):
        number = rule.measure.numbers[value]
        # Cells hold percentages as they are written: 5.5, not 0.055.
        return f"{observed}{sign}{number_text(number.exact * _WRITTEN.get(number.unit, 1))}"
    return f"{observed}{sign}{number_text(value)}"


def _fill(rule: Rule, requirement: Requirement, observed_text: str) -> str:
    """The phrase with its placeholders filled, as a concatenation."""
    parts: list[str] = []
    for index, piece in enumerate(_PLACEHOLDER.split(requirement.fail)):
        if index % 2 == 0:
            parts += [quote(piece)] if piece else []
        elif piece == "observed":
            parts.append(observed_text)
        elif piece == "required":
            parts.append(quote(_required(rule, requirement)))
        else:
            parts.append(quote(_plain(rule.measure.numbers[piece].value)))
    return "&".join(parts)


def _required(rule: Rule, requirement: Requirement) -> str:
    value = getattr(requirement, operator_of(requirement))
    if isinstance(value, list):
        return "、".join(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, str):
        return _plain(rule.measure.numbers[value].value)
    return value.isoformat() if isinstance(value, date) else _plain(value)


def _plain(value: float | str) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)
