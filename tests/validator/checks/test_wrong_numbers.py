from datetime import date
from pathlib import Path

import pytest

from tests.validator.books import checked, claims, only, save


def test_a_number_in_a_cell_of_dates_is_not_guessed_and_the_format_is_to_be_changed(
    tmp_path: Path,
):
    made = claims(5)
    made[0].row["claimed_yuan"] = date(1903, 4, 14)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC205")
    assert "把单元格格式改为“数值”" in str(finding["fix"])


@pytest.mark.parametrize("amount", ["99999999999999元", "3100.123456789012", "123456789012.5"])
def test_a_sum_that_cannot_be_read_is_shown_in_full(tmp_path: Path, amount: str):
    made = claims(6)
    made[0].people[0].payments[0]["amount_yuan"] = amount
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC205")
    assert f"“{amount}”不是最多两位小数的金额" in str(finding["message"])
    assert finding["value"] == amount


def test_a_number_of_a_person_in_a_column_of_sums_stays_hidden(tmp_path: Path):
    made = claims(6)
    made[0].people[0].payments[0]["amount_yuan"] = "640598199001011231"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC205")
    assert finding["value"] == "640598********1231"
    assert "19900101" not in str(finding["message"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("0.4829", "0.4829 万元是 4829 元"), ("1.23456", "1.23456 万元是 12345.6 元")],
)
def test_a_wage_in_ten_thousands_is_answered_with_what_it_is_in_yuan(
    tmp_path: Path, typed: str, meant: str
):
    made = claims(6)
    made[0].people[0].payments[0]["amount_yuan"] = typed
    assert meant in str(only(checked(save(tmp_path / "a.xlsx", made)), "CC205")["fix"])
