"""Facilities and applicants that are paid once, however many claims they hand in."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.forms import SheetKind, form
from claimcheck.settings import Settings
from samples.books import plain_book
from tests.validator.books import ON, checked

PARK = {
    "measure": "ZW26-7",
    "applicant": "某某孵化园",
    "applicant_code": "91640500MA75XYAK5N",
    "applicant_kind": "其他",
    "county": "沙坡头区",
    "period_start": date(2026, 1, 1),
    "period_end": date(2026, 10, 31),
    "is_recognised": True,
}
LARGE = {"new_entities": 100, "jobs_created": 200, "claimed_yuan": 500_000}
SMALL = {"new_entities": 50, "jobs_created": 100, "claimed_yuan": 300_000}


def book(path, *rows, kind="incubator"):
    numbered = [
        {"claim_id": f"SB-{number:03d}"} | PARK | row for number, row in enumerate(rows, start=1)
    ]
    plain_book(form(kind), {SheetKind.CLAIMS: numbered}).save(path)
    return path


@pytest.fixture
def both(tmp_path):
    """The codes of too many claims, and the assessed sums, of two claims handed in together."""

    def call(first, second, **settings):
        path = book(tmp_path / "申报.xlsx", first, second)
        found = checked(path, settings=Settings(on=ON, **settings))
        codes = [code for code in found.findings["code"] if code in ("CC608", "CC609")]
        return codes, found.claims["amount_fen"].to_list()

    return call


def test_a_facility_that_claims_twice_in_a_year_is_paid_for_neither_until_that_is_settled(both):
    assert both(LARGE, SMALL) == (["CC608", "CC608"], [0, 0])


def test_two_facilities_of_one_operator_are_paid_each(both):
    other = SMALL | {"applicant": "某某返乡创业基地"}
    assert both(LARGE, other) == ([], [50_000_000, 30_000_000])


def test_a_name_typed_with_blanks_is_the_same_facility(both):
    codes, _ = both(LARGE, SMALL | {"applicant": "某某 孵化园"})
    assert codes == ["CC608", "CC608"]


def test_a_claim_that_pays_nothing_takes_no_turn(both):
    codes, sums = both(LARGE, SMALL | {"new_entities": 9})
    assert codes == []
    assert sums == [50_000_000, 0]


def test_the_same_claim_twice_is_said_to_be_that_alone(both):
    assert both(LARGE, LARGE)[0] == ["CC609"]


def test_what_a_text_gives_each_year_is_paid_in_each_of_two_years(both):
    earlier = SMALL | {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    assert "CC608" not in both(LARGE, earlier)[0]


def test_what_a_text_gives_once_is_not_given_again_in_another_year(tmp_path):
    base = {
        "measure": "JY23-16",
        "county": "泾源县",
        "level": "国家级",
        "is_newly_recognised": True,
        "claimed_yuan": 2_000_000,
    }
    earlier = base | {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
    found = checked(book(tmp_path / "申报.xlsx", base, earlier))
    assert found.findings["code"].to_list().count("CC608") == 2


def test_the_ledger_knows_a_facility_that_was_paid_this_year(tmp_path, key_file):
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file)]
    place += ["--on", "2026-11-20"]
    first = book(tmp_path / "第1批.xlsx", LARGE)
    assert CliRunner().invoke(main, ["ledger", "record", str(first), *place]).exit_code == 0

    def assessed(row):
        path = book(tmp_path / "第2批.xlsx", row)
        call = ["validate", str(path), "--no-write", "--format", "json", *place]
        found = json.loads(CliRunner().invoke(main, call).stdout)
        said = [entry["message"] for entry in found["findings"] if entry["code"] == "CC603"]
        return said, found["claims"][0]["assessed_yuan"]

    (said,), sum_ = assessed(SMALL)
    assert "此场所已按 ZW26-7 享受 1 次" in said
    assert sum_ == 0
    (asked,), paid = assessed(SMALL | {"applicant": "某某返乡创业基地"})
    assert "此申报主体已按 ZW26-7 享受 1 次" in asked
    assert paid == 300_000
