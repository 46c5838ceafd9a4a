"""What was paid stands in the chain: whatever changes it behind our back is seen."""

import re
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.validator.ledger.made import batch, claim, ids, person
from validator.ledger import schema
from validator.ledger.audit import book, payments
from validator.ledger.audit import schema as audit_schema
from validator.ledger.audit.audit_head import Heads
from validator.ledger.audit.chain import Head
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import Acceptance, Payments, Stock
from validator.ledger.audit.payments import Expected, chosen
from validator.ledger.audit.trail import Trail, open_trail, read_trail, verified
from validator.ledger.opening import open_ledger
from validator.ledger.places import address

A, B, C, D = ids(4)


@pytest.fixture
def trail(url: str, key_file: Path) -> Iterator[Trail]:
    """The trail of a ledger with two batches."""
    with open_trail(url, key_file) as opened:
        opened.ledger.record(batch((claim("SB-1"), [person(A), person(B)]), name="第1批"))
        opened.ledger.record(batch((claim("SB-2"), [person(C)]), name="第2批"))
        yield opened


def change(url: str, *statements: str) -> None:
    """Do what claimcheck does not."""
    engine = create_engine(address(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def dropped(what: str, url: str) -> str:
    """Drop the refusal to change or remove events."""
    if "://" in url:
        return "DROP TRIGGER review_events_append_only ON review_events"
    return f"DROP TRIGGER review_events_no_{what}"


def fault(url: str, key_file: Path) -> str:
    """What a command says that looks at the ledger."""
    return read_trail(url, key_file).fault


def heads(key_file: Path) -> list[Path]:
    return [*key_file.parent.glob("review-*.head")]


def test_every_batch_is_an_event_of_the_chain(trail: Trail):
    events = [entry.event for entry in trail.verify().recorded]
    assert [event.what for event in events if isinstance(event, Payments)] == ["recorded"] * 2


@pytest.mark.parametrize(
    ("statements", "said"),
    [
        (["DELETE FROM entries", "DELETE FROM claims", "DELETE FROM batches"], "序号 1 的批次"),
        (["DELETE FROM entries WHERE id = 1"], "序号 1 .*现在是 1 人"),
        (["DELETE FROM entries", "DELETE FROM claims WHERE id = 2"], "序号 2 .*现在是 0 项申报"),
        (["UPDATE entries SET person = claim_hash.h FROM (SELECT content AS h FROM claims LIMIT 1)"
          " AS claim_hash WHERE id = 3"], "序号 2 .*的内容被改动"),
        (["UPDATE claims SET measure = 'ZW26-1' WHERE id = 1"], "序号 1 .*的内容被改动"),
        (["UPDATE claims SET batch_id = 1 WHERE id = 2"], "序号 1 .*现在是 2 项申报"),
        (["UPDATE batches SET accepted_on = '2020-01-01' WHERE id = 2"], "序号 2 .*的内容被改动"),
        (["INSERT INTO batches (id, name, accepted_on, recorded_at) VALUES "
          "(9, '新', '2026-01-01', '2026-01-01 00:00:00.000000')"], "序号 9 的批次没有登记的记录"),
    ],
)  # fmt: skip
def test_a_change_behind_our_back_is_seen_and_nothing_more_is_written(
    trail: Trail, url: str, key_file: Path, statements: list[str], said: str
):
    change(url, *statements)
    with open_trail(url, key_file) as again:
        assert re.search(said, again.read().fault)
        assert again.read().recorded == [], "nothing of it counts"
        with pytest.raises(BrokenTrailError, match=r"没有写入任何内容.*claimcheck ledger accept"):
            again.add("王审核", lambda _: [])
    assert re.search(said, verified(url, key_file).fault)


def test_rows_that_went_missing_stop_the_next_batch(trail: Trail, url: str):
    change(url, "DELETE FROM entries WHERE id = 1")
    with pytest.raises(BrokenTrailError, match="现在是 1 人"):
        trail.ledger.record(batch((claim("SB-3"), [person(D)])))


def test_what_is_forgotten_with_our_command_leaves_the_chain_whole(trail: Trail):
    trail.ledger.forget_person(A)
    trail.ledger.forget_batch("第2批")
    found = trail.verify()
    assert found.fault == ""
    told = [entry.event.what for entry in found.recorded if isinstance(entry.event, Payments)]
    assert told == ["recorded", "recorded", "person", "batch"]
    held = payments.expected(found.recorded)
    assert [(number, one.stock.people) for number, one in held.items()] == [(1, 1)]


def test_forgetting_a_person_does_not_cover_up_a_change(trail: Trail, url: str):
    change(url, "UPDATE claims SET amount_fen = 1 WHERE id = 1")
    with pytest.raises(BrokenTrailError, match=r"序号 1 .*的内容被改动"):
        trail.ledger.forget_person(A)


def test_a_removed_head_is_missed_on_the_machine_that_kept_it(
    trail: Trail, url: str, key_file: Path
):
    (head,) = heads(key_file)
    head.unlink()
    assert "不见了" in fault(url, key_file)
    assert head.name in fault(url, key_file)


def test_a_garbled_head_is_said(trail: Trail, url: str, key_file: Path):
    (head,) = heads(key_file)
    head.write_text("no number", "ascii")
    assert "读不懂" in fault(url, key_file)


def test_another_machine_with_the_key_is_welcome(trail: Trail, url: str, tmp_path: Path, key_file):
    other = tmp_path / "other" / "ledger.key"
    other.parent.mkdir()
    shutil.copyfile(key_file, other)
    with open_trail(url, other) as there:
        assert there.read().fault == ""
        there.ledger.record(batch((claim("SB-3"), [person(D)])))
    assert fault(url, key_file) == ""
    heads(other)[0].unlink()
    assert "不见了" in fault(url, other)


def test_a_chain_that_was_cut_is_seen_without_any_head(trail: Trail, url: str, tmp_path: Path,
                                                       key_file: Path):  # fmt: skip
    change(url, dropped("delete", url), "DELETE FROM review_events WHERE number = 2",
           "DELETE FROM entries WHERE claim = 2", "DELETE FROM claims WHERE id = 2",
           "DELETE FROM batches WHERE id = 2")  # fmt: skip
    other = tmp_path / "other" / "ledger.key"
    other.parent.mkdir()
    shutil.copyfile(key_file, other)
    assert "末尾缺少记录：台账记着有 2 条，现在只有 1 条" in fault(url, other)
    change(url, "UPDATE review_notes SET value = replace(value, '2 ', '1 ') WHERE key = 'witness'")
    assert "封存记号不见了或被改动" in fault(url, other)


def test_an_older_copy_is_seen_and_can_be_accepted_with_a_reason(tmp_path: Path, key_file: Path):
    url = str(tmp_path / "ledger.sqlite")
    with open_trail(url, key_file) as trail:
        trail.ledger.record(batch((claim("SB-1"), [person(A)])))
    shutil.copyfile(url, tmp_path / "backup")
    with open_trail(url, key_file) as trail:
        trail.ledger.record(batch((claim("SB-2"), [person(B)])))
    shutil.copyfile(tmp_path / "backup", url)
    assert "本机上次见到 2 条，现在只有 1 条，可能是以前的备份" in fault(url, key_file)
    with open_trail(url, key_file) as trail:
        assert "末尾缺少记录" in trail.ledger.accept("王主任", "硬盘坏了，用的备份")
        found = trail.verify()
        last = found.recorded[-1]
        assert found.fault == ""
        assert isinstance(last.event, Acceptance)
        assert (last.who, last.event.reason) == ("王主任", "硬盘坏了，用的备份")
        trail.ledger.record(batch((claim("SB-3"), [person(C)])))
    assert fault(url, key_file) == ""
    shutil.copyfile(tmp_path / "backup", url)
    assert "现在只有 1 条" in fault(url, key_file), "once accepted is not for ever"


def test_what_has_changed_can_be_accepted_and_is_told_ever_after(
    trail: Trail, url: str, key_file: Path
):
    change(
        url, "UPDATE claims SET county = '海原县' WHERE id = 1", "DELETE FROM entries WHERE id = 3"
    )
    said = trail.ledger.accept("王主任", "数据库管理员更正了县区")
    assert "序号 1" in said
    assert "序号 2" in said
    assert fault(url, key_file) == ""
    assert trail.ledger.accept("王主任", "再来一次") == "", "there is nothing to accept"


def test_a_broken_chain_cannot_be_accepted(trail: Trail, url: str):
    change(url, dropped("update", url), "UPDATE review_events SET who = '李' WHERE number = 1")
    with pytest.raises(BrokenTrailError, match="第 1 条记录的内容被改动"):
        trail.ledger.accept("王主任", "就这样")


def test_a_ledger_that_is_gone_is_not_made_anew_without_a_word(tmp_path: Path, key_file: Path):
    path = tmp_path / "ledger.sqlite"
    with open_ledger(str(path), key_file=key_file) as ledger:
        ledger.record(batch((claim(), [person(A)])))
    path.unlink()
    with pytest.raises(BrokenTrailError, match="现已整个不见"):
        open_ledger(str(path), key_file=key_file)
    assert not path.exists()
    with open_ledger(str(path), key_file=key_file, replacing=True) as ledger:
        assert "现已换成另一个台账" in ledger.accept("王主任", "硬盘坏了，没有备份")
        ledger.record(batch((claim(), [person(A)])))
    assert fault(str(path), key_file) == ""
    assert len(heads(key_file)) == 1


def test_another_ledger_put_in_its_place_is_seen(tmp_path: Path, key_file: Path):
    one, other = tmp_path / "one.sqlite", tmp_path / "other.sqlite"
    for path, number in ((one, A), (other, B)):
        with open_ledger(str(path), key_file=key_file) as ledger:
            ledger.record(batch((claim(), [person(number)])))
    assert fault(str(one), key_file) == fault(str(other), key_file) == ""
    shutil.copyfile(other, one)
    assert "现已换成另一个台账" in fault(str(one), key_file)


def as_version_1(url: str) -> None:
    """Make of a ledger what earlier versions made."""
    change(url, "DROP TABLE review_events", "DROP TABLE review_notes",
           "UPDATE meta SET value = '1' WHERE key = 'schema_version'")  # fmt: skip


def test_an_older_ledger_is_taken_into_the_chain_once(trail: Trail, url: str, key_file: Path):
    as_version_1(url)
    for head in heads(key_file):
        head.unlink()
    with open_ledger(url, key_file=key_file) as ledger:
        assert ledger.taken_over == 2
    with open_trail(url, key_file) as again:
        assert again.ledger.taken_over == 0
        (event,) = (entry.event for entry in again.verify().recorded)
    assert isinstance(event, Payments)
    assert [(number, stock.people) for number, stock in event.batches if stock] == [(1, 2), (2, 1)]
    change(url, "DELETE FROM entries WHERE id = 1")
    assert "现在是 1 人" in fault(url, key_file)


def test_an_older_ledger_keeps_the_verdicts_that_it_holds(trail: Trail, url: str, key_file: Path):
    change(url, "DELETE FROM review_notes WHERE key = 'witness'",
           "DELETE FROM entries", "DELETE FROM claims", "DELETE FROM batches",
           "UPDATE meta SET value = '1' WHERE key = 'schema_version'")  # fmt: skip
    with open_trail(url, key_file) as again:
        assert again.ledger.taken_over == 0
        assert "不见了" in again.read().fault, "the chain knows of batches that are not there"


def test_a_ledger_made_to_look_older_is_missed(trail: Trail, url: str, key_file: Path):
    as_version_1(url)
    assert "原有 2 条审核记录，现已" in fault(url, key_file)
    engine = create_engine(address(url))
    with engine.connect() as connection:
        assert schema.noted(connection, "schema_version") == "1", "it was not taken over"
    engine.dispose()


def test_batches_that_came_since_are_always_looked_at_and_older_ones_as_many_as_fit(monkeypatch):
    def held(event: int, people: int) -> Expected:
        return Expected(event, Stock(claims=1, people=people, digest=""))

    batches = {number: held(number, 100) for number in range(1, 11)}
    assert sorted(chosen(batches, since=8)) == list(range(1, 11)), "all of a small ledger"
    monkeypatch.setattr(payments, "PEOPLE_A_RUN", 250)
    taken = chosen(batches, since=8)
    assert {9, 10} <= set(taken)
    assert len(taken) == 5


def test_a_clock_that_was_set_back_breaks_nothing(trail: Trail, url, key_file, monkeypatch):
    class Back(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2001, 1, 1, tzinfo=tz or UTC)

    monkeypatch.setattr(book, "datetime", Back)
    trail.ledger.record(batch((claim("SB-3"), [person(D)])))
    assert fault(url, key_file) == ""
    assert trail.read().recorded[-1].at == "2001-01-01T00:00:00"


def test_a_head_kept_elsewhere_is_one_more_witness(trail: Trail, url: str, key_file: Path):
    witness = trail.read().witness
    assert read_trail(url, key_file, [witness]).fault == ""
    later = Heads(key_file.parent, trail.ledger.where).witness(witness.split()[0], Head(9, "aa"))
    assert "本机上次见到 9 条" in read_trail(url, key_file, [later, "", "nonsense"]).fault


def test_both_tables_of_the_chain_are_needed(trail: Trail, url: str, key_file: Path):
    change(url, f"DROP TABLE {audit_schema.notes.name}")
    with pytest.raises(BrokenTrailError, match="缺了一张"):
        trail.ledger.record(batch((claim("SB-3"), [person(D)])))
