"""Faults that are planted in honest workbooks, each with what must be found of it."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from claimcheck.evaluate.employment import counting
from claimcheck.forms import SheetKind
from claimcheck.policy.employment import MonthsFrom
from samples.honest import Row
from tests.validator.supervision.trips.book import CLAIMS, ROSTER, WAGES, Book, another


@dataclass
class Planted:
    """Everything that was planted in a workbook."""

    #: the rows in which a finding with this code must stand
    expected: list[tuple[str, SheetKind, Row]] = field(default_factory=list)
    #: the day that stood in a cell before it became unreadable, by the row's identity
    days: dict[int, object] = field(default_factory=dict)
    spoilt: set[int] = field(default_factory=set)  #: people with a fault, by identity
    names: list[str] = field(default_factory=list)  #: what was planted, for messages

    def expect(self, code: str, kind: SheetKind, row: Row) -> None:
        """Note that a finding must stand in this row."""
        self.expected.append((code, kind, row))


def plant(chance: random.Random, book: Book) -> Planted:
    """Put some faults into a workbook, no two on one person, and shuffle its rows."""
    planted = Planted()
    for claim in book.rows[CLAIMS]:
        people = book.people(claim["claim_id"])
        faults = chance.choice((0, 1, 1, 2, 3, min(6, len(people))))
        for person in chance.sample(people, min(faults, len(people))):
            if id(person) in planted.spoilt:
                continue
            usable = [fault for fault in FAULTS if fault in _possible(book)]
            fault = chance.choice(usable)
            fault(chance, book, person, planted)
            planted.spoilt.add(id(person))
            planted.names.append(f"{fault.__name__}({person['claim_id']})")
        _ask_for(chance, claim, planted)
    for rows in book.rows.values():
        chance.shuffle(rows)
    return planted


def _ask_for(chance: random.Random, claim: Row, planted: Planted) -> None:
    """Now and then more, or less, is claimed than was worked out."""
    draw = chance.random()
    if draw < 0.15:
        claim["claimed_yuan"] = round(claim["claimed_yuan"] * 3 / 2, 2)
        planted.names.append(f"claims_more({claim['claim_id']})")
    elif draw < 0.25:
        claim["claimed_yuan"] = round(claim["claimed_yuan"] * 3 / 4, 2)
        planted.names.append(f"claims_less({claim['claim_id']})")
    if chance.random() < 0.1:
        claim["claimed_people"] += 1


def on_a_list(_: random.Random, book: Book, person: Row, planted: Planted) -> None:
    book.lists.setdefault("公职人员", []).append(str(person["id_number"]))
    planted.expect("CC410", ROSTER, person)


def runs_a_business(_: random.Random, book: Book, person: Row, planted: Planted) -> None:
    """A list that only reminds."""
    book.lists.setdefault("法人和个体工商户", []).append(str(person["id_number"]))
    planted.expect("CC410", ROSTER, person)


def wrong_number(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    """A wrong check character, in the roster alone or in the wage flow as well."""
    number = str(person["id_number"])
    wrong = number[:17] + ("1" if number[17] != "1" else "2")
    if chance.random() < 0.6:
        for payment in _payments(book, person):
            payment["id_number"] = wrong
    person["id_number"] = wrong
    planted.expect("CC201", ROSTER, person)


def number_cell(_: random.Random, __: Book, person: Row, planted: Planted) -> None:
    person["id_number"] = float(str(person["id_number"])[:15] + "000")
    planted.expect("CC202", ROSTER, person)


def never_paid(_: random.Random, book: Book, person: Row, planted: Planted) -> None:
    own = {id(payment) for payment in _payments(book, person)}
    book.rows[WAGES] = [row for row in book.rows[WAGES] if id(row) not in own]
    planted.expect("CC301", ROSTER, person)


def paid_for_few_months(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    own = _payments(book, person)
    gone = {id(payment) for payment in own[chance.choice((1, 2, 3)) :]}
    book.rows[WAGES] = [row for row in book.rows[WAGES] if id(row) not in gone]


def left_early(_: random.Random, __: Book, person: Row, planted: Planted) -> None:
    person["left_on"] = person["hired_on"] + timedelta(20)


def wrong_category(_: random.Random, __: Book, person: Row, planted: Planted) -> None:
    person["category"] = "其他"
    planted.expect("CC403", ROSTER, person)


def listed_twice(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    again = dict(person)
    if chance.random() < 0.3:
        again["phone"] = "13900000009"  # nothing hangs on it
    book.rows[ROSTER].append(again)
    planted.spoilt.add(id(again))


def in_two_claims(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    other = chance.choice([row for row in book.rows[CLAIMS]
                           if row["claim_id"] != person["claim_id"]])  # fmt: skip
    again = person | {"claim_id": other["claim_id"]}
    book.rows[ROSTER].append(again)
    planted.spoilt.add(id(again))
    planted.expect("CC602", ROSTER, person)
    planted.expect("CC602", ROSTER, again)


def unreadable_day(_: random.Random, __: Book, person: Row, planted: Planted) -> None:
    planted.days[id(person)] = person["hired_on"]
    person["hired_on"] = "2026-13-45"
    planted.expect("CC204", ROSTER, person)


def paid_twice(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    """A payment in two halves, which look like one payment that was entered twice."""
    payment = chance.choice(_payments(book, person))
    payment["amount_yuan"] = round(payment["amount_yuan"] / 2, 2)
    book.rows[WAGES].append(dict(payment))


def not_a_wage(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    own = _payments(book, person)
    for payment in chance.sample(own, min(len(own), chance.choice((1, 2)))):
        payment["memo"] = "差旅费报销"


def into_another_account(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    own = _payments(book, person)
    for payment in chance.sample(own, min(len(own), chance.choice((1, 3)))):
        payment["name"] = "欧阳代收"


def paid_less(chance: random.Random, book: Book, person: Row, planted: Planted) -> None:
    """One month, or a few, below what the text asks for."""
    own = _payments(book, person)
    for payment in chance.sample(own, min(len(own), chance.choice((1, 1, 3)))):
        payment["amount_yuan"] = 2_999.99


Fault = Callable[[random.Random, Book, Row, Planted], None]

_ALWAYS: tuple[Fault, ...] = (
    on_a_list, wrong_number, number_cell, listed_twice,
)  # fmt: skip
#: The types in which who runs a business is asked about.
_ASKED_OF = ("hiring", "insurance", "recruit", "transport", "income", "trainee", "broker",
             "station")  # fmt: skip
_OF_PAYMENTS: tuple[Fault, ...] = (
    paid_less, paid_twice, not_a_wage, into_another_account,
)  # fmt: skip
_OF_PROOF: tuple[Fault, ...] = (never_paid, paid_for_few_months)
FAULTS: tuple[Fault, ...] = (
    *_ALWAYS, *_OF_PAYMENTS, *_OF_PROOF, runs_a_business, left_early, wrong_category,
    in_two_claims, unreadable_day,
)  # fmt: skip


def _possible(book: Book) -> tuple[Fault, ...]:
    """The faults that mean something under a measure."""
    measure = book.rule.measure
    how = counting(book.rule, book.rule.defaults)
    found = [*_ALWAYS]
    if measure.type in _ASKED_OF:
        found.append(runs_a_business)
    if len(book.rows[CLAIMS]) > 1:
        found.append(in_two_claims)
    if any(test.fact == "category" and test.name for test in measure.requirements):
        found.append(wrong_category)
    if how is not None:
        found.append(unreadable_day)
        if how.employment.months is MonthsFrom.PAYMENTS:
            found += _OF_PROOF
        else:
            found.append(left_early)
        if book.rows.get(WAGES):
            found += _OF_PAYMENTS
    return tuple(found)


def _payments(book: Book, person: Row) -> list[Row]:
    return [row for row in book.rows.get(WAGES, []) if row["id_number"] == person["id_number"]]


def fresh_number(number: object, place: int) -> str:
    """A right number that nobody has, with the birthday of a wrong one."""
    text = f"{number:.0f}" if isinstance(number, float) else str(number)
    return another(text, 900 + place)  # below 900 are numbers of people
