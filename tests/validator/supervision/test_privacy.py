"""No output holds an ID, phone or account number in full: every file of the samples is searched.

Left out are the cells that a clerk typed himself, in the marked copy of his own workbook, and
the payment roster, which is made to pay and noted in the audit trail.
"""

import html
import re
import shutil
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from claimcheck.cli import main
from claimcheck.forms import ColumnType
from claimcheck.settings import Settings
from tests.validator.supervision.made import ON, Office, fill
from validator.run.validate import run_validation

SAMPLES = Path(__file__).parents[3] / "samples"

_PRIVATE = (ColumnType.ID_NUMBER, ColumnType.ACCOUNT, ColumnType.PHONE)


def private_numbers(paths: list[Path]) -> set[str]:
    """Every ID, account and phone number that the workbooks hold."""
    found: set[str] = set()
    for entry in run_validation(paths, Settings(on=ON)).inputs:
        for read in entry.sheets.values():
            for column in read.sheet.inputs:
                if column.type in _PRIVATE and column.key in read.frame.columns:
                    found |= set(read.frame[column.key].drop_nulls())
                unread = f"{column.key}:unread"
                if column.type in _PRIVATE and unread in read.frame.columns:
                    found |= set(read.frame[unread].drop_nulls())
    return {number for number in found if len(number) >= 11 and "." not in number}


#: Whatever looks like an ID, a phone or an account number, wherever it stands.
_SHAPES = re.compile(r"(?<![0-9A-Za-z])(?:[1-9]\d{16}[0-9Xx]|1[3-9]\d{9}|\d{12,19})(?![0-9A-Za-z])")


def raw_numbers(paths: list[Path]) -> set[str]:
    """Every number of that shape in any cell of any sheet, also where it was never understood."""
    found: set[str] = set()
    for path in paths:
        if not zipfile.is_zipfile(path):
            continue
        for sheet in load_workbook(path).worksheets:
            for row in sheet.iter_rows(values_only=True):
                for value in row:
                    whole = isinstance(value, float) and value.is_integer()
                    found |= set(_SHAPES.findall(str(int(value) if whole else value)))
    return found


def texts(path: Path) -> list[str]:
    """All text of a file; of a marked copy only what was added to it."""
    if path.name.endswith(".核查.xlsx"):
        book = load_workbook(path)
        own = [str(cell.value) for row in book["核查结果"].iter_rows() for cell in row]
        notes = [
            cell.comment.text
            for sheet in book.worksheets
            for row in sheet.iter_rows()
            for cell in row
            if cell.comment
        ]
        return own + notes
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return [html.unescape(path.read_bytes().decode("utf-8", "replace"))]


@pytest.fixture
def samples(office: Office, tmp_path: Path) -> Office:
    """The samples as the batch of an office."""
    folder = tmp_path / "samples"
    folder.mkdir()
    for path in SAMPLES.rglob("*.xlsx"):
        if "statements" not in path.parts:
            shutil.copy(path, folder / path.name)
    office.batch = folder
    return office


def test_no_output_of_the_samples_holds_a_number_in_full(samples: Office, tmp_path: Path):
    inputs = sorted(samples.batch.glob("*.xlsx"))
    numbers = private_numbers(inputs) | raw_numbers(inputs)
    assert len(numbers) > 100
    out = tmp_path / "out"
    printed = []
    for form in ("text", "json", "csv", "html"):
        result = samples.validate("--format", form, "--out", out)
        printed += [result.stdout, result.stderr]
    (workbook,) = out.glob("*.审核.xlsx")
    word = iter(["退回补正", "不予支持", "核减", "通过"] * 1000)
    reason = f"见 {min(numbers)}"
    fill(
        workbook,
        lambda line: {
            "decision": next(word),
            "reviewer": "王审核",
            "reason": reason,
        },
    )
    for arguments in (
        ("apply", workbook),
        ("apply", tmp_path / "没有.xlsx"),
        ("status",),
        ("status", "--json"),
        ("notice", samples.batch, "--on", ON.isoformat(), "-o", out),
        ("letters", samples.batch, "--on", ON.isoformat(), "-o", out),
    ):
        result = samples.review(*arguments)
        printed += [result.stdout, result.stderr]
    printed.append(samples.validate("--out", out).stdout)
    files = [path for path in out.iterdir() if path != workbook]
    files += [path for path in tmp_path.rglob("*") if path.is_file() and "ledger" in path.name]
    assert {path.suffix for path in files} >= {".xlsx", ".docx", ".sqlite"}
    searched = [text for path in files for text in texts(path)] + printed
    assert len(searched) > 50
    kept = {number for number in numbers for text in searched if number in text}
    assert kept == set(), f"{len(files)} files searched, {len(kept)} numbers found"


def test_every_file_is_readable_by_its_owner_only(samples: Office, tmp_path: Path):
    out = tmp_path / "out"
    samples.validate("--out", out)
    for command in ("notice", "payment", "letters"):
        samples.review(command, samples.batch, "--on", ON.isoformat(), "-o", out)
    open_ = [path.name for path in out.iterdir() if path.stat().st_mode & 0o077]
    assert open_ == []


def test_unmask_shows_numbers_and_says_so_in_the_trail(samples: Office, tmp_path: Path):
    numbers = private_numbers(sorted(samples.batch.glob("*.xlsx")))
    shown = samples.validate("--no-write", "--unmask", "--format", "json").stdout
    assert any(number in shown for number in numbers)
    assert "显示完整号码" in samples.review("status").stdout


def test_unmask_shows_nothing_where_it_cannot_be_noted(office: Office, tmp_path: Path):
    blocked = tmp_path / "file"
    blocked.write_bytes(b"")
    call = ["validate", "--no-write", "--unmask", "--ledger", str(blocked / "x.sqlite")]
    result = CliRunner().invoke(main, [*call, str(office.batch)])
    assert result.exit_code == 2
    number = office.claims[0].people[0].row["id_number"]
    assert number not in result.output
