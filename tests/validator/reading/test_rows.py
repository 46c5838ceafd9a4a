from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind, form
from tests.validator.books import checked, claims, codes, only, save
from validator.reading.numbers import column_letters
from validator.reading.results import WorkbookRead
from validator.reading.workbook import read_workbook

ROSTER = SheetKind.ROSTER
SHEETS = {sheet.kind: sheet.name for sheet in form("hiring").sheets}


def with_cells(sheet: str, cells: dict[str, object]) -> Callable[[Workbook], None]:
    def change(book: Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place] = value

    return change


def read(path: Path) -> WorkbookRead:
    return read_workbook(path, {"hiring": form("hiring")}, lambda _: None)


@pytest.mark.parametrize("place", ["B30", "C9", "A40"])
def test_a_single_cell_below_the_table_is_no_row(tmp_path: Path, place: str):
    path = save(
        tmp_path / "a.xlsx", claims(5), with_cells("人员花名册", {place: "以上人员已经核实无误"})
    )
    found = checked(path)
    assert codes(found) == ["CC107"]
    finding = only(found, "CC107")
    assert (finding["cell"], finding["severity"]) == (place, "warning")
    assert f"第 {place[1:]} 行在表格下面" in str(finding["message"])


def test_a_sum_below_the_wages_is_no_payment(tmp_path: Path):
    rows = 3 + 5 * 7
    path = save(
        tmp_path / "a.xlsx", claims(5), with_cells("工资流水", {f"D{rows + 1}": 123_456.78})
    )
    assert codes(checked(path)) == ["CC107"]


def test_a_name_alone_directly_below_is_somebody_and_after_a_gap_is_not(tmp_path: Path):
    near = save(tmp_path / "a.xlsx", claims(5), with_cells("人员花名册", {"B9": "马龙"}))
    far = save(tmp_path / "b.xlsx", claims(5), with_cells("人员花名册", {"B12": "马龙"}))
    assert read(near).sheets[ROSTER].frame.height == 6
    assert read(far).sheets[ROSTER].frame.height == 5
    assert codes(checked(far)) == ["CC107"]


def test_a_person_with_a_number_is_somebody_however_far_below(tmp_path: Path):
    path = save(
        tmp_path / "a.xlsx", claims(5), with_cells("人员花名册", {"C30": "640598199001011230"})
    )
    assert read(path).sheets[ROSTER].frame.height == 6
    assert "CC206" in codes(checked(path))


def test_a_cell_far_to_the_right_and_below_is_named(tmp_path: Path):
    path = save(tmp_path / "a.xlsx", claims(5), with_cells("人员花名册", {"Z90": "底稿"}))
    finding = only(checked(path), "CC107")
    assert (finding["cell"], finding["severity"]) == ("Z90", "info")


def test_totals_and_signatures_are_nothing_to_speak_of_wherever_they_stand(tmp_path: Path):
    cells = {"A9": "合计", "H9": "5 人", "Z9": "（大写）", "B11": "制表人：马龙", "Z11": "2026年"}
    path = save(tmp_path / "a.xlsx", claims(5), with_cells("人员花名册", cells))
    assert codes(checked(path)) == []


def test_a_table_of_which_every_row_is_almost_empty_is_a_table(tmp_path: Path):
    sheet = form("hiring").sheet(ROSTER)
    assert sheet is not None
    last = column_letters(len(sheet.inputs) - 1)

    def empty(book: Workbook) -> None:
        for row in book["人员花名册"][f"A4:{last}8"]:
            for cell in row[1:]:
                cell.value = None

    path = save(tmp_path / "a.xlsx", claims(5), empty)
    assert read(path).sheets[ROSTER].frame.height == 5
