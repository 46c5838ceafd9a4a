"""A sheet that is loaded in pieces is the sheet that the reader gives as a whole."""

import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import fastexcel
import polars as pl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from claimcheck.text_columns import cleaned_columns
from validator.reading import in_pieces, opened, workbook
from validator.reading.in_pieces import LoadedSheet, SheetInPieces
from validator.reading.lean import shared_bytes
from validator.reading.making_sure import make_sure
from validator.reading.numbers import column_letters
from validator.reading.opening import open_reader
from validator.reading.string_table import table_of
from validator.reading.unreadable import UnreadableError

NAME = "工资流水"


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_pieces, "_PIECE", 4_000)
    monkeypatch.setattr(in_pieces, "_FIRST", 2_000)


def saved(path: Path, change: Callable[[Worksheet], object] = lambda _: None) -> Path:
    """A workbook with a sheet of 300 payments below two rows that say nothing."""
    book = Workbook(write_only=False)
    sheet = book.active
    assert sheet is not None
    sheet.title = NAME
    sheet.append([])
    sheet.append([None, "标题"])
    sheet.append([None, "姓名", "入账日期", "金额", "完成", "备注"])
    for number in range(300):
        sheet.append([None, f"马{number} ", date(2026, 1, 5), 3500.25 + number, number % 2 == 0])
    book.create_sheet("别的").append(["一", "二"])
    change(sheet)
    book.save(path)
    return path


def rewritten(path: Path, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    assert old.encode() in parts[sheet]
    parts[sheet] = parts[sheet].replace(old.encode(), new.encode(), 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def whole(path: Path) -> pl.DataFrame:
    sheet = fastexcel.read_excel(path).load_sheet(
        NAME, header_row=None, skip_rows=0, dtypes="string"
    )
    frame = cleaned_columns(sheet.to_polars())
    frame.columns = [column_letters(info.absolute_index) for info in sheet.selected_columns]
    return frame


def loaded(path: Path) -> LoadedSheet | None:
    package = open_reader(path)[2]
    assert package is not None
    with ThreadPoolExecutor(2) as executor:
        strings = executor.submit(table_of, package) if shared_bytes(package.zipped) else None
        sheet = SheetInPieces(package, NAME, executor, strings)
        return sheet.result() if sheet.begin() else None


def _further_left(sheet: Worksheet) -> None:
    sheet["A200"] = "在左边"


def _further_right(sheet: Worksheet) -> None:
    sheet["J250"] = "在右边"
    sheet["H7"] = "#N/A"


def _gaps(sheet: Worksheet) -> None:
    sheet.delete_rows(100, 80)
    sheet.insert_rows(60, 70)
    sheet["B900"] = "很远"


def _blank_at_the_end(sheet: Worksheet) -> None:
    for row in range(310, 500):
        sheet.cell(row, 2).number_format = "@"


def _merged(sheet: Worksheet) -> None:
    sheet.merge_cells("B2:F2")
    sheet.column_dimensions["C"].hidden = True


@pytest.mark.parametrize(
    "change",
    [lambda _: None, _further_left, _further_right, _gaps, _blank_at_the_end, _merged],
)
def test_the_pieces_together_are_the_sheet(tmp_path: Path, change: Callable[[Worksheet], object]):
    path = saved(tmp_path / "a.xlsx", change)
    found = loaded(path)
    assert found is not None
    expected = whole(path)
    assert found.frame.schema == expected.schema
    assert found.frame.equals(expected)


def test_all_pieces_are_looked_at(tmp_path: Path):
    path = saved(tmp_path / "a.xlsx", lambda sheet: sheet.__setitem__("D250", "=1+2"))
    found = loaded(path)
    assert found is not None
    assert found.look.columns == {"D": 250}
    merged = loaded(saved(tmp_path / "b.xlsx", _merged))
    assert merged is not None
    assert merged.look.doubtful


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<row r="200"', '<!-- <row --><row r="200"'),
        ('<row r="200"', "<row r='200'"),
        ('r="B200"', 'r="B4"'),
        ('r="B150"', 'r="B290"'),
        ('r="B200"', 'r="XFD1048576"'),
        ("<sheetData>", "<sheetData >"),
        ('<c r="B200"', '<c s="0" r="B200"'),
        ("</sheetData>", "</sheetData><"),
    ],
)
def test_where_pieces_might_give_something_else_nothing_is_given(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str
):
    monkeypatch.setattr(in_pieces, "_PIECE", 1_000)
    path = rewritten(saved(tmp_path / "a.xlsx"), old, new)
    found = loaded(path)
    assert found is None or found.frame.equals(whole(path))
    if "XFD" in new or "!--" in new:
        assert found is None


def test_a_cell_far_out_is_refused_before_any_reader_loads_it(tmp_path: Path):
    path = rewritten(saved(tmp_path / "a.xlsx"), 'r="B290"', 'r="XFD1048576"')
    assert loaded(path) is None
    with pytest.raises(UnreadableError, match="远远超出表格的范围"):
        make_sure(open_reader(path)[2], NAME)


def test_a_large_sheet_whose_cells_name_too_much_text_is_refused_before_any_reader_loads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from claimcheck.forms import forms
    from tests.validator.hostile import giants

    path = giants.string_of_32_kb_often(tmp_path / "a.xlsx")
    monkeypatch.setattr(opened, "_LARGE", 100)
    monkeypatch.setattr(opened.Opened, "_raw", lambda *_: pytest.fail("it was loaded"))
    with pytest.raises(UnreadableError, match="文字合计"):
        workbook.read_workbook(path, forms(), lambda _: None)


@pytest.mark.parametrize("beside", [in_pieces._BESIDE, 10])
def test_a_large_sheet_is_read_as_a_small_one_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, beside: int
):
    from claimcheck.forms import forms
    from tests.validator.books import claims, save

    path = save(tmp_path / "a.xlsx", claims(60))
    expected = workbook.read_workbook(path, forms(), lambda _: None)
    monkeypatch.setattr(opened, "_LARGE", 1_000)
    monkeypatch.setattr(in_pieces, "_BESIDE", beside)
    begun: dict[str, bool] = {}
    begin = SheetInPieces.begin

    def noted(sheet: SheetInPieces) -> bool:
        begun[sheet._name] = begin(sheet)
        return begun[sheet._name]

    monkeypatch.setattr(SheetInPieces, "begin", noted)
    found = workbook.read_workbook(path, forms(), lambda _: None)
    assert begun[NAME] == (beside > 10)
    assert found.sheets.keys() == expected.sheets.keys()
    for kind, sheet in expected.sheets.items():
        assert found.sheets[kind].frame.equals(sheet.frame)
        assert found.sheets[kind].present == sheet.present
    assert found.oddities == expected.oddities
