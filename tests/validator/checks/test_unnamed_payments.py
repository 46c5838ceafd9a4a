from pathlib import Path

from claimcheck.forms import SheetKind
from tests.validator.books import cell, checked, claims, codes, only, save

WAGES = SheetKind.WAGES


def test_a_payment_without_a_name_into_the_persons_own_account_is_his(tmp_path: Path):
    made = claims(6)
    made[0].people[0].payments[0]["name"] = None
    found = checked(save(tmp_path / "a.xlsx", made))
    assert codes(found) == ["CC206"]
    finding = only(found, "CC206")
    assert (finding["severity"], finding["cell"]) == ("info", cell(WAGES, "name", 4))
    assert "收款账号与花名册第 4 行的银行账号相同，视为本人" in str(finding["message"])


def test_a_payment_without_a_name_into_another_account_must_be_named(tmp_path: Path):
    made = claims(6)
    made[0].people[0].payments[0] |= {"name": None, "payee_account": None}
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC206")
    assert finding["severity"] == "error"


def test_a_payment_without_a_number_names_the_row_whose_account_it_went_to(tmp_path: Path):
    made = claims(6)
    made[0].people[1].payments[0]["id_number"] = None
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC206")
    assert finding["severity"] == "error"
    assert "花名册第 5 行的银行账号相同，可能是此人的工资" in str(finding["message"])
    assert finding["fix"] == "请核实后补填此人的身份证号。"


def test_an_account_that_two_share_ties_to_neither(tmp_path: Path):
    made = claims(6)
    one, other = made[0].people[:2]
    other.row["bank_account"] = one.row["bank_account"]
    one.payments[0]["id_number"] = None
    finding = only(checked(save(tmp_path / "a.xlsx", made)), "CC206")
    assert "可能是此人" not in str(finding["message"])


def test_payments_tied_by_account_alone_may_be_the_missing_months(tmp_path: Path):
    made = claims(6, months=6)
    for payment in made[0].people[0].payments:
        payment |= {"id_number": None, "name": None}
    assert "CC301" not in codes(checked(save(tmp_path / "a.xlsx", made)))
