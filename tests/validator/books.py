"""Workbooks for the tests: an honest claim, bent as a test needs it."""

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
from openpyxl import Workbook

from claimcheck.forms import SheetKind, form
from claimcheck.settings import Settings
from samples import honest
from samples.books import book_of, plain_workbook
from samples.honest import Claim
from validator.reading.numbers import column_letters
from validator.run.validate import Validation, run_validation

ON = date(2026, 11, 20)


def claims(*sizes: int, months: int = 7, seed: int = 3) -> list[Claim]:
    """Honest claims, every person paid for `months` months."""
    return list(honest.claims(random.Random(seed), sizes, months=[months]))  # noqa: S311


def save(path: Path, made: list[Claim], change: Callable[[Workbook], None] | None = None) -> Path:
    """Write claims as a plain workbook (headings in row 3) and give its path."""
    workbook = plain_workbook(book_of(made))
    if change is not None:
        change(workbook)
    path.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(path)
    return path


def checked(*paths: Path, settings: Settings | None = None, unmask: bool = False) -> Validation:
    """Review files as of a fixed day."""
    return run_validation(paths, settings or Settings(on=ON), unmask=unmask)


def cell(kind: SheetKind, key: str, row: int) -> str:
    """The address of a column's cell in a plain workbook, whatever columns the form has."""
    sheet = form("hiring").sheet(kind)
    assert sheet is not None
    keys = [column.key for column in sheet.inputs]
    return f"{column_letters(keys.index(key))}{row}"


#: Said of every claim under a draft, as long as the office has settled nothing.
ALWAYS = ("CC702", "CC704", "CC706")


def codes(found: Validation) -> list[str]:
    """The codes found, sorted, without what is said of every claim under a draft."""
    return sorted(code for code in found.findings["code"] if code not in ALWAYS)


def told(found: Validation) -> pl.DataFrame:
    """The findings without what is said of every claim under a draft."""
    return found.findings.filter(~pl.col("code").is_in(ALWAYS))


def only(found: Validation, code: str) -> dict[str, object]:
    """The one finding with this code."""
    rows = found.findings.filter(pl.col("code") == code).to_dicts()
    assert len(rows) == 1, rows
    return rows[0]
