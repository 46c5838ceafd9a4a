"""Small workbooks that a worker reads together come out as if each were read alone."""

import shutil
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import fields
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind
from tests.validator.books import claims, save
from tests.validator.hostile import giants
from tests.validator.reading import invented_layouts as layouts
from validator.common.workers.limits import Limits
from validator.common.workers.pool import Workers
from validator.common.workers.process import Ending, WorkerDiedError
from validator.reading import batch
from validator.reading.apart import read_there
from validator.reading.batch import Input, read_inputs
from validator.reading.results import SheetRead, WorkbookRead
from validator.reading.sent import Sent, arrived
from validator.reading.together import RowQuestion, answered, answered_together
from validator.reading.unreadable import UnreadableError

SAMPLES = Path(__file__).parents[3] / "samples"


def _blanks_and_formulas(book: Workbook) -> None:
    """Texts with blanks around them, a formula in a cell of input, an error and a long number."""
    page = book["人员花名册"]
    heads = layouts.heads_of(page)
    first = page.max_row
    page.cell(first, heads["姓名"]).value = " 张三　"
    page.cell(first, heads["身份证号"]).value = 640598199001011234
    page.cell(first - 1, heads["姓名"]).value = '="李"&"四"'


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """Clean and faulty ones, templates and others, of two types, and such as cannot be read."""
    folder = tmp_path_factory.mktemp("books")
    for name in ("没有内容", "不是"):
        (folder / f"{name}.xlsx").write_bytes(b"" if name == "没有内容" else b"no workbook")
    return [
        SAMPLES / "hiring-clean.xlsx",
        save(folder / "一.xlsx", claims(3)),
        folder / "没有内容.xlsx",
        SAMPLES / "hiring-faulty.xlsx",
        save(folder / "空白.xlsx", claims(4, 2, seed=5), _blanks_and_formulas),
        giants.far_cell(folder / "远.xlsx"),
        save(folder / "小计.xlsx", claims(5, 3), layouts.subtotals(["小计", "合计"])),
        save(folder / "合并.xlsx", claims(3, seed=8), layouts.merged_claim),
        folder / "没有.xlsx",
        SAMPLES / "imported-clean.xlsx",
        save(folder / "无人.xlsx", []),
        folder / "不是.xlsx",
        save(folder / "二.xlsx", claims(3, seed=9)),
    ]


def _same(one: WorkbookRead | UnreadableError, other: WorkbookRead | UnreadableError) -> None:
    if isinstance(one, UnreadableError) or isinstance(other, UnreadableError):
        assert str(one) == str(other)
        return
    assert one.form is other.form
    assert (one.names, one.oddities, one.stamp) == (other.names, other.oddities, other.stamp)
    assert list(one.sheets) == list(other.sheets)
    for kind, sheet in one.sheets.items():
        for of_sheet in fields(SheetRead):
            mine, its = (getattr(which.sheets[kind], of_sheet.name) for which in (one, other))
            if isinstance(mine, pl.DataFrame):
                assert mine.schema == its.schema
                assert mine.equals(its), (sheet.name, of_sheet.name)
            else:
                assert mine == its


def test_workbooks_that_are_read_together_are_as_if_each_were_read_alone(books: list[Path]):
    together = arrived(read_there(*books))
    assert len(together) == len(books)
    assert sum(isinstance(book, UnreadableError) for book in together) == 4
    for path, book in zip(books, together, strict=True):
        (alone,) = arrived(read_there(path))
        _same(book, alone)


def test_small_workbooks_are_sent_together_as_one_table_of_each_sheet(books: list[Path]):
    sent = read_there(books[1], books[12])
    assert {which: len(packed.heights) for which, packed in sent.frames.items()} == {
        ("hiring", kind): 2 for kind in sent.books[0].sheets
    }


def test_questions_that_are_alike_are_asked_once_and_others_by_themselves():
    asked: list[int] = []

    def doubled(table: pl.DataFrame) -> pl.DataFrame:
        asked.append(table.height)
        return table.select(pl.col("number") * 2)

    def asking(numbers: list[int], alike: str):
        found = yield RowQuestion(pl.DataFrame({"number": numbers}), doubled, alike)
        if numbers[0] == 3:
            found = yield RowQuestion(found, doubled, alike)
        return found["number"].to_list()

    def all_of_them():
        return [asking([1, 2], "a"), asking([3], "a"), asking([4, 5, 6], "b")]

    assert answered_together(all_of_them()) == [[2, 4], [12], [8, 10, 12]]
    assert sorted(asked) == [1, 3, 3]
    assert [answered(one) for one in all_of_them()] == [[2, 4], [12], [8, 10, 12]]


def test_a_large_table_is_asked_about_in_parts_which_come_together_in_its_order(
    monkeypatch: pytest.MonkeyPatch,
):
    asked: list[int] = []

    def doubled(table: pl.DataFrame) -> pl.DataFrame:
        asked.append(table.height)
        return table.select(pl.col("number") * 2)

    def asking(rows: int):
        table = pl.DataFrame({"number": range(rows)})
        return (yield RowQuestion(table, doubled, "a"))["number"].to_list()

    monkeypatch.setattr(pl, "thread_pool_size", lambda: 2)
    for rows in (49_999, 50_001, 200_000):
        asked.clear()
        found = [answered(asking(rows)), *answered_together([asking(rows)])]
        assert found == [[2 * number for number in range(rows)]] * 2
        assert sum(asked) == 2 * rows
        assert len(asked) == (2 if rows < 50_000 else 8)
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 1)
    asked.clear()
    answered(asking(200_000))
    assert asked == [200_000]


@pytest.fixture
def eight(tmp_path: Path) -> list[Path]:
    made = save(tmp_path / "0.xlsx", claims(2))
    return [made] + [Path(shutil.copy(made, tmp_path / f"{number}.xlsx")) for number in range(1, 8)]


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (WorkerDiedError(Ending.CRASH, Limits(2, 60, 180)), "读取时程序意外中止"),
        (KeyError("x"), "读取这个文件时程序出错（KeyError）"),
    ],
)
def test_a_file_that_ends_its_worker_takes_none_along_of_those_that_were_read_with_it(
    eight: list[Path], monkeypatch: pytest.MonkeyPatch, error: Exception, fault: str
):
    sizes: list[int] = []

    def by_workers(_: Workers, entries: Sequence[Input]) -> "Future[Sent]":
        sizes.append(len(entries))
        future: Future[Sent] = Future()
        if any(entry.path == eight[5] for entry in entries):
            future.set_exception(error)
        else:
            future.set_result(read_there(*(entry.path for entry in entries)))
        return future

    told: list[str] = []
    monkeypatch.setattr(batch, "_by_workers", by_workers)
    monkeypatch.setattr(Workers, "start", lambda *_, **__: None)
    monkeypatch.setenv("CLAIMCHECK_WORKERS", "1")
    read = read_inputs(eight, told.append)
    assert [entry.fault for entry in read] == [""] * 5 + [fault] + [""] * 2
    assert [entry.path for entry in read] == eight
    assert all(entry.sheets for entry in read if not entry.fault)
    assert sizes == [4, 2, 2, 1, 1]
    assert [what[-5:] for what in told[1:]] == [f"（{number}/8）" for number in range(1, 9)]


def test_large_files_and_files_of_other_kinds_are_read_alone(tmp_path: Path):
    small = [tmp_path / f"{number}.xlsx" for number in range(40)]
    for path in (*small, tmp_path / "a.xls", tmp_path / "b.ods"):
        path.write_bytes(b"x")
    large = tmp_path / "large.xlsx"
    large.write_bytes(b"x" * (batch._SMALL + 1))
    paths = [large, *small, tmp_path / "a.xls", tmp_path / "b.ods", tmp_path / "none.xlsx"]
    groups = batch._groups([Input(number, path) for number, path in enumerate(paths)], 2)
    assert sorted(entry.number for group in groups for entry in group) == list(range(len(paths)))
    assert [len(group) for group in groups] == [1] * 4 + [10, 8, 6, 4, 3, 3, 2, 2, 2]
    few = batch._groups([Input(number, path) for number, path in enumerate(small[:6])], 2)
    assert [len(group) for group in few] == [2, 2, 2]


def test_a_text_that_is_to_be_cleaned_is_cleaned_among_workbooks_that_are_clean(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("validator.reading.thin_sheets._WORTH", 0)

    def soft_hyphen(book: Workbook) -> None:
        page = book["人员花名册"]
        page.cell(page.max_row, layouts.heads_of(page)["姓名"]).value = "欧阳\u200b小\u00ad明"

    made = [
        save(tmp_path / "一.xlsx", claims(3)),
        save(tmp_path / "二.xlsx", claims(3, seed=9), soft_hyphen),
        save(tmp_path / "三.xlsx", claims(3, seed=8)),
    ]
    together = arrived(read_there(*made))
    for path, book in zip(made, together, strict=True):
        (alone,) = arrived(read_there(path))
        _same(book, alone)
    assert isinstance(together[1], WorkbookRead)
    assert together[1].sheets[SheetKind.ROSTER].frame["name"].to_list()[-1] == "欧阳小明"
