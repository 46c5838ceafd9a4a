"""Every workbook that we hand out is one that Excel opens without repairing it."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from addin.template.build import build_template
from addin.template.plan import make_plan
from addin.vba import make_xlam, make_xlsm
from tests.ooxml import faults
from tests.ooxml.formulas import formula_faults
from tests.ooxml.styles import number_format_faults
from tests.ooxml.workbook import sheet_name_faults

ROOT = Path(__file__).parents[1]
COMMITTED = sorted((ROOT / "templates").glob("*.xlsx"))

CONTENT_TYPES, WORKBOOK = "[Content_Types].xml", "xl/workbook.xml"
SHEET, STYLES, RELATIONS = "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_a_committed_template_is_valid(path: Path) -> None:
    assert faults(path) == []


@pytest.mark.parametrize("path", COMMITTED, ids=lambda path: path.name)
def test_a_committed_template_is_valid_with_macros(path: Path, tmp_path: Path) -> None:
    assert faults(make_xlsm(path, tmp_path / f"{path.stem}.xlsm")) == []


def test_a_template_that_was_built_just_now_is_valid(tmp_path: Path) -> None:
    path = tmp_path / "hiring.xlsx"
    path.write_bytes(build_template(make_plan("hiring", people=20, claims=3)))
    assert faults(path) == []
    assert faults(make_xlsm(path, tmp_path / "hiring.xlsm")) == []


def test_the_add_in_is_valid(tmp_path: Path) -> None:
    assert faults(make_xlam(tmp_path / "claimcheck.xlam")) == []


# ---- the instrument itself: each fault is found


@pytest.fixture
def valid(tmp_path: Path) -> Path:
    """A small workbook with one of each thing."""
    path = tmp_path / "valid.xlsx"
    book = xlsxwriter.Workbook(path)
    sheet = book.add_worksheet("申报表")
    sheet.write("A1", "甲", book.add_format({"num_format": "0.000"}))
    sheet.write_formula("B2", "=SUM(A1:A2)")
    sheet.merge_range("D1:E1", "合并")
    sheet.data_validation("C1", {"validate": "list", "source": ["是", "否"]})
    sheet.conditional_format(
        "A1:A2", {"type": "formula", "criteria": "=A1>1", "format": book.add_format()}
    )
    sheet.protect()
    sheet.write_url("F1", "internal:'申报表'!A1")
    book.define_name("list_one", "='申报表'!$A$1")
    book.close()
    return path


def test_a_small_workbook_is_valid(valid: Path) -> None:
    assert faults(valid) == []


def change(path: Path, part: str, edit: Callable[[str], str]) -> Path:
    """A copy with one part edited."""
    changed = path.with_name(f"changed{path.suffix}")
    with zipfile.ZipFile(path) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            edited = edit(text) if name == part else text
            assert name != part or edited != text, "nothing was changed"
            after.writestr(name, edited)
    return changed


@pytest.mark.parametrize(
    ("part", "old", "new", "fault"),
    [
        (CONTENT_TYPES, "sheet.main+xml", "template.main+xml", "wants"),
        (CONTENT_TYPES, "/xl/styles.xml", "/xl/other.xml", "does not exist"),
        (CONTENT_TYPES, 'Extension="rels"', 'Extension="other"', "has no content type"),
        (RELATIONS, "styles.xml", "missing.xml", "does not exist"),
        (RELATIONS, 'Id="rId2"', 'Id="rId1"', "two relationships"),
        (WORKBOOK, 'name="申报表"', 'name="申报/表"', "forbidden character"),
        (WORKBOOK, "<sheet ", '<sheet state="hidden" ', "no sheet is visible"),
        (WORKBOOK, "list_one", "A1", "illegal"),
        (WORKBOOK, "list_one", "list one", "illegal"),
        (WORKBOOK, "'申报表'!$A$1", "'别表'!$A$1", "does not exist"),
        (SHEET, "SUM(", "XLOOKUP(", "no _xlfn. prefix"),
        (SHEET, "SUM(A1:A2)", "SUM(A1:A2", "parentheses open"),
        (SHEET, "SUM(A1:A2)", "=SUM(A1:A2)", "starts with ="),
        (SHEET, "SUM(A1:A2)", "SUM(#REF!)", "#REF!"),
        (SHEET, "SUM(A1:A2)", "SUM([1]甲!A1)", "another workbook"),
        (SHEET, 'r="B2"', 'r="B3"', "stands in row"),
        (SHEET, "A1:F2", "A1:A2", "dimension"),
        (SHEET, '"是,否"', '"' + "是" * 256 + '"', "longer than 255"),
        (SHEET, 'dxfId="0"', 'dxfId="7"', "does not exist"),
        (SHEET, "<mergeCell ", '<mergeCell ref="E1:G1"/><mergeCell ', "overlap"),
        (SHEET, "'申报表'!A1", "'别表'!A1", "leads to"),
        (STYLES, '"0.000"', '"0.000&quot;"', "quote or bracket open"),
        (STYLES, '"0.000"', '"0元"', "letters outside quotes"),
        (STYLES, 'numFmtId="164" formatCode', 'numFmtId="165" formatCode', "does not exist"),
        (STYLES, '<cellXfs count="', '<cellXfs count="9', "holds"),
    ],
)
def test_a_fault_in_a_part_is_found(valid: Path, part: str, old: str, new: str, fault: str) -> None:
    changed = change(valid, part, lambda text: text.replace(old, new, 1))
    assert any(fault in found for found in faults(changed)), faults(changed)


def test_protection_behind_the_validations_is_found(valid: Path) -> None:
    def move(text: str) -> str:
        start = text.index("<sheetProtection")
        element = text[start : text.index("/>", start) + 2]
        return text.replace(element, "").replace(
            "</dataValidations>", f"</dataValidations>{element}"
        )

    assert any("stands after" in found for found in faults(change(valid, SHEET, move)))


def test_a_defined_name_that_stands_twice_is_found(valid: Path) -> None:
    def double(text: str) -> str:
        start, end = text.index("<definedName "), text.index("</definedNames>")
        return text[:end] + text[start:end].replace("list_one", "LIST_ONE") + text[end:]

    assert any("2 defined names" in found for found in faults(change(valid, WORKBOOK, double)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_entry_that_stands_twice_in_the_zip_is_found(valid: Path) -> None:
    with zipfile.ZipFile(valid, "a") as archive:
        archive.writestr(SHEET, archive.read(SHEET))
    assert faults(valid) == [f"two zip entries are named {SHEET}"]


def test_a_part_to_which_nothing_leads_is_found(valid: Path) -> None:
    with zipfile.ZipFile(valid, "a") as archive:
        archive.writestr("xl/lost.xml", "<lost/>")
    assert any("no relationship leads to" in found for found in faults(valid))


def test_macros_under_the_wrong_extension_are_found(valid: Path) -> None:
    made = make_xlsm(valid, valid.with_suffix(".xlsm"))
    assert faults(made) == []
    plain = made.rename(valid.with_name("plain.xlsx"))
    assert any("wants" in found for found in faults(plain))
    assert any("VBA projects" in found for found in faults(plain))


@pytest.mark.parametrize("name", ["", "二" * 32, "a:b", "a[b", "'a", "History", "😀" * 16])
def test_a_sheet_name_that_excel_refuses_is_found(name: str) -> None:
    assert list(sheet_name_faults(name))


@pytest.mark.parametrize("name", ["人员花名册", "二" * 31, "核算人员 ZW26-3", "it's"])
def test_a_sheet_name_that_excel_takes_is_none(name: str) -> None:
    assert not list(sheet_name_faults(name))


@pytest.mark.parametrize(
    "formula",
    [
        "1+" * 4096 + "1",
        f'LEN("{"长" * 256}")',
        "(" * 65 + "1" + ")" * 65,
        f"SUM({','.join(['1'] * 256)})",
        "CC_NOTHING(1)",
        "1)",
        "",
    ],
)
def test_a_formula_beyond_excels_limits_is_found(formula: str) -> None:
    assert formula_faults(formula, [])


@pytest.mark.parametrize(
    "formula",
    [
        'IFERROR(CC_ENGINE(),"")',
        "SUM('核算人员 ZW26-3'!$A$4:$A$503)",
        'LOG10(A1)&"[不是引用]!"',
        f'LEN("{"长" * 255}")',
        "_xlfn.XLOOKUP(A1,B:B,C:C)",
    ],
)
def test_a_formula_within_excels_limits_is_none(formula: str) -> None:
    assert formula_faults(formula, ["核算人员 ZW26-3"]) == []


@pytest.mark.parametrize(
    "code", ["@", "yyyy-mm-dd", "#,##0.00", '0.00"元"', "[Red]-0;0", 'yyyy"年"m"月"']
)
def test_a_number_format_that_excel_takes_is_none(code: str) -> None:
    assert not list(number_format_faults(code))


@pytest.mark.parametrize("code", ["", '0"元', "0;0;0;0;0", "[Red0", "0" * 256, "0 yuan"])
def test_a_number_format_that_excel_refuses_is_found(code: str) -> None:
    assert list(number_format_faults(code))
