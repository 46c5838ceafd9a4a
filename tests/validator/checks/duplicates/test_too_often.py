"""Claimants and facilities that claim, or were paid, more often than the text allows."""

import json
from copy import deepcopy
from datetime import date

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.policy import rule
from samples.books import CLAIMS, plain_book
from samples.typical import typical, usable

_ON = date(2026, 12, 20)
_LAST_YEAR = {"period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31)}
_CODES = ("CC603", "CC608", "CC609")


def _made(measure, claim_id="SB-001", **cells):
    chosen = rule(measure)
    made = deepcopy(typical(chosen, next(usable(chosen)), _ON))
    made.rows[CLAIMS][0] |= {"claim_id": claim_id, **cells}
    return made


@pytest.fixture
def office(tmp_path, key_file):
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file), "--on", str(_ON)]

    class Office:
        def save(self, name, *several):
            rows = {kind: [row for made in several for row in made.rows[kind]]
                    for kind in several[0].rows}  # fmt: skip
            plain_book(several[0].form, rows).save(tmp_path / name)
            return str(tmp_path / name)

        def record(self, *several):
            done = CliRunner().invoke(main, ["ledger", "record", self.save("先.xlsx", *several),
                                             *place])  # fmt: skip
            assert done.exit_code == 0, done.output

        def check(self, *several):
            """What is said of too many claims, and the sum of each claim in yuan."""
            words = ["validate", self.save("后.xlsx", *several), "--no-write", "--format", "json"]
            found = json.loads(CliRunner().invoke(main, [*words, *place]).stdout)
            said = [entry for entry in found["findings"] if entry["code"] in _CODES]
            return said, [claim["assessed_yuan"] for claim in found["claims"]]

    return Office()


@pytest.mark.parametrize("measure", ["ZW26-6b", "ZW26-7"])
def test_a_facility_paid_this_year_is_not_paid_again(office, measure):
    office.record(_made(measure))
    (said,), sums = office.check(_made(measure, "SB-002", period_end=date(2026, 11, 30)))
    assert (said["code"], said["severity"], sums) == ("CC603", "error", [0])
    assert f"此场所已按 {measure} 享受 1 次" in said["message"]


def test_the_facility_s_name_may_be_spelt_another_way(office):
    office.record(_made("ZW26-6b", applicant="中宁县(东关)零工驿站"))
    again = _made("ZW26-6b", "SB-002", applicant="中宁县（东关） 零工驿站", claimed_yuan=79_999)
    (said,), _ = office.check(again)
    assert (said["code"], said["severity"]) == ("CC603", "error")


@pytest.mark.parametrize(("measure", "sum_"), [("ZW26-6b", 80_000), ("ZW26-7", 50_000)])
def test_another_facility_of_the_operator_is_paid_and_told_of(office, measure, sum_):
    office.record(_made(measure, applicant="东关零工驿站"))
    (said,), sums = office.check(_made(measure, "SB-002", applicant="西关零工驿站"))
    assert (said["code"], said["severity"], sums) == ("CC603", "warning", [sum_])
    assert f"此申报主体已按 {measure} 享受 1 次" in said["message"]
    assert "请核对是不是同一场所" in said["fix"]


def test_next_year_the_facility_is_paid_again(office):
    office.record(_made("ZW25-6b", **_LAST_YEAR))
    assert office.check(_made("ZW25-6b", "SB-002")) == ([], [80_000])


@pytest.mark.parametrize(
    ("measure", "who"),
    [("ZW26-6b", "此场所"), ("ZW26-7", "此场所"), ("ZW23-24", "此申报主体")],
)
def test_two_claims_of_one_batch_for_one_payment_are_both_held(office, measure, who):
    other = _made(measure, "SB-002", period_end=date(2026, 11, 30))
    said, sums = office.check(_made(measure), other)
    assert [(entry["code"], entry["severity"]) for entry in said] == [("CC608", "error")] * 2
    assert all(f"{who}按 {measure} 在本批申报了 2 次" in entry["message"] for entry in said)
    assert sums == [0, 0]


def test_in_one_batch_too_a_name_typed_with_blanks_is_the_same_facility(office):
    said, _ = office.check(
        _made("ZW26-7", applicant="某某孵化园"),
        _made("ZW26-7", "SB-002", applicant="某某 孵化园", claimed_yuan=40_000),
    )
    assert [entry["code"] for entry in said] == ["CC608", "CC608"]


def test_a_claim_that_pays_nothing_takes_no_turn(office):
    too_few = _made("ZW26-7", "SB-002", new_entities=9, claimed_yuan=40_000)
    assert office.check(_made("ZW26-7"), too_few) == ([], [50_000, 0])


def test_claims_for_different_years_or_facilities_are_not_too_many(office):
    said, sums = office.check(
        _made("ZW25-6b", applicant="东关零工驿站"),
        _made("ZW25-6b", "SB-002", applicant="西关零工驿站"),
        _made("ZW25-6b", "SB-003", applicant="东关零工驿站", **_LAST_YEAR),
    )
    assert (said, sums) == ([], [80_000] * 3)


def test_what_a_text_gives_once_is_not_given_again_in_another_year(office):
    said, _ = office.check(_made("JY23-16"), _made("JY23-16", "SB-002", **_LAST_YEAR))
    assert [entry["code"] for entry in said] == ["CC608", "CC608"]


def test_the_same_claim_handed_in_twice_is_said_as_that_alone(office):
    said, _ = office.check(_made("ZW26-7"), _made("ZW26-7", "SB-002"))
    assert [entry["code"] for entry in said] == ["CC609"]
