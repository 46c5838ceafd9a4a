"""Workers are started for as many workbooks as will most likely be read, and they alone read."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.validator.books import claims, save
from validator.reading import ahead

#: Names the modules of the reading that a run of `validate` imports into its own process.
PROGRAM = """
import sys
from claimcheck.cli import main

sys.argv = ["claimcheck", "validate", *sys.argv[1:], "--no-write"]
try:
    main()
finally:
    print(*(name for name in sys.modules if name.startswith("validator.reading.")), file=sys.stderr)
"""


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """For how many files workers were started."""
    found: list[int] = []

    class Started:
        def start(self, *work: object, alone: bool = False) -> None:
            assert not alone

        def start_more(self, count: int) -> None:
            found.append(count)

    monkeypatch.setattr(ahead, "shared", lambda _: Started())
    return found


def test_a_folder_counts_as_its_workbooks(tmp_path: Path, counts: list[int]):
    names = ("a.xlsx", "b.XLS", "~$a.xlsx", "a.核查.xlsx", "a.pdf", "说明.txt")
    for name in names:
        (tmp_path / name).touch()
    ahead.start_ahead([tmp_path])
    ahead.start_ahead([tmp_path, tmp_path / "a.xlsx", tmp_path / "c.xlsx"])
    (tmp_path / "镇").mkdir()
    ahead.start_ahead([tmp_path])
    assert counts == [2, 4, 3]


def test_what_is_no_folder_with_workbooks_counts_as_one(tmp_path: Path, counts: list[int]):
    ahead.start_ahead([tmp_path])
    ahead.start_ahead([tmp_path / "not there", tmp_path])
    assert counts == [1, 2]


@pytest.mark.parametrize("count", [1, 3])
def test_what_reads_workbooks_is_imported_by_the_workers_alone(tmp_path: Path, count: int):
    books = [save(tmp_path / f"{number}.xlsx", claims(1)) for number in range(count)]
    ran = subprocess.run(
        [sys.executable, "-c", PROGRAM, *map(str, books)],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    modules = {name.removeprefix("validator.reading.") for name in ran.stderr.split()}
    assert "results" in modules, ran.stderr
    assert not modules & {"apart", "workbook", "opened", "opening", "quick_look", "zipped"}
