from pathlib import Path

from claimcheck.forms import SheetKind
from tests.validator.books import cell, checked, claims, codes, only, save


def test_a_person_without_any_payment_gets_that_finding_alone(tmp_path: Path):
    made = claims(6)
    made[0].people[0].payments.clear()
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == ["CC301", "CC503"]
    assert only(found, "CC301")["cell"] == cell(SheetKind.ROSTER, "id_number", 4)
