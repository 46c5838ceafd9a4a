"""Lists of claims that the ledger holds already: not by accident, and only as they stand there."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.validator.books import claims, save
from tests.validator.output.outgoing.test_outgoing import all_said, cells, out
from tests.validator.supervision.made import ON, Office, fill

SUM = 20_000


@pytest.fixture
def recorded(office: Office) -> Office:
    """A batch without faults that was recorded before any list was written."""
    save(office.batch, [office.claims[2]])
    assert record(office).exit_code == 0
    return office


def record(office: Office):
    command = ("ledger", "record", office.batch, "--name", "十月", "--on", ON.isoformat())
    return office.run(*command, "--key", office.key_file)


def paid(folder: Path) -> list[float]:
    (target,) = folder.glob("发放清册*.xlsx")
    rows = cells(target, "单位清册")[1:]
    return [float(row[6]) for row in rows if row[1].startswith("SB-")]


@pytest.mark.parametrize("command", ["notice", "payment"])
def test_what_was_recorded_is_left_out_and_how_to_list_it_is_said(
    recorded: Office, tmp_path: Path, command: str
):
    result = out(recorded, command, tmp_path / "o")
    assert not (tmp_path / "o").exists()
    assert f"未列入 SB-003：已于 {ON} 登记入台账（批次“十月”）。" in result.stderr
    assert "加 --recorded" in result.stderr
    assert "审核人裁定" not in result.stderr, "there is nothing to decide"
    assert result.exit_code == 0


def test_nobody_is_paid_again_by_letting_it_pass(recorded: Office, tmp_path: Path):
    recorded.validate()
    said = {"decision": "通过", "reason": "清册遗失", "reviewer": "王审核"}
    fill(recorded.workbook, lambda line: said if line["title"] == "申报编号重复" else None)
    applied = recorded.review("apply", recorded.workbook)
    assert applied.exit_code == 1
    assert "裁定通过就会再发放一次" in applied.stdout
    assert "已登记" in applied.stdout
    out(recorded, "payment", tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_nor_by_a_waiver(recorded: Office, tmp_path: Path):
    until = (date.today() + timedelta(days=60)).isoformat()
    said = ("--until", until, "--reason", "补发", "--reviewer", "局长")
    waived = recorded.review("waive", "CC609", "--county", recorded.claims[2].row["county"], *said)
    assert waived.exit_code == 0, waived.output
    out(recorded, "payment", tmp_path / "o")
    assert not (tmp_path / "o").exists()


def test_asked_for_expressly_it_is_listed_as_it_was_recorded(recorded: Office, tmp_path: Path):
    result = out(recorded, "payment", tmp_path / "o", "--recorded")
    assert result.exit_code == 0, result.output
    assert paid(tmp_path / "o") == [SUM]
    assert "已经发放的，请勿重复发放" in result.stderr
    assert out(recorded, "notice", tmp_path / "n", "--recorded").exit_code == 0
    assert len([*(tmp_path / "n").iterdir()]) == 1


def test_claims_that_were_not_recorded_are_left_out_of_that_list(recorded: Office, tmp_path: Path):
    new = claims(11, seed=5)[0]
    new.row["claim_id"] = "SB-009"
    for person in new.people:
        person.row["claim_id"] = "SB-009"
    save(recorded.batch, [recorded.claims[2], new])
    result = out(recorded, "payment", tmp_path / "o", "--recorded")
    assert paid(tmp_path / "o") == [SUM]
    assert "另有 1 项还没有登记" in result.stderr
    both = out(recorded, "payment", tmp_path / "p")
    assert paid(tmp_path / "p") == [2 * SUM], "the new one"
    assert "未列入 SB-003：已于" in both.stderr


def test_a_sum_that_has_changed_since_is_to_be_corrected_first(office: Office, tmp_path: Path):
    made = claims(11)
    made[0].people[0].payments = made[0].people[0].payments[:4]
    save(office.batch, made)
    all_said(office, "通过")
    assert record(office).exit_code == 0
    office.workbook.unlink()
    all_said(office, "核减", lambda line: line["title"] != "申报编号重复")
    result = out(office, "payment", tmp_path / "o", "--recorded")
    assert not (tmp_path / "o").exists()
    assert "现在应付 20,000.00 元，台账登记的是 40,000.00 元" in result.stderr
    assert "claimcheck ledger correct" in result.stderr
    assert result.exit_code == 1
