from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, checked, codes, only

#: Said of drafts, windows and other documents, whatever the columns.
_OF_THE_TEXT = {"CC701", "CC702", "CC703", "CC704", "CC705", "CC706"}


def example(measure: str, path: Path, change: Callable[[Workbook], None]) -> Path:
    """A typical claim of a measure, in a plain workbook with headings in row 3."""
    made = typical(rule(measure), next(usable(rule(measure))), ON)
    book = plain_book(made.form, made.rows)
    change(book)
    book.save(path)
    return path


def without(sheet: str, *headings: str) -> Callable[[Workbook], None]:
    def drop(book: Workbook) -> None:
        for heading in headings:
            place = next(cell.column for cell in book[sheet][3] if cell.value == heading)
            book[sheet].delete_cols(place)

    return drop


@pytest.mark.parametrize(
    ("measure", "heading"),
    [
        ("ZW23-22", "参保起月"),
        ("ZW23-22", "参保止月"),
        ("ZW26-8", "合同起"),
        ("ZW23-26", "合同止"),
        ("JF24-7", "户主身份证号"),
    ],
)
def test_an_absent_evidence_column_is_said_once_and_nothing_follows_from_it(
    tmp_path: Path, measure: str, heading: str
):
    path = example(measure, tmp_path / "a.xlsx", without("人员花名册", heading))
    found = checked(path)
    assert set(codes(found)) - _OF_THE_TEXT == {"CC103"}
    finding = only(found, "CC103")
    assert finding["column"] == heading
    assert f"没有找到列“{heading}”，核对 {measure} 须有此列" in str(finding["message"])
    assert found.claims["verdict"].to_list() == ["flagged"]
    assert found.claims["amount_fen"].to_list() == [None]


def test_an_absent_column_of_the_claims_sheet_is_said_once(tmp_path: Path):
    book = typical(rule("ZW23-9a"), next(usable(rule("ZW23-9a"))), ON)
    sheet = book.form.sheet(SheetKind.CLAIMS)
    assert sheet is not None
    heading = sheet.column("is_recognised").header
    path = example("ZW23-9a", tmp_path / "a.xlsx", without("申报表", heading))
    found = checked(path)
    assert only(found, "CC103")["column"] == heading
    assert "CC206" not in codes(found)


def test_nobody_needs_a_column_for_the_day_of_leaving(tmp_path: Path):
    path = example("ZW26-8", tmp_path / "a.xlsx", without("人员花名册", "离职日期"))
    assert "CC103" not in codes(checked(path))


def test_the_checks_that_could_not_run_for_want_of_a_column_say_so(tmp_path: Path):
    path = example("ZW23-22", tmp_path / "a.xlsx", without("人员花名册", "参保起月"))
    ran = {item.code: item for item in checked(path).checks}
    assert (ran["CC405"].status, ran["CC405"].why) == (
        "skipped", "没有可以核算的申报：缺少核对所需的列",
    )  # fmt: skip
