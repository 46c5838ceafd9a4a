"""Rows that are alike come out as the reader reads them, and so do all others among them."""

import random
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.validator.reading.test_in_pieces import NAME, loaded, whole
from validator.reading import in_pieces
from validator.reading.alike_rows import alike_rows
from validator.reading.in_pieces import LoadedSheet
from validator.reading.small_books import SmallBooks
from validator.reading.string_table import StringTable


def cell(letter: str, row: int, text: str, attributes: str = ' s="1"') -> str:
    return f'<c r="{letter}{row}"{attributes} t="inlineStr"><is><t>{text}</t></is></c>'


def ordinary(row: int) -> list[str]:
    """A row's tag and its cells: three plain texts, a number and a day."""
    return [
        f'<row r="{row}">',
        cell("B", row, f"马小{row % 7}"),
        cell("C", row, f"64059819900101{row:04}"),
        f'<c r="D{row}"><v>{3000 + row / 4}</v></c>',
        f'<c r="E{row}" s="1"><v>{46000 + row}</v></c>',
        cell("F", row, "工资>发", ' s="0"'),
    ]


def _text(row: int, text: str) -> list[str]:
    cells = ordinary(row)
    cells[1] = cell("B", row, text)
    return cells


#: What a row may be like besides: each is left to the reader, and comes out as it reads it.
ODD = {
    "reference": lambda row: _text(row, "马&amp;牛"),
    "digits": lambda row: _text(row, "马&#x4E00;"),
    "blanks": lambda row: _text(row, "  马 "),
    "line": lambda row: _text(row, "马\n牛"),
    "carriage": lambda row: _text(row, "马_x000D_牛"),
    "unseen": lambda row: _text(row, "马\u200b牛"),
    "private": lambda row: _text(row, "马\ue863"),
    "empty": lambda row: _text(row, ""),
    "runs": lambda row: _text(row, "马</t></is><is><t>牛"),
    "space": lambda row: [
        *ordinary(row)[:5],
        f'<c r="F{row}" s="0" t="inlineStr"><is><t xml:space="preserve"> 工资 </t></is></c>',
    ],
    "rich": lambda row: [
        *ordinary(row)[:5],
        f'<c r="F{row}" s="0" t="inlineStr"><is><r><t>工</t></r><r><t>资</t></r></is></c>',
    ],
    "formula": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" t="str"><f>B3</f><v>马</v></c>'],
    "percent": lambda row: [*ordinary(row)[:5], cell("F", row, "工资", ' s="2"')],
    "error": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" t="e"><v>#N/A</v></c>'],
    "number": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" s="0"><v>12</v></c>'],
    "lacking": lambda row: ordinary(row)[:3] + ordinary(row)[4:],
    "short": lambda row: ordinary(row)[:2],
    "blank": lambda row: [f'<row r="{row}">'],
    "styled": lambda row: [*ordinary(row)[:5], f'<c r="F{row}" s="1"/>'],
    "more": lambda row: [*ordinary(row), cell("G", row, "更多")],
    "left": lambda row: [*ordinary(row)[:1], cell("A", row, "左"), *ordinary(row)[1:]],
    "twice": lambda row: [
        *ordinary(row)[:5],
        f'<c r="F{row}" s="2"/>',
        cell("F", row, "工资", ' s="0"'),
    ],
    "once more": lambda row: [
        *ordinary(row)[:4],
        f'<c r="B{row}"><v>{row}</v></c>',
        cell("F", row, "工资", ' s="0"'),
    ],
    "before": lambda row: [
        *ordinary(row)[:4],
        f'<c r="C{row}" s="1"/>',
        *ordinary(row)[4:],
    ],
    "tag": lambda row: [f'<row r="{row}" spans="2:6" ht="15">', *ordinary(row)[1:]],
    "another style": lambda row: [*ordinary(row)[:5], cell("F", row, "工资", ' s="1"')],
    "another row": lambda row: [*ordinary(row)[:5], cell("F", row + 1, "工资", ' s="0"')],
}


def _sheet(rows: list[list[str]]) -> str:
    return "".join("".join(cells) + "</row>" for cells in rows)


def saved(path: Path, rows: str) -> Path:
    """A workbook whose sheet has two rows of headings, and below them these."""
    book = Workbook()
    assert book.active is not None
    book.active.title = NAME
    book.active.append([None, "标题"])
    book.active.append([None, "姓名", "号码", "金额", "日期", "摘要"])
    book.active["E2"].number_format = "yyyy-mm-dd"
    book.active["G2"].number_format = "0%"
    book.active["H900"] = "下面"
    book.save(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    last = parts[sheet].index('<row r="900"')
    parts[sheet] = parts[sheet][:last] + rows + parts[sheet][last:]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(in_pieces, "_PIECE", 9_000)
    monkeypatch.setattr(in_pieces, "_FIRST", 2_500)


@pytest.fixture
def taken(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows of each piece were read without the reader."""
    rows: list[int] = []

    def noted(text: bytes, first: int, books: SmallBooks, table: StringTable | None):
        found = alike_rows(text, first, books, table)
        rows.append(0 if found is None else found.frame.height)
        return found

    monkeypatch.setattr(in_pieces, "alike_rows", noted)
    return rows


def shared_texts_of(path: Path) -> Path:
    """The same workbook with the texts of the cells of all sheets in the table of shared texts."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    texts: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        texts.append(f"<si>{found[1]}</si>")
        return f't="s"><v>{len(texts) - 1}</v>'

    inline = re.compile('t="inlineStr"><is>(.*?)</is>(?=</c>)', re.DOTALL)
    sheets = [name for name in parts if name.startswith("xl/worksheets/sheet")]
    parts |= {name: inline.sub(numbered, parts[name]) for name in sheets}
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = f'<sst xmlns="{main}">{"".join(texts)}</sst>'
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


SHAPES = pytest.mark.parametrize(
    "shape", [lambda path: path, shared_texts_of], ids=["inline", "shared"]
)
Shape = Callable[[Path], Path]


def _same(path: Path, monkeypatch: pytest.MonkeyPatch) -> LoadedSheet:
    found = loaded(path)
    assert found is not None
    expected = whole(path)
    assert found.frame.schema == expected.schema
    assert found.frame.equals(expected)
    with monkeypatch.context() as patch:
        patch.setattr(in_pieces, "alike_rows", lambda *_: None)
        as_it_is = loaded(path)
    assert as_it_is is not None
    assert found.look == as_it_is.look
    return found


@SHAPES
def test_rows_that_are_alike_come_out_as_the_reader_reads_them(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch, shape: Shape
):
    rows = _sheet([ordinary(row) for row in range(3, 400)])
    _same(shape(saved(tmp_path / "a.xlsx", rows)), monkeypatch)
    assert sum(taken) > 320


@SHAPES
def test_a_style_of_cells_that_are_taken_is_seen_down_to_the_last(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch, shape: Shape
):
    rows = [ODD["percent"](row) for row in range(3, 400)]
    found = _same(shape(saved(tmp_path / "a.xlsx", _sheet(rows))), monkeypatch)
    assert sum(taken) > 320
    assert found.look.columns == {"F": 399, "G": 2}


@SHAPES
@pytest.mark.parametrize("odd", ODD)
def test_a_row_that_is_not_like_the_others_comes_out_as_the_reader_reads_it(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch, odd: str, shape: Shape
):
    rows = [ODD[odd](row) if row % 19 == 0 else ordinary(row) for row in range(3, 400)]
    path = shape(saved(tmp_path / "a.xlsx", _sheet(rows)))
    if odd == "another row":  # what the reader makes of two cells of one address is its own matter
        found = loaded(path)
        assert found is None or found.frame.equals(whole(path))
        return
    _same(path, monkeypatch)
    if (odd, shape) == (
        "runs",
        shared_texts_of,
    ):  # a text that ends a cell's text is none to be trusted
        assert not any(taken)
    else:
        assert sum(taken) > 280


@SHAPES
@pytest.mark.parametrize("odd", ["number", "lacking", "styled", "more", "short", "formula", "tag"])
def test_rows_of_two_kinds_are_both_taken(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch, odd: str, shape: Shape
):
    rows = [ODD[odd](row) if row % 2 else ordinary(row) for row in range(3, 400)]
    _same(shape(saved(tmp_path / "a.xlsx", _sheet(rows))), monkeypatch)
    assert sum(taken) > 320


@SHAPES
@pytest.mark.parametrize("seed", range(20))
def test_rows_of_all_kinds_among_others_come_out_as_the_reader_reads_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int, shape: Shape
):
    chance = random.Random(seed)  # noqa: S311
    kinds = [kind for kind in ODD if kind != "another row"]
    share = chance.choice([0.02, 0.2, 0.6])
    rows = [
        ODD[chance.choice(kinds)](row) if chance.random() < share else ordinary(row)
        for row in range(3, 300)
        if chance.random() < chance.choice([0.9, 1])
    ]
    _same(shape(saved(tmp_path / "a.xlsx", _sheet(rows))), monkeypatch)


#: What a cell may hold that is taken for a number, or nearly so.
NUMBERS = [
    *("0", "7", "007", "-3", "-0", "3.50", "0.1", ".5", "5.", "1e3", "1E-7", "+4", " 5", "5 "),
    *("3367.7900000000004", "123456789012345678", "1234567890.5", "46000.75", "x", "", "1,5"),
]


@pytest.mark.parametrize("style", ["0", "1", "2"])
@pytest.mark.parametrize("value", NUMBERS)
def test_a_number_comes_out_as_the_reader_reads_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, value: str, style: str
):
    def row_with(row: int) -> list[str]:
        cells = ordinary(row)
        if row % 5 == 0:
            cells[3] = f'<c r="D{row}" s="{style}"><v>{value}</v></c>'
        else:
            cells[3] = f'<c r="D{row}" s="{style}"><v>{3000 + row / 4}</v></c>'
        return cells

    rows = _sheet([row_with(row) for row in range(3, 300)])
    _same(saved(tmp_path / "a.xlsx", rows), monkeypatch)


@SHAPES
def test_a_comment_around_cells_leaves_the_sheet_to_the_reader_as_a_whole(
    tmp_path: Path, shape: Shape
):
    rows = [ordinary(row) for row in range(3, 400)]
    rows[200][3] = rows[200][3].replace("</c>", "<!--</c>")
    rows[200][4] = rows[200][4].replace("<c ", "--><c ")
    assert loaded(shape(saved(tmp_path / "a.xlsx", _sheet(rows)))) is None


@SHAPES
def test_rows_of_texts_alone_are_taken_too(
    tmp_path: Path, taken: list[int], monkeypatch: pytest.MonkeyPatch, shape: Shape
):
    rows = [
        [f'<row r="{row}">', cell("B", row, f"马{row}"), cell("C", row, "a"), cell("D", row, "b")]
        for row in range(3, 400)
    ]
    _same(shape(saved(tmp_path / "a.xlsx", _sheet(rows))), monkeypatch)
    assert sum(taken) > 320


@pytest.mark.parametrize("number", ["999999", "+1", "1.0", "", " 1", "01"])
def test_a_text_that_is_not_named_plainly_is_for_the_reader_to_find(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: str
):
    path = saved(tmp_path / "a.xlsx", _sheet([ordinary(row) for row in range(3, 400)]))
    path = shared_texts_of(path)
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    old = re.search('(?<=<c r="C300" s="1" t="s"><v>)[0-9]+(?=</v>)', parts[sheet])
    assert old is not None
    parts[sheet] = parts[sheet][: old.start()] + number + parts[sheet][old.end() :]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    found = loaded(path)
    if number == "999999":
        assert found is None
    else:
        assert found is None or found.frame.equals(whole(path))


@pytest.fixture
def books(tmp_path: Path) -> SmallBooks:
    with zipfile.ZipFile(saved(tmp_path / "books.xlsx", "")) as package:
        parts = {
            name: package.read(name)
            for name in package.namelist()
            if "sheet" not in name and "shared" not in name
        }
    return SmallBooks(parts, "xl/worksheets/sheet1.xml", NAME)


@pytest.mark.parametrize(
    "rows",
    [
        _sheet([ordinary(row) for row in (3, 4, 4, 5)]),
        _sheet([ordinary(row) for row in (4, 3)]),
        _sheet([ordinary(3), ordinary(4)]) + "<!-- x -->",
        _sheet([["<row>", cell("B", row, "马")] for row in range(3, 9)]),
        _sheet([[f'<row r="{row}">', f'<c r="B{row}" s="1"/>'] for row in range(3, 9)]),
        _sheet([[f'<row r="{row}">', f'<x:c r="B{row}"><v>1</v></x:c>'] for row in range(3, 9)]),
        "",
    ],
)
def test_nothing_is_taken_where_it_is_not_certain(rows: str, books: SmallBooks):
    assert alike_rows(rows.encode(), 3, books, None) is None


def test_what_is_taken_is_not_left(books: SmallBooks):
    other = ODD["twice"](4)
    rows = _sheet([ordinary(3), other, ordinary(5), _text(7, "  马&amp;牛")])
    found = alike_rows(rows.encode(), 3, books, None)
    assert found is not None
    assert found.left.decode() == _sheet([other])
    assert found.others.to_list() == [4]
    assert found.frame["row"].to_list() == [3, 5, 7]
    assert found.frame["B"].to_list() == ["马小3", "马小5", "马&牛"]
    assert found.frame["D"].to_list() == ["3000.75", "3001.25", "3001.75"]
    assert found.frame["E"][0].startswith("2025-12-12")
