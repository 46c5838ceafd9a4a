"""Kinds of workbooks that people hand in, each made again by hand."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind, form, forms
from tests.validator.books import cell as cell_of
from tests.validator.books import checked, claims, codes, only, save, told
from validator.output.csv import as_csv
from validator.output.json import as_json
from validator.reading import limits
from validator.reading.applicant import read_applicant
from validator.reading.numbers import column_letters
from validator.reading.oddities import without_value
from validator.reading.sheet_part import Found
from validator.reading.unreadable import UnreadableError
from validator.reading.workbook import read_workbook

INVISIBLE = "\u200b\u200d\u200e\u202a\u202c\u2060\ufeff\xad"
ROSTER, WAGES = "人员花名册", "工资流水"


def changed(tmp_path: Path, change: Callable[[Workbook], None]) -> Path:
    return save(tmp_path / "申报.xlsx", claims(5), change)


@pytest.mark.parametrize("unseen", INVISIBLE, ids=lambda one: f"U+{ord(one):04X}")
def test_what_nobody_sees_changes_nothing(unseen: str, tmp_path: Path):
    def sprinkle(book: Workbook) -> None:
        for page in book:
            for row in page.iter_rows(min_row=3):
                for cell in row:
                    if isinstance(cell.value, str):
                        cell.value = f"{cell.value[:2]}{unseen}{cell.value[2:]}{unseen}"

    clean = checked(save(tmp_path / "clean.xlsx", claims(5)))
    found = checked(changed(tmp_path, sprinkle))
    assert codes(found) == codes(clean)
    assert found.claims["headcount"].to_list() == [5]
    assert found.claims["amount_fen"].to_list() == clean.claims["amount_fen"].to_list()


def second_amounts(head: str, *values: object) -> Callable[[Workbook], None]:
    """One more column of amounts at the end of the wage flow."""

    def add(book: Workbook) -> None:
        page = book[WAGES]
        place = page.max_column + 1
        page.cell(3, place, head)
        own = next(cell.column for cell in page[3] if cell.value == "入账金额（元）")
        for row in range(4, page.max_row + 1):
            said = values[0] if values else page.cell(row, own).value
            page.cell(row, place, said)

    return add


def test_two_columns_of_one_heading_that_differ_block_and_both_are_named(tmp_path: Path):
    found = only(checked(changed(tmp_path, second_amounts("入账金额（元）", 900))), "CC103")
    assert found["severity"] == "error"
    assert "D 列和 I 列都是“入账金额（元）”，有 35 行内容不同（如第 4 行）" in str(found["message"])


def test_two_columns_of_one_heading_that_agree_or_of_which_one_is_empty_are_one(tmp_path: Path):
    for change in (second_amounts("入账金额（元）"), second_amounts("入账金额（元）", None)):
        assert codes(checked(changed(tmp_path, change))) == []


def test_of_two_columns_of_one_heading_the_filled_one_is_read(tmp_path: Path):
    def swap(book: Workbook) -> None:
        second_amounts("入账金额（元）")(book)
        page = book[WAGES]
        own = next(cell.column for cell in page[3] if cell.value == "入账金额（元）")
        for row in range(4, page.max_row + 1):
            page.cell(row, own).value = None

    found = checked(changed(tmp_path, swap))
    assert codes(found) == []
    assert found.claims["headcount"].to_list() == [5]


def test_formulas_without_a_saved_result_block_and_are_not_called_saved(tmp_path: Path):
    def compute(book: Workbook) -> None:
        book[ROSTER]["I4"] = "=3000+700"  # openpyxl saves no result

    found = only(checked(changed(tmp_path, compute)), "CC108")
    assert found["severity"] == "error"
    assert "1 格公式没有保存结果" in str(found["message"])
    assert "上次保存" not in str(found["message"])


def with_errors(cells: dict[str, str], sheet: str = ROSTER) -> Callable[[Workbook], None]:
    """Errors for values, as Excel keeps them of a formula that went wrong."""

    def change(book: Workbook) -> None:
        for place, error in cells.items():
            book[sheet][place] = error
            book[sheet][place].data_type = "e"

    return change


def test_cells_that_show_an_error_are_named_one_by_one(tmp_path: Path):
    change = with_errors({"I5": "#REF!", "I7": "#N/A", "O6": "#DIV/0!"})
    found = told(checked(changed(tmp_path, change))).filter(pl.col("code") == "CC108")
    assert found["severity"].to_list() == ["error", "error"]
    assert found["cell"].to_list() == ["I5", "O6"]
    said = " ".join(found["message"])
    assert "“合同止”列有出错的单元格：I5 #REF!、I7 #N/A，读不到内容" in said
    assert "O6 #DIV/0!" in said


def test_many_cells_with_errors_are_counted_and_the_first_are_named(tmp_path: Path):
    change = with_errors({f"F{row}": "#VALUE!" for row in range(4, 20)}, WAGES)
    said = str(only(checked(changed(tmp_path, change)), "CC108")["message"])
    assert "F4 #VALUE!、F5 #VALUE!、F6 #VALUE!、F7 #VALUE!、F8 #VALUE! 等 16 格" in said


def test_a_row_that_holds_errors_alone_is_not_passed_over(tmp_path: Path):
    sheet = form("hiring").sheet(SheetKind.ROSTER)
    assert sheet is not None
    cells = {cell_of(SheetKind.ROSTER, column.key, 6): "#N/A" for column in sheet.inputs}
    found = checked(changed(tmp_path, with_errors(cells)))
    assert found.inputs[0].sheets[SheetKind.ROSTER].frame.height == 4
    assert "error" in found.findings.filter(pl.col("code") == "CC108")["severity"].to_list()


def test_formulas_filled_down_below_the_table_are_a_reminder(tmp_path: Path):
    found = checked(changed(tmp_path, with_errors({"D30": "#N/A", "D31": "#N/A"})))
    finding = only(found, "CC108")
    assert (finding["severity"], finding["cell"]) == ("warning", "D30")
    assert found.claims["headcount"].to_list() == [5]


def test_an_error_is_found_in_a_large_part_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(limits, "SEARCHED_BYTES", 10)
    found = checked(changed(tmp_path, with_errors({"I5": "#REF!"})))
    assert only(found, "CC108")["cell"] == "I5"


def test_an_error_that_a_reader_gives_as_an_empty_text_is_found(tmp_path: Path):
    read = read_workbook(changed(tmp_path, lambda _: None), forms(), lambda _: None)
    roster = read.sheets[SheetKind.ROSTER]
    assert roster.headers is not None
    letters = {place: column_letters(place) for place in roster.headers.positions.values()}
    raw = pl.DataFrame({letter: [""] * 9 for letter in letters.values()})
    found = Found(errors={"I": {5: "#REF!"}})
    (odd,) = without_value(roster.sheet, ROSTER, roster.headers, raw, pl.Series([4, 5]), found)
    assert (odd.letter, odd.row, odd.severity) == ("I", 5, "error")


@pytest.mark.parametrize(
    "change", [with_errors({"I5": "#REF!"}), lambda book: book[ROSTER].__setitem__("I4", "=1+1")]
)
def test_a_batch_takes_no_workbook_of_which_cells_cannot_be_read(
    change: Callable[[Workbook], None], tmp_path: Path
):
    with pytest.raises(UnreadableError, match=r"人员花名册：“合同止”列有.*读不到内容。请"):
        read_applicant(changed(tmp_path, change))


def test_a_formula_whose_result_is_an_empty_text_has_one(tmp_path: Path):
    def compute(book: Workbook) -> None:
        book[ROSTER]["O4"] = '=IF(1=1,"","x")'

    path = changed(tmp_path, compute)
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            # As Excel writes it once it was computed.
            target.writestr(name, re.sub(rb'<c r="O4"([^>]*)>', rb'<c r="O4"\1 t="str">', content))
    assert "error" not in checked(path).findings["severity"].to_list()


PERMITS = ("H12345678", "C08765432", "12345678", "E87654321", "640598960115311")


def test_numbers_of_other_documents_are_hidden_because_of_their_column(tmp_path: Path):
    def permits(book: Workbook) -> None:
        page = book[ROSTER]
        own = next(cell.column for cell in page[3] if cell.value == "身份证号")
        for row, number in enumerate(PERMITS, 4):
            page.cell(row, own).value = number
        category = next(cell.column for cell in page[3] if cell.value == "人员类别")
        page.cell(4, category).value = f"港澳{PERMITS[0]}居民"

    path = changed(tmp_path, permits)
    found = checked(path)
    shown = as_json(found.printable) + as_csv(found.printable)
    assert [number for number in PERMITS if number in shown] == []
    full = as_json(checked(path, unmask=True))
    assert [number for number in PERMITS if number not in full] == []


@pytest.mark.parametrize("word", ["合　计", "合计", "总 计：", "小计", "共计"])
def test_a_line_of_sums_that_counts_people_is_no_person(word: str, tmp_path: Path):
    def total(book: Workbook) -> None:
        page = book[ROSTER]
        row = page.max_row + 1
        wage = next(cell.column for cell in page[3] if cell.value == "月工资（元）")
        page.cell(row, 1, word)
        page.cell(row, 2, "5人")
        page.cell(row, wage, 18500)

    found = checked(changed(tmp_path, total))
    assert codes(found) == []
    assert found.inputs[0].sheets[SheetKind.ROSTER].frame.height == 5


@pytest.mark.parametrize(("number", "severity"), [(20260520, None), (20261340, "error")])
def test_a_date_in_digits_in_a_cell_with_a_format_of_dates_is_that_date(
    number: int, severity: str | None, tmp_path: Path
):
    def digits(book: Workbook) -> None:
        cell = book[WAGES]["C8"]
        cell.value, cell.number_format = number, "yyyy-mm-dd"

    found = checked(changed(tmp_path, digits))
    if severity is None:
        days = found.inputs[0].sheets[SheetKind.WAGES].frame["paid_on"]
        assert "2026-05-20" in days.cast(str).to_list()
        assert "CC204" not in codes(found)
    else:
        said = only(found, "CC204")
        assert said["severity"] == severity
        assert said["value"] == str(number)
