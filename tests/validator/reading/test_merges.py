import re
import zipfile
from pathlib import Path

import pytest
import xlwt

from tests.validator.books import checked, claims, codes, only, save
from validator.reading.applicant import read_applicant
from validator.reading.kinds import FileKind
from validator.reading.merges import error_cells, look_elsewhere, merged_cells
from validator.reading.unreadable import UnreadableError

_ODS = """<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body>
<table:table table:name="别的"><table:table-row>
<table:table-cell table:number-rows-spanned="9"/></table:table-row></table:table>
<table:table table:name="花名册">
<table:table-row table:number-rows-repeated="3"><table:table-cell/></table:table-row>
<table:table-row><table:table-cell table:number-columns-repeated="2"/>
<table:table-cell table:number-rows-spanned="4" table:number-columns-spanned="1"/>
</table:table-row></table:table></office:body></office:document-content>"""


def as_xls(source: Path, target: Path, merged: tuple[int, int, int, int]) -> Path:
    """The roster and the other sheets of a workbook as .xls, with cells of the roster merged."""
    from openpyxl import load_workbook

    book = xlwt.Workbook()
    for page in load_workbook(source):
        sheet = book.add_sheet(page.title)
        day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
        for row in page:
            for cell in row:
                if cell.value is None:
                    continue
                inside = page.title == "人员花名册" and merged[0] < cell.row - 1 <= merged[1]
                if inside and cell.column - 1 == merged[2]:
                    continue
                style = day if cell.is_date else xlwt.Style.default_style
                sheet.write(cell.row - 1, cell.column - 1, cell.value, style)
        if page.title == "人员花名册":
            sheet.merge(*merged)
    book.save(str(target))
    return target


def test_a_merged_cell_of_an_xls_speaks_for_all_its_rows(tmp_path: Path):
    made = as_xls(save(tmp_path / "a.xlsx", claims(5)), tmp_path / "a.xls", (3, 7, 0, 0))
    assert merged_cells(made, FileKind.XLS, "人员花名册") == [("A", 4, "A", 8)]
    assert codes(checked(made)) == []


@pytest.fixture
def xls_with_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An .xls of a claim in which I5 of the roster shows #REF!."""
    write = xlwt.Worksheet.write

    def with_error(sheet: xlwt.Worksheet, row: int, column: int, *rest: object) -> None:
        if (sheet.name, row, column) == ("人员花名册", 4, 8):
            sheet.row(row).set_cell_error(column, "#REF!")
        else:
            write(sheet, row, column, *rest)

    monkeypatch.setattr(xlwt.Worksheet, "write", with_error)
    return as_xls(save(tmp_path / "a.xlsx", claims(5)), tmp_path / "a.xls", (3, 3, 0, 0))


def test_a_cell_of_an_xls_that_shows_an_error_is_named(xls_with_error: Path):
    found = only(checked(xls_with_error), "CC108")
    assert (found["severity"], found["cell"]) == ("error", "I5")
    assert "列有出错的单元格：I5 #REF!，读不到内容" in str(found["message"])


def test_a_batch_takes_no_xls_of_which_a_cell_shows_an_error(xls_with_error: Path):
    with pytest.raises(UnreadableError, match=r"I5 #REF!，读不到内容"):
        read_applicant(xls_with_error)


def test_a_formula_of_an_xls_that_went_wrong_is_an_error_too(tmp_path: Path):
    book = xlwt.Workbook()
    book.add_sheet("花名册").write(3, 2, xlwt.Formula("1/0"))
    book.save(str(tmp_path / "a.xls"))
    content = (tmp_path / "a.xls").read_bytes()
    # As Excel saves it once it was computed: the result is the error 7.
    place = rb"(\x06\x00..\x03\x00\x02\x00..).{8}"
    wrong = b"\x02\x00\x07\x00\x00\x00\xff\xff"
    computed = re.sub(place, lambda found: found[1] + wrong, content, count=1, flags=re.DOTALL)
    (tmp_path / "a.xls").write_bytes(computed)
    assert error_cells(tmp_path / "a.xls", FileKind.XLS, "花名册") == {"C": {4: "#DIV/0!"}}


def test_an_xls_without_errors_is_not_read_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    made = as_xls(save(tmp_path / "a.xlsx", claims(5)), tmp_path / "a.xls", (3, 3, 0, 0))
    monkeypatch.setattr("xlrd.open_workbook", None)
    assert error_cells(made, FileKind.XLS, "人员花名册") == {}


def test_merged_cells_of_an_ods_are_found_on_their_sheet(tmp_path: Path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", _ODS)
    assert merged_cells(path, FileKind.ODS, "花名册") == [("C", 4, "C", 7)]
    assert merged_cells(path, FileKind.ODS, "没有") == []


def test_errors_of_an_ods_are_found_with_their_words(tmp_path: Path):
    path = tmp_path / "a.ods"
    cell = '<table:table-cell calcext:value-type="error"><text:p>#DIV/0!</text:p>'
    text = _ODS.replace(
        '<table:table-cell table:number-columns-repeated="2"/>', f"{cell}</table:table-cell>"
    )
    spaces = (
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table'
    )
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", text.replace("xmlns:table", spaces, 1))
    found = look_elsewhere(path, FileKind.ODS, "花名册")
    assert found is not None
    assert found.errors == {"A": {4: "#DIV/0!"}}
    assert found.merged == [("B", 4, "B", 7)]
    assert look_elsewhere(path, FileKind.ODS, "没有") is None


def test_a_file_that_does_not_say_has_none(tmp_path: Path):
    path = tmp_path / "a.xls"
    path.write_bytes(b"no workbook")
    assert merged_cells(path, FileKind.XLS, "人员花名册") == []
    assert merged_cells(path, FileKind.ODS, "人员花名册") == []
    assert merged_cells(path, FileKind.XLSB, "人员花名册") == []


def test_declarations_are_not_followed(tmp_path: Path):
    path = tmp_path / "a.ods"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("content.xml", "<!DOCTYPE a>" + _ODS)
    assert merged_cells(path, FileKind.ODS, "花名册") == []
