"""`claimcheck policy` in a terminal."""

import json

import pytest
from click.testing import CliRunner

from claimcheck.cli import main
from claimcheck.policy import rules


def run(*arguments: str):
    return CliRunner().invoke(main, ["policy", *arguments])


def test_the_list_names_every_measure():
    found = json.loads(run("list", "--json").output)
    assert {entry["id"] for entry in found} == set(rules())
    assert "ZW26-3" in run("list").output


@pytest.mark.parametrize("measure", rules())
def test_a_measure_is_shown_with_its_facts(measure):
    found = json.loads(run("show", measure, "--json").output)
    assert found["id"] == measure
    for item in found["facts"]:
        assert {"key", "label", "type", "unit", "options", "required"} <= set(item)
    assert run("show", measure).exit_code == 0


def test_the_required_facts_are_those_of_the_default_readings():
    facts = {f["key"]: f for f in json.loads(run("show", "ZW26-3", "--json").output)["facts"]}
    assert [key for key, item in facts.items() if item["required"]] == ["headcount"]


def test_coverage_counts_every_clause():
    assert "共 111 条" in run("coverage").output
    assert len(json.loads(run("coverage", "--json").output)) == 111


def test_readings_say_what_is_in_force(tmp_path):
    found = {entry["id"]: entry for entry in json.loads(run("readings", "--json").output)}
    assert len(found) >= 76
    assert (found["R-05"]["chosen"], found["R-05"]["by"]) == ("A_every_month", "default")
    file = tmp_path / "office.toml"
    file.write_text(
        '[[readings]]\nid = "R-05"\noption = "B_average"\nbasis = "x"\ndecided_on = 2026-01-01\n',
        "utf-8",
    )
    chosen = json.loads(run("readings", "--json", "--office", str(file)).output)
    assert next(e["by"] for e in chosen if e["id"] == "R-05") == "office"


def test_the_example_of_an_offices_file_is_written_once(tmp_path):
    target = tmp_path / "office.toml"
    assert run("office", "-o", str(target)).exit_code == 0
    before = target.read_text("utf-8")
    again = run("office", "-o", str(target))
    assert again.exit_code == 2
    assert "已经存在" in again.stderr
    assert target.read_text("utf-8") == before


def test_an_unknown_measure_is_one_message():
    done = run("show", "ZW99-1")
    assert done.exit_code == 2
    assert "ZW99-1" in done.stderr


@pytest.mark.parametrize(
    ("measure", "said"),
    [
        ("ZW26-3", "期限：2026-01-01 至 2026-12-31"),
        ("ZW25-3", "期限：至 2027-12-31 止，条文没有写从哪一天开始"),
        ("JF24-7", "期限：条文没有写明起止日期"),
        (
            "JY23-18b",
            "期限：条文没有写明起止日期，只写“在2022年内取得…在取证之日起12个月内”",
        ),
    ],
)
def test_days_that_a_text_does_not_write_are_said_in_one_sentence(measure, said):
    assert said in run("show", measure).output.splitlines()
