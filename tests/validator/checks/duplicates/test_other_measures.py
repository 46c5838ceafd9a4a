"""People paid under one measure and claimed for under another that meets the same thing."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.policy import rule
from samples.books import CLAIMS, ROSTER, plain_book
from samples.typical import typical, usable

_IN_2026 = date(2026, 11, 20)
_WHO = ("name", "id_number", "phone", "bank_account")


def _made(measure):
    chosen = rule(measure)
    return typical(chosen, next(usable(chosen)), _IN_2026)


def _save(path, made):
    plain_book(made.form, made.rows).save(path)
    return str(path)


@pytest.fixture
def checked(tmp_path, key_file):
    """Records the people of one measure, and checks the same people under another."""
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file)]

    def call(paid, claimed, on):
        first, second = _made(paid), _made(claimed)
        for earlier, now in zip(first.rows[ROSTER], second.rows[ROSTER], strict=False):
            now |= {key: earlier[key] for key in _WHO}
        second.rows[CLAIMS][0]["claim_id"] = "SB-009"
        for person in second.rows[ROSTER]:
            person["claim_id"] = "SB-009"
        one, other = (
            _save(tmp_path / f"{made.form.type}-{name}.xlsx", made)
            for name, made in (("先", first), ("后", second))
        )
        done = CliRunner().invoke(
            main, ["ledger", "record", one, "--on", "2026-11-20", *place,
                   "--accept-findings", "只看重复"],
        )  # fmt: skip
        assert "已登记" in done.stdout, done.output
        words = ["validate", other, "--no-write", "--format", "json", "--on", on, *place]
        found = json.loads(CliRunner().invoke(main, words).stdout)
        assert [entry for entry in found["checks"] if entry["status"] == "failed"] == []
        return [entry for entry in found["findings"] if entry["code"] == "CC703"]

    return call


@pytest.mark.parametrize("on", ["2026-12-10", "2027-01-10"])
def test_a_person_paid_under_another_document_in_the_same_year_is_told_of(checked, on):
    (said,) = checked("ZW26-8", "ZW25-2", on)
    assert said["severity"] == "warning"
    assert "此人已按 ZW26-8 享受 1 次，最近一次 800 元" in said["message"]


def test_what_the_text_bars_is_not_paid_again(checked):
    said = checked("ZW25-3", "ZW25-1", "2026-12-10")
    assert said
    assert {entry["severity"] for entry in said} == {"error"}
    assert all("已按 ZW25-3 享受 1 次" in entry["message"] for entry in said)
