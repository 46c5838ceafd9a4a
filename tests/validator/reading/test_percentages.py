import zipfile
from io import BytesIO
from pathlib import Path
from typing import IO

import polars as pl
import pytest
from openpyxl import load_workbook

from claimcheck.forms import SheetKind, forms
from claimcheck.policy import rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON
from validator.reading.kinds import FileKind
from validator.reading.normal_form import UNIT
from validator.reading.number_formats import shows_percent
from validator.reading.percentages import percentages, with_signs
from validator.reading.sheet_part import Found, read_part
from validator.reading.styles import percent_styles
from validator.reading.workbook import read_workbook

RATE = "layoff_rate_percent"


@pytest.mark.parametrize(
    ("code", "number", "percent"),
    [
        ("0%", 0.3, True),
        ("0.00%", 0.3, True),
        ("#,##0.0%_ ", 0.3, True),
        ("[Red]0%", 0.3, True),
        ("0.0_%%", 0.3, True),
        ('"约"0%', 0.3, True),
        ('0.0"%"', 0.3, False),
        (r"0.0\%", 0.3, False),
        ("0.0_%", 0.3, False),
        ("0*%", 0.3, False),
        ("General", 0.3, False),
        ("0.00", 0.3, False),
        ("0;0%", 0.3, False),
        ("0;0%", -0.3, True),
        ("0%;0%;0", 0, False),
        ("[<1]0%;0", 0.3, True),
        ("[<1]0%;0", 30, False),
        ("[<=1]0%;[>=100]0;0.0", 1, True),
        ('0"未完', 0.3, False),
    ],
)
def test_a_format_shows_a_percentage_where_its_sign_is_not_quoted(code, number, percent):
    assert shows_percent(code, number) is percent


def refund_book(path: Path, cells: list[tuple[object, str]]) -> Path:
    """Claims of a refund, their rates of layoffs in cells with these values and formats."""
    made = typical(rule("ZW23-24"), next(usable(rule("ZW23-24"))), ON)
    claim = made.rows[SheetKind.CLAIMS][0]
    rows = [claim | {"claim_id": f"SB-{number:03d}"} for number in range(len(cells))]
    book = plain_book(made.form, made.rows | {SheetKind.CLAIMS: rows})
    sheet = book["申报表"]
    place = next(cell.column for cell in sheet[3] if str(cell.value).startswith("上年度裁员率"))
    for row, (value, number_format) in enumerate(cells, start=4):
        cell = sheet.cell(row, place, value)
        cell.number_format = number_format
    book.save(path)
    return path


def rates(path: Path) -> pl.DataFrame:
    frame = read_workbook(path, forms(), lambda _: None).sheets[SheetKind.CLAIMS].frame
    return frame.select(RATE, unit=RATE + UNIT)


def test_a_percentage_is_read_as_its_cell_shows_it(tmp_path: Path):
    cells: list[tuple[object, str]] = [
        (0.3, "0%"),
        (0.3, "0.00%"),
        (0.055, "0.0%"),
        (1, "0%"),
        (0.07 + 0.21, "0.00%"),
        (0.3, 'General"%"'),
        (0.3, "General"),
        (30, "0.00"),
        ("30%", "@"),
        ("３０％", "@"),
        ("0.3", "@"),
        ("0.3%", "@"),
    ]
    found = rates(refund_book(tmp_path / "a.xlsx", cells))
    percent = [None if value is None else value / 10_000 for value in found[RATE]]
    assert percent == [30, 30, 5.5, 100, 28, 0.3, 0.3, 30, 30, 30, 0.3, 0.3]
    named = [*[True] * 5, *[False] * 3, True, True, False, True]
    assert found["unit"].to_list() == named


def test_every_sheet_that_is_read_is_parsed_once_and_no_hidden_one(tmp_path: Path, monkeypatch):
    path = refund_book(tmp_path / "a.xlsx", [(0.3, "0%")])
    book = load_workbook(path)
    further = book.create_sheet("附表")
    further["A1"] = "别的"
    further.sheet_state = "hidden"  # a visible one is looked at, too: it may be a second page
    book.save(path)
    parsed: list[bytes] = []

    def noted(stream: IO[bytes], percents: dict[str, str]) -> Found:
        parsed.append(stream.read())
        stream.seek(0)
        return read_part(stream, percents)

    monkeypatch.setattr("validator.reading.sheet_look.read_part", noted)
    read = read_workbook(path, forms(), lambda _: None)
    assert len(parsed) == len(set(parsed)) == len(read.sheets) < len(read.names)


def test_cells_without_an_address_are_counted(tmp_path: Path):
    path = tmp_path / "a.xlsx"
    styles = (
        '<x:styleSheet xmlns:x="m"><x:numFmts><x:numFmt numFmtId="170" formatCode="0.0%"/>'
        '</x:numFmts><x:cellStyleXfs><x:xf numFmtId="9"/></x:cellStyleXfs>'
        '<x:cellXfs><x:xf numFmtId="0"/><x:xf numFmtId="170"/></x:cellXfs></x:styleSheet>'
    )
    sheet = (
        '<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c s="1"><x:v>0.3</x:v></x:c>'
        '<x:c s="1"><x:v>0.4</x:v></x:c></x:row><x:row><x:c><x:v>1</x:v></x:c>'
        '<x:c s="1"><x:v>0.5</x:v></x:c><x:c s="1" t="str"><x:v>0.5</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/styles.xml", styles)
        package.writestr("xl/worksheets/sheet1.xml", sheet)
    part = "xl/worksheets/sheet1.xml"
    assert percentages(path, FileKind.XLSX, part, {"B", "C"}) == {"B": {1, 2}}
    assert percentages(path, FileKind.XLSX, "missing.xml", {"B"}) == {}
    assert percentages(path, FileKind.XLS, part, {"B"}) == {}


_ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>
<table:table table:name="别的"><table:table-row>
<table:table-cell office:value-type="percentage" office:value="0.3"/>
</table:table-row></table:table>
<table:table table:name="申报表">
<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell office:value-type="percentage" office:value="0.3"/>
<table:table-cell office:value-type="float" office:value="0.3"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell/><table:covered-table-cell/>
<table:table-cell office:value-type="percentage" office:value="0.4"/>
</table:table-row></table:table></office:body></office:document-content>"""


def test_an_ods_says_of_every_value_whether_it_is_a_percentage(tmp_path: Path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", _ODS)
    assert percentages(path, FileKind.ODS, "申报表", {"C", "D"}) == {"C": {4, 5, 6}}


def test_a_part_that_declares_entities_is_not_read(tmp_path: Path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert percentages(path, FileKind.ODS, "申报表", {"C"}) == {}


def test_only_numbers_get_a_sign():
    text = pl.Series("A", ["0.3", "0.28999999999999998", "约三成", None, "0.3"])
    shown = with_signs(text, pl.Series([4, 5, 6, 7, 8]), {4, 5, 6, 7})
    assert shown.to_list() == ["30%", "29%", "约三成", None, "0.3"]


@pytest.mark.parametrize("names", [0, 2_000])
def test_styles_are_the_same_however_large_their_part_is(names: int):
    more = "".join(f'<numFmt numFmtId="{900 + n}" formatCode="0.0"/>' for n in range(names))
    part = (
        f'<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>{more}</numFmts>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    ).encode()
    first = percent_styles(BytesIO(part))
    assert first == {"1": "0.0%", "2": "0%"}
    first.clear()
    assert percent_styles(BytesIO(part)) == {"1": "0.0%", "2": "0%"}
