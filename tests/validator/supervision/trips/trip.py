"""One round trip: drawn, planted, validated, decided, paid, and worked out beside."""

import random
from dataclasses import dataclass, field
from pathlib import Path

from openpyxl import Workbook

from claimcheck.office import Office
from claimcheck.policy import rules
from claimcheck.settings import Settings
from tests.validator.supervision.made import ON
from tests.validator.supervision.trips.book import CLAIMS, Book, honest_book
from tests.validator.supervision.trips.faults import Planted, plant
from tests.validator.supervision.trips.surviving import owed
from tests.validator.supervision.trips.verdicts import Said, decide, decided, waiting
from validator.ledger.audit.trail import Trail, open_trail
from validator.output.outgoing.payment import roster
from validator.output.outgoing.results import ClaimResult, results
from validator.run.validate import Validation, run_validation
from validator.supervision.verdicts import judged_again

#: What is decided may bring up new errors, which are decided again.
_ROUNDS = 3


@dataclass
class Trip:
    """What became of one trip."""

    measure: str
    seed: int
    faults: list[str] = field(default_factory=list)
    by_result: dict[str, int] = field(default_factory=dict)
    verdicts: int = 0
    not_given: int = 0  #: verdicts that were refused, as they had to be
    paid_fen: int = 0
    differences: list[str] = field(default_factory=list)


def make_trip(measure: str, seed: int, folder: Path) -> Trip:
    """Make one trip.

    Args:
        measure: the measure's id.
        seed: the same seed gives the same trip.
        folder: an empty folder, for the workbook and the ledger.
    """
    chance = random.Random(f"{measure} {seed}")  # noqa: S311 - no secret
    book = honest_book(chance, measure)
    planted = plant(chance, book)
    trip = Trip(measure, seed, planted.names)
    folder.mkdir(parents=True, exist_ok=True)
    book.save(folder / "a.xlsx")
    settings = Settings(on=ON, office=office_of(book, folder))
    found = run_validation([folder / "a.xlsx"], settings, lists_folder=folder)
    trip.differences += _not_found(book, planted, found)
    said = Said()
    with open_trail(str(folder / "ledger.sqlite"), folder / "key") as trail:
        found = _decide(chance, found, trail, said)
    trip.verdicts, trip.not_given = len(said.verdicts), said.refused
    _compare(book, planted, found, said, trip)
    return trip


def office_of(book: Book, folder: Path) -> Office:
    """The office's file, with the lists written beside the workbook."""
    for name, numbers in book.lists.items():
        listed = Workbook()
        for value in ("身份证号", *numbers):
            listed.active.append([value])
        listed.save(folder / f"{name}.xlsx")
    return Office(lists={name: f"{name}.xlsx" for name in book.lists})


def _not_found(book: Book, planted: Planted, found: Validation) -> list[str]:
    """What was planted and not found."""
    there = set(found.findings.select("code", "kind", "row").rows())
    return [
        f"{code} not found in row {book.place(kind, row)}"
        for code, kind, row in planted.expected
        if (code, str(kind), book.place(kind, row)) not in there
    ]


def _decide(chance: random.Random, found: Validation, trail: Trail, said: Said) -> Validation:
    found = judged_again(found, trail, trail.read(), ON)
    for _ in range(_ROUNDS):
        if waiting(found).is_empty():
            break
        decide(chance, found, trail, said)
        found = judged_again(found, trail, trail.read(), ON)
    return found


def _compare(book: Book, planted: Planted, found: Validation, said: Said, trip: Trip) -> None:
    findings = decided(found, said)
    money = rules()[trip.measure].measure.unit == "CNY"
    claims = {row["claim_id"]: row for row in found.claims.iter_rows(named=True)}
    made = {claim.claim_id: claim for claim in results(found)}
    for claim in book.rows[CLAIMS]:
        name = claim["claim_id"]
        due = owed(book, planted, findings, claim)
        row, result = claims[name], made[name].result
        trip.by_result[str(result)] = trip.by_result.get(str(result), 0) + 1
        asked = round(claim["claimed_yuan"] * 100)
        must = None if due.fen is None else min(due.fen, asked)
        got = row["ruled_fen"]
        wrong = []
        if due.refused:
            wrong += [] if (result, got) == (ClaimResult.REFUSE, 0) else ["not refused"]
        elif due.returned:
            wrong += [] if (result, got) == (ClaimResult.RETURN, None) else ["not returned"]
        else:
            if got != must:
                wrong.append(f"decided {got}, worked out {must}")
            if row["headcount"] is not None and row["ruled_people"] != due.people:
                wrong.append(f"{row['ruled_people']} people, worked out {due.people}")
            if due.undecided and result is not ClaimResult.OPEN:
                wrong.append(f"{result} with {due.undecided} undecided")
            decided_all = _all_decided(findings, name)
            if decided_all and money and must and result is not ClaimResult.PAY:
                wrong.append(f"{result} though all is decided: {made[name].why}")
        if result is ClaimResult.PAY:
            trip.paid_fen += must or 0
            wrong += [] if made[name].pay_fen == must else [f"pays {made[name].pay_fen}"]
        trip.differences += [f"{name}: {text}" for text in wrong]
    total = roster([*made.values()], ON).total_fen
    if total != trip.paid_fen:
        trip.differences.append(f"the roster pays {total}, worked out {trip.paid_fen}")


def _all_decided(findings: list[dict[str, object]], claim_id: str) -> bool:
    """Whether nothing waits that speaks against a claim."""
    return all(
        row["word"]
        for row in findings
        if row["severity"] == "error" and row["claim_id"] in (claim_id, None)
        and row["standing"] != "settled"
    )  # fmt: skip
