"""Which rows survive faults and verdicts, and what they are worth; without the program.

Only where a finding stands is taken from the program: what it does is written down here again.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from claimcheck.evaluate.employment import counting
from claimcheck.policy.employment import MonthsFrom
from samples.honest import Row
from tests.independent import COUNTS, WAIVED
from tests.independent.claim import id_is_right
from tests.validator.supervision.trips.book import (
    CLAIMS,
    FIRST_ROW,
    ROSTER,
    WAGES,
    Book,
    worked_out,
)
from tests.validator.supervision.trips.faults import Planted, fresh_number
from tests.validator.supervision.trips.verdicts import PASS, REDUCE, REFUSE, RETURN

#: Errors that put a person out until somebody lets them pass.
_OUT = {"CC201", "CC202", "CC204", "CC205", "CC209", "CC410", "CC601", "CC602", "CC607"}
#: Errors that say what the text asks of a person: whoever lets them pass makes him count.
_TEXT = {"CC206", "CC210", "CC301", "CC302", "CC304", "CC402", "CC403", "CC404", "CC405",
         "CC406", "CC408", "CC608", "CC701"}  # fmt: skip
#: Reminders about payments, whose 核减 takes the payments out.
_PAYMENTS = {"CC305", "CC306", "CC308", "CC309", "CC310", "CC311", "CC314"}
#: What doubts how a figure is meant, and holds nobody up as soon as it is let pass.
_DOUBTS = {"CC505"}
#: Findings about a sum: whatever is said, what is paid is what was worked out.
_SUMS = {"CC501", "CC502", "CC503", "CC504", "CC506", "CC507", "CC705"}


@dataclass
class Owed:
    """What a claim must come to."""

    fen: int | None  #: None where there is no sum
    people: int
    refused: bool = False
    returned: bool = False
    #: errors that nobody has decided, those that follow from others left out
    undecided: list[str] = field(default_factory=list)


def owed(book: Book, planted: Planted, findings: list[Row], claim: Row) -> Owed:
    """Work out a claim from the rows that survive.

    Args:
        book: the workbook as it was handed in.
        planted: what was planted in it.
        findings: errors and reminders, each with the `word` that was said about it.
        claim: its row.
    """
    about = [row for row in findings if row["claim_id"] == claim["claim_id"]]
    words = {str(row["word"]) for row in about}
    by_person, by_payment = _by_rows(findings)
    wages = list(_payments(book, by_payment))
    numbers = _numbers(book)
    roster = []
    for person in book.people(claim["claim_id"]):
        own = by_person.get(book.place(ROSTER, person), [])
        row = _person(book, planted, person, own)
        if row is not None:
            if isinstance(row["id_number"], float):
                # Two people whose last digits are lost are two people all the same.
                row["id_number"] = fresh_number(row["id_number"], -len(roster) - 1)
            row["id_number"] = numbers.get(row["id_number"], row["id_number"])
            roster.append(row)
    for payment in wages:
        payment["id_number"] = numbers.get(payment["id_number"], payment["id_number"])
    about_claim = [row for row in about if row["kind"] == str(CLAIMS)]
    row = dict(claim)
    failed = [
        one
        for one in about_claim
        if one["severity"] == "error" and one["code"] not in _SUMS | _DOUBTS
    ]
    if failed and all(one["word"] == PASS for one in failed):
        row[WAIVED] = True
    found = worked_out(book.rule, row, roster, wages)
    fen = found.fen
    if any(one["word"] == REDUCE and one["code"] not in _SUMS for one in about_claim):
        fen = 0
    return Owed(
        fen,
        found.headcount,
        refused=REFUSE in words,
        returned=RETURN in words,
        undecided=[
            str(one["code"])
            for one in about
            if one["severity"] == "error" and not one["word"] and one["code"] in _OUT
        ],
    )


def _by_rows(findings: list[Row]) -> tuple[dict[int, list[Row]], dict[int, list[Row]]]:
    """The findings by the rows of the roster and of the wage flow of which they speak."""
    people: dict[int, list[Row]] = defaultdict(list)
    payments: dict[int, list[Row]] = defaultdict(list)
    for row in findings:
        if row["kind"] == str(ROSTER):
            people[row["row"]].append(row)
        elif row["kind"] == str(WAGES):
            if row["person_row"] is not None:
                people[row["person_row"]].append(row)
            places = [row["row"], *_beside(row)]
            if row["code"] == "CC307":  # the first of them is the payment, the others repeat it
                places = _beside(row)
            for place in places:
                payments[place].append(row)
    return people, payments


def _beside(row: Row) -> list[int]:
    """The rows of the same sheet that a finding names beside its own."""
    return [
        int("".join(sign for sign in place["cell"] if sign.isdigit()))
        for place in row["related"]
        if place["sheet"] == row["sheet"]
    ]


def _payments(book: Book, findings: dict[int, list[Row]]) -> Iterator[Row]:
    """The payments that were not put out."""
    for at, payment in enumerate(book.rows.get(WAGES, []), FIRST_ROW):
        own = findings.get(at, [])
        out = [row for row in own if row["severity"] == "error" and row["code"] != "CC304"]
        if any(row["word"] != PASS for row in out):
            continue
        doubtful = [row for row in own if row["code"] in {*_PAYMENTS, "CC307"}]
        if any(row["word"] == REDUCE for row in doubtful):
            continue
        kept = dict(payment)
        if any(row["word"] == PASS for row in doubtful):
            kept["memo"] = "工资"
        yield kept


def _person(book: Book, planted: Planted, person: Row, findings: list[Row]) -> Row | None:
    """A person as he is to be judged; None where he was put out."""
    errors = [row for row in findings if row["severity"] == "error"]
    if any(row["word"] == REDUCE and _takes_out(row) for row in findings):
        return None
    if any(row["code"] in _OUT and row["word"] != PASS for row in errors):
        return None
    unknown = {row["code"] for row in errors} - _OUT - _TEXT - _DOUBTS - _SUMS
    assert not unknown, unknown
    row = dict(person)
    if id(person) in planted.days:
        # Who lets the day pass lets the months pass that hang on it, though nobody knows them.
        if _by_dates(book):
            row[COUNTS] = True
        else:
            row["hired_on"] = planted.days[id(person)]
    text = [one for one in errors if one["code"] in _TEXT]
    left = [one for one in text if one["word"] != PASS and one["standing"] != "settled"]
    if text and not left and any(one["word"] == PASS for one in text):
        row[COUNTS] = True
    return row


def _takes_out(row: Row) -> bool:
    """A sum, or a household above its cap within one claim, is cut: nobody is taken out."""
    if row["code"] in _SUMS:
        return False
    return row["code"] != "CC607" or row["severity"] == "error"


def _by_dates(book: Book) -> bool:
    how = counting(book.rule, book.rule.defaults)
    return how is not None and how.employment.months is MonthsFrom.DATES


def _numbers(book: Book) -> dict[str, str]:
    """A right number for each wrong one, so that who was let pass is known by one."""
    found: dict[str, str] = {}
    for number in (row["id_number"] for row in book.rows.get(ROSTER, [])):
        if isinstance(number, str) and not id_is_right(number):
            found.setdefault(number, fresh_number(number, len(found)))
    return found
