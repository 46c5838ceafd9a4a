"""The functions in the cells of a real LibreOffice, with and without claimcheck."""

import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.formula import ArrayFormula

from addin import functions
from claimcheck import __version__
from tests.addin import blocks
from tests.libreoffice import LibreOffice

PEOPLE = blocks.roster(*(blocks.person(number) for number in range(6)), blocks.nobody())
FLOW = blocks.wages(*(row for number in range(6) for row in blocks.half_a_year(number)))
CLAIMS = blocks.claims(blocks.claim())
PAID = f"{blocks.area('人员花名册', PEOPLE)},{blocks.area('工资流水', FLOW)}"
FORMULAS = {
    "A1:F7": f'=CC_ROSTER("ZW26-3",{PAID})',
    "H1:J1": f'=CC_TOTAL("ZW26-3",{blocks.area("申报表", CLAIMS)},{PAID})',
    "L1:Q7": f'=CC_ROSTER("ZW26-3",{PAID},DATE(2026,12,31))',
    "S1:U1": f'=CC_TOTAL("",{blocks.area("申报表", CLAIMS)},{PAID})',
    "W1:Y1": f"=CC_TOTAL(Z99,{blocks.area('申报表', CLAIMS)},{PAID})",
}


def compute(calc: LibreOffice, folder: Path, formulas: list[str]) -> list[object]:
    """What cells with these formulas show."""
    book = Workbook()
    for row, formula in enumerate(formulas, 1):
        book.worksheets[0].cell(row, 1).value = formula
    book.save(folder / "formulas.xlsx")
    made = load_workbook(calc.recalculate(folder / "formulas.xlsx"), data_only=True)
    return [made.worksheets[0].cell(row, 1).value for row in range(1, len(formulas) + 1)]


def test_single_cells_compute(addin_calc: LibreOffice, tmp_path: Path) -> None:
    right = blocks.id_number(1)
    formulas = {
        "=CC_ENGINE()": f"claimcheck {__version__}",
        '=CC_AMOUNT("ZW26-3","headcount",12)': 40000,
        '=CC_WHY("ZW26-3","headcount",12)': functions.why("ZW26-3", "headcount", 12),
        '=CC_CLAUSE("ZW26-3")': functions.clause("ZW26-3"),
        f'=CC_ID_CHECK("{right}")&"·"': "·",
        "=CC_ID_CHECK(Z99)": "身份证号为空",
        f'=CC_AGE("{right}",DATE(2026,1,1))': 36,
        "=CC_CAPITAL(12000)": "壹万贰仟元整",
    }
    assert compute(addin_calc, tmp_path, list(formulas)) == list(formulas.values())


def test_a_failing_call_is_an_error_that_iferror_catches(
    addin_calc: LibreOffice, tmp_path: Path
) -> None:
    failing = 'CC_AMOUNT("ZW99-1","headcount",12)'
    shown = compute(
        addin_calc, tmp_path, [f"={failing}", f"=IFERROR({failing},7)", f"=SUM(1,{failing})"]
    )
    assert shown == ["#VALUE!", 7, "#VALUE!"]


def test_whole_sheets_compute_as_the_functions_do(addin_calc: LibreOffice, tmp_path: Path) -> None:
    book = Workbook()
    results = book.worksheets[0]
    for name, block in (("申报表", CLAIMS), ("人员花名册", PEOPLE), ("工资流水", FLOW)):
        sheet = book.create_sheet(name)
        for row in block:
            sheet.append(row)
    for area, formula in FORMULAS.items():
        results[area.split(":")[0]] = ArrayFormula(area, formula)
    book.save(tmp_path / "sheets.xlsx")
    made = load_workbook(addin_calc.recalculate(tmp_path / "sheets.xlsx"), data_only=True)

    def shown(area: str) -> list[list[object]]:
        cells = made.worksheets[0][area]
        return [["" if cell.value is None else cell.value for cell in row] for row in cells]

    people = functions.roster("ZW26-3", PEOPLE, FLOW)
    assert shown("A1:F7") == shown("L1:Q7") == people
    assert people[0][3] == 1.0
    assert shown("H1:J1") == shown("S1:U1") == shown("W1:Y1")
    assert shown("H1:J1") == functions.total("ZW26-3", CLAIMS, PEOPLE, FLOW)
    assert shown("H1:J1")[0][:2] == [6, 20000]


def test_without_the_add_in_the_ordinary_formula_takes_over(
    plain_calc: LibreOffice, tmp_path: Path
) -> None:
    shown = compute(plain_calc, tmp_path, ["=CC_ENGINE()", '=IFERROR(CC_ENGINE(),"公式")'])
    assert shown == ["#NAME?", "公式"]


@pytest.mark.parametrize(
    "change", [{"python": "3.7"}, {"folders": []}], ids=["another Python", "claimcheck is gone"]
)
def test_where_claimcheck_cannot_be_loaded_the_ordinary_formula_takes_over(
    addin_package: Path, tmp_path: Path, change: dict[str, object]
) -> None:
    broken = tmp_path / "broken.oxt"
    with zipfile.ZipFile(addin_package) as whole, zipfile.ZipFile(broken, "w") as changed:
        for name in whole.namelist():
            content = whole.read(name)
            if name == "settings.json":
                content = json.dumps(json.loads(content) | change).encode()
            changed.writestr(name, content)
    calc = LibreOffice(tmp_path / "profile", addin=broken)
    shown = compute(calc, tmp_path, ["=CC_ENGINE()", '=IFERROR(CC_ENGINE(),"公式")'])
    assert shown == ["#VALUE!", "公式"]
