"""One sheet, as every writer may spell it: each is read with the same result."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from claimcheck.forms import SheetKind, forms
from tests.validator.books import cell, claims, save
from validator.reading import limits
from validator.reading.results import OddityKind
from validator.reading.sheet_part import read_part
from validator.reading.unreadable import UnreadableError
from validator.reading.workbook import read_workbook
from validator.reading.xml_parts import feed, parser_of

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
ROSTER = "人员花名册"
LOST, HIDDEN, UNSAVED = 5, 6, 7  #: rows with an ID number that is a number, hidden, a formula
PART, SHARED = "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml"
RELATIONS = "xl/_rels/workbook.xml.rels"


@dataclass(frozen=True)
class Spelling:
    """How a program writes a sheet."""

    number: str = "6.4059819900101101E+17"
    strings: str = "inline"
    prefix: str = ""
    quote: str = '"'
    addresses: bool = True
    dimension: str = "A1:Z20"
    reverse: bool = False  #: attributes in the other order
    between: str = ""  #: white space between tags
    target: str = "/xl/worksheets/sheet2.xml"
    encoding: str = "utf-8"
    true: str = "1"
    empty: str = "<{x}v></{x}v>"  #: how a formula without a result says so
    ordinary: bool = False  #: nothing is hidden or merged


SPELLINGS = {
    "Excel": Spelling(strings="shared", target="worksheets/sheet2.xml"),
    "Excel with phonetics": Spelling(strings="phonetic"),
    "Excel with formats inside texts": Spelling(strings="rich"),
    "WPS": Spelling(number="6.40598199001011e+17", strings="shared", empty=""),
    "LibreOffice": Spelling(number="6.40598199001011E+017", strings="shared", true="true"),
    "Google Sheets": Spelling(number="6.40598199001011E17", strings="shared", dimension=""),
    "POI": Spelling(number="6.4059819900101101E17", dimension="A1", empty=""),
    "EPPlus": Spelling(number="640598199001011000", prefix="x:", strings="shared"),
    "openpyxl": Spelling(number="6.405981990010109e+17", empty="<{x}v/>"),
    "SheetJS": Spelling(number="640598199001010900", empty=""),
    "without addresses": Spelling(addresses=False, dimension=""),
    "prefixed, without addresses": Spelling(addresses=False, prefix="x:", number="6.4e017"),
    "single quotes": Spelling(quote="'"),
    "attributes in another order": Spelling(reverse=True),
    "pretty-printed": Spelling(between="\r\n\t", number=" 6.4E+17 "),
    "a mark of UTF-8": Spelling(encoding="utf-8-sig"),
    "a target in another case": Spelling(target="worksheets/Sheet2.xml"),
}


def filled(path: Path) -> Path:
    """A workbook with something of all that is looked for on its roster."""
    made = claims(6)

    def odd(book: Workbook) -> None:
        sheet = book[ROSTER]
        sheet[cell(SheetKind.ROSTER, "id_number", LOST)] = 640598199001010944
        sheet.row_dimensions[HIDDEN].hidden = True
        sheet.column_dimensions["D"].hidden = True
        sheet[cell(SheetKind.ROSTER, "name", UNSAVED)] = '="马"&"龙"'
        for row in range(5, 10):
            sheet.cell(row, 1).value = None
        sheet.merge_cells("A4:A9")

    return save(path, made, odd)


def spelled(path: Path, how: Spelling) -> Path:
    """The same workbook, its roster written in another way."""
    texts: list[str] = []
    sheet = load_workbook(path)[ROSTER]
    rows = [[entry.value for entry in row] for row in sheet.iter_rows()]
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[PART] = "".join(written(rows, how, texts)).encode(how.encoding)
    relations = parts[RELATIONS].replace(b"/xl/worksheets/sheet2.xml", how.target.encode())
    if texts:
        assert SHARED not in parts
        items = "".join(shared(text, how.strings) for text in texts)
        parts[SHARED] = f'<sst xmlns="{MAIN}">{items}</sst>'.encode()
        kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
        entry = b'<Relationship Id="rIdS" Type="%s" Target="sharedStrings.xml"/>' % kind
        relations = relations.replace(b"</Relationships>", entry + b"</Relationships>")
    parts[RELATIONS] = relations
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return path


def shared(text: str, strings: str) -> str:
    inner = f"<t>{escape(text)}</t>"
    if strings == "rich":
        inner = f"<r><t>{escape(text[:1])}</t></r><r><rPr/><t>{escape(text[1:])}</t></r>"
    if strings == "phonetic":
        inner += '<rPh sb="0" eb="1"><t>マ</t></rPh><phoneticPr fontId="1"/>'
    return f"<si>{inner}</si>"


def written(rows: list[list[object]], how: Spelling, texts: list[str]) -> Iterator[str]:
    def tag(name: str, given: dict[str, str], inner: str | None = "") -> str:
        pairs = list(given.items())[:: -1 if how.reverse else 1]
        start = name + "".join(f" {key}={how.quote}{value}{how.quote}" for key, value in pairs)
        if inner is None:
            return f"<{how.prefix}{start}>"
        end = f"<{how.prefix}{start}>{inner}</{how.prefix}{name}>" if inner else ""
        return (end or f"<{how.prefix}{start}/>") + how.between

    def one(value: object, row: int, column: int) -> str:
        place = {"r": f"{get_column_letter(column)}{row}"} if how.addresses else {}
        if value is None:
            return "" if how.addresses else tag("c", {"s": "0"})
        if isinstance(value, str) and value.startswith("="):
            empty = how.empty.format(x=how.prefix)
            return tag("c", place, tag("f", {}, escape(value[1:])) + empty)
        if isinstance(value, str) and how.strings == "inline":
            text = tag("is", {}, tag("t", {}, escape(value)).rstrip())
            return tag("c", place | {"t": "inlineStr"}, text)
        if isinstance(value, str):
            texts.append(value)
            index = tag("v", {}, str(len(texts) - 1))
            return tag("c", place | {"s": "0", "t": "s"}, index)
        number = how.number if value == 640598199001010944 else str(value)
        return tag("c", place | {"s": "0"}, tag("v", {}, number))

    space = {f"xmlns:{how.prefix[:-1]}" if how.prefix else "xmlns": MAIN}
    yield tag("worksheet", space, None)
    if how.dimension:
        yield tag("dimension", {"ref": how.dimension})
    if not how.ordinary:
        yield tag("cols", {}, tag("col", {"min": "4", "max": "4", "hidden": how.true}))
    yield tag("sheetData", {}, None)
    for number, values in enumerate(rows, 1):
        given = {"r": str(number), "spans": "1:9"} if how.addresses else {}
        if number == HIDDEN and not how.ordinary:
            given |= {"ht": "12", "hidden": how.true}
        cells = "".join(one(value, number, place) for place, value in enumerate(values, 1))
        yield tag("row", given, cells)
    yield f"</{how.prefix}sheetData>"
    if not how.ordinary:
        yield tag("mergeCells", {"count": "1"}, tag("mergeCell", {"ref": "A4:A9"}))
    yield f"</{how.prefix}worksheet>"


def told(path: Path) -> tuple[object, ...]:
    """All that is read from the roster, but the lost number as its spelling leaves it."""
    book = read_workbook(path, forms(), lambda _: None)
    frame = book.sheets[SheetKind.ROSTER].frame
    lost = frame["id_number:unread"].is_not_null().to_list()
    odd = [(entry.kind, entry.what, entry.row, entry.letter) for entry in book.oddities]
    return frame.drop("id_number:unread").rows(), lost, odd


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return filled(tmp_path / "a.xlsx")


@pytest.fixture(params=SPELLINGS)
def how(request: pytest.FixtureRequest) -> Spelling:
    return SPELLINGS[request.param]


def as_it_should_be(result: tuple[object, ...]) -> bool:
    rows, lost, odd = result
    assert isinstance(rows, list)
    assert isinstance(odd, list)
    said = " ".join(entry[1] for entry in odd)
    return (
        len(rows) == 6
        and lost == [False, True, *[False] * 4]
        and len({row[1] for row in rows}) == 1  # the merged claim speaks for all its rows
        and "第 6 行共 1 行是隐藏的" in said
        and "列是隐藏的" in said
        and (OddityKind.FOREIGN_CONTENT, UNSAVED) in [(entry[0], entry[2]) for entry in odd]
    )


def test_every_spelling_is_read_with_the_same_result(book: Path, how: Spelling):
    expected = told(book)
    assert as_it_should_be(expected)
    assert told(spelled(book, how)) == expected


def test_every_spelling_is_read_so_in_a_large_part_too(
    book: Path, how: Spelling, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "SEARCHED_BYTES", 10)
    assert as_it_should_be(told(spelled(book, how)))


@pytest.mark.parametrize("number", [how.number for how in SPELLINGS.values()])
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_bytes_alone_never_hide_a_long_number(
    tmp_path: Path, number: str, prefix: str, monkeypatch: pytest.MonkeyPatch
):
    made = claims(6)
    made[0].people[1].row["id_number"] = 640598199001010944
    how = Spelling(number=number, prefix=prefix, ordinary=True)
    path = spelled(save(tmp_path / "a.xlsx", made), how)
    monkeypatch.setattr(limits, "SEARCHED_BYTES", 10)
    monkeypatch.setattr("validator.reading.sheet_look.read_part", None)  # the bytes must be enough
    assert told(path)[1] == [False, True, *[False] * 4]


def replaced(path: Path, name: str, text: bytes) -> None:
    with zipfile.ZipFile(path) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for entry, part in (parts | {name: text}).items():
            package.writestr(entry, part)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_a_part_in_utf_16_is_refused_in_words(book: Path, encoding: str):
    with zipfile.ZipFile(book) as package:
        text = package.read(PART).decode()
    replaced(book, PART, text.encode(encoding))
    with pytest.raises(UnreadableError, match="UTF-16"):
        told(book)


def test_a_stray_cell_on_a_sheet_that_is_not_read_does_no_harm(tmp_path: Path):
    def stray(book: Workbook) -> None:
        book.create_sheet("附表")["XFD1048576"] = "x"

    path = save(tmp_path / "a.xlsx", claims(6), stray)
    assert len(read_workbook(path, forms(), lambda _: None).sheets) == 3


def test_a_part_that_is_not_well_formed_is_refused_in_words(book: Path):
    with zipfile.ZipFile(book) as package:
        text = package.read(PART)
    replaced(book, PART, text.replace(b"</sheetData>", b"</sheetDate>"))
    with pytest.raises(UnreadableError, match="已损坏"):
        told(book)


UNSEEN = pytest.mark.parametrize(
    "unseen",
    [
        *(b"\x01", b"\x0b", b"\x1f", b"\xef\xbf\xbe", b"\xef\xbf\xbf"),
        *(b"&#1;", b"&#x0B;", b"&#55296;", b"&#xD83D;", b"&#65534;", b"&#xffff;"),
    ],
)


@UNSEEN
@pytest.mark.parametrize("piece", [1, 2, 5, 1 << 16])
def test_what_xml_has_no_place_for_does_not_make_a_part_malformed(unseen, piece, monkeypatch):
    monkeypatch.setattr("validator.reading.xml_parts._CHUNK", piece)
    text = b"<a><b>" + "宋".encode() + unseen + b"&amp;&#20013;&#x4E2D;\xef\xbc\x8c</b></a>"
    heard: list[str] = []
    parser = parser_of(lambda *_: None)
    parser.CharacterDataHandler = heard.append
    feed(parser, BytesIO(text))
    assert "".join(heard) == "宋&中中，"


@UNSEEN
def test_a_part_with_such_characters_is_read_anew_from_its_beginning(unseen):
    part = (
        b'<worksheet><sheetData><row r="1"><c r="A1"><f>1</f><v>1</v></c></row>'
        b'<row r="2"><c r="B2" t="str"><f>"%s"</f><v>x</v></c></row></sheetData></worksheet>'
    )
    found = read_part(BytesIO(part % unseen), {})
    assert found == read_part(BytesIO(part % b""), {})
    assert found.formulas == {"A": {1}, "B": {2}}
