from datetime import date
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from tests.validator.books import cell, checked, claims, codes, only, save

CLAIMS, ROSTER, WAGES = SheetKind.CLAIMS, SheetKind.ROSTER, SheetKind.WAGES


def test_an_honest_claim_has_no_findings(tmp_path: Path):
    found = checked(save(tmp_path / "a.xlsx", claims(5, 11)))
    assert codes(found) == []
    assert found.claims["verdict"].to_list() == ["passed", "passed"]
    assert found.exit_status == 0


def test_a_wrong_check_digit_is_said_with_the_right_one(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = "640598199001011230"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC201")
    assert finding["cell"] == cell(ROSTER, "id_number", 4)
    assert "现为“…1230”，按前 17 位应以“" in str(finding["message"])
    assert finding["value"] == "640598********1230"


def test_payments_to_one_wrong_number_are_one_finding(tmp_path: Path):
    made = claims(6)
    for payment in made[0].people[0].payments:
        payment["id_number"] = "64059819900101"
    found = checked(save(tmp_path / "a.xlsx", made))
    finding = only(found, "CC201")
    assert finding["cell"] == cell(WAGES, "id_number", 4)
    assert [place["cell"] for place in finding["related"]] == [f"A{row}" for row in range(5, 11)]
    assert "CC301" not in codes(found), "the payments are there, under a wrong number"


def test_an_id_in_a_number_cell_is_reported_even_if_its_check_digit_is_right(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = 640598198501030784  # a float holds it exactly
    made[0].people[0].payments.clear()
    found = checked(save(tmp_path / "a.xlsx", made))
    assert only(found, "CC202")["cell"] == cell(ROSTER, "id_number", 4)
    assert codes(found) == ["CC202", "CC503"]


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("hired_on", "2026-02-30", "CC204"),
        ("left_on", date(2025, 1, 1), "CC204"),
        ("contract_end", "长期", "CC204"),
        ("monthly_wage_yuan", "三千", "CC205"),
        ("monthly_wage_yuan", -1, "CC205"),
        ("name", None, "CC206"),
        ("id_number", None, "CC206"),
        ("category", "困难户", "CC209"),
        ("claim_id", "SB-099", "CC209"),
    ],
)
def test_a_wrong_cell_of_the_roster_is_found_where_it_is(
    tmp_path: Path, key: str, value: object, code: str
):
    made = claims(6)
    made[0].people[0].row[key] = value
    found = checked(save(tmp_path / "a.xlsx", made))
    assert only(found, code)["cell"] == cell(ROSTER, key, 4)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("claimed_yuan", "两万", "CC205"),
        ("claimed_people", 5.5, "CC205"),
        ("period_end", date(2025, 1, 1), "CC204"),
        ("measure", "ZW99-1", "CC209"),
        ("county", "银川", "CC209"),
        ("applicant_code", None, "CC206"),
    ],
)
def test_a_wrong_cell_of_a_claim_is_found_and_nothing_is_concluded_from_it(
    tmp_path: Path, key: str, value: object, code: str
):
    made = claims(5)
    made[0].row[key] = value
    found = checked(save(tmp_path / "a.xlsx", made))
    assert only(found, code)["cell"] == cell(CLAIMS, key, 4)
    assert codes(found) == [code]


def test_a_slip_in_an_option_is_answered_with_the_option_meant(tmp_path: Path):
    made = claims(5)
    made[0].row["county"] = "沙坡头"
    assert "是否应为“沙坡头区”" in str(
        only(checked(save(tmp_path / "a.xlsx", made)), "CC209")["fix"]
    )


def test_a_claim_number_used_twice_is_found(tmp_path: Path):
    made = claims(5, 6)
    made[1].row["claim_id"] = "SB-001"
    found = checked(save(tmp_path / "a.xlsx", made))
    assert only(found, "CC609")["cell"] == "A5"


def test_a_number_in_a_cell_of_dates_is_not_guessed_and_the_format_is_to_be_changed(
    tmp_path: Path,
):
    made = claims(5)
    made[0].row["claimed_yuan"] = date(1903, 4, 14)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC205")
    assert "把单元格格式改为“数值”" in str(finding["fix"])


def test_an_end_before_its_start_asks_to_look_at_both_dates(tmp_path: Path):
    made = claims(6)
    made[0].row["period_end"] = date(2025, 1, 1)
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC204")
    assert finding["fix"] == "请核对期间起和期间止，更正填错的一个。"


@pytest.mark.parametrize("word", ["长期", "无固定期限", "至今"])
def test_an_end_that_is_still_open_is_to_be_left_empty(tmp_path: Path, word: str):
    made = claims(6)
    made[0].people[0].row["contract_end"] = word
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC204")
    assert finding["fix"] == "没有结束日期的请留空。"


def test_a_month_that_may_be_january_or_october_is_not_guessed(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["contract_start"] = "2026.1"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC204")
    assert "分不清是 1 月还是 10 月" in str(finding["message"])


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


def test_an_id_copied_as_it_was_shown_is_a_number_that_lost_digits(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = "6.40598E+17"
    made[0].people[0].payments.clear()
    assert only(checked(save(tmp_path / "a.xlsx", made)), "CC202")["cell"] == cell(
        ROSTER, "id_number", 4
    )


def test_a_cell_of_thousands_of_characters_is_quoted_in_part(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["category"] = "长" * 30_000
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC209")
    assert len(str(finding["message"])) < 600
    assert len(str(finding["value"])) == 60


def test_a_number_typed_where_the_measure_belongs_stays_hidden(tmp_path: Path):
    made = claims(6)
    made[0].row["measure"] = "640598199001011230"
    found = checked(save(tmp_path / "a.xlsx", made))
    assert found.claims["measure"].to_list() == ["640598********1230"]
