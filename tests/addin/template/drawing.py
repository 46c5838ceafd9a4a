"""Draws values for the facts of a rule, around every bound that the rule names."""

import random
from typing import Any

from claimcheck.forms import Column, ColumnType
from claimcheck.policy import Rule, facts
from claimcheck.policy.check import operator_of
from claimcheck.policy.expression import Lookup as TableLookup
from claimcheck.policy.expression import Name, compared, parse, walk
from claimcheck.policy.model import Requirement

_MONTH_UNITS = {"months", "years", "times", "year", "people"}


class Drawing:
    """Draws values for the facts of one rule."""

    def __init__(self, chance: random.Random, rule: Rule) -> None:
        self.chance = chance
        self.rule = rule
        measure = rule.measure
        self.bounds = {
            "yuan": [n.exact for n in measure.numbers.values() if n.unit == "yuan"],
            "count": [n.exact for n in measure.numbers.values() if n.unit in _MONTH_UNITS],
            "percent": [n.exact * 100 for n in measure.numbers.values() if n.unit == "percent"],
        }
        self.tests: dict[str, list[Requirement]] = {}
        for requirement in measure.requirements:
            if requirement.formula is None:
                self.tests.setdefault(requirement.fact, []).append(requirement)
            else:
                operator = operator_of(requirement)
                value = getattr(requirement, operator)
                if isinstance(value, int) and not isinstance(value, bool):
                    self.bounds["count"].append(value)
        self.tiers = {
            table.by: [row.start for row in table.rows] + [row.end for row in table.rows if row.end]
            for table in measure.tables
        }
        self.small: set[str] = set()  # counts that are added to and may not grow large
        for requirement in measure.requirements:
            if requirement.formula is not None and requirement.at_most is not None:
                self.small.add(requirement.fact)
            bound = plain_bound(rule, requirement)
            if requirement.formula is not None and requirement.at_least is not None and bound:
                self.tiers.setdefault(requirement.fact, []).append(bound)
        texts = [part.formula for part in (*measure.values, *measure.counts)]
        texts += [text for part in (*measure.amounts, *measure.each) for text in part.formulas]
        texts += [part.where for part in measure.requirements if part.where]
        self.options: dict[str, list[str]] = {}
        for text in texts:
            for name, option in compared(parse(text)):
                self.options.setdefault(name, []).append(option)
            for node in walk(parse(text)):
                if isinstance(node, TableLookup) and isinstance(node.argument, Name):
                    table = next(t for t in measure.tables if t.name == node.table)
                    starts = [row.start for row in table.rows]
                    self.tiers.setdefault(node.argument.name, []).extend(starts)

    def value(self, column: Column, good: bool) -> Any:
        """A value for a column; `good` ones mostly pass the tests."""
        chance = self.chance
        if not good and chance.random() < 0.15:
            return None
        tests = self.tests.get(column.key, [])
        if good and any(test.presumed for test in tests) and chance.random() < 0.5:
            return None
        match column.type:
            case ColumnType.FLAG:
                wanted = [test.is_true for test in tests if test.is_true is not None]
                right = wanted[0] if wanted else chance.random() < 0.5
                return "是" if right == (good or chance.random() < 0.4) else "否"
            case ColumnType.CHOICE:
                allowed = [option for test in tests for option in test.one_of or []]
                allowed = [option for option in allowed if option in (column.options or [])]
                allowed += self.options.get(column.key, [])
                offered = allowed if good and allowed else column.options or [""]
                return chance.choice(offered)
            case ColumnType.YUAN:
                return self._yuan(column.key, good)
            case ColumnType.PERCENT:
                around = [float(bound) for bound in self.bounds["percent"]] or [10.0]
                return round(chance.choice(around) + chance.choice((0, 0, -0.0001, 0.0001, -3)), 4)
            case ColumnType.COUNT:
                return self._count(column.key, good)
        return None

    def months(self, key: str, usual: tuple[int, ...]) -> int:
        """A number of months, mostly at or beside a bound of the fact."""
        bounds = [plain_bound(self.rule, test) for test in self.tests.get(key, [])]
        around = [bound for bound in bounds if bound]
        if not around or self.chance.random() < 0.3:
            return self.chance.choice(usual)
        return self.chance.choice(around) + self.chance.choice((0, 0, 0, 1, 1, -1))

    def _yuan(self, key: str, good: bool) -> float | None:
        chance = self.chance
        tests = [
            test for test in self.tests.get(key, []) if plain_bound(self.rule, test) is not None
        ]
        if tests and good and chance.random() < 0.8:
            bound = float(plain_bound(self.rule, tests[0]) or 0)
            upwards = tests[0].at_most is None and tests[0].less_than is None
            return max(
                round(bound + chance.choice((0, 0, 0.01, 50)) * (1 if upwards else -1), 2), 0
            )
        if chance.random() < 0.1:
            return chance.choice((0, 0.01, 1234.57, None if not good else 88.88))
        bounds = [*self.bounds["yuan"], *self.tiers.get(key, [])] or [3000]
        bound = float(chance.choice(bounds))
        if key.endswith("_fund_yuan") or "total" in key or "pay" in key or "fee" in key:
            bound *= chance.choice((1, 1, 3, 10))
        step = chance.choice((0, 0, 0.01, -0.01, 0.5, 1, -1, 100.05, 333.33, 2_000))
        return max(round(bound + step, 2), 0)

    def _count(self, key: str, good: bool) -> int:
        chance = self.chance
        if key in self.small and good:
            return chance.choice((0, 0, 0, 0, 0, 0, 0, 1))
        own = [plain_bound(self.rule, test) for test in self.tests.get(key, [])]
        around = [value for value in own if value is not None] + list(self.tiers.get(key, []))
        if not around:
            around = [int(bound) for bound in self.bounds["count"] if bound <= 3000] or [3]
        step = chance.choice((0, 0, 0, 0, 1, 1, 2, -1) if good else (0, -1, 1, -2, 3, 12))
        most = [test for test in self.tests.get(key, []) if test.at_most is not None]
        less = [test for test in self.tests.get(key, []) if test.less_than is not None]
        if good and most:
            step = -step
        if good and less:
            step = -1 - step
        drawn = chance.choice(around) + step
        fact = facts().get(key)
        # A fact that tests nothing is small: months already used, claims of this year …
        if not own and not self.tiers.get(key) and chance.random() < 0.5:
            drawn = chance.choice((0, 0, 1) if good else (0, 1, 2, 5, 11, 12, 13))
        return int(max(drawn, 0 if fact is None else fact.minimum))


def plain_bound(rule: Rule, requirement: Requirement) -> int | None:
    value = getattr(requirement, operator_of(requirement))
    if isinstance(value, str):
        value = int(rule.measure.numbers[value].exact)
    return value if isinstance(value, int) and not isinstance(value, bool) else None
