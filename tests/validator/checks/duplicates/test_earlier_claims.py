"""Claims held against the ledger of earlier ones."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.forms import SheetKind
from claimcheck.policy import rule
from claimcheck.policy.model import Example
from samples.books import plain_book
from samples.typical import typical, usable
from tests.validator.books import claims, save

ON = ["--on", "2026-11-20"]

_PER_BATCH = """
[[readings]]
id = "R-08"
option = "B_per_batch"
basis = "区就业中心会议纪要第 1 号"
decided_on = 2026-01-15
"""


@pytest.fixture
def again(tmp_path, key_file):
    """Records twelve people of an applicant, and checks ten more of the same applicant."""
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file), *ON]
    (first,) = claims(12)
    batch = save(tmp_path / "第1批.xlsx", [first])
    assert CliRunner().invoke(main, ["ledger", "record", str(batch), *place]).exit_code == 0
    same = ("applicant", "applicant_code", "county")

    def call(earlier, claimed, *more):
        (second,) = claims(10, seed=8)
        second.row |= {key: first.row[key] for key in same}
        second.row |= {"earlier_headcount": earlier, "claimed_yuan": claimed}
        for person in second.people:
            person.row["employer"] = first.row["applicant"]
            for payment in person.payments:
                payment["payer"] = first.row["applicant"]
        book = save(tmp_path / "第2批.xlsx", [second])
        call = ["validate", str(book), "--no-write", "--format", "json", *place, *more]
        found = json.loads(CliRunner().invoke(main, call).stdout)
        said = [entry for entry in found["findings"] if entry["code"] == "CC603"]
        return said, found["claims"][0]["assessed_yuan"]

    return call


def test_a_further_batch_gets_the_difference_where_the_earlier_people_are_named(again):
    (said,), assessed = again(12, 20_000)
    assert said["severity"] == "warning"
    assert "只补差额" in said["message"]
    assert assessed == 20_000


@pytest.mark.parametrize("earlier", [None, 0, 1, 31])
def test_earlier_people_that_do_not_fit_the_ledger_stop_the_claim(again, earlier):
    (said,), assessed = again(earlier, 20_000)
    assert said["severity"] == "error"
    assert "此前已计人数" in said["fix"]
    assert assessed == 0


def test_where_each_batch_is_paid_by_itself_the_ledger_does_not_stop_another(again, tmp_path):
    office = tmp_path / "单位.toml"
    office.write_text(_PER_BATCH, encoding="utf-8")
    said, assessed = again(12, 20_000, "--office", str(office))
    assert (said, assessed) == ([], 20_000)


def test_a_workshop_that_grows_gets_the_difference_where_the_steps_reckon_it(tmp_path, key_file):
    place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file), *ON]

    def workshop(name, heads, **cells):
        on = date(2026, 11, 20)
        example = Example(facts={"headcount": heads}, amount=20_000)
        made = typical(rule("ZW25-4"), example, on, seed=heads)
        firm = {"applicant": "甲帮扶车间", "applicant_code": "91640500MA75XYAK5N"}
        claim = made.rows[SheetKind.CLAIMS][0] | firm | cells
        book = plain_book(made.form, made.rows | {SheetKind.CLAIMS: [claim]})
        book.save(tmp_path / name)
        return str(tmp_path / name)

    kind = {"applicant_kind": "就业帮扶车间"}
    first = workshop("第1批.xlsx", 5, **kind)
    assert CliRunner().invoke(main, ["ledger", "record", first, *place]).exit_code == 0
    second = workshop("第2批.xlsx", 6, earlier_headcount=5, **kind)
    call = ["validate", second, "--no-write", "--format", "json", *place]
    found = json.loads(CliRunner().invoke(main, call).stdout)
    said = [entry for entry in found["findings"] if entry["code"] == "CC603"]
    firms = [entry for entry in said if entry["sheet"] == "申报表"]
    assert [entry["severity"] for entry in firms] == ["warning"]
    assert "只补差额" in firms[0]["message"]
    assert found["claims"][0]["assessed_yuan"] == 20_000


@pytest.fixture
def after(tmp_path, key_file):
    """Records a claim of a measure, and checks another one of the same applicant."""

    def book(number, measure, changes):
        on = date(2023, 11, 20)
        made = typical(rule(measure), next(usable(rule(measure))), on)
        made.rows[SheetKind.CLAIMS][0] |= {"claim_id": f"SB-{number}"} | changes
        for person in made.rows.get(SheetKind.ROSTER, []):
            person["claim_id"] = f"SB-{number}"
        path = tmp_path / f"{number}.xlsx"
        plain_book(made.form, made.rows).save(path)
        return str(path)

    def call(first, second, **changes):
        place = ["--ledger", str(tmp_path / "台账.sqlite"), "--key", str(key_file)]
        place += ["--on", "2023-11-20"]
        recorded = CliRunner().invoke(main, ["ledger", "record", book(1, first, {}), *place])
        assert recorded.exit_code == 0
        path = book(2, second, {"period_start": date(2022, 1, 1)} | changes)
        command = ["validate", path, "--no-write", "--format", "json", *place]
        return json.loads(CliRunner().invoke(main, command).stdout)

    return call


def test_people_who_had_something_that_overlaps_are_told_of(after):
    found = after("ZW23-26", "ZW23-7")
    assert [one for one in found["checks"] if one["status"] == "failed"] == []
    said = [one for one in found["findings"] if one["code"] == "CC703"]
    assert {one["severity"] for one in said} == {"warning"}
    messages = [one["message"] for one in said]
    assert any("此人已按 ZW23-26 享受 1 次，最近一次 整项 3000 元" in one for one in messages)


def test_what_one_person_had_is_said_of_that_person(after):
    found = after("ZW23-22", "ZW23-22")
    (said,) = [one for one in found["findings"] if one["code"] == "CC603"]
    assert "最近一次 1000 元" in said["message"]


def test_a_facility_is_paid_once_whatever_period_is_written(after):
    found = after("ZW23-9a", "ZW23-9a")
    (said,) = [one for one in found["findings"] if one["code"] == "CC603"]
    assert (said["severity"], found["claims"][0]["assessed_yuan"]) == ("error", 0)
    assert "此场所已按 ZW23-9a 享受 1 次，最近一次 600000 元" in said["message"]


def test_a_facility_of_another_name_is_asked_about(after):
    found = after("ZW23-9b", "ZW23-9b", applicant="中卫市河滨零工驿站")
    (said,) = [one for one in found["findings"] if one["code"] == "CC603"]
    assert (said["severity"], found["claims"][0]["assessed_yuan"]) == ("warning", 150_000)
    assert "是不是同一场所" in said["fix"]
    assert "此申报主体已按 ZW23-9b" in said["message"]
