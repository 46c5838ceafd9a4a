"""Opening a ledger: its address, its key, its version, and what is said when it cannot be."""

import multiprocessing
import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import inspect, text

from tests.validator.ledger.made import batch, claim, frame, ids, person
from validator.ledger import presence, schema
from validator.ledger.engine import make_engine, writing
from validator.ledger.errors import KeyMismatchError, LedgerError, LedgerMissingError
from validator.ledger.keys import KEY_SIZE, Hasher, make_key, read_key
from validator.ledger.opening import open_ledger
from validator.ledger.places import address, shown

A, B = ids(2)


def test_the_key_is_made_once_and_kept(place):
    with place.open() as first:
        assert first.new_key == place.key_file
    key = place.key_file.read_bytes()
    with place.open() as second:
        assert second.new_key is None
    assert place.key_file.read_bytes() == key
    assert len(key) == KEY_SIZE
    assert stat.S_IMODE(place.key_file.stat().st_mode) == 0o600
    assert list(place.key_file.parent.iterdir()) == [place.key_file]


def test_a_lost_key_is_said_and_no_new_one_is_made(place):
    place.open().close()
    place.key_file.unlink()
    with pytest.raises(KeyMismatchError, match="没有找到台账的密钥文件"):
        place.open()
    assert not place.key_file.exists()


def test_another_key_is_refused(place):
    place.open().close()
    place.key_file.write_bytes(bytes(KEY_SIZE))
    with pytest.raises(KeyMismatchError, match="不是这个台账的密钥"):
        place.open()


def test_a_cut_key_is_refused(place):
    place.open().close()
    place.key_file.write_bytes(b"short")
    with pytest.raises(LedgerError, match="不是有效的密钥文件"):
        place.open()


def test_a_key_that_is_there_serves_a_new_ledger_too(tmp_path, key_file):
    open_ledger(str(tmp_path / "one.sqlite"), key_file=key_file).close()
    with open_ledger(str(tmp_path / "two.sqlite"), key_file=key_file) as second:
        assert second.new_key is None


def test_the_ledger_does_not_hold_the_key(place):
    place.open().close()
    engine = make_engine(address(place.url))
    with engine.connect() as connection:
        noted = dict(connection.execute(text("SELECT key, value FROM meta")).all())
    engine.dispose()
    key = place.key_file.read_bytes()
    assert noted["key_fingerprint"] == Hasher(key).fingerprint
    assert key.hex()[:8] not in noted["key_fingerprint"]


def test_key_and_ledger_stand_apart_by_default():
    assert presence.own_key().parent not in presence.own_file().parents
    assert presence.own_file().parent != presence.own_key().parent


def make_and_report(path, queue):
    queue.put(make_key(Path(path)))


def test_two_programs_that_make_the_key_at_once_get_the_same(tmp_path):
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    workers = [
        context.Process(target=make_and_report, args=(str(tmp_path / "k" / "key"), queue))
        for _ in range(4)
    ]
    for worker in workers:
        worker.start()
    results = [queue.get(timeout=60) for _ in workers]
    for worker in workers:
        worker.join()
    assert len({key for key, _ in results}) == 1
    assert [made for _, made in results].count(True) == 1


def test_a_key_appears_even_where_files_cannot_be_linked(tmp_path, monkeypatch):
    def refuse(*_):
        raise OSError("no links here")

    monkeypatch.setattr("os.link", refuse)
    key, made = make_key(tmp_path / "key")
    assert made
    assert read_key(tmp_path / "key") == key
    assert make_key(tmp_path / "key") == (key, False)


def test_only_what_is_there_is_opened_when_nothing_is_to_be_made(place, tmp_path):
    with pytest.raises(LedgerMissingError, match="台账"):
        open_ledger(place.url, key_file=place.key_file, create=False)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_address_means_the_users_own_file(monkeypatch, tmp_path):
    monkeypatch.setattr(presence, "own_file", lambda: tmp_path / "own.sqlite")
    assert shown(address(None)) == str(tmp_path / "own.sqlite")
    assert shown(address(" ")) == str(tmp_path / "own.sqlite")


@pytest.mark.parametrize("written", ["台账.sqlite", "sqlite:///台账.sqlite"])
def test_a_file_may_be_named_in_two_ways(written):
    assert shown(address(written)) == "台账.sqlite"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_a_password_is_never_shown(scheme):
    url = address(f"{scheme}://office:secret@server/claims")
    assert shown(url) == "postgresql://office:***@server/claims"


@pytest.mark.parametrize(
    "wrong", ["mysql://server/claims", "sqlite://", "sqlite:///:memory:", "://", "http://x"]
)
def test_other_addresses_are_refused_in_words(wrong):
    with pytest.raises(LedgerError, match="台账"):
        address(wrong)


def test_a_folder_is_no_ledger(tmp_path):
    with pytest.raises(LedgerError, match="文件夹"):
        open_ledger(str(tmp_path), key_file=tmp_path / "key")


def test_a_missing_driver_is_said(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(LedgerError, match="claimcheck\\[postgres\\]"):
        address("postgresql://server/claims")


def test_a_server_that_does_not_answer_is_said_without_the_password(key_file):
    with pytest.raises(LedgerError, match="无法连接台账服务器") as caught:
        open_ledger("postgresql://office:secret@127.0.0.1:1/claims", key_file=key_file)
    assert "secret" not in str(caught.value)


def test_a_missing_database_is_said(postgres_server, key_file):
    with pytest.raises(LedgerError, match=r"没有这个数据库|无法连接"):
        open_ledger(postgres_server.format(database="nowhere"), key_file=key_file)


def test_a_file_that_is_no_database_is_said_and_left_alone(tmp_path, key_file):
    path = tmp_path / "notes.txt"
    path.write_text("这是一份笔记。" * 200, "utf-8")
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="不是台账"):
        open_ledger(str(path), key_file=key_file)
    assert path.read_bytes() == before
    assert not key_file.exists()


def test_a_damaged_ledger_is_said(tmp_path, key_file):
    path = tmp_path / "ledger.sqlite"
    with open_ledger(str(path), key_file=key_file) as ledger:
        ledger.record(batch((claim(), [person(number) for number in ids(3000)])))
    sqlite3.connect(path).execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    content = bytearray(path.read_bytes())
    content[8192:] = b"\x5a" * (len(content) - 8192)
    path.write_bytes(content)
    with (
        pytest.raises(LedgerError, match=r"损坏|不是台账"),
        open_ledger(str(path), key_file=key_file) as ledger,
    ):
        ledger.matches(frame(*ids(3000)))


@pytest.mark.parametrize("table", ["meta", "claims", "addresses"])
def test_someone_elses_database_is_refused_and_left_alone(tmp_path, key_file, table):
    path = tmp_path / "other.sqlite"
    with sqlite3.connect(path) as other:
        other.execute(f"CREATE TABLE {table} (key TEXT, value TEXT)")
    other.close()
    before = path.read_bytes()
    with pytest.raises(LedgerError, match="不是 claimcheck 的台账"):
        open_ledger(str(path), key_file=key_file)
    assert path.read_bytes() == before
    assert not key_file.exists()


def test_a_table_of_ours_that_is_someone_elses_is_not_taken(postgres_url, key_file):
    engine = make_engine(address(postgres_url))
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE claims (id integer)"))
    with pytest.raises(LedgerError, match="不是 claimcheck 的台账"):
        open_ledger(postgres_url, key_file=key_file)
    engine.dispose()


def set_version(place, version):
    engine = make_engine(address(place.url))
    with writing(engine, schema.batches) as connection:
        connection.execute(
            schema.meta.update()
            .where(schema.meta.c.key == "schema_version")
            .values(value=str(version))
        )
    engine.dispose()


def test_a_newer_ledger_is_not_touched(place):
    place.open().close()
    set_version(place, 99)
    with pytest.raises(LedgerError, match="请升级 claimcheck"):
        place.open()


def test_an_older_ledger_is_brought_forward_step_by_step(place, monkeypatch):
    with place.open() as ledger:
        ledger.record(batch((claim(), [person(A)])))

    def add_note(connection):
        connection.execute(text("ALTER TABLE batches ADD COLUMN note TEXT"))

    def fill_note(connection):
        connection.execute(text("UPDATE batches SET note = '旧'"))

    monkeypatch.setattr(schema, "VERSION", 5)
    monkeypatch.setattr(schema, "MIGRATIONS", {3: add_note, 4: fill_note})
    with place.open() as ledger:
        assert ledger.matches(frame(A)).height == 1
    engine = make_engine(address(place.url))
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT note FROM batches")) == "旧"
        assert schema.noted(connection, "schema_version") == "5"
    engine.dispose()


def test_a_failed_step_leaves_the_older_ledger_as_it_was(place, monkeypatch):
    place.open().close()

    def add_note(connection):
        connection.execute(text("ALTER TABLE batches ADD COLUMN note TEXT"))

    def fail(connection):
        raise RuntimeError("broken step")

    with monkeypatch.context() as changed:
        changed.setattr(schema, "VERSION", 5)
        changed.setattr(schema, "MIGRATIONS", {3: add_note, 4: fail})
        with pytest.raises(RuntimeError):
            place.open()
    engine = make_engine(address(place.url))
    with engine.connect() as connection:
        assert schema.noted(connection, "schema_version") == "3"
        columns = inspect(connection).get_columns("batches")
    assert "note" not in [column["name"] for column in columns]
    engine.dispose()


def test_hashes_differ_by_key_and_by_kind():
    one, other = Hasher(bytes(KEY_SIZE)), Hasher(b"\x01" * KEY_SIZE)
    assert one.one("party", A) != other.one("party", A)
    assert one.one("party", A) != one.one("account", A)
    assert one.one("party", A) == one.one("party", f" {A.lower()} ")
    assert len(one.one("party", A)) == 16
