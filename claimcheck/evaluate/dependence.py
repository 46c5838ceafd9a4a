"""What people and claims depend on: where it is the same, so is what comes out of a batch.

Other readings are evaluated only as far as they change something.
"""

from collections.abc import Mapping, Sequence

from claimcheck.compiler.requirements import in_force
from claimcheck.evaluate.employment import Counting
from claimcheck.evaluate.people import compared_columns
from claimcheck.policy import Rule
from claimcheck.policy.model import Level
from claimcheck.policy.readings import holds
from claimcheck.policy.sums import Amount, Step
from claimcheck.policy.uses import used_counts


def people_depend_on(
    rule: Rule, chosen: Mapping[str, str], how: Counting | None, *, counted: bool
) -> tuple[object, ...]:
    """What the people depend on besides the batch and the day.

    Args:
        rule: the rule.
        chosen: the options chosen, by reading.
        how: how months are counted; None where they are not.
        counted: whether there is a roster, and not only bare facts.
    """
    measure = rule.measure
    parts: list[Amount | Step] = [*measure.each, *measure.values]
    held = [part.formula for part in parts if holds(part.when, chosen)]
    tested = [item.name for item in in_force(measure, chosen, Level.PERSON)]
    if not counted:
        return (tested, held)
    return (how, tested, held, compared_columns(measure, chosen, how))


def claims_depend_on(
    rule: Rule, chosen: Mapping[str, str], needed: Sequence[str]
) -> tuple[object, ...]:
    """What the claims depend on besides the batch, the day and the people.

    Args:
        rule: the rule.
        chosen: the options chosen, by reading.
        needed: the facts without which a claim is incomplete.
    """
    measure = rule.measure
    parts: list[Amount | Step] = [*measure.amounts, *measure.values]
    return (
        [holds(part.when, chosen) for part in parts],
        [item.name for item in in_force(measure, chosen, Level.CLAIM)],
        [count.name for count in used_counts(measure, chosen)],
        needed,
    )
