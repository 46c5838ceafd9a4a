"""Somebody's workbook is opened to be changed, and no library speaks English to a clerk."""

import random
import re
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from samples import honest
from samples.books import book_of, plain_workbook
from tests.validator.intake.statements.books import accounts, claim_book, statement
from validator.commands.collecting import collect, split
from validator.commands.wages import wages
from validator.common.workbooks import open_to_change


def without_cell_styles(path: Path) -> Path:
    """The workbook without the formats that its named styles point to."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(
                name, re.sub(rb"<cellStyleXfs.*</cellStyleXfs>", b"<cellStyleXfs/>", content)
            )
    return path


def applicant(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    plain_workbook(book_of(list(honest.claims(random.Random(1), [5])))).save(path)  # noqa: S311
    return without_cell_styles(path)


def run(command, *arguments: object) -> str:
    return CliRunner().invoke(command, [str(argument) for argument in arguments]).output


def test_what_openpyxl_prints_is_not_seen(tmp_path: Path, capfd: pytest.CaptureFixture[str]):
    with pytest.raises(IndexError):
        open_to_change(applicant(tmp_path / "a.xlsx"))
    assert capfd.readouterr() == ("", "")


def test_split_says_nothing_in_english(tmp_path: Path):
    path = applicant(tmp_path / "来件" / "a.xlsx")
    run(collect, path, "-o", tmp_path / "batch.xlsx")
    batch = tmp_path / "batch.xlsx"
    book = open_to_change(batch)
    book["人员花名册"]["C2"] = "马改名"  # so that the original is not handed back as it is
    book.save(batch)
    said = run(split, batch, "-o", tmp_path / "退回")
    assert (tmp_path / "退回" / "a.xlsx").exists(), said
    assert "out of range" not in said


def test_an_import_into_a_workbook_says_nothing_in_english(tmp_path: Path):
    made = accounts(1)
    claim = without_cell_styles(claim_book(tmp_path, made))
    said = run(wages, "import", statement(tmp_path, made[0]), "--into", claim)
    assert "不能写入" in said
    assert "out of range" not in said
