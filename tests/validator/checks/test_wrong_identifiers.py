from pathlib import Path

from claimcheck.forms import SheetKind
from tests.validator.books import cell, checked, claims, codes, only, save


def test_a_wrong_check_digit_is_said_with_the_right_one(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = "640598199001011230"
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC201")
    assert finding["cell"] == cell(SheetKind.ROSTER, "id_number", 4)
    assert "现为“…1230”，按前 17 位应以“" in str(finding["message"])
    assert finding["value"] == "640598********1230"


def test_payments_to_one_wrong_number_are_one_finding(tmp_path: Path):
    made = claims(6)
    for payment in made[0].people[0].payments:
        payment["id_number"] = "64059819900101"
    found = checked(save(tmp_path / "a.xlsx", made))
    finding = only(found, "CC201")
    assert finding["cell"] == cell(SheetKind.WAGES, "id_number", 4)
    assert [place["cell"] for place in finding["related"]] == [f"A{row}" for row in range(5, 11)]
    assert "CC301" not in codes(found), "the payments are there, under a wrong number"


def test_an_id_in_a_number_cell_is_reported_even_if_its_check_digit_is_right(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = 640598198501030784  # a float holds it exactly
    made[0].people[0].payments.clear()
    found = checked(save(tmp_path / "a.xlsx", made))
    assert only(found, "CC202")["cell"] == cell(SheetKind.ROSTER, "id_number", 4)
    assert codes(found) == ["CC202", "CC503"]


def test_an_id_copied_as_it_was_shown_is_a_number_that_lost_digits(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["id_number"] = "6.40598E+17"
    made[0].people[0].payments.clear()
    assert only(checked(save(tmp_path / "a.xlsx", made)), "CC202")["cell"] == cell(
        SheetKind.ROSTER, "id_number", 4
    )


def test_an_apostrophe_before_a_number_is_said_to_be_one(tmp_path: Path):
    made = claims(6)
    for mark, person in zip("'’‘", made[0].people, strict=False):
        person.row["id_number"] = f"{mark}{person.row['id_number']}"
        person.payments.clear()
    made[0].row["applicant_code"] = f"’{made[0].row['applicant_code']}"
    found = checked(save(tmp_path / "a.xlsx", made)).findings
    told = found.filter(found["code"].is_in(["CC201", "CC203"]))["message"].to_list()
    assert len(told) == 4
    assert all("开头多了一个撇号，请删去，只留 18 位号码" in text for text in told)
