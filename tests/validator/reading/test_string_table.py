"""The table of shared texts holds what the reader makes of them, or is left to the reader."""

import zipfile
from io import BytesIO

import fastexcel
import polars as pl
import pytest
from openpyxl import Workbook

from claimcheck.text_columns import cleaned_columns
from validator.reading.small_books import SmallBooks
from validator.reading.string_table import StringTable
from validator.reading.whole_rows import UncertainError

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

#: How texts may be written, each but for the element around it.
TEXTS = [
    "<t>马小龙</t>",
    "<t>中卫 市</t>",
    "<t> 马 </t>",
    '<t xml:space="preserve">马</t>',
    '<t xml:space="preserve"> 马 </t>',
    '<t>马</t><phoneticPr fontId="1" type="noConversion"/>',
    '<t>马</t><rPh sb="0" eb="1"><t>ma</t></rPh><phoneticPr fontId="1"/>',
    "<t>马&amp;牛&lt;b&gt;&#x4E00;</t>",
    "<r><t>马</t></r><r><rPr><b/></rPr><t>牛</t></r>",
    "<t>a_x000D_b</t>",
    "<t>a\nb</t>",
    "<t>a\u200bb\ue863</t>",
    "<t>640598199001011234</t>",
    "<t>\u3000马\xa0</t>",
]
EMPTY = ["<t></t>", "<t/>", "", '<t xml:space="preserve"></t>']


def _parts() -> dict[str, bytes]:
    content = BytesIO()
    book = Workbook()
    assert book.active is not None
    book.active.title = "表"
    book.save(content)
    with zipfile.ZipFile(content) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="module")
def books() -> SmallBooks:
    parts = {name: part for name, part in _parts().items() if "worksheets" not in name}
    return SmallBooks(parts, "xl/worksheets/sheet1.xml", "表")


def part(*texts: str) -> bytes:
    inside = "".join(f"<si>{text}</si>" for text in texts)
    return f'<?xml version="1.0"?>\n<sst xmlns="{_MAIN}" count="9">{inside}</sst>\n'.encode()


def as_read(content: bytes, count: int) -> list[str | None]:
    """The texts as the reader gives them, each in a cell of its own."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c><c r="B{row}"><v>1</v></c></row>'
        for row in range(1, count + 1)
    )
    parts = _parts()
    sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
    parts |= {"xl/worksheets/sheet1.xml": sheet.encode(), "xl/sharedStrings.xml": content}
    package = BytesIO()
    with zipfile.ZipFile(package, "w") as into:
        for name, written in parts.items():
            into.writestr(name, written)
    sheet_read = fastexcel.read_excel(package.getvalue()).load_sheet(
        0, header_row=None, dtypes="string"
    )
    return cleaned_columns(sheet_read.to_polars()).to_series().to_list()


def test_texts_are_those_that_the_reader_gives(books: SmallBooks):
    content = part(*TEXTS)
    assert StringTable(content, books).texts.to_list() == as_read(content, len(TEXTS))


def test_an_empty_text_is_left_to_the_reader(books: SmallBooks):
    assert StringTable(part(*EMPTY, "<t>马</t>"), books).texts.to_list() == [None] * 4 + ["马"]


def test_texts_put_into_their_cells_are_read_as_before(books: SmallBooks):
    content = part(*TEXTS, *EMPTY)
    count = len(TEXTS) + len(EMPTY)
    rows = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>{row - 1}</v></c><c r="B{row}"><v>1</v></c></row>'
        for row in range(1, count + 1)
    )
    inlined = StringTable(content, books).inlined(rows.encode())
    assert b'"s"' not in inlined
    assert books.rows(inlined)["A"].to_list() == as_read(content, count)


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="A1" t="s"><v>9</v></c>',
        "<c r='A1' t='s'><v>0</v></c>",
        '<c r="A1" t="s"><v> 0</v></c>',
        '<c r="A1" t="s"/>',
        '<c r="A1" t="&#115;"><v>0</v></c>',
    ],
)
def test_a_cell_that_names_a_text_otherwise_is_not_replaced(books: SmallBooks, cell: str):
    table = StringTable(part("<t>马</t>"), books)
    with pytest.raises(UncertainError):
        table.inlined(f'<row r="1">{cell}</row>'.encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<si><t>牛", "<!-- --><si><t>牛"),
        ("<si><t>牛", "\n<si><t>牛"),
        ("<si><t>牛", "<si/><si><t>牛"),
        ("<si><t>牛", "<si ><t>牛"),
        ("<si><t>牛", "<si><r><is></is></r><t>牛"),
        ("</si></sst>", "</sst>"),
        ("</sst>", "</sst><sst/>"),
        ("<sst ", "<x:sst "),
    ],
)
def test_a_part_that_is_not_written_as_usual_is_left_to_the_reader(
    books: SmallBooks, old: str, new: str
):
    content = part("<t>马</t>", "<t>牛</t>").decode()
    assert old in content
    with pytest.raises(UncertainError):
        StringTable(content.replace(old, new).encode(), books)


def test_bytes_that_are_no_text_are_left_to_the_reader(books: SmallBooks):
    with pytest.raises(UncertainError):
        StringTable(part("<t>a</t>").replace(b">a<", b">\xff<"), books)


def test_many_texts_are_taken_apart_piece_by_piece(
    books: SmallBooks, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("validator.reading.string_table._CHUNK", 50)
    names = [f"马{number}" for number in range(200)]
    table = StringTable(part(*(f"<t>{name}</t>" for name in names)), books)
    assert table.texts.to_list() == names
    assert table.lengths.dtype == pl.Int64
