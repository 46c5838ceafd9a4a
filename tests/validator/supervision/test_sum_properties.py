"""What must hold for assessed and decided sums, whatever the rows, files and verdicts."""

import random
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from claimcheck.office import Office
from claimcheck.policy import rules
from claimcheck.policy.model import People
from claimcheck.settings import Settings
from samples.books import plain_book
from tests.validator.supervision.made import ON
from tests.validator.supervision.trips.book import (
    CLAIMS,
    ROSTER,
    WAGES,
    Book,
    honest_book,
    measures,
    worked_out,
)
from tests.validator.supervision.trips.faults import Planted, on_a_list, plant
from tests.validator.supervision.trips.trip import office_of
from tests.validator.supervision.trips.verdicts import PASS, Said, decide
from validator.ledger.audit.trail import Trail, open_trail
from validator.run.validate import Validation, run_validation
from validator.supervision.deciding import record
from validator.supervision.listing import listed
from validator.supervision.proposed import Proposed
from validator.supervision.verdicts import judged_again

#: claim → claimed, assessed, decided (fen), people, result
Sums = dict[str, tuple[object, ...]]


@pytest.fixture
def trail(tmp_path: Path) -> Iterator[Trail]:
    with open_trail(str(tmp_path / "ledger.sqlite"), tmp_path / "key") as opened:
        yield opened


def for_people() -> list[str]:
    """One measure that pays for people of each type, and the one with a wage flow."""
    found = {
        name: next((one for one in several if rules()[one].measure.people is not People.NONE), None)
        for name, several in measures().items()
        if name != "station"  # hundreds of people each
    }
    return [one for one in found.values() if one is not None]


def looked_at(paths: list[Path], office: Office, folder: Path, trail: Trail) -> Validation:
    found = run_validation(paths, Settings(on=ON, office=office), lists_folder=folder)
    return judged_again(found, trail, trail.read(), ON)


def sums(found: Validation) -> Sums:
    names = ("claimed_fen", "amount_fen", "ruled_fen", "ruled_people", "result")
    return {
        row["claim_id"]: tuple(row[name] for name in names)
        for row in found.claims.iter_rows(named=True)
    }


def faulty_book(measure: str, seed: int) -> tuple[random.Random, Book]:
    chance = random.Random(f"{measure} {seed}")  # noqa: S311 - no secret
    book = honest_book(chance, measure)
    plant(chance, book)
    return chance, book


@pytest.mark.parametrize("measure", for_people())
def test_the_order_of_rows_changes_neither_assessed_nor_decided_sums(
    measure: str, tmp_path: Path, trail: Trail
):
    chance, book = faulty_book(measure, 21)
    book.save(tmp_path / "a.xlsx")
    office = office_of(book, tmp_path)
    before = looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail)
    decide(chance, before, trail, Said())
    one = sums(looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail))
    for rows in book.rows.values():
        chance.shuffle(rows)
    book.save(tmp_path / "a.xlsx")
    assert sums(looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail)) == one


@pytest.mark.parametrize("measure", for_people())
def test_claims_in_files_of_their_own_come_to_the_same(measure: str, tmp_path: Path, trail: Trail):
    chance, book = faulty_book(measure, 31)
    book.save(tmp_path / "a.xlsx")
    office = office_of(book, tmp_path)
    whole = looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail)
    decide(chance, whole, trail, Said())
    joined = sums(looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail))
    paths = []
    for claim in book.rows[CLAIMS]:
        own = of_claim(book, claim["claim_id"])
        paths.append(tmp_path / f"{claim['claim_id']}.xlsx")
        plain_book(book.form, own).save(paths[-1])
    chance.shuffle(paths)
    assert sums(looked_at(paths, office, tmp_path, trail)) == joined


def of_claim(book: Book, claim_id: str) -> dict[SheetKind, list[dict[str, object]]]:
    """The rows of one claim: its people, and their payments."""
    people = book.people(claim_id)
    numbers = {str(person["id_number"]) for person in people}
    everybody = {str(person["id_number"]) for person in book.rows.get(ROSTER, [])}
    # A payment to nobody of the roster stays with the first claim.
    first = book.rows[CLAIMS][0]["claim_id"] == claim_id
    rows = {
        CLAIMS: [row for row in book.rows[CLAIMS] if row["claim_id"] == claim_id],
        ROSTER: people,
        WAGES: [
            row
            for row in book.rows.get(WAGES, [])
            if str(row["id_number"]) in numbers
            or (first and str(row["id_number"]) not in everybody)
        ],
    }
    return {kind: rows[kind] for kind in book.rows}


@pytest.mark.parametrize("measure", for_people())
def test_claimed_is_assessed_and_what_each_was_worth_who_was_taken_out(
    measure: str, tmp_path: Path, trail: Trail
):
    """Those on a list are put back one by one, each worth what the sum rises by."""
    chance = random.Random(measure)  # noqa: S311 - no secret
    book = honest_book(chance, measure)
    claim = book.rows[CLAIMS][0]
    people = book.people(claim["claim_id"])
    whole = worked_out(book.rule, claim, people, book.rows.get(WAGES, []))
    if whole.fen is None:
        claim["decided_yuan"] = None
    listed_ones = chance.sample(people, min(len(people), 3))
    for person in listed_ones:
        on_a_list(chance, book, person, Planted())
    book.save(tmp_path / "a.xlsx")
    office = office_of(book, tmp_path)
    found = looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail)
    rest = [person for person in people if person not in listed_ones]
    wages = book.rows.get(WAGES, [])
    steps = []
    for back in range(len(listed_ones) + 1):
        counted = [*rest, *listed_ones[:back]]
        due = worked_out(book.rule, claim, counted, wages)
        claimed, _, decided, heads, _ = sums(found)[claim["claim_id"]]
        asked = claimed if isinstance(claimed, int) else 0
        assert decided == (None if due.fen is None else min(due.fen, asked))
        assert heads == due.headcount
        steps.append(decided)
        if back < len(listed_ones):
            put_back(found, trail, str(listed_ones[back]["id_number"]))
            found = looked_at([tmp_path / "a.xlsx"], office, tmp_path, trail)
    claimed, assessed, *_ = sums(found)[claim["claim_id"]]
    if None not in steps:
        worth = [later - sooner for sooner, later in pairwise(steps)]
        assert all(more >= 0 for more in worth)
        assert assessed == steps[0]
        assert claimed == assessed + sum(worth)


def put_back(found: Validation, trail: Trail, id_number: str) -> None:
    """通过 on the one finding about a person."""
    (row,) = [
        row
        for row in listed(found).iter_rows(named=True)
        if row["code"] == "CC410" and id_number[-4:] in row["person"]
    ]
    outcome = record(
        trail,
        [
            Proposed(
                place="", finding=row["id"], basis=row["basis"], code=row["code"],
                claim=row["claim_id"], severity=row["severity"], decision=PASS,
                reason="已到单位核实", reviewer="王审核",
            )
        ],
        date.today(),
        "workbook",
    )  # fmt: skip
    assert outcome.recorded == 1


def test_claims_of_two_types_in_one_batch_come_to_what_each_comes_to_alone(
    tmp_path: Path, trail: Trail
):
    paths: list[Path] = []
    alone: Sums = {}
    for number, measure in enumerate(("ZW26-3", "ZW23-6"), 1):
        chance, book = faulty_book(measure, 5)
        for rows in book.rows.values():
            for row in rows:
                if "claim_id" in row:
                    row["claim_id"] = f"{number}{row['claim_id']}"
        paths.append(tmp_path / f"{measure}.xlsx")
        book.save(paths[-1])
        office = Office()
        decide(chance, looked_at(paths[-1:], office, tmp_path, trail), trail, Said())
        alone |= sums(looked_at(paths[-1:], office, tmp_path, trail))
    together = looked_at(paths, Office(), tmp_path, trail)
    assert sums(together) == alone
