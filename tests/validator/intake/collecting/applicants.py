# ruff: noqa: S311 - made-up data
"""Workbooks of applicants, and commands that take them."""

import random
from datetime import date
from pathlib import Path

from click.testing import CliRunner

from samples import honest
from samples.books import book_of, plain_workbook


def run(command, *arguments: object):
    return CliRunner().invoke(command, [str(argument) for argument in arguments])


def applicant_file(path: Path, seed: int, change=None) -> Path:
    """An applicant's own workbook, with a column and a sheet that no form knows."""
    book = plain_workbook(book_of(list(honest.claims(random.Random(seed), [5, 6]))))
    page = book["人员花名册"]
    last = page.max_column + 1
    page.cell(3, last, "备注")
    page.cell(4, last, f"=说明{seed}").data_type = "s"
    page.cell(5, last, 0.1 + seed)
    page.cell(6, last, date(2026, 3, 5))
    extra = book.create_sheet("附件清单")
    extra["B2"], extra["C3"], extra["D4"] = f"营业执照{seed}", 12.5, True
    if change is not None:
        change(book)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path
