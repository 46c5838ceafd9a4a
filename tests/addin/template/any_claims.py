"""Random claims of any type, drawn around every bound that its rules name.

Made-up people only: their ID numbers start with 640598, an area code that nobody has.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import polars as pl

from addin.columns import DECIDED_COLUMN
from addin.template.computed import is_decided, rules_of
from claimcheck.forms import Column, ColumnType, Form, SheetKind, form
from claimcheck.policy import Rule, facts
from claimcheck.policy.check import operator_of
from claimcheck.policy.expression import Lookup as TableLookup
from claimcheck.policy.expression import Name, compared, parse, walk
from claimcheck.policy.model import Level, People, Requirement
from claimcheck.policy.overlaps import window_of
from tests.addin.template.random_claims import made_up_id

Row = dict[str, Any]

#: the longest lists that are drawn at random; longer ones are drawn now and then
_USUAL_SIZE = 40
_LONG, _HUGE = 15, 100
_PEOPLE_UNITS = {"people"}
_MONTH_UNITS = {"months", "years", "times", "year", "people"}


@dataclass
class AnyBatch:
    """The rows of one workbook, as they are entered."""

    form: Form
    claims: list[Row] = field(default_factory=list)
    roster: list[Row] = field(default_factory=list)
    wages: list[Row] = field(default_factory=list)

    @property
    def content(self) -> dict[SheetKind, Sequence[Row]]:
        """What the template builder takes."""
        return {
            SheetKind.CLAIMS: self.claims,
            SheetKind.ROSTER: self.roster,
            SheetKind.WAGES: self.wages,
        }

    def frame(self, kind: SheetKind) -> pl.DataFrame:
        """A sheet in normal form; no rows where the form has none."""
        rows = {
            SheetKind.CLAIMS: self.claims,
            SheetKind.ROSTER: self.roster,
            SheetKind.WAGES: self.wages,
        }[kind]
        sheet = self.form.sheet(kind)
        columns = list(sheet.inputs) if sheet else []
        if kind is SheetKind.CLAIMS:
            columns.append(DECIDED_COLUMN)
        series = [pl.Series("input", [0] * len(rows), dtype=pl.Int64)]
        series += [_series(column, [row.get(column.key) for row in rows]) for column in columns]
        return pl.DataFrame(series)


def _series(column: Column, values: list[Any]) -> pl.Series:
    scale = {ColumnType.YUAN: 100, ColumnType.PERCENT: 10_000, ColumnType.COUNT: 1}.get(column.type)
    if scale:
        name = column.key.removesuffix("_yuan") + "_fen" if scale == 100 else column.key
        stored = [None if value is None else round(value * scale) for value in values]
        return pl.Series(name, stored, dtype=pl.Int64)
    if column.type in {ColumnType.DATE, ColumnType.MONTH}:
        return pl.Series(column.key, values, dtype=pl.Date)
    if column.type is ColumnType.FLAG:
        return pl.Series(column.key, [_flag(value) for value in values], dtype=pl.Boolean)
    return pl.Series(column.key, values, dtype=pl.String)


def _flag(value: str | None) -> bool | None:
    return None if value is None else value == "是"


class _Drawing:
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

    def _yuan(self, key: str, good: bool) -> float | None:
        chance = self.chance
        tests = [test for test in self.tests.get(key, []) if _plain(self.rule, test) is not None]
        if tests and good and chance.random() < 0.8:
            bound = float(_plain(self.rule, tests[0]) or 0)
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
        own = [_plain(self.rule, test) for test in self.tests.get(key, [])]
        around = [value for value in own if value is not None] + list(self.tiers.get(key, []))
        if not around:
            around = [int(bound) for bound in self.bounds["count"] if bound <= 3000] or [3]
        step = chance.choice((0, 0, 0, 1, 2) if good else (0, -1, 1, -2, 3, 12))
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


def _plain(rule: Rule, requirement: Requirement) -> int | None:
    value = getattr(requirement, operator_of(requirement))
    if isinstance(value, str):
        value = int(rule.measure.numbers[value].exact)
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def random_any(
    claim_type: str, seed: int, claims: int, large: int = 0, only: str | None = None
) -> AnyBatch:
    """A batch with `claims` random claims of every rule of a type, mixed.

    Args:
        claim_type: the claim type.
        seed: of the random numbers.
        claims: claims of each rule.
        large: how many claims of each rule have as many people as its largest bounds ask for.
        only: one rule's id, where only its claims are wanted.
    """
    chance = random.Random(f"{claim_type} {seed}")  # noqa: S311 - no secret
    batch = AnyBatch(form(claim_type))
    people = iter(range(seed * 200_000, seed * 200_000 + 199_999))
    chosen = [rule for rule in rules_of(claim_type) if only in {None, rule.id}]
    order = [(rule, number) for rule in chosen for number in range(claims)]
    chance.shuffle(order)
    for rule, number in order:
        _add_claim(chance, batch, rule, number < large, people)
    chance.shuffle(batch.wages)
    return batch


def _add_claim(
    chance: random.Random, batch: AnyBatch, rule: Rule, is_large: bool, people: Any
) -> None:
    drawing, number = _Drawing(chance, rule), len(batch.claims)
    sheet = batch.form.sheet(SheetKind.CLAIMS)
    assert sheet is not None
    good = is_large or chance.random() < 0.75
    window = window_of(rule.measure, rule.document)
    first = window.start or date(2025, 1, 1)
    claim: Row = {
        "claim_id": f"SB-{number:03d}",
        "measure": rule.id,
        "applicant": f"海原县试样第{number}号",
        "applicant_code": chance.choice((f"91640522MA76{number:04d}0A", "91640522MA76SAME01")),
        "county": "海原县",
        "period_start": first,
        "period_end": chance.choice(
            (first + timedelta(364), first + timedelta(364), first + timedelta(250), None)
        ),
        "claimed_people": 3,
        "claimed_yuan": 20_000,
    }
    for column in sheet.inputs:
        if column.key not in claim or column.key == "headcount":
            claim[column.key] = drawing.value(column, good or chance.random() < 0.6)
            default = rule.measure.defaults.get(column.key)
            if default is not None and chance.random() < 0.6:
                claim[column.key] = chance.choice((None, default))
    if is_decided(rule):
        claim["decided_yuan"] = _decided(chance, drawing)
    batch.claims.append(claim)
    if batch.form.sheet(SheetKind.ROSTER) is not None:
        size = _size(chance, rule, is_large)
        # In long lists most people are right, or no list would reach its bound.
        share = 0.98 if size >= _LONG else 0.9
        for _ in range(size):
            good = chance.random() < share
            _add_person(chance, batch, drawing, claim, next(people), first, good, size)


def _decided(chance: random.Random, drawing: _Drawing) -> float | None:
    if chance.random() < 0.3:
        return None
    bound = float(chance.choice(drawing.bounds["yuan"] or [1000]))
    times = chance.choice((1, 1, 2, 3, 0.5))
    return round(bound * times + chance.choice((0, 0, 0.01, -0.01, 700)), 2)


def _size(chance: random.Random, rule: Rule, is_large: bool) -> int:
    measure = rule.measure
    if measure.people is People.NONE:
        return chance.choice((0, 0, 0, 1))
    found = [int(n.exact) for n in measure.numbers.values() if n.unit in _PEOPLE_UNITS]
    for table in measure.tables:
        if table.by == "headcount":
            found += [int(row.start) for row in table.rows]
            found += [int(row.end) for row in table.rows if row.end]
    for requirement in measure.requirements:
        if requirement.fact == "headcount" and requirement.of is Level.CLAIM:
            value = _plain(rule, requirement)
            found += [value] if value else []
    if is_large and found:
        # A few of a long list do not count: list so many more.
        bound = chance.choice(found)
        return max(bound + chance.choice((-1, 0, bound // 25, bound // 25, bound // 20)), 1)
    small = [bound for bound in found if bound <= _USUAL_SIZE]
    if small and chance.random() < 0.4:
        return max(chance.choice(small) + chance.choice((0, 0, -1, 1, 1, 2, 3)), 0)
    return chance.choice((0, 1, 1, 2, 2, 3, 4))


def _add_person(
    chance: random.Random,
    batch: AnyBatch,
    drawing: _Drawing,
    claim: Row,
    number: int,
    first: date,
    good: bool,
    size: int,
) -> None:
    sheet = batch.form.sheet(SheetKind.ROSTER)
    assert sheet is not None
    hired = first + timedelta(chance.choice((0, 0, 0, 1, 30, 58, 59, 90, 150)))
    months = chance.choice((1, 2, 3, 3, 5, 6, 6, 6, 8, 9, 9, 12, 13))
    months = max(months, 6) if good else months
    person: Row = {
        "claim_id": claim["claim_id"],
        "name": "马试样",
        "id_number": made_up_id(number % 3_000_000),
        "hired_on": hired,
        "left_on": chance.choice((None, None, _after(hired, months, chance.choice((-1, -2, 0))))),
    }
    if not good:
        person |= _spoilt(chance, batch, person["id_number"])
    for column in sheet.inputs:
        if column.type in {ColumnType.DATE, ColumnType.MONTH}:
            continue
        if column.key == "household_id":
            person[column.key] = chance.choice((None, made_up_id(chance.randrange(4))))
        elif column.key not in person:
            person[column.key] = drawing.value(column, good or chance.random() < 0.6)
            default = drawing.rule.measure.defaults.get(column.key)
            if default is not None and chance.random() < 0.4:
                person[column.key] = chance.choice((None, default))
    keys = {column.key for column in sheet.inputs}
    if "contract_start" in keys and (good or chance.random() < 0.7):
        begun = hired + timedelta(chance.choice((0, 0, -10)))
        person["contract_start"] = begun
        length = chance.choice((5, 6, 6, 11, 12, 12, 24))
        ended = _after(begun, length, chance.choice((-1, -1, 0, -2)))
        person["contract_end"] = chance.choice((ended, ended, None))
    if "insured_from" in keys and (good or chance.random() < 0.7):
        start = hired.replace(day=1)
        person["insured_from"] = start
        length = chance.choice((0, 1, 5, 11, 12, 13))
        person["insured_to"] = chance.choice((None, _after(start, length, 0)))
    batch.roster.append({key: value for key, value in person.items() if key in keys})
    # The longest lists hold their wages in the roster, to keep the workbook small.
    paid = 0.8 if size < _HUGE else 0.02
    if batch.form.sheet(SheetKind.WAGES) is not None and chance.random() < paid:
        _pay(chance, batch, drawing, person, hired, good)


def _spoilt(chance: random.Random, batch: AnyBatch, right: str) -> Row:
    match chance.randrange(6):
        case 0:
            return {"id_number": right[:17] + ("0" if right[17] != "0" else "1")}
        case 1:
            return {"id_number": chance.choice((None, "64059819900231001X", "640598", "无"))}
        case 2 if batch.roster:
            return {"id_number": batch.roster[-1]["id_number"]}
        case 3:
            return {"hired_on": None}
        case 4:
            return {"hired_on": date(2024, 12, chance.randint(1, 31))}
    return {}


def _pay(
    chance: random.Random,
    batch: AnyBatch,
    drawing: _Drawing,
    person: Row,
    hired: date,
    good: bool,
) -> None:
    number = person["id_number"]
    if not isinstance(number, str):
        return
    floor = float(chance.choice(drawing.bounds["yuan"] or [3000]))
    floor = floor if 1000 <= floor <= 10_000 else 3000.0
    for step in range(chance.choice((6, 6, 7, 9) if good else (1, 3, 6, 6, 9))):
        if chance.random() < (0.01 if good else 0.05):
            continue
        day = _after(hired.replace(day=1), step, chance.randint(0, 27))
        below = () if good and chance.random() < 0.95 else (-0.01, -1)
        amount = round(floor + chance.choice((0, 0, 0.01, 500, 1234.56, *below)), 2)
        parts = [amount] if chance.random() < 0.9 else [100.0, round(amount - 100, 2)]
        for part in parts:
            batch.wages.append(
                {"id_number": number, "name": "马试样", "paid_on": day, "amount_yuan": part}
            )


def _after(start: date, months: int, days: int) -> date:
    """A day so many months and days after another."""
    month = start.month - 1 + months
    first = date(start.year + month // 12, month % 12 + 1, 1)
    return first + timedelta(start.day - 1 + days)
