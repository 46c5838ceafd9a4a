"""What a measure has for the wage flow to be held against: its tests of months and of pay."""

from claimcheck.compiler.requirements import plain
from claimcheck.evaluate.employment import Counting
from claimcheck.evaluate.requirements import Test
from validator.checks.base import Judged

#: The facts about which there is more to say than that a requirement is not met.
MONTHS, WAGE = "months_employed", "monthly_wage_yuan"


def person_test(judged: Judged, fact: str) -> Test | None:
    """The person test of a fact, if the measure has one."""
    tests = judged.evaluation.person_tests
    return next((test for test in tests if test.requirement.fact == fact), None)


def names_of(*tests: Test | None) -> tuple[str, ...]:
    """The names of those tests that the measure has."""
    return tuple(test.requirement.name for test in tests if test is not None)


def floor_of(judged: Judged, how: Counting) -> str:
    """The wage floor in yuan, as text; empty where there is none."""
    name = how.employment.floor
    return plain(judged.rule.measure.numbers[name].value) if name else ""
