"""What a claim states of other subsidies, held against what the ledger knows of them."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.policy import rule
from samples.books import CLAIMS, ROSTER, plain_book
from samples.typical import typical, usable

_WHO = ("name", "id_number", "phone", "bank_account")

_BOTH = """
[[readings]]
id = "R-62"
option = "B_all"
basis = "会议纪要第 1 号"
decided_on = 2026-01-15
"""


def made_for(measure):
    chosen = rule(measure)
    examples = list(usable(chosen))
    paid = next((one for one in examples if one.amount), examples[0])
    return typical(chosen, paid, date(2026, 11, 20))


@pytest.fixture
def stated(tmp_path, key_file):
    """Records people under one measure; what is said of them and paid under another."""
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file)]
    place += ["--on", "2026-11-20"]

    def book(name, made, changes):
        made.rows[CLAIMS][0] |= changes
        for person in made.rows.get(ROSTER, []):
            person["claim_id"] = made.rows[CLAIMS][0]["claim_id"]
        plain_book(made.form, made.rows).save(tmp_path / name)
        return str(tmp_path / name)

    def call(paid, claimed, *more, earlier=None, **changes):
        first, second = made_for(paid), made_for(claimed)
        for before, now in zip(first.rows[ROSTER], second.rows[ROSTER], strict=False):
            now |= {key: before[key] for key in _WHO}
        done = CliRunner().invoke(
            main, ["ledger", "record", book("先.xlsx", first, earlier or {}), *place,
                   "--accept-findings", "试用"],
        )  # fmt: skip
        assert "已登记" in done.stdout, done.output
        path = book("后.xlsx", second, {"claim_id": "SB-009"} | changes)
        words = ["validate", path, "--no-write", "--format", "json", *place, *more]
        found = json.loads(CliRunner().invoke(main, words).stdout)
        assert [one for one in found["checks"] if one["status"] == "failed"] == []
        said = [one for one in found["findings"] if one["code"] == "CC703"]
        return [one for one in said if "台账里" in one["message"]], found["claims"][0]

    return call


def test_what_was_deducted_otherwise_and_is_not_stated_stops_the_claim(stated):
    (said,), claim = stated("JY23-10a", "JY23-2")
    assert said["severity"] == "error"
    assert "所填“已领其他补贴” 0 元，而台账里本项计入的 2 人" in said["message"]
    assert "已按 JY23-10a 2026-11-20（申报 SB-001）" in said["message"]
    assert claim["assessed_yuan"] in (0, None)


def test_a_founder_who_had_the_other_grant_is_told_of(stated):
    decided = {"decided_yuan": 10_000}
    (said,), _ = stated("ZW23-15a", "ZW23-15b", earlier=decided, **decided)
    assert said["severity"] == "error"
    assert "此申报主体已按 ZW23-15a" in said["message"]
    assert said["expected"] == "10000 元"


def test_what_is_stated_as_the_ledger_has_it_is_not_asked_about(stated):
    told, _ = stated("JY23-10a", "JY23-2", already_paid_yuan=15_600)
    assert told == []


def test_more_than_the_ledger_has_is_asked_about(stated):
    (said,), _ = stated("JY23-10a", "JY23-2", already_paid_yuan=100_000)
    assert said["severity"] == "warning"


def test_where_both_are_paid_nothing_is_taken_off(stated, tmp_path):
    office = tmp_path / "单位.toml"
    office.write_text(_BOTH, encoding="utf-8")
    told, _ = stated("JY23-10a", "JY23-2", "--office", str(office))
    assert told == []


def test_deductions_of_another_year_are_not_those_of_this_one(stated):
    then = {"period_start": date(2024, 1, 1), "period_end": date(2024, 12, 31)}
    told, _ = stated("JY23-10a", "JY23-2", earlier=then)
    assert told == []


def test_sums_of_whole_claims_are_only_asked_about(stated):
    (said,), _ = stated("ZW25-4", "ZW26-3")
    assert said["severity"] == "warning"
    assert "按整项发放" in said["message"]
