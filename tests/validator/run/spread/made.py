"""Files that hang together in every way there is, and an executor that keeps what comes back."""

import pickle
import zlib
from collections.abc import Callable
from concurrent.futures import Executor, Future
from copy import deepcopy
from pathlib import Path
from typing import Any

from claimcheck.card_number import id_check_character
from claimcheck.forms import SheetKind
from claimcheck.policy import rules
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.honest import Claim
from samples.typical import Typical, typical, usable
from tests.validator.books import ON, claims, save
from validator.output.json import as_json
from validator.reading.files import FilesOfCall
from validator.run.spread.here import run_spread
from validator.run.validate import Validation, run_validation

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES


class Elsewhere(Executor):
    """Does work as another machine would: all that goes there and comes back is pickled."""

    def __init__(self) -> None:
        self.back: list[bytes] = []
        self.asked = 0  #: how many files were sent

    def submit(self, fn: Callable[..., Any], /, *args: Any, **_: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        function, sent = pickle.loads(pickle.dumps((fn, args)))  # noqa: S301 - our own
        self.asked += sum(len(request.files) for request in sent[0])
        answer = function(*sent)
        done.set_result(answer)
        if isinstance(answer, bytes):
            self.back.append(zlib.decompress(answer))
        return done


def spread(
    paths: list[Path], executor: Elsewhere, settings: Settings | None = None, **options: Any
) -> Validation:
    """Check files elsewhere as of a fixed day."""
    return run_spread(FilesOfCall([*paths]), settings or Settings(on=ON), executor, **options)


def same_as_alone(
    paths: list[Path], settings: Settings | None = None, **options: Any
) -> tuple[Validation, Elsewhere]:
    """Check files elsewhere and here; the results must not differ in a letter."""
    executor = Elsewhere()
    there = spread(paths, executor, settings, **options)
    here = run_validation(paths, settings or Settings(on=ON), **options)
    assert as_json(there.printable) == as_json(here.printable)
    return here, executor


def numbers_of(paths: list[list[Claim]]) -> set[bytes]:
    """All numbers of persons in claims: IDs, accounts, phones."""
    names = ("id_number", "bank_account", "phone", "payee_account")
    rows = [
        row
        for made in paths
        for claim in made
        for person in claim.people
        for row in (person.row, *person.payments)
    ]
    return {str(row[name]).encode() for row in rows for name in names if row.get(name)}


def one(seed: int, people: int = 4) -> list[Claim]:
    """A claim of other people and another applicant than those of other seeds."""
    return claims(people, seed=seed)


def same_person() -> tuple[list[Claim], list[Claim]]:
    first, second = one(1), one(2)
    second[0].people[2] = deepcopy(first[0].people[0])
    second[0].people[2].row["employer"] = second[0].row["applicant"]
    return first, second


def same_account() -> tuple[list[Claim], list[Claim]]:
    first, second = one(3), one(4)
    account = first[0].people[1].row["bank_account"]
    second[0].people[1].row["bank_account"] = account
    for payment in second[0].people[1].payments:
        payment["payee_account"] = account
    return first, second


def same_phone() -> tuple[list[Claim], list[Claim]]:
    first, second = one(5), one(6)
    second[0].people[1].row["phone"] = first[0].people[1].row["phone"]
    return first, second


def one_digit_wrong() -> tuple[list[Claim], list[Claim]]:
    first, second = one(7), one(8)
    right, wrong = first[0].people[0].row, second[0].people[0].row
    number = str(right["id_number"])
    wrong["id_number"] = f"{number[:8]}{(int(number[8]) + 1) % 10}{number[9:]}"
    wrong["name"] = right["name"]
    return first, second


def same_name_and_account() -> tuple[list[Claim], list[Claim]]:
    first, second = one(9), one(10)
    for name in ("name", "bank_account"):
        second[0].people[0].row[name] = first[0].people[0].row[name]
    return first, second


def same_content() -> tuple[list[Claim], list[Claim]]:
    first = one(11)
    second = deepcopy(first)
    second[0].people[0].row["phone"] = "13900000001"
    return first, second


def same_applicant() -> tuple[list[Claim], list[Claim]]:
    first, second = one(12), one(13)
    for name in ("applicant", "applicant_code"):
        second[0].row[name] = first[0].row[name]
    return first, second


def named_by_a_number() -> tuple[list[Claim], list[Claim]]:
    """Two claims that are called by one person's number, of whom one is short of payments."""
    first, second = one(14), one(15)
    number = first[0].people[0].row["id_number"]
    for made in (first, second):
        made[0].people[1].payments = made[0].people[1].payments[:3]
        for row in (made[0].row, *(person.row for person in made[0].people)):
            row["claim_id"] = number
    return first, second


def nothing_shared() -> tuple[list[Claim], ...]:
    """Two with the same fault, so that their findings tell the same of different people."""
    first, second = one(16), one(17)
    second[0].people[0].row["category"] = first[0].people[0].row["category"] = "其他"
    return first, second


PAIRS = (
    same_person, same_account, same_phone, one_digit_wrong, same_name_and_account,
    same_content, same_applicant, named_by_a_number, nothing_shared,
)  # fmt: skip


def household(folder: Path) -> list[Path]:
    """Two files in which one household is above its cap."""
    rule = rules()["JF24-7"]
    books = [typical(rule, next(usable(rule)), ON, seed=seed) for seed in (1, 9)]
    head = str(books[0].rows[ROSTER][0]["id_number"])
    # Another person, born on the same day.
    for row in (*books[1].rows[ROSTER], *books[1].rows.get(WAGES, [])):
        row["id_number"] = f"{head[:14]}135{id_check_character(head[:14] + '135')}"
    for book in books:
        for person in book.rows[ROSTER]:
            person |= {"household_id": head, "income_yuan": 90_000}
    return [_saved(book, folder / f"户{place}.xlsx") for place, book in enumerate(books)]


def other_measure(folder: Path, of: Claim) -> Path:
    """A person of a claim who is also claimed for under another measure."""
    rule = rules()["ZW25-4"]
    book = typical(rule, next(usable(rule)), ON, seed=5)
    old, new = book.rows[ROSTER][0]["id_number"], of.people[0].row["id_number"]
    for row in (*book.rows[ROSTER], *book.rows.get(WAGES, [])):
        if row["id_number"] == old:
            row["id_number"] = new
    return _saved(book, folder / "另一项.xlsx")


def _saved(book: Typical, path: Path) -> Path:
    plain_book(book.form, book.rows).save(path)
    return path


def crossing(folder: Path) -> tuple[list[Path], set[bytes]]:
    """A batch in which files hang together in every way, and all numbers of persons in it."""
    made = [claims for pair in PAIRS for claims in pair()]
    # Those that hang together do not stand beside each other.
    ordered = [*made[::2], *made[1::2]]
    paths = [save(folder / f"{place:02d}.xlsx", each) for place, each in enumerate(ordered)]
    (folder / "坏.xlsx").write_bytes(b"no workbook")
    paths.insert(3, folder / "坏.xlsx")
    paths += household(folder)
    paths.append(other_measure(folder, ordered[4][0]))
    return paths, numbers_of(ordered)
