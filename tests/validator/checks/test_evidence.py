from datetime import date, timedelta
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind, form
from claimcheck.policy import rule
from claimcheck.settings import Settings
from samples.books import plain_book
from samples.honest import Person, Row
from samples.typical import typical, usable
from tests.validator.books import ON, cell, checked, claims, codes, only, save, told

ROSTER, WAGES = SheetKind.ROSTER, SheetKind.WAGES


def test_a_person_without_any_payment_gets_that_finding_alone(tmp_path: Path):
    made = claims(6)
    made[0].people[0].payments.clear()
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == ["CC301", "CC503"]
    assert only(found, "CC301")["cell"] == cell(ROSTER, "id_number", 4)


def test_payments_that_are_no_wages_are_not_said_to_be_outside_the_employment(tmp_path: Path):
    made = claims(6)
    for payment in made[0].people[0].payments:
        payment["memo"] = "报销差旅费"
    found = only(checked(save(tmp_path / "batch.xlsx", made)), "CC302")
    assert "入职至期末没有算作工资的入账" in str(found["message"])


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


@pytest.mark.parametrize(
    ("wage", "expected"), [(2999, ["CC302", "CC304", "CC503"]), (3000, []), (3001, [])]
)
def test_a_month_of_2999_does_not_count_and_3000_does(
    tmp_path: Path, wage: int, expected: list[str]
):
    made = claims(6, months=6)
    made[0].people[0].payments[3]["amount_yuan"] = wage
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == expected


def test_a_low_month_that_makes_the_person_fail_is_an_error(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[3]["amount_yuan"] = 2999
    assert only(checked(save(tmp_path / "a.xlsx", made)), "CC304")["severity"] == "error"


def test_a_low_month_beside_six_good_ones_is_a_reminder(tmp_path: Path):
    made = claims(6, months=7)
    made[0].people[0].payments[3]["amount_yuan"] = 2999
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == ["CC304"]
    assert only(found, "CC304")["severity"] == "warning"
    assert only(found, "CC304")["cell"] == cell(WAGES, "amount_yuan", 7)
    assert found.exit_status == 0


def test_two_payments_of_a_month_add_up(tmp_path: Path):
    made = claims(6, months=6)
    payments = made[0].people[0].payments
    payments[3]["amount_yuan"] = 1500
    payments.append({**payments[3], "reference": "LS9"})
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == []


def test_dates_that_hold_too_few_months_are_another_finding(tmp_path: Path):
    made = claims(6, months=7)
    person = made[0].people[0]
    person.row["left_on"] = date(2026, 4, 30)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC402")
    assert finding["cell"] == cell(ROSTER, "left_on", 4)
    assert finding["severity"] == "error"


def test_an_unreadable_payment_that_may_be_the_missing_month_is_said_alone(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[2]["paid_on"] = "三月"
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC204", "CC503"]


def test_an_unreadable_payment_does_not_hide_that_more_is_missing(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[2]["paid_on"] = "三月"
    del made[0].people[0].payments[4:]
    assert codes(checked(save(tmp_path / "a.xlsx", made))) == ["CC204", "CC302", "CC503"]


def test_under_the_average_reading_a_low_month_is_no_finding(tmp_path: Path):
    made = claims(6, months=6)
    made[0].people[0].payments[3]["amount_yuan"] = 2999
    average = Settings(readings={"R-05": "B_average"}, on=ON)
    assert codes(checked(save(tmp_path / "a.xlsx", made), settings=average)) == []


def test_under_the_average_reading_a_low_average_is_an_error(tmp_path: Path):
    made = claims(6, months=6)
    for payment in made[0].people[0].payments:
        payment["amount_yuan"] = 2900
    average = Settings(readings={"R-05": "B_average"}, on=ON)
    found = checked(save(tmp_path / "a.xlsx", made), settings=average)
    assert codes(found) == ["CC304", "CC503"]
    assert only(found, "CC304")["severity"] == "error"


def test_where_one_low_month_disqualifies_it_is_an_error(tmp_path: Path):
    made = claims(6, months=7)
    made[0].people[0].payments[3]["amount_yuan"] = 2999
    strict = Settings(readings={"R-76": "B_disqualifies"}, on=ON)
    found = checked(save(tmp_path / "a.xlsx", made), settings=strict)
    assert codes(found) == ["CC304", "CC503"]
    assert only(found, "CC304")["severity"] == "error"


def test_where_one_low_month_disqualifies_it_is_an_error_in_any_stint(tmp_path: Path):
    made = claims(6, months=7)
    person = made[0].people[0]
    person.payments[6]["amount_yuan"] = 2999
    last = person.payments[6]["paid_on"]
    again = person.row | {"hired_on": last.replace(day=1), "left_on": None}
    person.row["left_on"] = last.replace(day=1) - timedelta(1)
    made[0].people.insert(1, Person(again, []))
    strict = Settings(readings={"R-76": "B_disqualifies"}, on=ON)
    finding = only(checked(save(tmp_path / "a.xlsx", made), settings=strict), "CC304")
    assert finding["severity"] == "error"
    assert finding["cell"] == cell(WAGES, "amount_yuan", 4 + 6)


def placed_twice(*low: int) -> dict[SheetKind, list[Row]]:
    """A claim of ZW25-3 whose first person has two stints; the pay of these months is too low."""
    made = typical(rule("ZW25-3"), next(usable(rule("ZW25-3"))), ON).rows
    person = made[ROSTER][0]
    person |= {"hired_on": date(2026, 1, 1), "left_on": date(2026, 3, 31)}
    again = {"hired_on": date(2026, 5, 1), "left_on": date(2026, 8, 31)}
    made[ROSTER].insert(1, person | again)
    made[WAGES] = [
        {
            "id_number": person["id_number"],
            "name": person["name"],
            "paid_on": date(2026, month, 15),
            "amount_yuan": 100 if month in low else 5000,
            "payer": person["employer"],
            "payee_account": person["bank_account"],
            "reference": f"LW{month:08d}",
            "memo": "工资",
        }
        for month in (1, 2, 3, 5, 6, 7, 8)
    ]
    return made


@pytest.mark.parametrize(
    ("low", "severities"),
    [((6,), ["warning"]), ((2, 6), ["warning"] * 2), ((1, 2, 3, 5, 6), ["error"] * 2)],
)
def test_low_months_of_later_stints_are_told_too(
    tmp_path: Path, low: tuple[int, ...], severities: list[str]
):
    path = tmp_path / "a.xlsx"
    plain_book(form("broker"), placed_twice(*low)).save(path)
    found = told(checked(path)).filter(code="CC304")
    assert found["severity"].to_list() == severities
