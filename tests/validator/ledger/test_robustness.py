"""Two offices at once, killed programs, full disks: nothing lost, nothing half there."""

import sqlite3

import pytest
from sqlalchemy import event

from tests.validator.ledger.killing import begin, kill_often, look, recorder
from tests.validator.ledger.made import batch, claim, ids, person
from validator.ledger import schema
from validator.ledger.audit.book import Book
from validator.ledger.engine import make_engine
from validator.ledger.errors import LedgerError
from validator.ledger.opening import open_ledger
from validator.ledger.places import address

KILLS = 15


def test_killed_recorders_lose_nothing_and_leave_nothing_half(url, key_file):
    tally = kill_often(url, key_file, KILLS)
    assert (tally.lost, tally.torn) == (0, 0), tally
    assert tally.kills == KILLS
    assert tally.told > 0, tally


def test_two_offices_that_make_and_fill_one_ledger_at_once_both_succeed(url, key_file):
    with recorder(url, key_file, 0, 8) as one, recorder(url, key_file, 4, 8) as other:
        begin(one)
        begin(other)
        first, _ = one.communicate(timeout=120)
        second, _ = other.communicate(timeout=120)
        assert (one.returncode, other.returncode) == (0, 0), first + second
    assert first.count("done") == second.count("done") == 8
    assert look(url) == (set(range(12)), 0)


@pytest.mark.parametrize("limit", [40_000, 100_000, 250_000, 600_000, 1_500_000])
def test_a_full_disk_is_said_and_leaves_only_whole_batches(tmp_path, key_file, limit):
    url = str(tmp_path / "ledger.sqlite")
    with recorder(url, key_file, 0, 30, limit) as process:
        begin(process)
        output, _ = process.communicate(timeout=120)
    assert process.returncode == 3, output
    assert "磁盘" in output
    told = output.count("done")
    there, torn = look(url)
    assert (len(there), torn) == (told, 0)
    with open_ledger(url, key_file=key_file) as ledger:  # room again
        assert ledger.record(batch((claim("SB-9"), [person(ids(1, seed=99)[0])]))).claims == 1


def test_a_ledger_that_stays_in_use_is_said_after_a_while(tmp_path, key_file, monkeypatch):
    from validator.ledger import engine

    monkeypatch.setattr(engine, "PATIENCE", 0.2)
    path = tmp_path / "ledger.sqlite"
    with open_ledger(str(path), key_file=key_file) as ledger:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerError, match="正被另一个程序占用"):
            ledger.record(batch((claim(), [person(ids(1)[0])])))
        other.execute("ROLLBACK")
        other.close()
        assert ledger.record(batch((claim(), [person(ids(1)[0])]))).claims == 1


def test_readers_go_on_while_another_writes(place):
    with place.open() as ledger:
        ledger.record(batch((claim(), [person(ids(1)[0])])))
        with ledger.writing(schema.batches) as connection:
            connection.exec_driver_sql("UPDATE batches SET name = '改'")
            with place.open() as reader:
                from validator.ledger.listing import Wanted

                assert reader.search(Wanted())["batch"].to_list() == ["中宁县2026年第2批"]


def test_a_connection_that_breaks_midway_may_be_tried_again_and_says_so(postgres_url, key_file):
    import psycopg

    made = batch((claim(), [person(ids(1)[0])]))
    with (
        open_ledger(postgres_url, key_file=key_file) as ledger,
        psycopg.connect(postgres_url, autocommit=True) as server,
    ):
        with (
            pytest.raises(LedgerError, match=r"连接中断.*再办一次.*不会重复登记"),
            ledger.writing(schema.batches) as connection,
        ):
            number = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar()
            server.execute("SELECT pg_terminate_backend(%s)", [number])
            connection.exec_driver_sql("SELECT 1")
        assert ledger.record(made).claims == 1
        assert ledger.record(made).known == 1


def test_what_is_written_is_told_though_the_network_fails_just_after(ledger, monkeypatch):
    def fails(*_):
        raise LedgerError("与台账服务器的连接中断。")

    monkeypatch.setattr(Book, "keep", fails)
    assert ledger.record(batch((claim(), [person(ids(1)[0])]))).claims == 1


def test_both_sides_of_a_connection_soon_notice_a_network_that_is_gone(postgres_url):
    engine = make_engine(address(postgres_url))
    asked = []
    event.listen(engine, "do_connect", lambda *call: asked.append(call[3]))
    with engine.connect():
        (arguments,) = asked
    assert arguments["keepalives_idle"] <= 60
    assert "tcp_keepalives_idle=20" in arguments["options"]
