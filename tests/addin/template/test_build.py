"""The workbook itself: what Excel takes, what is protected, what stays the same."""

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook as OpenedWorkbook

from addin.template.build import STAMP_NAME, build_template
from addin.template.computed import template_sheets
from addin.template.layout import HEADER_ROW
from addin.template.plan import TEMPLATE_VERSION, make_plan
from claimcheck.errors import DataFileError
from claimcheck.forms import ColumnType, claim_types, form
from claimcheck.settings import Settings
from tests.rebuild import how

COMMITTED = Path(__file__).parents[3] / "templates"
_CLASSIC_NAMES = """
ABS ADDRESS AND ASC CHOOSE CLEAN COLUMN COUNT COUNTA COUNTIF COUNTIFS DATE DATEVALUE DAY EDATE
EOMONTH FIND FREQUENCY IF IFERROR INDEX INT ISERROR ISNA ISNUMBER LARGE LEFT LEN LOOKUP LOWER MATCH
MAX MEDIAN MID MIN MOD MONTH N NA NOT OR REPLACE REPT RIGHT ROUND ROW ROWS SEARCH SMALL SUBSTITUTE
SUM SUMIF SUMIFS SUMPRODUCT TEXT TODAY TRIM UPPER VALUE YEAR
"""


@pytest.fixture(scope="module")
def built() -> bytes:
    return build_template(make_plan("hiring"))


@pytest.fixture(scope="module")
def small() -> OpenedWorkbook:
    return openpyxl.load_workbook(BytesIO(build_template(make_plan("hiring", 8, 3))))


def _parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def _formulas(content: bytes) -> Iterator[str]:
    for name, part in _parts(content).items():
        if name.startswith("xl/worksheets/"):
            for formula in re.findall(r"<f[^>]*>([^<]*)</f>", part.decode()):
                yield formula.replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.parametrize("claim_type", claim_types())
def test_the_committed_template_is_what_the_program_builds(claim_type: str) -> None:
    expected = _parts(build_template(make_plan(claim_type)))
    found = _parts((COMMITTED / f"{claim_type}.xlsx").read_bytes())
    assert sorted(found) == sorted(expected)
    assert [name for name in expected if found[name] != expected[name]] == [], how("templates")


def test_no_committed_template_is_larger_than_400_kb() -> None:
    sizes = {path.stem: path.stat().st_size for path in COMMITTED.glob("*.xlsx")}
    assert {name: size for name, size in sizes.items() if size > 400_000} == {}


def test_there_is_a_committed_template_for_every_type() -> None:
    built = sorted(path.stem for path in COMMITTED.glob("*.xlsx"))
    assert built == sorted(claim_types()), how("templates")


def test_the_same_plan_gives_the_same_bytes() -> None:
    plan = make_plan("hiring", 8, 3)
    assert build_template(plan) == build_template(plan)


def test_the_template_holds_no_macros_and_no_links(built: bytes) -> None:
    assert not [name for name in _parts(built) if "vba" in name.lower() or "external" in name]


def test_formulas_use_only_functions_that_old_excel_knows(built: bytes) -> None:
    used: set[str] = set()
    for formula in _formulas(built):
        outside_texts = re.sub(r'"[^"]*"', "", formula)
        used |= set(re.findall(r"([A-Z][A-Z0-9_.]*)\(", outside_texts))
    ours = {name for name in used if name.startswith("CC_")}
    assert ours == {"CC_ENGINE", "CC_ROSTER", "CC_TOTAL", "CC_CAPITAL"}
    assert used - ours <= set(_CLASSIC_NAMES.split())


def test_formulas_keep_within_what_excel_takes(built: bytes) -> None:
    for formula in _formulas(built):
        assert len(formula) <= 8192
        assert max((len(text) for text in re.findall(r'"([^"]*)"', formula)), default=0) <= 255
        assert _depth(formula) <= 64


@pytest.mark.parametrize("claim_type", claim_types())
def test_no_shared_formula_names_a_sheet_and_none_is_longer_than_excel_takes(
    claim_type: str,
) -> None:
    """Excel shares no formula that names another sheet, and takes no such file."""
    shared = 0
    for name, part in _parts((COMMITTED / f"{claim_type}.xlsx").read_bytes()).items():
        if name.startswith("xl/worksheets/"):
            for kind, formula in re.findall(r"<f( t=\"shared\")?[^>]*>([^<]+)</f>", part.decode()):
                text = html.unescape(formula)
                assert len(text) <= 8192 and _depth(text) <= 64
                if kind:
                    shared += 1
                    assert "!" not in re.sub(r'"[^"]*"', "", text)
    assert shared > 20


@pytest.mark.parametrize("claim_type", claim_types())
def test_no_two_neighbours_that_look_at_claims_hold_the_same_formula(claim_type: str) -> None:
    """LibreOffice would take them for a group, and a claim's measure would take seconds."""
    plain = alternating = 0
    for name, part in _parts((COMMITTED / f"{claim_type}.xlsx").read_bytes()).items():
        if name.startswith("xl/worksheets/"):
            for formula in re.findall(r"<f t=\"shared\"[^>]*>([^<]+)</f>", part.decode()):
                if re.search(r"\bclaim_", re.sub('&quot;.*?&quot;|"[^"]*"', "", formula)):
                    plain += not formula.startswith("+")
                    alternating += formula.startswith("+")
    assert plain == alternating > 2


def test_every_cell_that_holds_something_says_where_it_stands(built: bytes) -> None:
    """Gnumeric drops cells that do not, though the standard does not ask for it."""
    for name, part in _parts(built).items():
        if name.startswith("xl/worksheets/"):
            without = re.findall(rb"<c(?=[ >])(?! r=)[^>]*>", part)
            assert [cell for cell in without if not re.fullmatch(rb'<c s="\d+"/>', cell)] == []
            assert b"<row>" not in part and not re.search(rb"<row (?!r=)", part)


def _depth(formula: str) -> int:
    deepest = depth = 0
    for character in re.sub(r'"[^"]*"', "", formula):
        depth += {"(": 1, ")": -1}.get(character, 0)
        deepest = max(deepest, depth)
    return deepest


def test_array_formulas_can_be_entered_again_by_a_macro(built: bytes) -> None:
    """Excel's FormulaArray takes no more than 255 characters."""
    sheets = b"".join(part for name, part in _parts(built).items() if "worksheets" in name)
    arrays = re.findall(r'<f t="array"[^>]*>([^<]*)</f>', sheets.decode())
    assert max(map(len, arrays)) < 255
    of_python = [formula for formula in arrays if "CC_" in formula]
    assert len(of_python) == 2
    assert all(formula.startswith("IFERROR(IF(COUNT(") for formula in of_python)


def test_no_cell_shows_an_error_before_it_is_computed(built: bytes) -> None:
    for name, part in _parts(built).items():
        if name.startswith("xl/worksheets/"):
            assert b't="e"' not in part and b"#NAME?" not in part


def test_defined_names_are_legal_and_unlike_any_function(built: bytes) -> None:
    book = openpyxl.load_workbook(BytesIO(built))
    names = list(book.defined_names)
    assert len({name.lower() for name in names}) == len(names)
    for name in names:
        assert re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)+", name)
        assert not name.startswith("cc_")


def test_validator_and_add_in_recognise_the_template(small: OpenedWorkbook) -> None:
    stamp = f"hiring {TEMPLATE_VERSION}"
    assert small.defined_names[STAMP_NAME].value == f'"{stamp}"'
    assert small.defined_names[STAMP_NAME].hidden
    assert {entry.name: entry.value for entry in small.custom_doc_props.props} == {
        STAMP_NAME: stamp
    }


def test_all_but_the_sheets_to_fill_in_are_protected_without_a_password(
    small: OpenedWorkbook,
) -> None:
    """On a protected sheet Excel neither sorts nor deletes rows that hold a locked cell."""
    to_fill_in = {sheet.name for sheet in template_sheets("hiring")}
    for sheet in small.worksheets:
        assert sheet.protection.sheet == (sheet.title not in to_fill_in)
        assert sheet.protection.password is None


def test_only_the_cells_to_fill_in_are_unlocked(small: OpenedWorkbook) -> None:
    for sheet in template_sheets("hiring"):
        headers = {column.header for column in sheet.inputs}
        worksheet = small[sheet.name]
        for cell in worksheet[HEADER_ROW]:
            below = worksheet.cell(HEADER_ROW + 1, cell.column)
            assert below.protection.locked == (cell.value not in headers), cell.value


def test_id_and_account_cells_are_texts(small: OpenedWorkbook) -> None:
    kinds = {ColumnType.ID_NUMBER, ColumnType.ACCOUNT, ColumnType.PHONE, ColumnType.PARTY_CODE}
    found = 0
    for sheet in form("hiring").sheets:
        worksheet = small[sheet.name]
        places = {cell.value: cell.column for cell in worksheet[HEADER_ROW]}
        for column in sheet.inputs:
            if column.type in kinds:
                assert worksheet.cell(HEADER_ROW + 1, places[column.header]).number_format == "@"
                found += 1
    assert found == 6


def test_every_column_to_fill_in_has_help(small: OpenedWorkbook) -> None:
    for sheet in template_sheets("hiring"):
        validations = small[sheet.name].data_validations.dataValidation
        assert len(validations) == len(sheet.inputs)
        for validation in validations:
            assert validation.promptTitle and validation.prompt
            assert len(validation.prompt) <= 255 and len(validation.promptTitle) <= 32
            if validation.type == "list":
                assert validation.formula1.startswith("list_")


def test_headings_stay_in_sight_and_on_every_page(small: OpenedWorkbook) -> None:
    for name in ("申报表", "人员花名册", "工资流水", "逐月工资"):
        sheet = small[name]
        assert sheet.freeze_panes.endswith(str(HEADER_ROW + 1))
        assert sheet.auto_filter.ref
        assert sheet.print_title_rows == f"${HEADER_ROW}:${HEADER_ROW}"
        # A long list of few columns takes fewer pages upright.
        upright = name == "工资流水"
        assert sheet.page_setup.orientation == ("portrait" if upright else "landscape")
        assert sheet.page_setup.paperSize == 9
        assert "签字" in sheet.oddFooter.left.text and "盖章" in sheet.oddFooter.left.text


def test_the_guide_says_which_readings_were_used() -> None:
    settings = Settings(readings={"R-05": "B_average"})
    book = openpyxl.load_workbook(BytesIO(build_template(make_plan("hiring", 5, 2, settings))))
    text = "\n".join(str(row[2].value) for row in book["事项说明"].iter_rows())
    assert "有发放记录月份的平均工资达到门槛即可" in text


def test_texts_that_people_see_hold_no_english(small: OpenedWorkbook) -> None:
    programs = r"Python|LibreOffice|Excel|WPS|\.xlsm"
    allowed = re.compile(rf"(ZW|JF|JY)2\d-\d+[a-d]?|CC_[A-Z]+|{programs}|LS|SB-001|X")
    for sheet in small.worksheets:
        if sheet.sheet_state == "visible":
            for row in sheet.iter_rows(max_row=40):
                for cell in row:
                    value = cell.value
                    if isinstance(value, str) and not value.startswith("="):
                        assert not re.search(r"[A-Za-z]{2,}", allowed.sub("", value)), value


def test_an_unknown_type_is_refused() -> None:
    with pytest.raises(DataFileError, match="没有“nosuch”这一申报类型"):
        make_plan("nosuch")
