"""One calculation from bare facts."""

import json
from datetime import date

import pytest
from click.testing import CliRunner

from claimcheck.calculation import calculate, read_facts, result
from claimcheck.cli import main
from claimcheck.errors import FactError
from claimcheck.policy import rule
from claimcheck.settings import Settings


def calculated(measure: str, readings=None, **entered):
    chosen = rule(measure)
    settings = Settings(readings=readings or {}, on=date(2026, 6, 30))
    return result(calculate(chosen, read_facts(chosen, entered), settings))


def run(*arguments: str, **options):
    return CliRunner().invoke(main, ["calc", *arguments], **options)


def test_twelve_people_give_forty_thousand():
    found = calculated("ZW26-3", headcount=12)
    assert (found["outcome"], found["amount"], found["flags"]) == ("amount", 40_000, ["draft"])


def test_a_failed_condition_gives_nothing_and_says_why():
    found = calculated("ZW26-3", headcount=12, months_employed=5)
    assert (found["outcome"], found["amount"]) == ("ineligible", 0)
    failed = [reason["fact"] for reason in found["reasons"] if not reason["met"]]
    assert "months_employed" in failed
    assert "只有 5 个月" in found["reason"]


def test_missing_facts_make_it_incomplete():
    found = calculated("ZW26-3")
    assert (found["outcome"], found["amount"]) == ("incomplete", None)
    assert [reason["fact"] for reason in found["reasons"]] == ["headcount"]


def test_an_empty_entry_counts_as_missing():
    assert calculated("ZW26-3", headcount=" ")["outcome"] == "incomplete"


def test_unknown_facts_are_refused():
    with pytest.raises(FactError, match="heads"):
        calculated("ZW26-3", heads=12)


def test_the_command_prints_json():
    done = run("ZW26-3", "headcount=12", "--reading", "R-05=B_average", "--json")
    found = json.loads(done.output)
    assert done.exit_code == 0
    assert found["amount"] == 40_000
    chosen = next(entry for entry in found["readings"] if entry["id"] == "R-05")
    assert (chosen["chosen"], chosen["by"]) == ("B_average", "command")


def test_the_command_reads_facts_from_standard_input():
    done = run("ZW26-3", "--facts", "-", "--json", input='{"headcount": 31}')
    assert json.loads(done.output)["amount"] == 80_000


def test_the_command_speaks_to_people():
    done = run("ZW26-3", "headcount=12", "--on", "2027-01-01")
    assert "40,000.00 元（人民币肆万元整）" in done.output
    assert "已过政策期限" in done.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["ZW26-99"],
        ["ZW26-3", "headcount"],
        ["ZW26-3", "headcount=-1"],
        ["ZW26-3", "--reading", "R-05=C"],
        ["ZW26-3", "--facts", "missing.json"],
    ],
)
def test_a_wrong_call_is_one_chinese_message_and_status_2(arguments):
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Traceback" not in done.output + done.stderr
    assert done.stderr.strip().count("\n") == 0


@pytest.mark.parametrize("text", ["[]", '{"headcount": [1]}', "{"])
def test_facts_that_are_no_object_are_refused(text):
    done = run("ZW26-3", "--facts", "-", input=text)
    assert done.exit_code == 2


def test_numbers_that_contradict_each_other_are_refused():
    with pytest.raises(FactError, match=r"headcount.*group_size"):
        calculated("ZW25-5b", group_size=12, headcount=13, fare_yuan=200)


def test_a_fact_that_the_measure_does_not_take_is_refused_even_if_known():
    with pytest.raises(FactError, match="decided_yuan"):
        calculated("ZW26-3", headcount=12, decided_yuan=5)


def test_a_measure_is_found_in_small_letters():
    assert calculated("zw26-3", headcount=12)["amount"] == 40_000


@pytest.mark.parametrize("twice", [["headcount=1", "headcount=2"], ["--reading", "foo"]])
def test_what_is_written_twice_or_otherwise_is_named(twice):
    done = run("ZW26-3", *twice)
    assert done.exit_code == 2
    assert "每个" in done.stderr


def test_operators_are_put_into_words():
    done = run("ZW26-3", "headcount=4", "category=脱贫人口")
    assert "要求属于 就业困难人员" in done.output
    assert ">=" not in done.output


REFUND = {
    "applicant_kind": "小微企业",
    "insured_staff": "31人",
    "employer_premium_yuan": "1万元",
    "employee_premium_yuan": 10_000,
}


def refund(**entered):
    pairs = [f"{key}={value}" for key, value in {**REFUND, **entered}.items()]
    return json.loads(run("ZW23-24", *pairs, "--json").output)


def test_a_bare_fraction_that_changes_the_outcome_is_flagged_with_both_readings():
    found = refund(layoff_rate_percent="0.3")
    assert (found["outcome"], found["amount"]) == ("amount", 12_000)
    assert "unit_doubt" in found["flags"]
    (doubt,) = found["unit_doubts"]
    assert (doubt["fact"], doubt["read_as"], doubt["may_be"]) == (
        "layoff_rate_percent", "0.3%", "30%",
    )  # fmt: skip
    assert (doubt["other_outcome"], doubt["other_amount"]) == ("ineligible", 0)


@pytest.mark.parametrize("rate", ["0.3%", "0.3％", "0.04", "0.055", "5.5%", "0"])
def test_a_share_that_is_clear_or_changes_nothing_is_not_flagged(rate: str):
    found = refund(layoff_rate_percent=rate)
    assert (found["amount"], found["unit_doubts"]) == (12_000, [])
    assert "unit_doubt" not in found["flags"]


def test_a_share_just_over_the_bound_when_read_otherwise_is_flagged():
    assert refund(layoff_rate_percent="0.055")["unit_doubts"] == []
    assert refund(layoff_rate_percent="0.0551")["unit_doubts"][0]["may_be"] == "5.51%"


def test_a_sum_in_ten_thousands_is_flagged_and_a_written_unit_settles_it():
    doubted = refund(layoff_rate_percent=5, employer_premium_yuan=1)
    assert [doubt["may_be"] for doubt in doubted["unit_doubts"]] == ["1万元"]
    assert refund(layoff_rate_percent=5, employer_premium_yuan="1元")["unit_doubts"] == []


@pytest.mark.parametrize(
    ("months", "doubted"),
    [("24", []), ("60", []), ("61", ["61天"]), ("360", []), ("270", ["270天"]), ("270个月", [])],
)
def test_days_typed_as_months_are_flagged_where_the_sum_differs(months: str, doubted: list[str]):
    pairs = ["headcount=1", "monthly_contribution_yuan=900", f"contribution_months={months}"]
    found = json.loads(run("ZW23-6", *pairs, "--json").output)
    assert [doubt["may_be"] for doubt in found["unit_doubts"]] == doubted


def test_the_command_names_both_readings():
    pairs = [f"{key}={value}" for key, value in REFUND.items()]
    said = run("ZW23-24", *pairs, "layoff_rate_percent=0.3").output
    assert "单位不明：“上年度裁员率”写的数没有单位：按 0.3% 计，核定 12000 元；如果是 30%" in said


def test_a_limit_is_never_masked():
    said = run("ZW23-18b", "requested_yuan=10000000000001").stderr
    assert "应为 0 至 1,000,000,000,000 之间的数" in said


def test_of_a_day_nobody_says_that_it_is_low():
    said = run("ZW23-31", "hired_on=2017-06-30", "is_regularised=是").output
    assert "要求不早于 2017-07-01" in said
