"""The people of a claim workbook, to whom payments belong."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity import id_fault
from claimcheck.names import plain_name
from validator.reading.apart import read_workbook_apart
from validator.reading.results import SheetRead, WorkbookRead

#: Banks that hide an account's middle show at least so many digits of its end.
TAIL = 4


@dataclass
class Person:
    """One person of the roster; several rows of the same ID are one person."""

    id_number: str
    name: str
    accounts: set[str] = field(default_factory=set)
    employers: set[str] = field(default_factory=set)  #: plain names
    row: int = 0  #: the first row of the roster that holds him


@dataclass
class Roster:
    """Everyone on a roster, found by ID, account and name."""

    people: list[Person]
    by_id: dict[str, Person]
    by_account: dict[str, list[Person]]
    by_name: dict[str, list[Person]]
    by_tail: dict[str, list[str]]  #: last digits of an account → accounts
    #: people whose ID number on the roster is wrong: nobody can be paid under it
    unsound: list[Person] = field(default_factory=list)

    @property
    def employers(self) -> frozenset[str]:
        """Plain names of all employers and applicants."""
        return frozenset(name for person in self.people for name in person.employers)


@dataclass
class ClaimBook:
    """A claim workbook as far as an import needs it."""

    path: Path
    book: WorkbookRead
    wages: SheetRead
    roster: Roster


def roster_of(book: WorkbookRead) -> Roster:
    """The people of a workbook; those without a right ID number are kept apart."""
    people: dict[str, Person] = {}
    unsound: list[Person] = []
    applicants = _applicants(book)
    sheet = book.sheets.get(SheetKind.ROSTER)
    frame = sheet.frame if sheet is not None else pl.DataFrame()
    for row in frame.iter_rows(named=True):
        number = row.get("id_number") or ""
        named = Person(number, row.get("name") or "", row=row.get("row") or 0)
        if id_fault(number):
            unsound.append(named)
            person = named
        else:
            person = people.setdefault(number, named)
        if row.get("bank_account"):
            person.accounts.add(row["bank_account"])
        for employer in (row.get("employer"), applicants.get(row.get("claim_id") or "")):
            if employer:
                person.employers.add(plain_name(employer))
    return _indexed(list(people.values()), unsound)


def _indexed(people: list[Person], unsound: Sequence[Person] = ()) -> Roster:
    by_account: dict[str, list[Person]] = defaultdict(list)
    by_name: dict[str, list[Person]] = defaultdict(list)
    for person in people:
        by_name[plain_name(person.name)].append(person)
        for account in person.accounts:
            by_account[account].append(person)
    by_tail: dict[str, list[str]] = defaultdict(list)
    for account in by_account:
        by_tail[account[-TAIL:]].append(account)
    by_id = {person.id_number: person for person in people}
    return Roster(people, by_id, dict(by_account), dict(by_name), dict(by_tail), list(unsound))


def _applicants(book: WorkbookRead) -> dict[str, str]:
    sheet = book.sheets.get(SheetKind.CLAIMS)
    if sheet is None:
        return {}
    pairs = sheet.frame.select("claim_id", "applicant").iter_rows()
    return {claim: applicant for claim, applicant in pairs if claim and applicant}


def read_claim_book(path: Path) -> ClaimBook:
    """Read the workbook that payments are to be written into.

    Raises:
        UnreadableError: it cannot be read, or has no sheet for payments.
    """
    from validator.reading.unreadable import UnreadableError

    book = read_workbook_apart(path)
    wages = book.sheets.get(SheetKind.WAGES)
    if wages is None or wages.headers is None:
        raise UnreadableError("工作簿里没有“工资流水”表。请用 claimcheck template 生成的模板。")
    lacking = [wages.sheet.column(key).header for key in wages.missing]
    if lacking:
        raise UnreadableError(f"“工资流水”表缺少列：{'、'.join(lacking)}。请补上这些列再导入。")
    if SheetKind.ROSTER not in book.sheets:
        raise UnreadableError("工作簿里没有“人员花名册”表。请先填好花名册再导入流水。")
    return ClaimBook(path, book, wages, roster_of(book))
