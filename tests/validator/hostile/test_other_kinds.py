"""What nobody sees is dropped from every kind of file; a broken one costs nothing but itself."""

import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest
import xlwt
from openpyxl import load_workbook

from claimcheck.forms import SheetKind
from tests.validator.books import checked, claims, save
from tests.validator.hostile.texts import UNSEEN, in_applicant, with_texts
from tests.validator.output.marked.made import all_marked
from validator.intake.statements.sources import open_source

#: Those that are not an escape of .xlsx.
TEXTS = {kind: pair for kind, pair in UNSEEN.items() if "_x" not in pair[0] and "&#" not in pair[0]}

_ODS = (
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body>'
    "<office:spreadsheet>{}</office:spreadsheet></office:body></office:document-content>"
)


def rows_with(text: str, folder: Path) -> Iterator[tuple[str, list[list[str]]]]:
    """The sheets of a claim as texts, with a text as the name of the applicant."""
    made = claims(5)
    made[0].row["applicant"] = "PLACE"
    for page in load_workbook(save(folder / "plain.xlsx", made)):
        yield page.title, [[_text(cell, text) for cell in row] for row in page.values]


def _text(cell: object, text: str) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return text if cell == "PLACE" else "" if cell is None else str(cell)


def as_xls(text: str, folder: Path) -> Path:
    book = xlwt.Workbook(encoding="utf-8")
    for name, rows in rows_with(text, folder):
        sheet = book.add_sheet(name)
        for at, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(at, place, cell)
    book.save(str(folder / "a.xls"))
    return folder / "a.xls"


def as_ods(text: str, folder: Path) -> Path:
    tables = "".join(
        f'<table:table table:name="{name}">' + "".join(
            "<table:table-row>" + "".join(
                '<table:table-cell office:value-type="string"><text:p>'
                f"{escape(cell)}</text:p></table:table-cell>" for cell in row
            ) + "</table:table-row>" for row in rows
        ) + "</table:table>"
        for name, rows in rows_with(text, folder)
    )  # fmt: skip
    with zipfile.ZipFile(folder / "a.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", _ODS.format(tables))
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return folder / "a.ods"


@pytest.mark.parametrize("make", [as_xls, as_ods])
@pytest.mark.parametrize("kind", ["U+0001", "U+000B", "U+001B", "U+FFFE", "U+200B", "U+202E"])
def test_xls_and_ods_are_read_without_it_and_their_results_written(
    make: Callable[[str, Path], Path], kind: str, tmp_path: Path
):
    written, read = TEXTS[kind]
    found = checked(make(written, tmp_path))
    assert found.inputs[0].sheets[SheetKind.CLAIMS].frame["applicant"].to_list() == [read]
    copies, problems = all_marked(found, tmp_path / "out")
    assert (len(copies), problems) == (1, [])


@pytest.mark.parametrize(("written", "read"), TEXTS.values(), ids=TEXTS)
def test_a_statement_in_csv_is_read_without_it(written: str, read: str, tmp_path: Path):
    path = tmp_path / "a.csv"
    path.write_text(f'日期,摘要,金额\n2026-03-05,"{written}",5\n', encoding="utf-8")
    assert open_source(path).pages[0].rows[1] == ["2026-03-05", read, "5"]


@pytest.mark.parametrize("broken", ["甲&#0;乙", "甲&#xD800;乙"])
def test_a_file_that_is_no_xml_is_refused_and_the_others_are_checked(broken: str, tmp_path: Path):
    bad = with_texts(tmp_path / "bad.xlsx", [broken], in_applicant)
    good = save(tmp_path / "good.xlsx", claims(5, seed=4))
    found = checked(bad, good)
    assert [bool(entry.fault) for entry in found.inputs] == [True, False]
    assert found.claims["amount_fen"].to_list() == [2_000_000]
