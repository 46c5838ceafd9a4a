"""Lists of people that readings tell apart: how they worked, and what they were paid.

Each story is one claim whose people all fulfil what a measure asks of a person, but for the
months and the wages that the story is about.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from claimcheck.evaluate import Evaluation, evaluate
from claimcheck.identity import id_check_character
from claimcheck.policy import Rule, fact
from claimcheck.policy.model import Example, Level
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings
from tests.evaluate.people import id_number, wages

#: late enough for every month of a story to be over
ON = date(2027, 6, 30)

Span = tuple[date, date | None]


@dataclass(frozen=True)
class Worker:
    """When one person worked, and what came to the bank in which months."""

    stints: tuple[Span, ...]
    months: tuple[tuple[int, int], ...]  #: year and month of each payment
    share: tuple[float, ...] = (1.2,)  #: pay as a share of the wage floor, month by month
    stated: float = 1.2  #: the contract's wage as a share of the floor


@dataclass(frozen=True)
class Story:
    """One claim."""

    name: str
    workers: tuple[Worker, ...]  #: the list repeats them in turn
    last: tuple[Worker, ...] = field(default=())  #: further people at the end of the list


def stories() -> Iterator[Story]:
    """Every story, whatever the measure."""
    for length in (1, 2, 3):
        first = (date(2026, 1, 1), _month_end(length))
        second = (date(2026, length + 2, 1), _month_end(2 * length + 1))
        paid = [*range(1, length + 1), *range(length + 2, 2 * length + 2)]
        yield Story(
            f"两段各 {length} 个月，中间隔一个月", (Worker((first, second), _in_2026(*paid)),)
        )
    whole_year = ((date(2026, 1, 1), None),)
    low = (1.2, 1.2, 0.5, *[1.2] * 6)
    yield Story("有一个月低于门槛", (Worker(whole_year, _in_2026(*range(1, 10)), low),))
    yield Story("中间一个月没有发薪", (Worker(whole_year, _in_2026(1, 2, 3, 5, 6, 7)),))
    yield Story("按平均达到门槛", (Worker(whole_year, _in_2026(*range(1, 10)), (0.9, 0.9, 1.5)),))
    yield Story("合同工资高、入账低", (Worker(whole_year, _in_2026(*range(1, 10)), (0.9,), 1.1),))
    almost = ((date(2026, 1, 6), date(2026, 7, 1)),)
    yield Story("发薪六次、工作不满六个月", (Worker(almost, _in_2026(*range(1, 7))),))
    late = tuple((2026, month) for month in range(9, 13)) + tuple((2027, m) for m in range(1, 5))
    yield Story("九月入职，次年才满六个月", (Worker(((date(2026, 9, 1), None),), late),))
    yield Story("长短各半", (_for_months(3), _for_months(6)))
    yield Story("一人干得最久", (_for_months(3),), (_for_months(9),))


def told(rule: Rule, story: Story, settings: Settings) -> Evaluation:
    """Evaluate a story under one rule."""
    facts = base_example(rule).facts
    levels = {use.fact.key: use.level for use in uses(rule.measure)}
    claim = {"input": 0, "claim_id": "SB-1", "period_end": ON}
    claim |= _stored(facts, [key for key in facts if levels[key] is Level.CLAIM])
    person = passing(rule)
    person |= _stored(facts, [key for key in facts if levels[key] is Level.PERSON])
    floor = _floor_fen(rule)
    heads = int(facts.get("headcount", 1))
    workers = [story.workers[number % len(story.workers)] for number in range(heads)]
    rows, payments = [], []
    for number, worker in enumerate([*workers, *story.last], start=1):
        rows += [
            {
                **person,
                "input": 0,
                "claim_id": "SB-1",
                "id_number": _id(number),
                "hired_on": start,
                "left_on": end,
                "monthly_wage_fen": int(floor * worker.stated),
            }
            for start, end in worker.stints
        ]
        payments += [
            (0, _id(number), date(*month, 10), int(floor * worker.share[at % len(worker.share)]))
            for at, month in enumerate(worker.months)
        ]
    roster = pl.DataFrame(rows, schema_overrides={"left_on": pl.Date}, infer_schema_length=None)
    return evaluate(rule, pl.DataFrame([claim]), roster, wages(payments), settings)


def base_example(rule: Rule) -> Example:
    """An example of a measure that is paid under the default readings."""
    return next(
        example
        for example in rule.measure.examples
        if not example.readings and (example.amount or example.outcome == "needs_decision")
    )


def passing(rule: Rule) -> dict[str, Any]:
    """A person's facts, by column, that pass the plain tests of a measure."""
    found: dict[str, Any] = {}
    for requirement in rule.measure.requirements:
        if requirement.of is Level.PERSON and requirement.formula is None:
            column = fact(requirement.fact).column
            if requirement.one_of:
                found.setdefault(column, requirement.one_of[0])
            elif requirement.is_true is not None:
                found.setdefault(column, requirement.is_true)
    return found


def _stored(facts: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    # The months of a person are the story's.
    told_by_story = {"headcount", "months_employed", "monthly_wage_yuan"}
    return {fact(k).column: fact(k).parse(facts[k]) for k in keys if k not in told_by_story}


def _floor_fen(rule: Rule) -> int:
    measure = rule.measure
    floor = measure.employment.floor if measure.employment else None
    return int(measure.numbers[floor].exact * 100) if floor else 400_000


def _for_months(length: int) -> Worker:
    return Worker(((date(2026, 1, 1), _month_end(length)),), _in_2026(*range(1, length + 1)))


def _in_2026(*numbers: int) -> tuple[tuple[int, int], ...]:
    return tuple((2026, number) for number in numbers)


def _month_end(number: int) -> date:
    return date(2026, number + 1, 1).replace(day=1) - (date(2026, 1, 2) - date(2026, 1, 1))


def _id(number: int) -> str:
    """A made-up person's number, for more people than one birthday has numbers."""
    day, order = divmod(number, 1000)
    plain = id_number(order)
    if day == 0:
        return plain
    digits = f"6405981990010{1 + day}{order:03d}"
    return digits + id_check_character(digits)
