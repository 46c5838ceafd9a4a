"""Claims whose sum rests on facts that are missing for some of the people who count."""

from collections.abc import Iterator, Mapping

from claimcheck.policy.expression import names, parse
from claimcheck.policy.model import Amount, Count, Measure, Requirement, Value, holds

#: before and after the number of those people
UNKNOWN_BEFORE, UNKNOWN_AFTER = "有 ", " 名合格人员缺少计算所需的资料，请在人员花名册中补齐"
#: where no person is to blame
UNKNOWN = "缺少计算所需的资料，请补齐"


def used_counts(measure: Measure, chosen: Mapping[str, str]) -> list[Count]:
    """The counts that something of a measure refers to under the chosen readings."""
    found = set(_names(measure, chosen))
    return [count for count in measure.counts if count.name in found]


def _names(measure: Measure, chosen: Mapping[str, str]) -> Iterator[str]:
    parts: tuple[Amount | Requirement | Value, ...] = (
        *measure.amounts,
        *measure.requirements,
        *measure.values,
    )
    for part in (part for part in parts if holds(part.when, chosen)):
        for text in _formulas(part):
            yield from names(parse(text))


def _formulas(part: Amount | Requirement | Value) -> list[str]:
    match part:
        case Amount():
            return part.formulas
        case Requirement():
            return [text for text in (part.formula, part.where) if text]
    return [part.formula]
