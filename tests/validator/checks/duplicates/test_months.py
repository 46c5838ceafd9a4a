"""Months that a text allows a person in all, over the claims of several years."""

import json
from datetime import date

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text

from claimcheck.cli import main
from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.ledger.made import batch, claim, ids, person
from validator.ledger import schema
from validator.ledger.opening import open_ledger
from validator.ledger.places import address

CLAIMS, ROSTER = SheetKind.CLAIMS, SheetKind.ROSTER

_WHO = ("name", "id_number", "phone", "bank_account")


class Office:
    """One county office with its ledger: it records claims and checks later ones."""

    def __init__(self, folder, url, key_file):
        self.folder, self.url = folder, url
        self.place = ["--ledger", url, "--key", str(key_file)]
        self.people = []

    def claims(self, measure, *wanted):
        """Rows of claims for the same people: period and what is changed in each person."""
        chosen = rule(measure)
        made = typical(
            chosen, next(one for one in usable(chosen) if one.amount), date(2026, 11, 20)
        )
        self.people = self.people or [
            {key: person[key] for key in _WHO} for person in made.rows[ROSTER]
        ]
        claims, roster = [], []
        for number, start, end, changes in wanted:
            own = {"claim_id": f"SB-{number:03d}"}
            dates = {"period_start": start, "period_end": end, "claimed_yuan": 100 + number}
            claims.append(made.rows[CLAIMS][0] | own | dates)
            roster += [
                person | who | own | changes
                for person, who in zip(made.rows[ROSTER], self.people, strict=False)
            ]
        path = self.folder / f"{measure}-{wanted[0][0]}.xlsx"
        plain_book(made.form, made.rows | {CLAIMS: claims, ROSTER: roster}).save(path)
        return str(path)

    def record(self, path, on="2025-12-20"):
        done = CliRunner().invoke(
            main, ["ledger", "record", path, "--on", on, "--accept-findings", "试用", *self.place]
        )
        assert "已登记" in done.stdout, done.output

    def check(self, path, *more, on="2026-12-20"):
        call = ["validate", path, "--no-write", "--format", "json", "--on", on, *self.place, *more]
        found = json.loads(CliRunner().invoke(main, call).stdout)
        assert [one for one in found["checks"] if one["status"] == "failed"] == []
        return found


@pytest.fixture
def office(tmp_path, key_file):
    return Office(tmp_path, str(tmp_path / "台账.sqlite"), key_file)


def first_year(number=1, **changes):
    return (number, date(2025, 1, 1), date(2025, 12, 31), changes)


def second_year(number=2, **changes):
    return (number, date(2026, 1, 1), date(2026, 12, 31), changes)


def said(found, code):
    """The severities of a code's findings, and the first of its messages."""
    those = [one for one in found["findings"] if one["code"] == code]
    return {one["severity"] for one in those}, those[0]["message"] if those else ""


def sums(found):
    return [claim["assessed_yuan"] for claim in found["claims"]]


def test_months_that_the_ledger_has_are_not_paid_again(office):
    office.record(office.claims("JF24-4a", first_year(contribution_months=6)))
    found = office.check(office.claims("JF24-4a", second_year(contribution_months=12)))
    severities, message = said(found, "CC603")
    assert severities == {"error"}
    assert "申报 SB-001（2025-12-20 登记）6 个月" in message
    assert "每人合计最多 12 个月（“实际缴纳不超过1年”），还剩 6 个月" in message
    assert "本次计 12 个月，超过 6 个月" in message
    assert sums(found) == [0]


def test_what_is_left_is_paid_where_the_months_before_are_stated(office):
    office.record(office.claims("JF24-4a", first_year(contribution_months=6)))
    changes = {"contribution_months": 12, "earlier_months": 6}
    found = office.check(office.claims("JF24-4a", second_year(**changes)))
    severities, message = said(found, "CC603")
    assert severities == {"info"}
    assert "与台账相符" in message
    assert sums(found) == [5 * 900 * 6]


def test_months_stated_otherwise_are_asked_about_where_no_sum_rests_on_them(office):
    office.record(office.claims("JF24-4a", first_year(contribution_months=6)))
    fewer = office.check(office.claims("JF24-4a", second_year(contribution_months=6)))
    assert said(fewer, "CC603")[0] == {"warning"}
    assert "比台账少 6 个月" in said(fewer, "CC603")[1]
    assert sums(fewer) == [5 * 900 * 6]
    changes = {"contribution_months": 6, "earlier_months": 9}
    more = office.check(office.claims("JF24-4a", second_year(**changes)))
    assert said(more, "CC603")[0] == {"warning"}
    assert "比台账多 3 个月" in said(more, "CC603")[1]


def test_nobody_is_told_of_months_whom_the_ledger_does_not_know(office):
    office.record(office.claims("JF24-4a", first_year(contribution_months=6)))
    others = zip(office.people, ids(len(office.people), seed=9), strict=True)
    office.people = [who | {"id_number": number} for who, number in others]
    found = office.check(office.claims("JF24-4a", second_year(contribution_months=12)))
    assert said(found, "CC603")[0] == set()
    assert sums(found) == [5 * 900 * 12]


def test_three_years_of_deductions_add_up_over_three_claims(office):
    for number, year in ((1, 2024), (2, 2025)):
        own = (number, date(year, 1, 1), date(year, 12, 31), {"earlier_months": 12 * (number - 1)})
        office.record(office.claims("JY23-2", own), on=f"{year}-12-20")
    third = {"deduction_months": 12, "earlier_months": 24}
    found = office.check(office.claims("JY23-2", second_year(3, **third)))
    assert said(found, "CC603")[0] == {"info"}
    fourth = {"deduction_months": 12, "earlier_months": 12}
    office.record(office.claims("JY23-2", second_year(3, **third)), on="2026-12-20")
    later = (4, date(2027, 1, 1), date(2027, 12, 31), fourth)
    found = office.check(office.claims("JY23-2", later), on="2027-12-20")
    severities, message = said(found, "CC603")
    assert severities == {"error"}
    assert "台账共 36 个月" in message
    assert "还剩 0 个月" in message


def test_a_year_that_is_deducted_whole_is_not_deducted_twice(office, tmp_path):
    settings = tmp_path / "单位.toml"
    settings.write_text(
        '[[readings]]\nid = "R-61"\noption = "B_full_year"\nbasis = "会议纪要"\n'
        "decided_on = 2026-01-15\n",
        encoding="utf-8",
    )
    office.record(office.claims("JY23-2", first_year(deduction_months=6)))
    claim = office.claims("JY23-2", second_year(deduction_months=6))
    assert said(office.check(claim), "CC603")[0] == {"warning"}
    severities, message = said(office.check(claim, "--office", str(settings)), "CC603")
    assert severities == {"error"}
    assert "按以前的月数计算金额较少" in message


def test_what_is_paid_once_stays_barred_and_tells_its_months(office):
    office.record(office.claims("ZW23-6", first_year(contribution_months=6)))
    changes = {"contribution_months": 3, "earlier_months": 6}
    found = office.check(office.claims("ZW23-6", second_year(**changes)))
    severities, message = said(found, "CC603")
    assert severities == {"error"}
    assert "一次性享受不超过 1 次；台账共 6 个月" in message


def test_an_older_ledger_goes_on_and_tells_that_it_has_no_months(url, key_file, tmp_path):
    office = Office(tmp_path, url, key_file)
    book = office.claims("JF24-4a", second_year(contribution_months=12))
    someone = office.people[0]["id_number"]
    with open_ledger(url, key_file=key_file) as ledger:
        before = claim(measure="JF24-4a", type="insurance", amount_fen=540_000)
        ledger.record(batch((before, [person(someone)])))
    as_version_2(url)
    found = office.check(book)
    severities, message = said(found, "CC603")
    assert severities == {"error"}, "twelve months and one at the least are too many"
    assert "没有记下月数" in message
    assert "台账至少共 1 个月" in message
    changes = {"contribution_months": 12, "earlier_months": 6}
    severities, message = said(
        office.check(office.claims("JF24-4a", second_year(**changes))), "CC603"
    )
    assert severities == {"warning"}
    assert "台账无从核对" in message
    whole = CliRunner().invoke(main, ["ledger", "verify", *office.place])
    assert whole.exit_code == 0, whole.output
    with open_ledger(url, key_file=key_file) as ledger, ledger.reading() as connection:
        assert schema.noted(connection, "schema_version") == str(schema.VERSION)


def test_months_that_were_changed_in_the_ledger_are_missed(url, key_file, tmp_path):
    office = Office(tmp_path, url, key_file)
    office.record(office.claims("JF24-4a", first_year(contribution_months=6)))
    change(url, "UPDATE entries SET months = 1")
    assert CliRunner().invoke(main, ["ledger", "verify", *office.place]).exit_code == 1


def as_version_2(url):
    """Take the months out of a ledger, as older versions made it."""
    change(url, "ALTER TABLE entries DROP COLUMN months",
           "UPDATE meta SET value = '2' WHERE key = 'schema_version'")  # fmt: skip


def change(url, *statements):
    """Change a ledger behind our back."""
    engine = create_engine(address(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_claims_of_one_run_for_one_period_after_another_are_both_paid(office):
    second = second_year(contribution_months=6, earlier_months=6)
    found = office.check(office.claims("JF24-4a", first_year(contribution_months=6), second))
    assert said(found, "CC602")[0] == set()
    assert said(found, "CC608")[0] == set()
    assert sums(found) == [27_000, 27_000]


def test_of_two_claims_that_are_too_many_months_the_later_waits(office):
    second = second_year(contribution_months=12)
    found = office.check(office.claims("JF24-4a", first_year(contribution_months=6), second))
    severities, message = said(found, "CC608")
    assert severities == {"error"}
    assert "本批以前期间的申报 SB-001 6 个月，合计 6 个月" in message
    assert "本次计 12 个月，超过 6 个月" in message
    assert sums(found) == [27_000, 0]


def test_months_not_stated_that_cost_nothing_are_only_told(office):
    second = second_year(contribution_months=6)
    found = office.check(office.claims("JF24-4a", first_year(contribution_months=6), second))
    assert said(found, "CC608")[0] == {"warning"}
    assert sums(found) == [27_000, 27_000]


def test_months_of_the_ledger_and_of_the_run_are_one_sum(office):
    office.record(office.claims("JF24-4a", first_year(contribution_months=4)))
    spring = (2, date(2026, 1, 1), date(2026, 6, 30), {})
    autumn = (3, date(2026, 7, 1), date(2026, 12, 31), {})
    for one in (spring, autumn):
        one[3].update(contribution_months=5, earlier_months=4)
    found = office.check(office.claims("JF24-4a", spring, autumn))
    severities, message = said(found, "CC608")
    assert severities == {"error"}
    assert "申报 SB-002 5 个月，台账 4 个月，合计 9 个月" in message
    assert "本次计 5 个月，超过 2 个月" in message
    assert sums(found) == [5 * 900 * 5, 0]


def test_claims_for_the_same_months_are_still_one_person_in_two_claims(office):
    found = office.check(
        office.claims(
            "JF24-4a", second_year(1, contribution_months=4), second_year(2, contribution_months=5)
        )
    )
    assert said(found, "CC602")[0] == {"error"}
    assert sums(found) == [0, 0]
