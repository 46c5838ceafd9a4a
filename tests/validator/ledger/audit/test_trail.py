"""The audit trail: only added to, and any change to it is seen."""

import json
import re
import sqlite3
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DatabaseError

from claimcheck.cli import main
from tests.validator.supervision.made import Office, fill, standings
from validator.ledger.audit.audit_head import Heads
from validator.ledger.audit.chain import Head
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import Verdict, decode, encode
from validator.ledger.audit.state import Events
from validator.ledger.audit.trail import Trail, open_trail
from validator.ledger.audit.words import Decision
from validator.ledger.places import address


def verdict(finding: str = "f1", **values: Any) -> Verdict:
    usual = {
        "finding": finding,
        "basis": "b1",
        "code": "CC302",
        "claim": "SB-001",
        "decision": Decision.PASS,
        "reason": "已核实",
        "decided_on": date(2026, 11, 20),
    }
    return Verdict(**(usual | values))


@pytest.fixture
def trail(url: str, key_file: Path) -> Iterator[Trail]:
    with open_trail(url, key_file) as opened:
        yield opened


def add(trail: Trail, *findings: str) -> None:
    for finding in findings:
        trail.add("王审核", lambda _, finding=finding: [verdict(finding)])


def change(url: str, *statements: str) -> None:
    """Do what nobody may do, past the refusal of the database."""
    engine = create_engine(address(url))
    with engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER review_events_no_update"))
            connection.execute(text("DROP TRIGGER review_events_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER review_events_append_only ON review_events"))
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def test_events_are_read_as_they_were_written(trail: Trail):
    add(trail, "f1", "f2")
    found = trail.read()
    assert found.fault == ""
    assert [entry.event for entry in found.recorded] == [verdict("f1"), verdict("f2")]
    assert [entry.number for entry in found.recorded] == [1, 2]
    assert {entry.who for entry in found.recorded} == {"王审核"}


def test_a_new_trail_is_empty_and_whole(trail: Trail):
    assert trail.read() == Events()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE review_events SET who = '李审核' WHERE number = 1",
        "DELETE FROM review_events WHERE number = 1",
    ],
)
def test_the_database_refuses_to_change_or_remove_events(trail: Trail, url: str, statement: str):
    add(trail, "f1")
    engine = create_engine(address(url))
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()
    assert trail.read().fault == ""


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE review_events SET who = '李审核' WHERE number = 2", "第 2 条记录的内容被改动"),
        (
            "UPDATE review_events SET body = replace(body, 'pass', 'refuse') WHERE number = 2",
            "第 2",
        ),
        ("UPDATE review_events SET at = '2020-01-01T00:00:00' WHERE number = 3", "第 3"),
        ("DELETE FROM review_events WHERE number = 2", "第 2 条记录缺失"),
        ("DELETE FROM review_events WHERE number = 3", "末尾缺少记录"),
        ("DELETE FROM review_events", "末尾缺少记录"),
    ],
)
def test_a_change_behind_our_back_breaks_the_chain(
    trail: Trail, url: str, statement: str, said: str
):
    add(trail, "f1", "f2", "f3")
    change(url, statement)
    found = trail.read()
    assert said in found.fault
    assert found.recorded == [], "nothing of a broken trail counts"
    with pytest.raises(BrokenTrailError, match="审核记录被改动过"):
        add(trail, "f4")


def test_removing_and_renumbering_is_seen(trail: Trail, url: str):
    add(trail, "f1", "f2", "f3")
    change(
        url,
        "DELETE FROM review_events WHERE number = 2",
        "UPDATE review_events SET number = 2 WHERE number = 3",
    )
    assert trail.read().fault


def test_an_event_copied_from_another_place_is_seen(trail: Trail, url: str):
    add(trail, "f1", "f2")
    change(
        url,
        "INSERT INTO review_events SELECT 3, at, kind, who, body, own, link "
        "FROM review_events WHERE number = 1",
    )
    assert "第 3 条" in trail.read().fault


def test_two_programs_that_add_at_once_make_one_chain(trail: Trail, url: str, key_file: Path):
    with open_trail(url, key_file) as other:
        add(trail, "f1")
        add(other, "f2")
        add(trail, "f3")
        assert trail.read() == other.read()
        assert len(trail.read().recorded) == 3


def test_the_head_is_kept_for_its_owner_only(trail: Trail, key_file: Path):
    add(trail, "f1")
    (head,) = key_file.parent.glob("review-*.head")
    assert head.stat().st_mode & 0o777 == 0o600
    assert head.read_text("ascii").startswith("1 ")


def test_a_head_that_cannot_be_read_or_written_does_no_harm(tmp_path: Path):
    assert Heads(tmp_path / "none", "ledger.sqlite").of("a") == Head()
    (tmp_path / "file").write_bytes(b"")
    assert not Heads(tmp_path / "file", "ledger.sqlite").keep("x", Head(1, "aa"))


@pytest.mark.parametrize(
    "statements",
    [
        ["DROP TABLE review_events", "DROP TABLE review_notes"],
        [
            "DELETE FROM review_events",
            "UPDATE review_notes SET value = 'ff' WHERE key = 'trail_id'",
        ],
    ],
)
def test_a_trail_that_was_removed_whole_or_replaced_is_missed(
    trail: Trail, url: str, statements: list[str]
):
    add(trail, "f1", "f2")
    change(url, *statements)
    assert re.search("原有 2 条审核记录，现已(整个不见|换成另一个台账)", trail.read().fault)
    with pytest.raises(BrokenTrailError, match="claimcheck ledger accept"):
        add(trail, "f3")


@pytest.mark.parametrize("table", ["review_events", "review_notes"])
def test_a_table_that_was_removed_is_missed(trail: Trail, url: str, table: str):
    add(trail, "f1")
    change(url, f"DROP TABLE {table}")
    assert "缺了一张" in trail.read().fault
    with pytest.raises(BrokenTrailError, match="缺了一张"):
        add(trail, "f2")


def test_a_ledger_that_was_removed_with_its_trail_is_missed(office: Office):
    office.validate()
    fill(office.workbook, lambda line: {"decision": "核减", "reviewer": "王审核"})
    office.review("apply", office.workbook)
    Path(office.ledger).unlink()
    result = office.review("status")
    assert result.exit_code == 1
    assert "现已整个不见" in result.stdout
    assert "现已整个不见" in office.validate("--no-write").stdout
    refused = office.review("apply", office.workbook)
    assert refused.exit_code == 2
    assert not Path(office.ledger).exists(), "no new one is made in its place"
    assert "claimcheck ledger accept" in refused.output


def test_a_ledger_that_was_moved_keeps_its_trail(office: Office, tmp_path: Path):
    office.validate()
    fill(office.workbook, lambda line: {"decision": "核减", "reviewer": "王审核"})
    office.review("apply", office.workbook)
    office.ledger = str(Path(office.ledger).rename(tmp_path / "moved.sqlite"))
    assert office.review("status").exit_code == 0
    assert set(standings(office.checked())) == {"let_through"}


def test_validate_trusts_no_verdict_of_a_broken_trail_and_status_says_so(office: Office):
    office.validate()
    fill(office.workbook, lambda line: {"decision": "核减", "reviewer": "王审核"})
    office.review("apply", office.workbook)
    with sqlite3.connect(office.ledger) as database:
        database.execute("DROP TRIGGER review_events_no_update")
        database.execute("UPDATE review_events SET who = '李审核' WHERE number = 1")
    result = office.review("status")
    assert result.exit_code == 1
    assert "链条已断！第 1 条记录的内容被改动" in result.stdout
    checked = office.validate("--no-write")
    assert checked.exit_code == 2
    assert "审核记录被改动过" in checked.stdout
    assert set(standings(office.checked())) == {"open"}
    assert office.review("apply", office.workbook).exit_code == 2


def test_status_shows_who_decided_what_when_and_why(office: Office):
    office.validate()
    said = {"decision": "通过", "reason": "已到银行核实", "reviewer": "王审核"}
    fill(office.workbook, lambda line: said if " CC302 " in line["key"] else None)
    office.review("apply", office.workbook)
    shown = office.review("status").stdout
    assert "1 条，链条完整" in shown
    assert "现行裁定：通过 1" in shown
    assert "王审核  通过 SB-001 CC302（已到银行核实）" in shown


def test_status_of_a_ledger_that_is_not_there_is_empty(office: Office):
    result = office.review("status")
    assert result.exit_code == 0
    assert "0 条" in result.stdout
    assert not Path(office.ledger).exists()


def test_unmask_is_recorded_before_anything_is_shown(office: Office):
    result = office.validate("--no-write", "--unmask")
    assert result.exit_code == 1
    trail = json.loads(office.review("status", "--json").stdout)["trail"]
    assert [entry["what"] for entry in trail] == ["显示完整号码：a.xlsx"]


def test_unmask_without_a_ledger_is_recorded_in_the_users_own(office: Office):
    call = ["validate", "--no-write", "--unmask", "--ledger", "none", str(office.batch)]
    CliRunner().invoke(main, call)
    own = CliRunner().invoke(main, ["review", "status", "--json"])
    assert len(json.loads(own.stdout)["trail"]) == 1


def test_events_survive_their_text():
    assert decode(encode(verdict(until=date(2027, 1, 1)))) == verdict(until=date(2027, 1, 1))
