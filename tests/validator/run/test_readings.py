"""What an office has chosen to read, from the cells of a workbook to the sum."""

from pathlib import Path

from claimcheck.forms import SheetKind, asked, form, whole_form
from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON
from validator.run.validate import Validation, run_validation

PRO_RATA = Settings(readings={"R-64": "B_pro_rata"}, on=ON)
MONTHS = {"study_months": 5, "school_year_months": 10}


def student_aid(path: Path, settings: Settings, *, with_months: bool) -> Validation:
    """One student who was at school for half of the school year."""
    chosen = rule("JY23-12c")
    made = typical(chosen, next(usable(chosen)), ON)
    made.rows[SheetKind.ROSTER][0] |= MONTHS
    columns = form("student")
    if with_months:
        columns = asked(whole_form("student"), frozenset(MONTHS))
    plain_book(columns, made.rows).save(path)
    return run_validation([path], settings)


def test_the_columns_of_a_chosen_reading_are_read_and_computed_with(tmp_path: Path):
    found = student_aid(tmp_path / "a.xlsx", PRO_RATA, with_months=True)
    assert found.claims["amount_fen"].to_list() == [200_000]


def test_without_the_reading_the_same_columns_change_nothing(tmp_path: Path):
    found = student_aid(tmp_path / "a.xlsx", Settings(on=ON), with_months=True)
    assert found.claims["amount_fen"].to_list() == [400_000]
    assert "CC103" not in set(found.findings["code"])


def test_a_workbook_without_the_columns_of_a_chosen_reading_is_told_which(tmp_path: Path):
    found = student_aid(tmp_path / "a.xlsx", PRO_RATA, with_months=False)
    assert found.claims["outcome"].to_list() != ["amount"]
    said = found.findings.filter(found.findings["code"] == "CC103")["message"].to_list()
    assert len(said) == 2
    assert "在学月数" in "".join(said)
    assert "学年月数" in "".join(said)
