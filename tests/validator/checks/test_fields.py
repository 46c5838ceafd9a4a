from datetime import date
from pathlib import Path

import pytest

from claimcheck.forms import SheetKind
from tests.validator.books import cell, checked, claims, codes, only, save


def test_an_honest_claim_has_no_findings(tmp_path: Path):
    found = checked(save(tmp_path / "a.xlsx", claims(5, 11)))
    assert codes(found) == []
    assert found.claims["verdict"].to_list() == ["passed", "passed"]
    assert found.exit_status == 0


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
    assert only(found, code)["cell"] == cell(SheetKind.ROSTER, key, 4)


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
    assert only(found, code)["cell"] == cell(SheetKind.CLAIMS, key, 4)
    assert codes(found) == [code]


def test_a_claim_number_used_twice_is_found(tmp_path: Path):
    made = claims(5, 6)
    made[1].row["claim_id"] = "SB-001"
    found = checked(save(tmp_path / "a.xlsx", made))
    assert only(found, "CC609")["cell"] == "A5"
