from datetime import date
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import ON, cell, checked, claims, codes, only, save


def test_too_few_months_are_counted_and_the_gap_is_named(tmp_path: Path):
    made = claims(6)
    person = made[0].people[0]
    person.row["hired_on"] = date(2026, 1, 5)
    del person.payments[5:], person.payments[2]
    months = [payment["paid_on"].month for payment in person.payments]
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC302")
    assert finding["value"] == "4 个月"
    assert finding["expected"] == "≥ 6 个月"
    assert f"缺 2026-0{months[1] + 1}" in str(finding["message"])
    assert finding["clause"] == "ZW26 三"


def test_dates_that_hold_too_few_months_are_another_finding(tmp_path: Path):
    made = claims(6, months=7)
    person = made[0].people[0]
    person.row["left_on"] = date(2026, 4, 30)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC402")
    assert finding["cell"] == cell(SheetKind.ROSTER, "left_on", 4)
    assert finding["severity"] == "error"


@pytest.mark.parametrize(
    ("left_on", "ends"),
    [
        (date(2026, 5, 4), "入职到离职整月只有 4 个月"),
        (date(2026, 9, 4), "入职到核查之日（2026-06-30）整月只有 5 个月"),
        (None, "入职到核查之日（2026-06-30）整月只有 5 个月"),
    ],
)
def test_months_by_dates_are_told_without_any_wage_flow(tmp_path: Path, left_on, ends: str):
    chosen = rule("ZW26-8")
    made = typical(chosen, next(usable(chosen)), ON)
    made.rows[SheetKind.ROSTER][0] |= {"hired_on": date(2026, 1, 5), "left_on": left_on}
    book = tmp_path / "交通补贴.xlsx"
    plain_book(made.form, made.rows).save(book)
    found = checked(book, settings=Settings(on=date(2026, 6, 30)))
    assert ends in str(only(found, "CC402")["message"])


def test_an_unreadable_payment_that_may_be_the_missing_month_is_said_alone(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[2]["paid_on"] = "三月"
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC204", "CC503"]


def test_an_unreadable_payment_does_not_hide_that_more_is_missing(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[2]["paid_on"] = "三月"
    del made[0].people[0].payments[4:]
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC204", "CC302", "CC503"]


def test_payments_that_are_no_wages_are_not_said_to_be_outside_the_employment(tmp_path: Path):
    made = claims(6)
    for payment in made[0].people[0].payments:
        payment["memo"] = "报销差旅费"
    found = only(checked(save(tmp_path / "batch.xlsx", made)), "CC302")
    assert "入职至期末没有算作工资的入账" in str(found["message"])


@pytest.mark.parametrize(
    ("hired", "left", "months", "until"),
    [
        (date(2026, 7, 1), None, 4, f"核查之日（{ON}）"),
        (date(2026, 7, 1), date(2027, 1, 31), 4, f"核查之日（{ON}）"),
        (date(2026, 12, 5), None, 0, f"核查之日（{ON}）"),
        (date(2026, 3, 1), date(2026, 7, 31), 5, "离职"),
    ],
)
def test_where_dates_alone_count_who_has_too_few_months_is_named(
    hired: date, left: date | None, months: int, until: str, tmp_path: Path
):
    path = _travel(tmp_path, hired_on=hired, left_on=left)
    finding = only(checked(path), "CC402")
    assert f"入职到{until}整月只有 {months} 个月，要求 6 个月" in str(finding["message"])


def test_of_a_date_that_cannot_be_read_only_that_is_said(tmp_path: Path):
    assert "CC402" not in codes(checked(_travel(tmp_path, hired_on="三月")))


def _travel(folder: Path, **changed: object) -> Path:
    """A claim of ZW26-8, whose months follow from the dates, with one person changed."""
    made = typical(rule("ZW26-8"), next(usable(rule("ZW26-8"))), ON)
    made.rows[SheetKind.ROSTER][0] |= changed
    path = folder / "a.xlsx"
    plain_book(made.form, made.rows).save(path)
    return path
