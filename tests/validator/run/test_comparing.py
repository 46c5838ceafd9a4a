import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.validator.books import claims, save
from validator.commands.validate import validate
from validator.run.comparing import STATE, PreviousError, with_report


def run(*arguments: str | Path) -> str:
    given = ["--on", "2026-11-20", "--ledger", "none", *map(str, arguments)]
    return CliRunner().invoke(validate, given).stdout


def ids(*arguments: str | Path) -> dict[str, str]:
    findings = json.loads(run("--format", "json", *arguments))["findings"]
    return {finding["code"]: finding["id"] for finding in findings}


def test_a_corrected_batch_says_what_was_mended_and_what_is_new(tmp_path: Path):
    made = claims(6)
    made[0].people[0].row["category"] = "脱贫人口"
    made[0].people[1].payments.clear()
    path = save(tmp_path / "a.xlsx", made)
    assert "与上次核查" not in run(path)
    again = run("--no-write", path)
    assert "新增 0 处，已改正 0 处" in again
    before = ids("--no-write", path)
    made[0].people[0].row["category"] = "残疾人"
    made[0].people[2].row["phone"] = "12"
    save(path, made)
    after = ids("--no-write", path)
    said = json.loads(run("--no-write", "--format", "json", path))["compared"]
    assert before["CC403"] in said["fixed_ids"]
    assert after["CC207"] in said["new_ids"]
    assert before["CC301"] == after["CC301"]
    assert before["CC301"] not in said["fixed_ids"]
    assert said["remaining"] == len(set(before.values()) & set(after.values()))


def test_two_batches_of_one_folder_are_remembered_apart(tmp_path: Path):
    first, second = save(tmp_path / "a.xlsx", claims(4)), save(tmp_path / "b.xlsx", claims(6))
    run(first)
    run(second)
    assert "新增 0 处，已改正 0 处" in run("--no-write", first)
    assert len(json.loads((tmp_path / STATE).read_text())["runs"]) == 2


def test_nothing_is_remembered_without_writing(tmp_path: Path):
    run("--no-write", save(tmp_path / "a.xlsx", claims(4)))
    assert not (tmp_path / STATE).exists()


def test_the_report_of_an_earlier_run_can_be_given(tmp_path: Path):
    path = save(tmp_path / "a.xlsx", claims(4))
    report = tmp_path / "三月.json"
    report.write_text(run("--no-write", "--format", "json", path), encoding="utf-8")
    assert "与上次核查（三月.json）相比：新增 0 处" in run("--no-write", "--previous", report, path)


def test_what_is_no_report_is_refused_in_one_sentence(tmp_path: Path):
    other = tmp_path / "x.json"
    other.write_text("[1]")
    with pytest.raises(PreviousError, match="不是核查结果"):
        with_report(other, [])


def test_a_damaged_memory_counts_as_none(tmp_path: Path):
    (tmp_path / STATE).write_text("{")
    assert "与上次核查" not in run("--no-write", save(tmp_path / "a.xlsx", claims(4)))
