"""More rows than a template computes: no sum, and a loud line; never a sum of some of them."""

from pathlib import Path

import fastexcel
import openpyxl
import pytest

from addin.template.build import build_template
from addin.template.layout import HEADER_ROW
from addin.template.plan import make_plan
from claimcheck.forms import SheetKind
from claimcheck.settings import Settings
from tests.addin.template.bad_values import example
from tests.addin.template.rows import Row
from tests.libreoffice import LibreOffice
from tests.validator.books import ON

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES


def _shown(path: Path, sheet: str) -> list[tuple[str | None, ...]]:
    reader = fastexcel.read_excel(path)
    frame = reader.load_sheet(sheet, header_row=None, dtypes="string").to_polars()
    return frame.rows()


@pytest.mark.parametrize(("kind", "rows"), [(ROSTER, 4), (WAGES, 29), (CLAIMS, 1)])
def test_rows_below_the_last_one_that_is_computed_stop_the_sum(
    kind: SheetKind, rows: int, tmp_path: Path, plain_calc: LibreOffice, addin_calc: LibreOffice
) -> None:
    content = example("ZW26-3")
    if kind is CLAIMS:
        content[CLAIMS].append({**content[CLAIMS][0], "claim_id": "SB-002"})
    sizes = {each: len(found) for each, found in content.items()} | {kind: rows}
    plan = make_plan("hiring", sizes[ROSTER], sizes[CLAIMS], Settings(on=ON), payments=sizes[WAGES])
    whole = tmp_path / "whole.xlsx"
    fitting = make_plan("hiring", 9, 3, Settings(on=ON), payments=60)
    whole.write_bytes(build_template(fitting, content))
    path = _pasted(tmp_path / "more.xlsx", build_template(plan, content), plan, kind, content)
    block = plan.block(CLAIMS)
    place = block.index("assessed_yuan")
    assert _shown(plain_calc.recalculate(whole), block.sheet)[HEADER_ROW][place] == "20000"
    for calc in (plain_calc, addin_calc):
        computed = calc.recalculate(path)
        row = _shown(computed, block.sheet)[HEADER_ROW]
        assert not row[place] and not row[block.index("counted_people")]
        lost, first = len(content[kind]) - rows, HEADER_ROW + rows + 1
        said = f"{plan.block(kind).sheet}第 {first} 行起有 {lost} 行没有计入"
        assert said in str(row[block.index("assessment")])
        for sheet in plan.sheets:
            assert f"！{said}" in str(_shown(computed, sheet.name)[1][0])


def _pasted(
    path: Path, template: bytes, plan: object, kind: SheetKind, content: dict[SheetKind, list[Row]]
) -> Path:
    """The template with the rows that found no room, as they are pasted."""
    path.write_bytes(template)
    book = openpyxl.load_workbook(path)
    block = plan.block(kind)  # type: ignore[attr-defined]
    for number, row in enumerate(content[kind][block.rows :], start=block.last_row + 1):
        for key, value in row.items():
            if key in block.keys:
                book[block.sheet].cell(number, block.index(key) + 1, value)
    book.save(path)
    return path
