"""Writes a large batch: `python -m samples.make_batch big.xlsx --people 100000`.

Deterministic: the same arguments give the same claims.
"""

import argparse
import random
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import xlsxwriter

from claimcheck.forms import ColumnType, Sheet, SheetKind, form
from samples import honest

_EPOCH = date(1899, 12, 30)


class _SheetWriter:
    """Writes rows one after another; the columns are those of the form."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Sheet) -> None:
        self._target = book.add_worksheet(sheet.name)
        self._columns = sheet.inputs
        formats = {
            ColumnType.DATE: book.add_format({"num_format": "yyyy-mm-dd"}),
            ColumnType.YUAN: book.add_format({"num_format": "#,##0.00"}),
            ColumnType.COUNT: book.add_format({"num_format": "0"}),
        }
        text = book.add_format({"num_format": "@"})
        self._formats = [formats.get(column.type, text) for column in self._columns]
        self._row = 0
        for place, column in enumerate(self._columns):
            self._target.set_column(place, place, column.width)
            self._target.write_string(0, place, column.header)
        self._target.freeze_panes(1, 0)

    def write(self, row: honest.Row) -> None:
        """Write one row: dates and numbers as such, all else as text."""
        self._row += 1
        for place, (column, style) in enumerate(zip(self._columns, self._formats, strict=True)):
            value = row.get(column.key)
            if value is None:
                continue
            if isinstance(value, date):
                self._target.write_number(self._row, place, (value - _EPOCH).days, style)
            elif isinstance(value, int | float):
                self._target.write_number(self._row, place, value, style)
            else:
                self._target.write_string(self._row, place, value, style)


def make_batch(
    target: Path, people: int, payments_each: int = 6, faults: float = 0.0, seed: int = 1
) -> None:
    """Write one workbook.

    Args:
        target: the .xlsx to write.
        people: how many people in all, in claims of 5 to 40.
        payments_each: how many months each is paid.
        faults: the share of people with something wrong.
        seed: the same seed gives the same batch.
    """
    generator = random.Random(seed)
    _write(target, generator, _claims(generator, people, payments_each), faults)


def make_batches(
    folder: Path,
    people: int,
    per_file: int,
    payments_each: int = 6,
    faults: float = 0.0,
    seed: int = 1,
) -> list[Path]:
    """Write one batch as several workbooks; nobody is in two of them.

    Args:
        folder: where the workbooks go.
        people: how many people in all.
        per_file: about how many of them in one workbook.
        payments_each: how many months each is paid.
        faults: the share of people with something wrong.
        seed: the same seed gives the same batch.

    Returns:
        The workbooks.
    """
    generator = random.Random(seed)
    claims = _claims(generator, people, payments_each)
    written = []
    for first in claims:
        target = folder / f"第{len(written) + 1:02d}份.xlsx"
        _write(target, generator, _up_to(per_file, first, claims), faults)
        written.append(target)
    return written


def _claims(generator: random.Random, people: int, payments_each: int) -> Iterator[honest.Claim]:
    sizes: list[int] = []
    left = people
    while left > 0:
        sizes.append(min(left, generator.randint(5, 40)))
        left -= sizes[-1]
    return honest.claims(generator, sizes, months=[payments_each])


def _up_to(
    people: int, first: honest.Claim, rest: Iterator[honest.Claim]
) -> Iterator[honest.Claim]:
    """The first claim and as many of the rest as make about so many people."""
    written = len(first.people)
    yield first
    while written < people and (claim := next(rest, None)) is not None:
        written += len(claim.people)
        yield claim


def _write(
    target: Path, generator: random.Random, claims: Iterable[honest.Claim], faults: float
) -> None:
    with xlsxwriter.Workbook(str(target), {"constant_memory": True}) as book:
        sheets = {sheet.kind: _SheetWriter(book, sheet) for sheet in form("hiring").sheets}
        for claim in claims:
            sheets[SheetKind.CLAIMS].write(claim.row)
            for person in claim.people:
                if generator.random() < faults:
                    spoil(generator, person)
                sheets[SheetKind.ROSTER].write(person.row)
                for payment in person.payments:
                    sheets[SheetKind.WAGES].write(payment)


def spoil(generator: random.Random, person: honest.Person) -> None:
    """Put one of the usual faults into a person."""
    match generator.randrange(8):
        case 0:
            number = person.row["id_number"]
            person.row["id_number"] = number[:17] + ("1" if number[17] != "1" else "2")
        case 1:
            person.payments.clear()
        case 2:
            del person.payments[-2:]
        case 3:
            person.payments[0]["amount_yuan"] = 2999
        case 4:
            person.row["category"] = "脱贫人口"
        case 5:
            person.row["hired_on"] = "2026-02-30"
        case 6:
            person.payments[-1]["amount_yuan"] = "三千"
        case 7:
            person.row["category"] = None


def main() -> None:
    """Read the arguments and write the batch."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("target", type=Path)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--payments-each", type=int, default=6)
    parser.add_argument("--faults", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    make_batch(
        arguments.target,
        arguments.people,
        arguments.payments_each,
        arguments.faults,
        arguments.seed,
    )


if __name__ == "__main__":
    main()
