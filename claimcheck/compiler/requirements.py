"""A requirement, taken apart: what it is held against, where it stands, what is said of it."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from claimcheck.compiler.backend import T, Telling
from claimcheck.compiler.words import sentence
from claimcheck.policy import fact
from claimcheck.policy.check import OPERATORS, operator_of
from claimcheck.policy.model import Level, Measure, Requirement
from claimcheck.policy.readings import holds
from claimcheck.policy.sums import Number


def in_force(measure: Measure, chosen: Mapping[str, str], level: Level) -> list[Requirement]:
    """The requirements of a level under the chosen readings, in the file's order."""
    return [
        requirement
        for requirement in measure.requirements
        if requirement.of is level and holds(requirement.when, chosen)
    ]


def plain(value: float | str) -> str:
    """A number of the rules as it is written in sentences: 3000, 5.5."""
    return f"{value:g}" if isinstance(value, float) else str(value)


def required(requirement: Requirement, measure: Measure) -> str:
    """How the bound is written: 6, 3000, 小微企业."""
    match getattr(requirement, operator_of(requirement)):
        case list(options):
            return "、".join(options)
        case bool(wanted):
            return "是" if wanted else "否"
        case str(name):
            return plain(measure.numbers[name].value)
        case date() as day:
            return day.isoformat()
        case number:
            return plain(number)


def is_met(requirement: Requirement, measure: Measure, observed: T, backend: Telling[T]) -> T:
    """Whether the observed value, where it is known, meets the requirement."""
    operator = operator_of(requirement)
    match getattr(requirement, operator):
        case list(options):
            return backend.some(
                backend.compare("==", observed, backend.text(option)) for option in options
            )
        case bool(wanted):
            limit = backend.yes_or_no(yes=wanted)
        case date() as day:
            limit = backend.day(day)
        case str(name):
            limit = backend.bound(fact(requirement.fact), _written(measure.numbers[name]))
        case number:
            limit = backend.bound(fact(requirement.fact), Fraction(str(number)))
    return backend.compare(OPERATORS[operator], observed, limit)


def phrase(
    requirement: Requirement, measure: Measure, observed: T, shown: T, backend: Telling[T]
) -> T:
    """What to say where a requirement is not met.

    Of a fact that is missing only that is said: a sentence about its value would not fit.

    Args:
        requirement: the requirement.
        measure: the measure that it belongs to.
        observed: the observed value.
        shown: the same as people read it.
        backend: writes it.
    """
    texts = {name: plain(number.value) for name, number in measure.numbers.items()}
    texts["required"] = required(requirement, measure)
    values = {name: backend.text(text) for name, text in texts.items()} | {"observed": shown}
    missing = backend.text(fact(requirement.fact).not_given)
    said = backend.join(sentence(requirement.fail, values, backend))
    return backend.choose([(backend.missing(observed), missing)], said)


def _written(number: Number) -> Fraction:
    """A number in the unit that it is written in: percentages as 5.5, not 0.055."""
    return number.exact * (100 if number.unit == "percent" else 1)
