"""Sheets without formulas and blank cells give the reader the same cells."""

import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import fastexcel
import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind, forms
from tests.validator.books import claims, save
from tests.validator.reading.test_safety import rewritten
from validator.reading import opened, opening, thin_sheets
from validator.reading.package import Package, look_into
from validator.reading.results import SheetRead, WorkbookRead
from validator.reading.thin_sheets import reader_of, thinned
from validator.reading.workbook import read_workbook
from validator.reading.zipped import Zipped

ROSTER = "xl/worksheets/sheet2.xml"

#: A formula as long as those of a template.
LONG = "IF(A1=&quot;&quot;,0,1)+" * 200 + "1"


@pytest.fixture
def thin(monkeypatch: pytest.MonkeyPatch) -> list[set[str]]:
    """However little there is to leave out, it is; filled with the parts that were."""
    monkeypatch.setattr(thin_sheets, "_WORTH", 1)
    seen: list[set[str]] = []

    def noted(package: Zipped, sheets: dict[str, bytes]) -> object:
        seen.append(set(sheets))
        return reader_of(package, sheets)

    monkeypatch.setattr(opened, "reader_of", noted)
    return seen


def text_of(content: bytes, rows: int, columns: int) -> bytes:
    """A part without what the reader skips."""
    thin = thinned(content, rows, columns)
    assert thin is not None
    return thin.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<f>A1+1</f><v>2</v>", "<f></f><v>2</v>"),
        ('<f aca="false">A1&amp;"x"</f><v>2</v>', "<f></f><v>2</v>"),
        ("<f>A1\n+1</f><v>2</v>", "<f></f><v>2</v>"),
        ("<v>2</v><f>A1</f>", "<v>2</v><f></f>"),
    ],
)
def test_the_text_of_a_formula_is_left_out_and_its_tag_stays(text: str, expected: str):
    cell = '<c r="A1" t="str">{}</c><c r="B1"><v>1</v></c>'
    assert text_of(cell.format(text).encode(), 9, 3) == cell.format(expected).encode()


@pytest.mark.parametrize(
    "text",
    [
        '<f t="shared" ref="A1:A9" si="0">A1</f><v>2</v>',
        '<f t="shared" si="0"/><v>2</v>',
        "<f></f><v>2</v>",
        "<f>A1<v>2</v></f>",
        "<f>A1",
        "<x:f>A1</x:f><v>2</v>",
        "<formula>A1</formula>",
        "<is><t><![CDATA[<f>A1</f>]]></t></is>",
        "<is><t>&lt;f&gt;A1&lt;/f&gt;</t></is>",
    ],
)
def test_what_may_be_something_else_stays(text: str):
    assert text_of(text.encode(), 9, 3) == text.encode()


def test_rows_that_are_alike_with_or_without_their_formulas_are_left_out():
    row = '<row r="{0}"><c r="A{0}" t="str"><f>{1}+{2}</f><v></v></c></row>'
    head, end = '<row r="1"><c r="A1"><v>1</v></c></row>', "</sheetData>"
    for formula in ("N", "A{0}"):
        rows = [row.format(at, formula.format(at), "1" * 99) for at in range(2, 90)]
        thin = thinned("".join((head, *rows, end)).encode(), 90, 1)
        last = rows[-1].partition("<f>")[0] + "<f></f><v></v></c></row>"
        assert thin is not None
        assert thin.text == (head + last + end).encode()
        assert (2, 89) in thin.filled


def test_what_is_no_text_is_left_to_the_parser():
    row = b'<row r="%d"><c r="A%d"><f>"\xff"</f></c></row>'
    assert thinned(b"".join(row % (at, at) for at in range(1, 90)), 90, 1) is None


BLANK = '<c s="5"/>'
AT, ALSO_AT = '<c r="A4"><v>1</v></c>', '<c r="F4"/>'


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"{AT}{BLANK * 3}</row>", f"{AT}</row>"),
        (f"{ALSO_AT}{BLANK}</row>", f"{ALSO_AT}</row>"),
        (f"{AT}{BLANK * 64}{ALSO_AT}</row>", f"{AT}{ALSO_AT}</row>"),
    ],
)
def test_blank_cells_between_cells_with_addresses_are_left_out(row: str, expected: str):
    text = '<row r="4">{}<row r="5"><c r="A5"/></row>'
    assert text_of(text.format(row).encode(), 9, 6) == text.format(expected).encode()


@pytest.mark.parametrize(
    "row",
    [
        f"{BLANK}{AT}</row>",
        f'{AT}{BLANK}<c s="5"><v>2</v></c></row>',
        f'{AT}{BLANK}<c t="s"><v>2</v></c>{ALSO_AT}</row>',
        f"{AT} {BLANK}</row>",
        f"{AT}{BLANK} {ALSO_AT}</row>",
        f'{AT}<c s="5"></c></row>',
        f"{AT}<is><t><![CDATA[</c>{BLANK}</row>]]></t></is></row>",
    ],
)
def test_blank_cells_on_whose_places_others_count_stay(row: str):
    text = f'<row r="4">{row}'.encode()
    assert text_of(text, 9, 6) == text


@pytest.mark.parametrize(("rows", "columns"), [(100_000, 703), (1_048_576, 26)])
def test_blank_cells_stay_where_they_may_lie_too_far_out(rows: int, columns: int):
    text = f'<row r="4">{AT}{BLANK}</row>'.encode()
    assert text_of(text, rows, columns) == text


def test_more_blank_cells_than_any_table_has_are_left_to_the_parser():
    text = f'<row r="4">{AT}{BLANK * 200}</row>'.encode()
    assert text_of(text, 9, 6).count(BLANK.encode()) >= 200 - 64


def without_addresses(text: bytes) -> bytes:
    """A sheet of which each row goes on with blank cells."""
    return text.replace(b"</row>", BLANK.encode() * 30 + b"</row>")


def with_formulas(text: bytes) -> bytes:
    """A sheet of which one column is computed, down to where no row of the table is."""
    before, _, after = text.partition(b"</sheetData>")
    rows = "".join(
        f'<row r="{row}"><c r="AZ{row}" t="str"><f>{LONG}</f><v>说明{row}</v></c></row>'
        for row in range(60, 90)
    )
    return before + rows.encode() + b"</sheetData>" + after


def book_of(path: Path) -> WorkbookRead:
    return read_workbook(path, forms(), lambda _: None)


def told(read: SheetRead) -> dict[str, object]:
    frame = read.frame.to_dict(as_series=False)
    return {**vars(read), "sheet": read.sheet.name, "frame": frame, "schema": read.frame.schema}


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text,
        without_addresses,
        lambda text: text.replace(b'<row r="5"', b'<row r="5" hidden="1"'),
        lambda text: text.replace(b"</sheetData>", b'</sheetData><x ref="mergeCell"/>'),
        lambda text: text.replace(b"</sheetData>", b"<!-- <f>1</f> --></sheetData>"),
    ],
)
def test_a_book_is_read_as_it_is_with_its_formulas(
    tmp_path: Path, thin: list[set[str]], change: Callable[[bytes], bytes],
    monkeypatch: pytest.MonkeyPatch,
):  # fmt: skip
    path = rewritten(
        save(tmp_path / "a.xlsx", claims(20)), ROSTER, lambda text: change(with_formulas(text))
    )
    found = book_of(path)
    assert any(ROSTER in parts for parts in thin)
    monkeypatch.setattr(thin_sheets, "_WORTH", 1 << 40)
    thin.clear()
    expected = book_of(path)
    assert not thin
    assert found.sheets[SheetKind.ROSTER].frame.height == 20
    assert {kind: told(read) for kind, read in found.sheets.items()} == {
        kind: told(read) for kind, read in expected.sheets.items()
    }
    assert found.oddities == expected.oddities


def test_blank_cells_without_addresses_need_no_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.delattr("validator.reading.sheet_look.read_part")
    path = rewritten(save(tmp_path / "a.xlsx", claims(20)), ROSTER, without_addresses)
    assert book_of(path).sheets[SheetKind.ROSTER].frame.height == 20


def test_formulas_in_columns_of_the_table_are_told(tmp_path: Path, thin: list[set[str]]):
    def computed(text: bytes) -> bytes:
        return text.replace(b'<c r="C5"', b'<c r="C5" t="str"><f>B5</f><v>x</v></c><c r="AY5"', 1)

    path = rewritten(save(tmp_path / "a.xlsx", claims(20)), ROSTER, computed)
    said = [odd.what for odd in book_of(path).oddities]
    assert thin
    assert any("1 格是公式" in what for what in said)


def test_a_workbook_that_no_reader_opens_is_read_with_its_formulas(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(thin_sheets, "_WORTH", 1)
    monkeypatch.setattr(thin_sheets, "_stored", lambda _: b"PK\3\4 nothing")
    path = rewritten(save(tmp_path / "a.xlsx", claims(20)), ROSTER, with_formulas)
    assert book_of(path).sheets[SheetKind.ROSTER].frame.height == 20


@pytest.fixture
def opened_books(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """What was handed to the reader: files, and what we made of them."""
    seen: list[object] = []
    open_book = fastexcel.read_excel

    def noted(source: object) -> object:
        seen.append(source)
        return open_book(source)  # type: ignore[arg-type]

    monkeypatch.setattr(fastexcel, "read_excel", noted)
    return seen


def test_a_book_of_small_sheets_is_opened_once(
    tmp_path: Path, thin: list[set[str]], opened_books: list[object]
):
    path = rewritten(save(tmp_path / "a.xlsx", claims(20)), ROSTER, with_formulas)
    assert book_of(path).sheets[SheetKind.ROSTER].frame.height == 20
    assert thin
    assert [type(source) for source in opened_books] == [bytes]


def test_a_book_that_is_not_packed_as_usual_is_opened_as_it_is_too(
    tmp_path: Path, thin: list[set[str]], opened_books: list[object]
):
    path = rewritten(save(tmp_path / "a.xlsx", claims(20)), ROSTER, with_formulas)
    with zipfile.ZipFile(path, "a") as made:
        made.comment = b"made by hand"
    assert book_of(path).sheets[SheetKind.ROSTER].frame.height == 20
    assert thin
    assert opened_books[0] == path


def test_names_of_sheets_are_those_that_the_reader_tells(
    tmp_path: Path, thin: list[set[str]], monkeypatch: pytest.MonkeyPatch
):
    def turned_round(*about: Any) -> Package | None:
        found = look_into(*about)
        return found and replace(found, sheets=dict(reversed(found.sheets.items())))

    path = rewritten(save(tmp_path / "a.xlsx", claims(20)), ROSTER, with_formulas)
    expected = book_of(path)
    monkeypatch.setattr(opening, "look_into", turned_round)
    found = book_of(path)
    assert thin
    assert found.names == expected.names
    assert {kind: told(read) for kind, read in found.sheets.items()} == {
        kind: told(read) for kind, read in expected.sheets.items()
    }


def package(*parts: str) -> Zipped:
    content = BytesIO()
    book = Workbook()
    assert book.active is not None
    book.active.append(["一", 2])
    book.save(content)
    with zipfile.ZipFile(content, "a") as made:
        for name in parts:
            made.writestr(name, b"<a/>")
    return Zipped(content)


def test_the_reader_gets_the_sheet_that_it_is_given():
    sheet = b'<worksheet><sheetData><row r="1"><c r="B1"><v>7</v></c></row></sheetData></worksheet>'
    with package() as made:
        reader = reader_of(made, {"xl/worksheets/sheet1.xml": sheet})
    assert isinstance(reader, fastexcel.ExcelReader)
    frame = reader.load_sheet(0, header_row=None, dtypes="string").to_polars()
    assert frame.rows() == [("7",)]


@pytest.mark.parametrize("name", ["XL/worksheets/sheet1.xml", "xl\\worksheets\\Sheet1.xml"])
def test_parts_that_the_reader_takes_for_one_another_are_left_to_it(name: str):
    with package(name) as made:
        assert reader_of(made, {"xl/worksheets/sheet1.xml": b"<a/>"}) is None


def test_too_much_beside_the_sheets_is_not_read_again(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(thin_sheets, "_BESIDE", 100)
    with package() as made:
        assert reader_of(made, {"xl/worksheets/sheet1.xml": b"<a/>"}) is None
