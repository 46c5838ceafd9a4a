"""What the bytes of a large part say about how far its cells reach."""

import io
from pathlib import Path

import pytest

from claimcheck.forms import forms
from tests.validator.books import claims, save
from tests.validator.reading.test_safety import refused, rewritten
from validator.reading import limits
from validator.reading.quick_look import lies_within
from validator.reading.workbook import read_workbook


def part(*cells: str) -> io.BytesIO:
    return io.BytesIO(f"<s><cols><col/></cols>{''.join(cells)}</s>".encode())


def at(address: str, prefix: str = "") -> str:
    return f'<{prefix}c r="{address}" s="1"><{prefix}v>1</{prefix}v></{prefix}c>'


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
