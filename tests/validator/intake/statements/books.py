# ruff: noqa: S311 - made-up data
"""Claims and statements for the tests."""

import random
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook, load_workbook

from addin.template.layout import HEADER_ROW
from samples import honest
from samples.books import book_of, plain_workbook
from samples.statements.accounts import Account, account
from samples.statements.layouts import LOOKS, Look
from samples.statements.make_statements import write

SAMPLES = Path(__file__).parents[4] / "samples" / "statements"


def look(file: str) -> Look:
    """The look of one of the samples."""
    return next(entry for entry in LOOKS if entry.file == file)


def accounts(count: int, seed: int = 5, months: int = 8) -> list[Account]:
    """Accounts of made-up workers, each of another employer."""
    return [account(random.Random(seed * 1000 + number), months=months) for number in range(count)]


def statement(folder: Path, made: Account, file: str = "建设银行.csv", name: str = "") -> Path:
    """Write an account as a statement of the bank of a sample."""
    kind = look(file)
    target = folder / (name or f"{made.number}{Path(file).suffix}")
    write(kind, made, target)
    return target


def claim_book(folder: Path, workers: Sequence[Account], name: str = "申报.xlsx") -> Path:
    """A workbook whose roster holds these workers; there are no payments yet."""
    claim = next(honest.claims(random.Random(1), [max(len(workers), 1)]))
    for person, worker in zip(claim.people, workers, strict=False):
        person.row |= {
            "name": worker.name,
            "id_number": worker.id_number,
            "bank_account": worker.number,
            "employer": worker.employer,
        }
        person.payments.clear()
    book: Workbook = plain_workbook(book_of([claim]))
    target = folder / name
    book.save(target)
    return target


def into_template(template: Path, target: Path, workers: Sequence[Account]) -> Path:
    """The same roster in the real template."""
    book = load_workbook(template)
    page = book["人员花名册"]
    heads = {cell.value: cell.column for cell in page[HEADER_ROW] if cell.value}
    for row, worker in enumerate(workers, HEADER_ROW + 1):
        page.cell(row, heads["姓名"], worker.name)
        page.cell(row, heads["身份证号"], worker.id_number)
        page.cell(row, heads["银行账号"], worker.number)
        page.cell(row, heads["用工单位"], worker.employer)
    book.save(target)
    return target
