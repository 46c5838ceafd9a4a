"""Blank rows at the end of a sheet that differ in their number alone are one to the reader."""

from pathlib import Path

import polars as pl
import pytest

from claimcheck.forms import SheetKind, forms
from tests.validator.books import claims, save
from tests.validator.reading.test_safety import refused, rewritten
from validator.reading import blank_rows, thin_sheets
from validator.reading.blank_rows import Shortened, without_alike
from validator.reading.results import WorkbookRead
from validator.reading.workbook import read_workbook

ROSTER = "xl/worksheets/sheet2.xml"
HEAD = '<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
BEHIND = '</sheetData><autoFilter ref="A1:B9"/></worksheet>'

#: A row as a template has it: a format, a cell without an address, a formula without a result.
BLANK = (
    '<row r="{0}" spans="1:9" ht="23.25"><c r="A{0}" s="22"/><c s="23"/>'
    '<c r="C{0}" s="19"><f t="shared" si="0"/></c></row>'
)
COMPUTED = '<row r="{0}"><c r="B{0}" s="8" t="n"><f></f><v></v></c><c r="D{0}"></c></row>'
WITH_TEXT = (
    '<row r="{0}"><c r="B{0}" s="8"><f>A1</f></c><c r="D{0}"><f aca="false">1</f><v></v></c></row>'
)


def sheet(*rows: str) -> bytes:
    return (HEAD + "".join(rows) + BEHIND).encode()


def shortened(text: bytes) -> bytes:
    """The part without rows that are blank."""
    short = without_alike(text)
    assert not short.filled
    return short.text


def rows(row: str, first: int, last: int) -> list[str]:
    return [row.format(number) for number in range(first, last + 1)]


@pytest.mark.parametrize("row", [BLANK, COMPUTED, WITH_TEXT, '<row r="{0}"></row>'])
def test_of_blank_rows_that_are_alike_the_last_stays(row: str):
    assert shortened(sheet(*rows(row, 2, 900))) == sheet(row.format(900))


@pytest.mark.parametrize("first", [2, 3, 900])
def test_however_many_rows_are_alike_only_the_last_stays(first: int):
    for last in [*range(first + 40, first + 140), first + 500, first + 1000]:
        found = shortened(sheet(COMPUTED.format(1), *rows(BLANK, first, last)))
        assert found == sheet(COMPUTED.format(1), BLANK.format(last)), last


def test_of_several_runs_the_last_row_of_each_stays_in_its_place():
    mixed = [*rows(BLANK, 2, 50), *rows(COMPUTED, 51, 99), *rows(BLANK, 200, 250)]
    left = [BLANK.format(50), COMPUTED.format(99), BLANK.format(250)]
    assert shortened(sheet(*mixed)) == sheet(*left)


def test_a_format_that_is_called_like_the_row_is_no_number_of_the_row():
    row = '<row r="{0}"><c r="A{0}" s="57"/></row>'
    assert shortened(sheet(*rows(row, 2, 90))) == sheet(row.format(90))
    other = '<row r="{0}"><c r="A{0}" s="{0}"/></row>'
    every = sheet(*rows(other, 2, 90))
    assert shortened(every) == every


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="B70"><v>1</v></c>',
        '<c r="B70" t="s"><v>3</v></c>',
        '<c r="B70" t="s"></c>',
        '<c r="B70" t="str"><f></f><v>x</v></c>',
        '<c r="B70" t="e"><f></f></c>',
        '<c r="B70" t="inlineStr"><is><t>张三</t></is></c>',
        '<c r="B70"><f t="array">1+1</f></c>',
        '<c r="B70"><f>1<v/></f></c>',
        '<c r="B71"/>',
        '<c r="B7"/>',
        '<c s="1" r="B70"/>',
        "<c r='B70'/>",
        '<x:c r="B70"/>',
        "<!-- -->",
        "<is/>",
        " ",
    ],
)
def test_a_row_with_a_value_or_written_in_another_way_stays_with_all_above_it(cell: str):
    above, row = rows(BLANK, 2, 69), f'<row r="70">{cell}</row>'
    found = shortened(sheet(*above, row, *rows(BLANK, 71, 150)))
    assert found == sheet(*above, row, BLANK.format(150))


@pytest.mark.parametrize("number", ["70", "71", "x", ""])
def test_rows_whose_numbers_do_not_rise_stay(number: str):
    above, row = rows(BLANK, 2, 69), f'<row r="{number}"></row>'
    found = shortened(sheet(*above, row, *rows(BLANK, 70, 150)))
    assert found == sheet(*above, row, BLANK.format(150))


def test_few_rows_and_many_kinds_stay():
    few = sheet(*rows(BLANK, 2, blank_rows._WORTH + 1))
    assert shortened(few) == few
    enough = sheet(*rows(BLANK, 2, blank_rows._WORTH + 2))
    assert shortened(enough) != enough
    kinds = [f'<row r="{number}"><c s="{number % 40}"/></row>' for number in range(100, 300)]
    many = sheet(*kinds)
    assert shortened(many) == many


EMPTY_TEXT = '<row r="{0}"><c r="A{0}" s="8" t="str"><f></f><v></v></c></row>'


def test_of_rows_with_computed_empty_texts_it_is_known_which_they_were():
    short = without_alike(sheet(*rows(EMPTY_TEXT, 2, 90)))
    assert short == Shortened(sheet(EMPTY_TEXT.format(90)), ((2, 90),))
    mixed = [*rows(EMPTY_TEXT, 2, 90), *rows(BLANK, 91, 150), *rows(EMPTY_TEXT, 151, 151)]
    assert without_alike(sheet(*mixed)).filled == ((2, 90), (151, 151))


def test_cells_of_rows_that_were_left_out_are_as_those_of_the_last_in_their_run():
    short = Shortened(b"", ((2, 4), (6, 7), (9, 9)))
    assert short.restored(pl.DataFrame({"A": list("1..4.6789")}))["A"].to_list() == list(
        "1444.7789"
    )
    # Of rows that the reader takes for blank there is nothing to restore.
    assert short.restored(pl.DataFrame({"A": list("1..4.6")}))["A"].to_list() == list("1444.6")
    assert short.restored(pl.DataFrame({"A": list("1..")}))["A"].to_list() == list("1..")


@pytest.mark.parametrize("text", [b"", b"<worksheet/>", b"</row>", b'<row r="1">', b"\0</row>"])
def test_what_has_no_rows_is_left_as_it_is(text: bytes):
    assert shortened(text) == text


def made(path: Path, row: str, monkeypatch: pytest.MonkeyPatch) -> WorkbookRead:
    """A book whose roster ends with blank rows, read with and without them: the same."""

    def longer(text: bytes) -> bytes:
        blank = "".join(rows(row, 100, 800)).encode()
        return text.replace(b"</sheetData>", blank + b"</sheetData>")

    book = rewritten(save(path, claims(20)), ROSTER, longer)
    monkeypatch.setattr(thin_sheets, "_WORTH", 1)
    short = read_workbook(book, forms(), lambda _: None)
    monkeypatch.setattr(thin_sheets, "without_alike", Shortened)
    whole = read_workbook(book, forms(), lambda _: None)
    assert short.oddities == whole.oddities
    for kind, read in whole.sheets.items():
        assert short.sheets[kind].frame.equals(read.frame)
        assert short.sheets[kind].present == read.present
    return short


def test_a_book_is_read_as_it_is_with_all_blank_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = made(tmp_path / "a.xlsx", BLANK.replace('"C{0}"', '"AZ{0}"'), monkeypatch)
    assert book.sheets[SheetKind.ROSTER].frame.height == 20


def test_formulas_of_the_table_that_were_never_computed_are_told_of_all_blank_rows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    book = made(tmp_path / "a.xlsx", BLANK, monkeypatch)
    assert any("701 格公式没有保存结果" in odd.what for odd in book.oddities)


@pytest.mark.parametrize("letter", ["B", "AZ"])
def test_computed_empty_texts_are_read_as_they_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, letter: str
):
    row = BLANK.replace('s="19"><f t="shared" si="0"/>', 's="19" t="str"><f>A1</f><v></v>')
    row = row.replace('"C{0}"', f'"{letter}{{0}}"')
    assert "v" in row
    book = made(tmp_path / "a.xlsx", row, monkeypatch)
    assert book.sheets[SheetKind.ROSTER].present > 701


def test_blank_rows_that_are_hidden_are_left_to_the_parser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    made(tmp_path / "a.xlsx", BLANK.replace(' ht="23.25"', ' hidden="1"'), monkeypatch)


def test_blank_rows_that_reach_too_far_are_refused(tmp_path: Path):
    row = '<row r="{0}"><c r="XFD{0}"/></row>'

    def longer(text: bytes) -> bytes:
        return text.replace(
            b"</sheetData>", "".join(rows(row, 9_000, 9_900)).encode() + b"</sheetData>"
        )

    assert "远远超出" in refused(rewritten(save(tmp_path / "a.xlsx", claims(5)), ROSTER, longer))
