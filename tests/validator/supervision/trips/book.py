"""Random honest workbooks of any claim type, and their rows in normal form."""

import random
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from claimcheck.evaluate.employment import counting
from claimcheck.forms import Column, ColumnType, Form, Sheet, SheetKind, form
from claimcheck.identity import id_check_character
from claimcheck.policy import Rule, rules
from claimcheck.policy.model import People
from samples.books import plain_book
from samples.honest import Row
from samples.people import AREA
from samples.typical import typical as example_rows
from samples.typical import usable
from tests.independent import MEASURES, Sum, sum_of
from tests.validator.supervision.made import ON

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES

#: The first row of a plain workbook below its headings.
FIRST_ROW = 4
#: So many people of a claim are taken at the most, where an example has fewer at all.
_MOST_PEOPLE = 40
_SCALES = {ColumnType.YUAN: 100, ColumnType.PERCENT: 10_000}


@dataclass
class Book:
    """The rows of a workbook with claims of one measure."""

    rule: Rule
    form: Form
    rows: dict[SheetKind, list[Row]]
    #: ID numbers by the name of the office's list on which they stand
    lists: dict[str, list[str]] = field(default_factory=dict)

    def people(self, claim_id: str) -> list[Row]:
        """The roster's rows of a claim."""
        return [row for row in self.rows.get(ROSTER, []) if row["claim_id"] == claim_id]

    def place(self, kind: SheetKind, row: Row) -> int:
        """The row of the sheet in which a row stands."""
        found = next(at for at, one in enumerate(self.rows[kind]) if one is row)
        return found + FIRST_ROW

    def save(self, target: Path) -> None:
        """Write it as a plain workbook."""
        plain_book(self.form, self.rows).save(target)


def measures() -> dict[str, list[str]]:
    """The measures that can be tried, by their claim types."""
    found: dict[str, list[str]] = {}
    for name, rule in rules().items():
        if name in MEASURES and any(_small(rule)):
            found.setdefault(rule.measure.type, []).append(name)
    # The one measure whose months the wage flow proves has most that can go wrong.
    found["hiring"] = ["ZW26-3", *(one for name in found["hiring"] for one in (name, "ZW26-3"))]
    return found


def honest_book(chance: random.Random, measure: str) -> Book:
    """Claims of a measure, all people of which count, as the texts have it.

    Raises:
        LookupError: no example of the measure gives such a claim.
    """
    rule = rules()[measure]
    book = Book(rule, form(rule.measure.type), {CLAIMS: [], ROSTER: [], WAGES: []})
    examples = _small(rule)
    for number in range(1, chance.choice((1, 2, 2, 3)) + 1):
        for _ in range(12):
            rows = _claim(chance, rule, chance.choice(examples), number)
            if _holds(rule, rows):
                break
        else:
            raise LookupError(measure)
        for kind, more in rows.items():
            book.rows[kind] += more
    book.rows = {sheet.kind: book.rows[sheet.kind] for sheet in book.form.sheets}
    return book


def _small(rule: Rule) -> list[Any]:
    every = list(usable(rule))
    few = [one for one in every if int(one.facts.get("headcount", 1)) <= _MOST_PEOPLE]
    return few or every


def _claim(
    chance: random.Random, rule: Rule, example: Any, number: int
) -> dict[SheetKind, list[Row]]:
    made = example_rows(rule, example, ON, seed=chance.randrange(10**6))
    (claim,), roster, wages = (made.rows.get(kind, []) for kind in (CLAIMS, ROSTER, WAGES))
    claim["claim_id"] = f"SB-{number:03d}"
    if example.outcome == "needs_decision" and chance.random() < 0.9:
        claim["decided_yuan"] = example.least or example.most or 1_000
    numbers = {}
    for place, person in enumerate(roster):
        person["claim_id"] = claim["claim_id"]
        numbers[person["id_number"]] = another(person["id_number"], number * 250 + place - 250)
        person["id_number"] = numbers[person["id_number"]]
    for payment in wages:
        payment["id_number"] = numbers[payment["id_number"]]
    how = counting(rule, rule.defaults)
    if how and how.floor_fen and not wages and len(roster) <= _MOST_PEOPLE:
        # Months are counted by dates; where there is pay, those below the floor are left out.
        wages += [row for person in roster for row in _pay(chance, claim, person, how.floor_fen)]
    if rule.measure.household is not None:
        for person in roster:
            person["household_id"] = chance.choice(roster)["id_number"]
    owed = worked_out(rule, claim, roster, wages).fen
    if owed is not None:
        claim["claimed_yuan"] = owed / 100
    return {CLAIMS: [claim], ROSTER: roster, WAGES: wages}


def _pay(chance: random.Random, claim: Row, person: Row, floor_fen: int) -> list[Row]:
    """What a person was paid, month after month."""
    first, last = person["hired_on"], min(person.get("left_on") or ON, ON)
    return [
        {
            "id_number": person["id_number"],
            "name": person["name"],
            "paid_on": date(first.year, month, 15),
            "amount_yuan": floor_fen // 100 + chance.choice((0, 0, 500)),
            "payer": claim["applicant"],
            "payee_account": person["bank_account"],
            "reference": f"LS{chance.randrange(10**10):010d}",
            "memo": "工资",
        }
        for month in range(first.month, last.month + 1)
    ]


def _holds(rule: Rule, rows: dict[SheetKind, list[Row]]) -> bool:
    """Whether every person of a claim counts, and something is owed."""
    roster = rows[ROSTER]
    found = worked_out(rule, rows[CLAIMS][0], roster, rows[WAGES])
    everybody = rule.measure.people is People.NONE or found.headcount == len(roster)
    return everybody and found.fen != 0


def another(id_number: str, place: int) -> str:
    """A right ID number of somebody with the same birthday."""
    first = f"{AREA}{id_number[6:14]}{place:03d}"
    return first + id_check_character(first)


def worked_out(rule: Rule, claim: Row, roster: list[Row], wages: list[Row]) -> Sum:
    """What the texts give for rows as they stand in a workbook."""
    made = form(rule.measure.type)
    return sum_of(
        rule.id,
        normal(made.sheet(CLAIMS), claim),
        [normal(made.sheet(ROSTER), row) for row in roster],
        [normal(made.sheet(WAGES), row) for row in wages],
        ON,
    )


def normal(sheet: Sheet | None, row: Row) -> Row:
    """A row of a workbook in normal form; what is no value of its column is missing."""
    assert sheet is not None
    columns = {column.key: column for column in sheet.inputs}
    found: Row = {}
    for key, value in row.items():
        column = columns.get(key)
        name = key
        if column is not None and column.type is ColumnType.YUAN:
            name = key.removesuffix("_yuan") + "_fen"
        found[name] = value if column is None else _value(column, value)
    return found


def _value(column: Column, value: Any) -> Any:
    if column.type in _SCALES:
        return None if value is None else round(value * _SCALES[column.type])
    if column.type is ColumnType.FLAG:
        return None if value is None else value == "是"
    if column.type in {ColumnType.DATE, ColumnType.MONTH}:
        if isinstance(value, datetime):
            return value.date()
        return value if isinstance(value, date) else None
    return value
