"""Waivers: one code, one county or applicant, a reason, an end date; named in every report."""

import json
from datetime import date, timedelta

import pytest
from openpyxl import load_workbook

from tests.validator.supervision.made import Office, of, standings


def until() -> str:
    """Sixty days from the day of the call, for a run may go on past midnight."""
    return (date.today() + timedelta(days=60)).isoformat()


def waive(office: Office, *arguments: str, code: str = "CC302"):
    said = ("--until", until(), "--reason", "银行系统升级", "--reviewer", "局长")
    return office.review("waive", code, *said, *arguments)


def county_of(office: Office, place: int) -> str:
    return office.claims[place].row["county"]


def test_a_waiver_lets_through_its_code_in_its_county(office: Office):
    result = waive(office, "--county", county_of(office, 0))
    assert result.exit_code == 0, result.output
    found = office.checked()
    (row,) = of(found, "CC302").to_dicts()
    assert (row["standing"], row["let_through"], row["decided_by"]) == ("waived", True, "局长")
    assert standings(found)["waived"] == 1, "other codes are untouched"


def test_a_waiver_of_another_county_does_nothing(office: Office):
    waive(office, "--county", "泾源县")
    assert "waived" not in standings(office.checked())


def test_a_waiver_for_an_applicant_holds_for_its_claims_only(office: Office):
    code = office.claims[0].row["applicant_code"]
    waive(office, "--applicant", code)
    assert standings(office.checked())["waived"] == 1
    assert waive(office, "--applicant", code, code="CC403").exit_code == 0
    assert standings(office.checked())["waived"] == 1, "CC403 is another applicant's"


def test_a_waiver_is_printed_in_every_report_that_uses_it(office: Office):
    waive(office, "--county", county_of(office, 0))
    shown = office.validate("--no-write").stdout
    assert "适用豁免第 1 号：CC302" in shown
    assert "银行系统升级" in shown
    made = json.loads(office.validate("--no-write", "--format", "json").stdout)
    assert [one["code"] for one in made["waivers"]] == ["CC302"]
    page = office.validate("--no-write", "--format", "html").stdout
    assert "银行系统升级" in page
    office.validate()
    cells = [str(cell.value) for row in load_workbook(office.workbook)["总览"] for cell in row]
    assert any("银行系统升级" in text for text in cells)


def test_a_waiver_that_is_not_used_is_not_printed(office: Office):
    waive(office, "--county", "泾源县")
    assert "豁免" not in office.validate("--no-write").stdout


def test_a_waiver_ends_with_its_day(office: Office):
    waive(office, "--county", county_of(office, 0))
    late = office.checked(date.today() + timedelta(days=61))
    assert "waived" not in standings(late)


def test_a_waiver_may_be_ended_before(office: Office):
    waive(office, "--county", county_of(office, 0))
    assert office.review("unwaive", "1").exit_code == 2, "who and why are asked for"
    ended = office.review("unwaive", "1", "--reason", "已恢复", "--reviewer", "局长")
    assert ended.exit_code == 0
    assert "waived" not in standings(office.checked())
    again = office.review("unwaive", "1", "--reason", "已恢复", "--reviewer", "局长")
    assert again.exit_code == 2
    assert "没有第 1 号豁免" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["CC101", "--county", "中宁县", "--reason", "甲", "--reviewer", "乙"], "不能豁免"),
        (["CC302", "--reason", "甲", "--reviewer", "乙"], "两者选一"),
        (["CC302", "--county", "中宁县", "--reviewer", "乙"], "必须写明理由"),
        (["CC302", "--county", "中宁县", "--reason", "甲"], "写明批准人"),
        (["CC302", "--applicant", "123", "--reason", "甲", "--reviewer", "乙"], "号码有误"),
        (["CC302", "--county", "火星", "--reason", "甲", "--reviewer", "乙"], "没有县区“火星”"),
        (["CC999", "--county", "中宁县", "--reason", "甲", "--reviewer", "乙"], "没有编号"),
    ],
)
def test_a_waiver_lacking_something_is_refused(office: Office, arguments: list[str], said: str):
    result = office.review("waive", *arguments, "--until", until())
    assert result.exit_code == 2
    assert said in result.stderr


def test_a_persons_number_is_not_kept_in_a_waiver(office: Office):
    number = office.claims[0].people[0].row["id_number"]
    assert waive(office, "--applicant", number).exit_code == 0
    assert number not in office.review("status").stdout
