"""Batches, review workbooks and ledgers for these tests."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from claimcheck.cli import main
from claimcheck.settings import Settings
from samples.honest import Claim
from tests.validator.books import claims, save
from validator.run.validate import Validation, run_validation
from validator.supervision.review_sheet import COLUMNS, HEADER_ROW, PLACES, SHEET
from validator.supervision.verdicts import with_verdicts

ON = date(2026, 11, 20)


@dataclass
class Office:
    """A batch with errors, and the ledger in which decisions about it are kept."""

    batch: Path
    claims: list[Claim]
    ledger: str
    key_file: Path

    def run(self, *arguments: str | Path) -> Result:
        """Call claimcheck with this ledger."""
        return CliRunner().invoke(main, [*map(str, arguments), "--ledger", self.ledger])

    def review(self, *arguments: str | Path) -> Result:
        """Call a command of `review` with this ledger and its key."""
        return self.run("review", *arguments, "--key", self.key_file)

    def validate(self, *arguments: str | Path) -> Result:
        """Validate the batch."""
        return self.run("validate", self.batch, "--on", ON.isoformat(), *arguments)

    def checked(self, on: date = ON) -> Validation:
        """The result with the decisions that stand."""
        found = run_validation([self.batch], Settings(on=on))
        return with_verdicts(found, self.ledger, on, key_file=self.key_file)

    def change(self, how: Callable[[list[Claim]], None]) -> None:
        """Change the claims and hand them in again."""
        how(self.claims)
        save(self.batch, self.claims)

    @property
    def workbook(self) -> Path:
        """The review workbook beside the batch."""
        return self.batch.with_name(f"{self.batch.stem}.审核.xlsx")


def faulty_claims() -> list[Claim]:
    """Three claims: two with one bad person each, and one in order."""
    made = claims(6, 7, 8)
    made[0].people[0].payments = made[0].people[0].payments[:4]
    made[0].row["claimed_people"] = 5
    made[1].people[1].row["category"] = "其他"
    made[1].row["claimed_people"] = 6
    return made


def office(folder: Path, ledger: str, key_file: Path) -> Office:
    """An office with a faulty batch."""
    made = faulty_claims()
    return Office(save(folder / "a.xlsx", made), made, ledger, key_file)


def lines(path: Path) -> list[dict[str, Any]]:
    """The rows of 待审 by the keys of its columns."""
    sheet = load_workbook(path)[SHEET]
    return [
        {column.key: sheet.cell(row, place + 1).value for place, column in enumerate(COLUMNS)}
        for row in range(HEADER_ROW + 2, sheet.max_row + 1)
    ]


def fill(path: Path, decide: Callable[[dict[str, Any]], dict[str, Any] | None]) -> int:
    """Fill in rows as a reviewer does; how many were."""
    book = load_workbook(path)
    sheet: Worksheet = book[SHEET]
    filled = 0
    for row in range(HEADER_ROW + 2, sheet.max_row + 1):
        line = {
            column.key: sheet.cell(row, place + 1).value for place, column in enumerate(COLUMNS)
        }
        said = decide(line)
        for key, value in (said or {}).items():
            sheet.cell(row, PLACES[key] + 1, value)
        filled += said is not None
    book.save(path)
    return filled


def standings(found: Validation) -> dict[str, int]:
    """How many findings stand how."""
    return dict(found.findings.group_by("standing").len().sort("standing").iter_rows())


def of(found: Validation, code: str) -> pl.DataFrame:
    """The findings with a code."""
    return found.findings.filter(pl.col("code") == code)
