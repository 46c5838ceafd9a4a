"""Which facts a measure takes, and which of them it cannot do without."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from claimcheck.policy.expression import names_in
from claimcheck.policy.facts import Fact, fact
from claimcheck.policy.model import Level, Limit, Measure, People, Requirement
from claimcheck.policy.readings import holds
from claimcheck.policy.sums import Amount, Count, Step

Part = TypeVar("Part", Amount, Requirement, Step)

#: The fact with which the office settles a sum that the text leaves to it.
DECIDED = "decided_yuan"
#: Facts that the evaluation finds itself from the people.
ROLLED_UP = ("headcount", "each_total_yuan")


@dataclass(frozen=True)
class Use:
    """A fact that a measure takes."""

    fact: Fact
    level: Level
    required: bool  #: a calculation without it is incomplete


def uses(measure: Measure, chosen: Mapping[str, str] | None = None) -> list[Use]:
    """The facts a measure takes under the chosen readings, or under any where None.

    Claim facts of the amount and the requirements are required; person facts are
    required where they decide an amount, or where each person is paid for himself. A
    group's other person facts are not: the number of people who qualify is given instead.
    """
    claim = list(_claim_names(measure, chosen))
    person = list(_person_names(measure, chosen))
    deciding = set(_deciding_person_names(measure, chosen))
    presumed = {item.fact for item in measure.requirements if item.presumed}
    if measure.earmark:
        presumed.add(measure.earmark.fact)
    found: dict[str, Use] = {}
    for name in claim:
        if name == "each_total_yuan":
            continue
        optional = name in measure.defaults or name in presumed or name == DECIDED
        found[name] = Use(fact(name), Level.CLAIM, not optional)
    if measure.people is not People.NONE and "headcount" not in found:
        required = "headcount" not in measure.defaults
        found["headcount"] = Use(fact("headcount"), Level.CLAIM, required)
    for name in person:
        required = name in deciding or (measure.people is People.SELF and name not in presumed)
        if name not in found:
            found[name] = Use(fact(name), Level.PERSON, required and name not in measure.defaults)
    return list(found.values())


def all_uses(measure: Measure, defaults: Mapping[str, str]) -> list[Use]:
    """Every fact a measure takes under any reading; required as under the default ones."""
    required = {use.fact.key for use in uses(measure, defaults) if use.required}
    return [replace(use, required=use.fact.key in required) for use in uses(measure)]


def amount_in_force(measure: Measure, chosen: Mapping[str, str]) -> Amount:
    """The one amount that holds under the chosen readings (loading made sure of it)."""
    return next(amount for amount in measure.amounts if holds(amount.when, chosen))


def limits_in_force(measure: Measure, chosen: Mapping[str, str]) -> list[Limit]:
    """How often the same one may be paid under the chosen readings."""
    return [limit for limit in measure.limits if holds(limit.when, chosen)]


def used_counts(measure: Measure, chosen: Mapping[str, str]) -> list[Count]:
    """The counts that something of a measure refers to under the chosen readings."""
    parts: list[Amount | Requirement | Step] = [
        *_holding(measure.amounts, chosen),
        *_holding(measure.requirements, chosen),
        *_holding(measure.values, chosen),
    ]
    found = {name for part in parts for text in _texts(part) for name in names_in(text)}
    return [count for count in measure.counts if count.name in found]


def _texts(part: Amount | Requirement | Step) -> list[str]:
    match part:
        case Amount():
            return part.formulas
        case Requirement():
            return [text for text in (part.formula, part.where) if text]
    return [part.formula]


def _claim_names(measure: Measure, chosen: Mapping[str, str] | None) -> Iterator[str]:
    for requirement in _holding(measure.requirements, chosen):
        if requirement.of is Level.CLAIM:
            yield from _requirement_names(requirement, measure, chosen)
    for amount in _holding(measure.amounts, chosen):
        yield from _names(amount.formulas, measure, chosen)
        if amount.left_to_office:
            yield DECIDED
    if measure.earmark:
        yield measure.earmark.fact


def _requirement_names(
    requirement: Requirement, measure: Measure, chosen: Mapping[str, str] | None
) -> Iterator[str]:
    if requirement.formula is None:
        yield requirement.fact
    formulas = [text for text in (requirement.formula, requirement.where) if text]
    yield from _names(formulas, measure, chosen)


def _person_names(measure: Measure, chosen: Mapping[str, str] | None) -> Iterator[str]:
    for requirement in _holding(measure.requirements, chosen):
        if requirement.of is Level.PERSON:
            yield from _requirement_names(requirement, measure, chosen)
    if measure.household:
        yield measure.household.paid
    yield from _deciding_person_names(measure, chosen)


def _deciding_person_names(measure: Measure, chosen: Mapping[str, str] | None) -> Iterator[str]:
    for amount in _holding(measure.each, chosen):
        yield from _names(amount.formulas, measure, chosen)
    used = set(_all_names(measure, chosen))
    for count in measure.counts:
        if count.name in used:
            yield from _names([count.formula], measure, chosen)


def _all_names(measure: Measure, chosen: Mapping[str, str] | None) -> Iterator[str]:
    """Every name in the claim's formulas, counts and values among them."""
    formulas = [text for amount in _holding(measure.amounts, chosen) for text in amount.formulas]
    formulas += [item.formula for item in _holding(measure.requirements, chosen) if item.formula]
    formulas += [value.formula for value in _holding(measure.values, chosen)]
    for formula in formulas:
        yield from names_in(formula)


def _names(
    formulas: Iterable[str], measure: Measure, chosen: Mapping[str, str] | None
) -> Iterator[str]:
    """The facts in formulas, with the values they refer to spelt out."""
    counts = {count.name for count in measure.counts}
    values = {value.name for value in measure.values}
    for formula in formulas:
        for name in names_in(formula):
            if name in values:
                steps = [
                    value.formula
                    for value in _holding(measure.values, chosen)
                    if value.name == name
                ]
                yield from _names(steps, measure, chosen)
            elif name not in measure.numbers and name not in counts:
                yield name


def _holding(parts: Iterable[Part], chosen: Mapping[str, str] | None) -> list[Part]:
    if chosen is None:
        return list(parts)
    return [part for part in parts if holds(part.when, chosen)]
