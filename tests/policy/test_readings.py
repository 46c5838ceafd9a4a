"""An option that is offered computes: no two options of a reading are the same for every input.

The inputs are the examples of the documents, and lists of people who worked and were paid in
the ways that readings tell apart.
"""

from collections.abc import Iterator
from datetime import date
from itertools import combinations

import pytest

from claimcheck.evaluate import Evaluation, evaluate_facts
from claimcheck.policy import Rule, fact, rule, rules
from claimcheck.policy.model import Example
from claimcheck.policy.readings import Reading
from claimcheck.settings import Settings
from tests.evaluate.stories import ON, stories, told

DAY = date(2026, 6, 30)

#: The wording of a clause is that of one of the two others: which, differs by clause.
BY_WORDS = ("R-75", "A_by_words")

WITH_READING: dict[str, list[Rule]] = {}
for _found in rules().values():
    for _reading in _found.readings:
        WITH_READING.setdefault(_reading, []).append(_found)

CASES = [
    pytest.param(found, found.readings[key], id=f"{key}-{found.id}")
    for key, many in sorted(WITH_READING.items())
    for found in many
]

Pairs = set[tuple[str, str]]
Result = tuple[str, int | None, int | None, int | None]


def test_all_readings_are_looked_at():
    assert sorted(WITH_READING) == [f"R-{number:02d}" for number in range(1, 80)]


@pytest.mark.parametrize(("chosen", "reading"), CASES)
def test_no_two_options_of_a_reading_give_the_same_for_every_input(chosen: Rule, reading: Reading):
    left = pairs(reading)
    if reading.id == BY_WORDS[0]:
        left = {pair for pair in left if BY_WORDS[1] not in pair}
    assert told_apart(chosen, reading, left) == left


def test_a_clause_is_read_by_its_own_words_or_as_always_unbroken_or_as_always_in_total():
    reading = WITH_READING[BY_WORDS[0]][0].readings[BY_WORDS[0]]
    found: Pairs = set()
    for chosen in WITH_READING[reading.id]:
        found |= told_apart(chosen, reading, pairs(reading) - found)
    assert found == pairs(reading)


@pytest.mark.parametrize(
    ("measure", "facts", "reading"),
    [
        ("JF24-4b", {"headcount": 15}, {"R-59": "A_none"}),
        (
            "ZW23-24",
            {
                "applicant_kind": "基金会",
                "insured_staff": 40,
                "layoff_rate_percent": 5,
                "employer_premium_yuan": 9000,
                "employee_premium_yuan": 9000,
            },
            {"R-40": "B_unknown"},
        ),
    ],
)
def test_an_option_that_says_no_number_leaves_the_sum_to_the_office(measure, facts, reading):
    assert calculated(rule(measure), facts, reading)[:2] == ("needs_decision", None)
    decided = calculated(rule(measure), {**facts, "decided_yuan": 30_000}, reading)
    assert decided[:2] == ("amount", 3_000_000)


def pairs(reading: Reading) -> Pairs:
    return set(combinations([option.key for option in reading.options], 2))


def told_apart(chosen: Rule, reading: Reading, wanted: Pairs) -> Pairs:
    """Which of these pairs of options give different results for some input."""
    found: Pairs = set()
    for results in results_of(chosen, reading):
        found |= {(one, other) for one, other in wanted if results[one] != results[other]}
        if found == wanted:
            break
    return found


def results_of(chosen: Rule, reading: Reading) -> Iterator[dict[str, Result]]:
    """What each option gives, input by input."""
    options = [option.key for option in reading.options]
    naming = [one for one in chosen.measure.examples if reading.id in one.readings]
    yield from (of_example(chosen, example, reading.id, options) for example in naming)
    if chosen.measure.employment is not None:
        for story in stories():
            yield {
                option: result(told(chosen, story, Settings(readings={reading.id: option}, on=ON)))
                for option in options
            }
    others = (one for one in chosen.measure.examples if one not in naming)
    yield from (of_example(chosen, example, reading.id, options) for example in others)


def of_example(
    chosen: Rule, example: Example, reading: str, options: list[str]
) -> dict[str, Result]:
    return {
        option: calculated(chosen, example.facts, {**example.readings, reading: option})
        for option in options
    }


def calculated(chosen: Rule, facts: dict[str, object], readings: dict[str, str]) -> Result:
    stored = {key: fact(key).parse(value) for key, value in facts.items()}
    return result(evaluate_facts(chosen, stored, Settings(readings=readings, on=DAY)))


def result(evaluation: Evaluation) -> Result:
    claim = evaluation.claims.row(0, named=True)
    return claim["outcome"], claim["amount_fen"], claim["least_fen"], claim["most_fen"]
