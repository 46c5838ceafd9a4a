"""Claims in which every typed column holds, one after the other, what it should not hold."""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from addin.template import build, entry
from addin.template.build import build_template
from addin.template.computed import rules_of
from addin.template.plan import Plan, make_plan
from addin.template.rule_plan import RulePlan
from addin.template.writer import Writer
from claimcheck.forms import Column, ColumnType, Sheet, SheetKind
from claimcheck.policy import rule
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses
from claimcheck.settings import Settings
from samples.people import credit_code
from samples.typical import typical, usable
from tests.addin.template.random_claims import made_up_id
from tests.addin.template.rows import Row
from tests.validator.books import ON

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES


@dataclass(frozen=True)
class ErrorValue:
    """A cell whose formula gives an error."""

    formula: str = "1/0"
    shown: str = "#DIV/0!"


@dataclass(frozen=True)
class Shown:
    """A number in a cell that shows it in a format of its own."""

    number: float
    number_format: str


_ANYWHERE: list[object] = [None, " ", "--", "无", -3, 1900, 9999, "９９９９"]
_NUMBERS: list[object] = ["12", "1次", "5元", "1万元", "３", "5%", 0.05, "1,000", 1.005, "2026-1-5"]
_NUMBERS += ["1e3", "¥5", "人民币5元", Shown(0.05, "0%")]
_DATES: list[object] = [
    *(date(1900, 1, 5), date(1949, 12, 31), "2026.1.5", "2026/1/5", "2026年1月", "2026.1"),
    *("20260105", 20260105, "2026-02-30", "46027", "二〇二六年一月五日"),
    *("2026-01-05 8时", Shown(46027.354, "yyyy-mm-dd hh:mm"), Shown(46027, "General")),
]
VALUES: dict[ColumnType, list[object]] = {
    ColumnType.DATE: [*_ANYWHERE, *_DATES],
    ColumnType.MONTH: [*_ANYWHERE, *_DATES],
    ColumnType.YUAN: [*_ANYWHERE, *_NUMBERS, Shown(5, "0.00%")],
    ColumnType.COUNT: [*_ANYWHERE, *_NUMBERS, Shown(5, "0.00%")],
    # 500 % is refused by validate; no formula can see that a 5 is shown so.
    ColumnType.PERCENT: [*_ANYWHERE, *_NUMBERS],
    ColumnType.FLAG: [*_ANYWHERE[:4], 1, "yes", "ｙ", " 是 "],
    ColumnType.CHOICE: [*_ANYWHERE[:5], " 其他"],
    ColumnType.ID_NUMBER: [*_ANYWHERE[:4], 640598199001010000, "640598"],
}


@dataclass
class Table:
    """A workbook of one type, with a claim for each column and, of the claims, each value."""

    plan: Plan
    rows: dict[SheetKind, list[Row]] = field(
        default_factory=lambda: {kind: [] for kind in SheetKind}
    )
    #: claim id → what is wrong in it
    wrong: dict[str, str] = field(default_factory=dict)


def table(claim_type: str) -> Table:
    """The claims of a type."""
    small = make_plan(claim_type, 1, 1, Settings(on=ON))
    made = Table(small)
    people = iter(range(1, 100_000))
    for sheet in small.sheets:
        for column in sheet.inputs:
            values = VALUES.get(column.type)
            if values and column.key not in {"claimed_people", "claimed_yuan"}:
                _add(
                    made, _looking_at(small, sheet.kind, column), sheet.kind, column, values, people
                )
    rows = {kind: len(found) for kind, found in made.rows.items()}
    made.plan = make_plan(
        claim_type,
        people=rows[ROSTER] + 1,
        claims=rows[CLAIMS] + 1,
        settings=Settings(on=ON),
        payments=rows[WAGES] + 1,
    )
    return made


def honest(claim_type: str, measures: int = 3, most: int = 6) -> Table:
    """A few claims of a type, of different measures where it has them, with nothing wrong."""
    small = make_plan(claim_type, 1, 1, Settings(on=ON))
    made, people = Table(small), iter(range(1, 100_000))
    items = [item for item in small.rules if next(usable(item.rule), None) is not None]
    items.sort(key=lambda item: item.counting is None)
    for number in range(measures):
        own = _copy(made, items[number % len(items)], people, most)
        _take(made, own, f"claim {number}")
    rows = {kind: len(found) for kind, found in made.rows.items()}
    sizes = {kind: found + 20 for kind, found in rows.items()}
    made.plan = make_plan(
        claim_type, sizes[ROSTER], sizes[CLAIMS], Settings(on=ON), payments=sizes[WAGES]
    )
    return made


def write(made: Table, path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Write the workbook."""
    usual, usual_sheet = entry._write_value, build.write_entry_sheet
    styles: list[Any] = []

    def write_sheet(writer: Writer, form_sheet: Sheet) -> None:
        styles[:] = [writer.styles]
        usual_sheet(writer, form_sheet)

    def write_value(sheet: Any, row: int, index: int, value: object, style: Any) -> None:
        if isinstance(value, ErrorValue):
            sheet.write_formula(row - 1, index, f"={value.formula}", style, value.shown)
        elif isinstance(value, Shown):
            own = styles[0].get(num_format=value.number_format)
            sheet.write_number(row - 1, index, value.number, own)
        else:
            usual(sheet, row, index, value, style)

    monkeypatch.setattr(entry, "_write_value", write_value)
    monkeypatch.setattr(build, "write_entry_sheet", write_sheet)
    path.write_bytes(build_template(made.plan, made.rows))
    return path


def _looking_at(plan: Plan, kind: SheetKind, column: Column) -> RulePlan:
    """A rule with an example, if there is one a rule that looks at the column, with few people."""
    found = [item for item in plan.rules if next(usable(item.rule), None) is not None]

    def rank(item: RulePlan) -> tuple[bool, int]:
        level = Level.CLAIM if kind is CLAIMS else Level.PERSON
        used = {use.fact.key for use in uses(item.rule.measure, item.chosen) if use.level is level}
        columns = used if kind is CLAIMS else item.deciding_columns
        looks = item.counting is not None if kind is WAGES else column.key in columns
        return not looks, len(_example(item, 0)[ROSTER])

    return min(found, key=rank)


def example(measure: str) -> dict[SheetKind, list[Row]]:
    """The rows of the first example of a measure."""
    made = typical(rule(measure), next(usable(rule(measure))), ON).rows
    return {kind: list(rows) for kind, rows in made.items()}


def _example(item: RulePlan, seed: int) -> dict[SheetKind, list[Row]]:
    rows = typical(item.rule, next(usable(item.rule)), ON, seed=seed + 1).rows
    return {kind: rows.get(kind, []) for kind in SheetKind}


def _add(
    made: Table,
    item: RulePlan,
    kind: SheetKind,
    column: Column,
    values: list[object],
    people: Iterator[int],
) -> None:
    if kind is CLAIMS:
        for value in values:
            own = _copy(made, item, people, 8)
            own[CLAIMS][0][column.key] = value
            _take(made, own, f"{kind} {column.key} {value!r}")
        return
    own = _copy(made, item, people, 250)
    if kind is WAGES and not own[WAGES]:
        return  # no rule of the type looks at payments
    good = own[ROSTER] or [{}]
    for number, value in enumerate(values):
        person, paid = _person(own, good[number % len(good)], people)
        rows: dict[SheetKind, Callable[[], Row]] = {ROSTER: lambda: person, WAGES: lambda: paid[-1]}  # noqa: B023
        if kind is ROSTER or paid:
            rows[kind]()[column.key] = value
        own[ROSTER].append(person)
        own[WAGES] += paid
    _take(made, own, f"{kind} {column.key}")


def _copy(
    made: Table, item: RulePlan, people: Iterator[int], most: int
) -> dict[SheetKind, list[Row]]:
    """The rows of an example with people of their own."""
    whole = _example(item, len(made.wrong))
    own: dict[SheetKind, list[Row]] = {CLAIMS: [dict(whole[CLAIMS][0])], ROSTER: [], WAGES: []}
    for person in whole[ROSTER][:most]:
        copied, paid = _person(whole, person, people)
        own[ROSTER].append(copied)
        own[WAGES] += paid
    return own


def _person(
    whole: dict[SheetKind, list[Row]], person: Row, people: Iterator[int]
) -> tuple[Row, list[Row]]:
    """Somebody else of whom the same is true, and the payments."""
    old, number = person.get("id_number"), next(people)
    new = made_up_id(number)
    own = {key: value for key, value in person.items() if key not in {"phone", "bank_account"}}
    own |= {"id_number": new, "name": f"马试{chr(0x4E00 + number % 5000)}"}
    own |= {"household_id": new} if "household_id" in person else {}
    paid = [
        {**row, "id_number": new, "name": own["name"], "payee_account": None, "reference": None}
        for row in whole[WAGES]
        if row["id_number"] == old
    ]
    return own, paid


def _take(made: Table, own: dict[SheetKind, list[Row]], wrong: str) -> None:
    claim_id = f"SB-{len(made.wrong):04d}"
    code = credit_code(random.Random(len(made.wrong)))  # noqa: S311 - no secret
    own[CLAIMS][0] |= {"claim_id": claim_id, "applicant_code": code}
    if wrong.startswith("claims applicant_code"):
        return
    for person in own[ROSTER]:
        person.setdefault("claim_id", claim_id)
        person["claim_id"] = claim_id
    made.wrong[claim_id] = wrong
    for kind, rows in own.items():
        made.rows[kind] += rows


def types() -> list[str]:
    """The types that have rules with examples."""
    from claimcheck.forms import claim_types

    return [
        name for name in claim_types() if any(True for rule in rules_of(name) for _ in usable(rule))
    ]
