"""Which bounds of a rule a set of evaluated claims sits on, just below and just above."""

import polars as pl

from claimcheck.evaluate import Evaluation
from claimcheck.policy import FactType, Rule, fact
from claimcheck.policy.check import operator_of
from claimcheck.policy.model import Requirement
from claimcheck.policy.readings import holds
from tests.addin.template.any_claims import head_bounds

#: a fact's column, and a value just below, on or above one of its bounds, in stored units
Edge = tuple[str, int]

_COUNTED = {FactType.COUNT, FactType.MONTHS, FactType.YUAN, FactType.PERCENT}


def edges(result: Evaluation) -> set[Edge]:
    """The values n − 1, n and n + 1 for every bound n of the rule's requirements and tiers.

    One is the smallest step: a person, a month, a fen. What cannot be (−1 people) is left
    out, and so are facts that are only found on the way.
    """
    rule, chosen = result.rule, result.chosen
    found: set[tuple[str, int]] = {("headcount", bound) for bound in head_bounds(rule)}
    for requirement in rule.measure.requirements:
        tested = fact(requirement.fact)
        plain = requirement.formula is None and holds(requirement.when, chosen)
        if plain and tested.type in _COUNTED:
            found.add((tested.column, _bound(rule, requirement, tested.scale)))
    for table in rule.measure.tables:
        scale = fact(table.by).scale
        found |= {(fact(table.by).column, int(row.start * scale)) for row in table.rows}
    columns = {*result.claims.columns, *result.people.columns}
    found = {(column, bound) for column, bound in found if column in columns}
    around = {(column, bound + step) for column, bound in found for step in (-1, 0, 1)}
    return {(column, value) for column, value in around if value >= 0}


def seen(result: Evaluation, wanted: set[Edge]) -> set[Edge]:
    """Which of these values the claims and people of an evaluation have."""
    found = set()
    # People of other rules stand in the same roster.
    people = result.people.filter(pl.col("claim").is_not_null())
    for column, value in wanted:
        for frame in (result.claims, people):
            if column in frame.columns and (frame[column] == value).any():
                found.add((column, value))
    return found


def _bound(rule: Rule, requirement: Requirement, scale: int) -> int:
    value = getattr(requirement, operator_of(requirement))
    if isinstance(value, str):
        number = rule.measure.numbers[value]
        return int(number.exact * (100 if number.unit == "percent" else 1) * scale)
    return int(value * scale)
