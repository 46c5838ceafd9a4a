import hashlib
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import Workbook, load_workbook

from addin.catalogue import FUNCTIONS
from addin.vba import bridge, make_xlam, make_xlsm, wrappers
from addin.vba.files import version_of
from claimcheck import __version__
from claimcheck.writing import WriteError

RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@pytest.fixture(scope="module")
def add_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_xlam(tmp_path_factory.mktemp("xlam") / "claimcheck.xlam")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook of three sheets, as the template builder would hand over."""
    book = Workbook()
    book.worksheets[0].title = "填报说明"
    book.create_sheet("申报表")["A1"] = "=CC_ENGINE()"
    book.create_sheet("人员花名册")
    path = tmp_path_factory.mktemp("xlsx") / "hiring.xlsx"
    book.save(path)
    return path


@pytest.fixture(scope="module")
def with_macros(plain: Path) -> Path:
    return make_xlsm(plain, plain.with_suffix(".xlsm"))


def modules(path: Path) -> dict[str, str]:
    """The VBA read back by a program that has nothing to do with the one that wrote it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # its own, as it is imported
        from oletools.olevba import VBA_Parser

    parser = VBA_Parser(str(path))
    try:
        return {name: code for _, _, name, code in parser.extract_macros()}
    finally:
        parser.close()


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()


def targets(path: Path, name: str) -> dict[str, str]:
    """The relationships of a part: type → target."""
    root = ElementTree.fromstring(part(path, name))  # noqa: S314 - our own file
    return {str(entry.get("Type")): str(entry.get("Target")) for entry in root}


@pytest.mark.parametrize("made", ["add_in", "with_macros"])
def test_every_function_is_read_back_and_fails_as_an_error(
    made: str, request: pytest.FixtureRequest
) -> None:
    code = modules(request.getfixturevalue(made))["claimcheck_functions.bas"]
    for function in FUNCTIONS:
        assert f"Function {function.cell_name}(" in code
        assert f"{function.cell_name} = CVErr(xlErrValue)" in code
    assert "Err.Description" not in code


@pytest.mark.parametrize("made", ["add_in", "with_macros"])
def test_the_whole_source_is_ascii(made: str, request: pytest.FixtureRequest) -> None:
    own = modules(request.getfixturevalue(made))
    for name, code in own.items():
        assert code.isascii(), name


@pytest.mark.parametrize("made", ["add_in", "with_macros"])
def test_no_function_of_xlwings_puts_its_message_into_a_cell(
    made: str, request: pytest.FixtureRequest
) -> None:
    code = modules(request.getfixturevalue(made))["xlwings.bas"]
    assert "sql = CVErr(xlErrValue)" in code
    assert "sql = Err.Description" not in code


def test_our_settings_are_kept_apart_from_those_of_xlwings(add_in: Path) -> None:
    code = modules(add_in)["xlwings.bas"]
    assert 'PROJECT_NAME As String = "claimcheck"' in code
    assert 'GetConfig("ADD_WORKBOOK_TO_PYTHONPATH", "true")' not in code


def test_the_add_in_watches_workbooks_and_enters_formulas_anew(add_in: Path) -> None:
    own = modules(add_in)
    assert "Private Sub ExcelApplication_WorkbookOpen(" in own["ThisWorkbook.cls"]
    assert "FormulaArray" in own["claimcheck_tools.bas"]
    assert '"claimcheck_template"' in own["claimcheck_tools.bas"]
    assert "Sub CcRibbonRefresh(" in own["claimcheck_ribbon.bas"]


def test_the_add_in_is_a_package_of_the_right_kind(add_in: Path) -> None:
    types = part(add_in, "[Content_Types].xml")
    assert "application/vnd.ms-excel.addin.macroEnabled.main+xml" in types
    assert "application/vnd.ms-office.vbaProject" in types
    workbook = targets(add_in, "xl/_rels/workbook.xml.rels")
    assert "vbaProject.bin" in workbook.values()


def test_the_button_is_related_and_calls_a_macro_that_is_there(add_in: Path) -> None:
    root = targets(add_in, "_rels/.rels")
    ribbon = root["http://schemas.microsoft.com/office/2007/relationships/ui/extensibility"]
    button = ElementTree.fromstring(part(add_in, ribbon)).find(  # noqa: S314 - our own file
        ".//{http://schemas.microsoft.com/office/2009/07/customui}button"
    )
    assert button is not None
    assert button.get("label") == "重新计算 claimcheck"
    assert f"Sub {button.get('onAction')}(" in modules(add_in)["claimcheck_ribbon.bas"]


@pytest.mark.parametrize("made", ["add_in", "with_macros"])
def test_every_target_of_a_relationship_is_there(made: str, request: pytest.FixtureRequest) -> None:
    path: Path = request.getfixturevalue(made)
    with zipfile.ZipFile(path) as package:
        names = set(package.namelist())
    assert {target.lstrip("/") for target in targets(path, "_rels/.rels").values()} <= names
    inner = targets(path, "xl/_rels/workbook.xml.rels").values()
    assert {f"xl/{target.removeprefix('/xl/')}" for target in inner} <= names


def test_no_foreign_name_is_left_in_the_add_in(add_in: Path) -> None:
    assert "<dc:creator>claimcheck</dc:creator>" in part(add_in, "docProps/core.xml")


def test_the_add_in_tells_its_version(add_in: Path, tmp_path: Path) -> None:
    assert version_of(add_in) == __version__
    damaged = tmp_path / "claimcheck.xlam"
    damaged.write_bytes(b"no add-in")
    assert version_of(damaged) is None


def test_a_workbook_with_macros_has_a_module_for_each_sheet(with_macros: Path) -> None:
    own = modules(with_macros)
    assert {"ThisWorkbook.cls", "Sheet1.cls", "Sheet2.cls", "Sheet3.cls"} <= set(own)
    assert "macroEnabled.main+xml" in part(with_macros, "[Content_Types].xml")
    for number in (1, 2, 3):
        assert f'codeName="Sheet{number}"' in part(with_macros, f"xl/worksheets/sheet{number}.xml")


def test_cells_and_formulas_are_as_before(with_macros: Path) -> None:
    book = load_workbook(with_macros, keep_vba=True)
    assert book.sheetnames == ["填报说明", "申报表", "人员花名册"]
    assert book["申报表"]["A1"].value == "=CC_ENGINE()"


def test_openpyxl_keeps_the_macros_as_they_are(with_macros: Path, tmp_path: Path) -> None:
    load_workbook(with_macros, keep_vba=True).save(tmp_path / "again.xlsm")
    assert modules(tmp_path / "again.xlsm") == modules(with_macros)


def test_the_workbook_it_is_made_from_is_not_changed(plain: Path, tmp_path: Path) -> None:
    before = hashlib.sha256(plain.read_bytes()).hexdigest()
    make_xlsm(plain, tmp_path / "made.xlsm")
    assert hashlib.sha256(plain.read_bytes()).hexdigest() == before


def test_nothing_is_left_behind_where_writing_fails(plain: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.xlsm").mkdir()
    with pytest.raises(WriteError):
        make_xlsm(plain, tmp_path / "taken.xlsm")
    assert [path.name for path in tmp_path.iterdir()] == ["taken.xlsm"]


def test_an_unknown_xlwings_is_refused_in_plain_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bridge, "_CHANGES", (("not in there", "anything"),))
    with pytest.raises(wrappers.WrapperError, match="不配套"):
        bridge.sources()
