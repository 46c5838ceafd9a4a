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
