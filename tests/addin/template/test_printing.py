"""What comes out of a printer: the sheets that are handed in, and of them what is filled in."""

import random
import re
from pathlib import Path

import openpyxl
from openpyxl.utils import range_boundaries

from addin.template.build import build_template
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from samples import honest
from samples.books import book_of
from tests.libreoffice import LibreOffice

#: what clerks are promised of a claim with 32 people, and of a form with nobody
_PAGES, _EMPTY_PAGES = 8, 6


def _pages(path: Path, calc: LibreOffice) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", calc.convert(path, "pdf").read_bytes()))


def test_32_people_print_on_8_pages_and_an_empty_form_on_its_own(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    rows = book_of(list(honest.claims(random.Random(3), (32,), months=[6]))).rows  # noqa: S311
    plan = make_plan("hiring")
    found = []
    for name, content in (("filled", rows), ("empty", None)):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(build_template(plan, content))
        found.append(_pages(path, plain_calc))
    assert found[0] <= _PAGES and found[1] <= _EMPTY_PAGES


def test_no_formula_and_no_border_keeps_an_empty_page_from_being_left_out(tmp_path: Path) -> None:
    path = tmp_path / "hiring.xlsx"
    plan = make_plan("hiring", 5, 2)
    path.write_bytes(build_template(plan))
    book = openpyxl.load_workbook(path)
    for kind in (SheetKind.ROSTER, SheetKind.WAGES):
        block = plan.block(kind)
        sheet = book[block.sheet]
        area = sheet.print_area.partition("!")[2] or sheet.print_area
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        assert (top, bottom) == (block.header_row, block.last_row)
        below = sheet.iter_rows(top + 1, bottom, left, right)
        for cell in (cell for row in below for cell in row):
            assert cell.value is None and cell.border.left.style is None


def test_for_excel_the_printed_area_ends_with_the_last_filled_row(
    tmp_path: Path, plain_calc: LibreOffice
) -> None:
    content = {SheetKind.ROSTER: [{"claim_id": "SB-001", "id_number": "1"}] * 3}
    path = tmp_path / "hiring.xlsx"
    plan = make_plan("hiring", 9, 2)
    path.write_bytes(build_template(plan, content, for_excel=True))
    with_formula = openpyxl.load_workbook(path)
    text = re.search(
        r'<definedName name="_xlnm.Print_Area"[^>]*>(\'人员花名册\'![^<]*)<',
        _workbook_part(path),
    )
    assert text is not None
    sheet = with_formula.create_sheet("看")
    sheet["A1"] = "=ROWS(" + text.group(1).replace("&lt;", "<").replace("&gt;", ">") + ")"
    with_formula.save(path)
    shown = openpyxl.load_workbook(plain_calc.recalculate(path), data_only=True)
    assert shown["看"]["A1"].value == 4  # the headings and three people


def _workbook_part(path: Path) -> str:
    from zipfile import ZipFile

    with ZipFile(path) as package:
        return package.read("xl/workbook.xml").decode()
