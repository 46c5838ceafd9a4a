"""What the bytes of a large part say about how far its cells reach."""

import io
from pathlib import Path

import polars as pl
import pytest

from claimcheck.forms import forms
from tests.validator.books import claims, save
from tests.validator.reading.test_safety import refused, rewritten
from validator.reading import limits
from validator.reading.quick_look import QuickLook, look_once, look_over
from validator.reading.text_pieces import pieces_of
from validator.reading.workbook import read_workbook


def part(*cells: str) -> list[pl.Series | None]:
    text = f'<?xml version="1.0"?><s><cols><col/></cols>{"".join(cells)}</s>'
    return [*pieces_of(io.BytesIO(text.encode()))]


def at(address: str, prefix: str = "") -> str:
    return f'<{prefix}c r="{address}" s="1"><{prefix}v>1</{prefix}v></{prefix}c>'


def lies_within(pieces: list[pl.Series | None], rows: int, columns: int) -> bool:
    return look_once(pieces, rows, columns, []) is not None


def looked(pieces: list[pl.Series | None], percents: list[str]) -> QuickLook:
    found = look_over(pieces, percents)
    assert look_once(pieces, 9_999, 702, percents) in (found, None)
    return found


@pytest.mark.parametrize(
    ("rows", "columns", "inside", "beyond"),
    [
        (10, 3, ["A1", "C10", "Z99", "z99"], ["AA1", "aa1", "A100", "XFD1048576", "A001"]),
        (200_000, 40, ["AN200000", "an5", "AN999999"], ["AO1", "ao1", "BA1", "AAA1", "A1000000"]),
        (1_048_576, 12, ["L1048576", "Z1048576"], ["A1050000", "A9999999", "AA5", "A12345678"]),
        (9_999, 702, ["ZZ1"], ["AAA1", "A10000"]),
    ],
)
@pytest.mark.parametrize("prefix", ["", "x:"])
def test_an_address_beyond_what_is_said_is_found(
    rows: int, columns: int, inside: list[str], beyond: list[str], prefix: str
):
    for address in inside:
        assert lies_within(part(at("A1", prefix), at(address, prefix)), rows, columns), address
    for address in beyond:
        assert not lies_within(part(at("A1", prefix), at(address, prefix)), rows, columns), address


@pytest.mark.parametrize(
    "cell", ['<c t="s" r="A1"/>', "<c r='A1'/>", "<c>", "<c/>", '<c\nr="A1"/>', '<c  r="A1"/>']
)
def test_a_cell_that_does_not_begin_with_its_address_is_a_doubt(cell: str):
    assert not lies_within(part(at("A1"), cell), 10, 3)


def test_too_wide_and_long_a_sheet_is_left_to_the_parser():
    assert not lies_within(part(at("A1")), 900_000, 16_000)


@pytest.mark.parametrize("said", ["A1:P9", "A1:B2", "A1:C99", ""])
def test_a_large_part_that_lies_about_its_reach_is_refused(
    said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "SEARCHED_BYTES", 10)
    made = save(tmp_path / "a.xlsx", claims(5))

    def lie(text: bytes) -> bytes:
        start, end = text.index(b"<dimension"), text.index(b"<sheetViews")
        far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
        own = f'<dimension ref="{said}"/>'.encode() if said else b""
        return (text[:start] + own + text[end:]).replace(b"</sheetData>", far)

    assert "跨 1,048,576 行、16,384 列" in refused(rewritten(made, "xl/worksheets/sheet2.xml", lie))


def test_a_large_part_that_says_too_little_is_read_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(limits, "SEARCHED_BYTES", 10)
    made = save(tmp_path / "a.xlsx", claims(200))

    def lie(text: bytes) -> bytes:
        start, end = text.index(b"<dimension"), text.index(b"<sheetViews")
        return text[:start] + b'<dimension ref="A1:C9"/>' + text[end:]

    book = read_workbook(rewritten(made, "xl/worksheets/sheet2.xml", lie), forms(), lambda _: None)
    assert sorted(sheet.frame.height for sheet in book.sheets.values())[1] == 200


ROW = '<row r="4">{}</row>'


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="D4" s="3"><f>1+1</f><v>2</v></c>',
        '<c r="D4"><f t="shared" si="0"/><v>2</v></c>',
        '<c r="D4" t="str">\n<f>A1</f><v></v></c>',
        '<c r="D4" s="3" t="e"><v>#N/A</v></c>',
        '<c r="D4" s="7"><v>0.3</v></c>',
    ],
)
def test_what_stands_in_ordinary_cells_concerns_only_their_column(cell: str):
    found = looked(part(ROW.format(at("A4") + cell)), ["7", "8"])
    assert found.concerns(["A", "D"], 3)
    assert found.concerns(None)
    assert not found.concerns(["A", "E"], 3)
    assert not found.concerns(["D"], 4)


@pytest.mark.parametrize(
    "text",
    [
        '<c r="A4"><!-- <c r="Z4"><f --><f>1</f></c>',
        '<c r="A4"><?x <c r="Z4"?><f>1</f></c>',
        '<x:c r="A4"><x:f>1</x:f></x:c>',
        "<c r='A4'><f>1</f></c>",
        '<c t="e" r="A4"><v>#N/A</v></c>',
        "<c r=\"A4\" t='e'><v>#N/A</v></c>",
        '<c r="A4" t = "e"><v>#N/A</v></c>',
        '<c s="7" r="A4"><v>0.3</v></c>',
        "<c r=\"A4\" s='7'><v>0.3</v></c>",
        '<c r="A4" s=" 7 "><v>0.3</v></c>',
        '<c r="A4"><v xml:space="preserve">1</v></c>',
        '</row></s><x:mergeCell ref="A1:A2"/>',
        '</row><row r="5" hidden="1">',
        "</row><row r='5' hidden='true'>",
        '</row><row r="5" hidden = "1">',
        "<![CDATA[x]]>",
    ],
)
def test_whatever_is_written_in_another_way_is_left_to_the_parser(text: str):
    assert looked(part(ROW.format(at("A4") + text)), ["7"]).concerns(["A"], 3)


def test_what_says_that_it_is_shown_and_styles_of_rows_are_no_doubts():
    text = '<row r="4" s="7" customFormat="1" hidden="false">' + at("A4") + "</row>"
    assert not looked(part(text), ["7"]).concerns(None)


@pytest.mark.parametrize(
    "value", ["640598199001011234", "6.4E+17", " 6.4e17", "+6.40522199001011E+017"]
)
def test_a_long_number_is_noticed_however_it_is_written(value: str):
    assert looked(part(f'<c r="A1"><v>{value}</v></c>'), []).long_numbers
    assert not looked(part('<c r="A1"><v>64059819900101.5</v></c>'), []).long_numbers


@pytest.mark.parametrize("chunk", [64, 1000, 1 << 22])
def test_pieces_are_the_whole_part_and_cut_no_row(chunk: int, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("validator.reading.text_pieces._CHUNK", chunk)
    rows = "".join(f'<row r="{row}">{at(f"B{row}")}</row>' for row in range(1, 60))
    pieces = part(rows)
    assert all(piece is not None for piece in pieces)
    texts = [piece[0] for piece in pieces if piece is not None]
    assert "".join(texts) == f"<s><cols><col/></cols>{rows}</s>"
    assert all(text.startswith("<row") for text in texts[1:])


def test_what_is_no_utf_8_is_left_to_the_parser():
    content = '<s><c r="A1" t="str"><v>马龙</v></c></s>'.encode("gbk")
    assert look_over(pieces_of(io.BytesIO(content)), []).doubtful


@pytest.mark.parametrize(
    "tag", ["<f>", '<f t="shared" si="0">', "\n<f>", "<f\t>", '<f a="<"/></f><f>', "<x:f></x:f><f>"]
)
def test_the_last_row_of_each_column_is_found_however_formulas_are_written(
    tag: str, monkeypatch: pytest.MonkeyPatch
):
    cells = [f'<c r="{at_}" s="3"><f>1</f><v>2</v></c>' for at_ in ("A9", "B3", "A12", "B40")]
    found = looked(part(*cells, f'<c r="A5">{tag}1</f><v>2</v></c>'), [])
    assert found == QuickLook(doubtful=True) or found.columns == {"A": 12, "B": 40}
    monkeypatch.setattr("validator.reading.quick_look._of_ordinary_formulas", lambda _: None)
    assert found == looked(part(*cells, f'<c r="A5">{tag}1</f><v>2</v></c>'), [])


def test_formulas_as_all_programs_write_them_are_found_at_once(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.delattr("validator.reading.quick_look._places")
    cells = [f'<c r="A{row}"><f>1</f><v>2</v></c>' for row in (4, 7)]
    shared = '<c r="B9" s="1" t="str"><f t="shared" si="0"/><v></v></c>'
    assert look_over(part(*cells, shared), []).columns == {"A": 7, "B": 9}


@pytest.mark.parametrize("digits", [7, 30, 5_000])
def test_a_row_beyond_all_rows_is_one_below_every_heading(digits: int):
    found = look_over(part(f'<c r="D{"9" * digits}"><f>1</f><v>2</v></c>'), [])
    assert found.concerns(["D"], limits.ROWS - 1)
