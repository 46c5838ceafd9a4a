"""`ledger verify` and `ledger accept`, and what the other commands say of a ledger."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from claimcheck.cli import main
from samples.honest import Claim
from tests.validator.books import claims, save
from tests.validator.supervision.made import Office


@pytest.fixture
def paid(office: Office) -> Office:
    """An office whose batch is in order and recorded."""
    made: list[Claim] = claims(6, 7)
    save(office.batch, made)
    done = recorded(office)
    assert done.exit_code == 0, done.output
    return office


def run(office: Office, *arguments: object) -> Result:
    own = ["--ledger", office.ledger, "--key", str(office.key_file)]
    return CliRunner().invoke(main, [*map(str, arguments), *own])


def recorded(office: Office) -> Result:
    return run(office, "ledger", "record", office.batch, "--on", "2026-11-20")


def empty(office: Office) -> None:
    with sqlite3.connect(office.ledger) as database:
        for table in ("entries", "claims", "batches"):
            database.execute(f"DELETE FROM {table}")  # noqa: S608
    database.close()


def test_what_was_paid_and_taken_out_of_the_ledger_does_not_pass_again(paid: Office):
    assert "CC609" in paid.validate("--no-write", "--format", "csv").stdout
    empty(paid)
    result = paid.validate("--no-write")
    assert result.exit_code == 2
    assert "序号 1 的批次（登记时 2 项申报、13 人）不见了" in result.stdout
    assert "可以提交" not in result.stdout
    assert "暂不能提交：台账或审核记录不可信" in result.stdout
    assert "下一步：先照上面的说明查明台账出了什么事" in result.stderr
    refused = recorded(paid)
    assert refused.exit_code == 2
    assert "没有写入任何内容" in refused.output


def test_the_json_of_a_run_says_what_is_wrong_with_the_ledger(paid: Office):
    empty(paid)
    content = json.loads(paid.validate("--no-write", "--format", "json").stdout)
    assert "不见了" in content["trail"]["fault"]


def test_a_ledger_file_that_was_removed_is_missed_by_every_command(paid: Office):
    Path(paid.ledger).unlink()
    assert paid.validate("--no-write").exit_code == 2
    assert recorded(paid).exit_code == 2
    assert run(paid, "review", "status").exit_code == 1
    assert run(paid, "ledger", "verify").exit_code == 1
    assert not Path(paid.ledger).exists()


def test_an_own_ledger_that_was_removed_is_missed_without_naming_it(tmp_path: Path):
    batch = save(tmp_path / "a.xlsx", claims(6))
    call = CliRunner().invoke
    assert call(main, ["ledger", "record", str(batch), "--on", "2026-11-20"]).exit_code == 0
    from validator.ledger.presence import own_file

    own_file().unlink()
    result = call(main, ["validate", str(batch), "--no-write", "--on", "2026-11-20"])
    assert result.exit_code == 2
    assert "现已整个不见" in result.stdout
    none = ["validate", str(batch), "--no-write", "--on", "2026-11-20", "--ledger", "none"]
    assert call(main, none).exit_code == 0, "whoever asks for no ledger gets none"


def test_what_a_run_noted_beside_its_outputs_is_a_witness(paid: Office, tmp_path: Path):
    out = tmp_path / "结果"
    assert paid.validate("--out", out).exit_code == 1
    Path(paid.ledger).unlink()
    for head in paid.key_file.parent.glob("*.head"):
        head.unlink()
    assert paid.validate("--no-write").exit_code == 0, "nothing is left that could tell"
    assert "现已整个不见" in paid.validate("--out", out).stdout
    assert "现已整个不见" in paid.validate("--out", out).stdout, "it is not forgotten meanwhile"
    assert run(paid, "ledger", "verify", out).exit_code == 1
    accepted = run(paid, "ledger", "accept", out, "--reason", "换了新电脑，旧台账已封存", "--yes")
    assert accepted.exit_code == 0, accepted.output
    assert paid.validate("--out", out).exit_code == 0


def test_verify_says_how_much_it_looked_at(paid: Office):
    result = run(paid, "ledger", "verify")
    assert result.exit_code == 0
    assert "1 个批次、2 项申报、13 人，逐行核对" in result.stdout
    content = json.loads(run(paid, "ledger", "verify", "--json").stdout)
    assert (content["whole"], content["people"], content["events"]) == (True, 13, 1)


def test_accepting_needs_a_reason_and_a_yes(paid: Office, tmp_path: Path):
    shutil.copyfile(paid.ledger, tmp_path / "before")
    empty(paid)
    assert "请用 --reason" in run(paid, "ledger", "accept", "--yes").output
    asked = run(paid, "ledger", "accept", "--reason", "试验")
    assert asked.exit_code == 1
    assert "没有确认" in asked.output
    done = run(
        paid, "ledger", "accept", "--reason", "试验数据已清空", "--reviewer", "王主任", "--yes"
    )
    assert done.exit_code == 0
    assert "没有要确认的" in run(paid, "ledger", "accept", "--reason", "再来", "--yes").stdout
    status = run(paid, "review", "status").stdout
    assert "王主任  确认使用这个台账（试验数据已清空）：序号 1 的批次" in status


def test_the_review_stops_on_a_ledger_that_is_not_to_be_trusted(paid: Office, tmp_path: Path):
    empty(paid)
    for command in (
        ("review", "serve", "--no-open", paid.batch),
        ("review", "notice", paid.batch, "-o", tmp_path),
        ("review", "waive", "CC303", "--county", "海原县", "--until", "2099-12-31"),
    ):
        result = run(paid, *command)
        assert result.exit_code == 2, command
        assert "claimcheck ledger accept" in result.output


def test_what_was_recorded_and_forgotten_is_told_without_names(paid: Office):
    assert run(paid, "ledger", "forget", "--batch", "1", "--yes").exit_code == 0
    status = run(paid, "review", "status").stdout
    assert "登记：序号 1 的批次，2 项申报、13 人" in status
    assert "删除：序号 1 的批次" in status
