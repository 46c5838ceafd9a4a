"""Talking to SQLite and PostgreSQL: transactions, bulk rows, and lists to look up by.

Both behave alike here: a writer keeps other writers waiting and readers not, and what is
not committed leaves no trace.
"""

import os
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import (
    URL,
    Column,
    Connection,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    create_engine,
    event,
)
from sqlalchemy.pool import NullPool

from claimcheck.writing import cannot_write, make_folder

_WRITES = "claimcheck_writes"

#: How long one program waits for another, in seconds.
PATIENCE = 60

#: When the other side of a connection that says nothing is asked whether it is there (after so
#: many seconds, every so many, so many times); the usual two hours are an office's morning.
_ALIVE = (("keepalives_idle", 20), ("keepalives_interval", 5), ("keepalives_count", 4))

#: Held by whoever makes or migrates a ledger on a server; any fixed number does.
_SETUP_LOCK = 640598


def make_engine(url: URL) -> Engine:
    """An engine whose connections live for one transaction each."""
    if url.drivername == "sqlite":
        engine = create_engine(url, poolclass=NullPool, connect_args={"timeout": PATIENCE})
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # A PC that lost its network is noticed soon on both sides: as long as the server takes it
    # to be there, it keeps everybody else from writing.
    options = " ".join(
        [f"-c lock_timeout={PATIENCE}s", *(f"-c tcp_{name}={value}" for name, value in _ALIVE)]
    )
    arguments = {"connect_timeout": 10, "options": options, **dict(_ALIVE)}
    return create_engine(url, poolclass=NullPool, connect_args=arguments)


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin_sqlite`
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA synchronous = FULL")  # what was reported as recorded survives all
    cursor.execute("PRAGMA secure_delete = ON")  # what is forgotten is overwritten
    cursor.execute("PRAGMA temp_store = MEMORY")
    cursor.execute("PRAGMA cache_size = -131072")  # 128 MB
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(_WRITES)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def new_file(path: Path) -> None:
    """Make an empty file for a ledger that only its owner may read.

    Raises:
        WriteError: it cannot be written there.
    """
    make_folder(path.parent)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise cannot_write(path, error) from error


def keep_journal(engine: Engine) -> None:
    """Let readers go on while a SQLite ledger is written to (WAL); it stays so."""
    if engine.dialect.name != "sqlite":
        return
    until = time.monotonic() + PATIENCE
    while True:
        try:
            with engine.connect() as connection:
                _use_wal(connection)
        except sqlite3.OperationalError as error:
            # SQLite does not wait here when another program is doing the same.
            busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
            if not busy or time.monotonic() > until:
                raise
            time.sleep(0.05)
        else:
            return


def _use_wal(connection: Connection) -> None:
    raw = connection.connection.cursor()
    raw.execute("PRAGMA journal_mode")
    if raw.fetchone() != ("wal",):
        raw.execute("PRAGMA journal_mode = WAL")
    raw.close()


def empty_journal(engine: Engine) -> None:
    """Move everything from the journal into the file, so that nothing forgotten stays there."""
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            raw = connection.connection.cursor()
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            raw.fetchall()
            raw.close()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A transaction that sees one state of the ledger throughout."""
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.execution_options(isolation_level="REPEATABLE READ")
        with connection.begin():
            yield connection


@contextmanager
def writing(engine: Engine, *tables: Table) -> Iterator[Connection]:
    """A transaction that is the only one to write; all of it holds or none.

    Args:
        engine: the ledger's engine.
        tables: the first of what is written to; empty while the tables are being made.
    """
    with engine.connect() as connection:
        connection.execution_options(**{_WRITES: True})
        with connection.begin():
            if engine.dialect.name == "postgresql":
                if tables:
                    names = ", ".join(table.name for table in tables)
                    connection.exec_driver_sql(f"LOCK TABLE {names} IN EXCLUSIVE MODE")
                else:
                    connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_SETUP_LOCK})")
            yield connection


def insert_rows(connection: Connection, table: Table, columns: str, rows: Sequence[Any]) -> None:
    """Insert many rows as fast as the database can.

    Args:
        connection: within a transaction.
        table: where to.
        columns: names of columns, separated by blanks.
        rows: tuples of values in the order of the columns.
    """
    if not rows:
        return
    names = columns.split()
    if connection.dialect.name == "postgresql":
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {table.name} ({', '.join(names)}) FROM STDIN") as copy,
        ):
            for row in rows:
                copy.write_row(row)
        return
    marks = ", ".join("?" * len(names))
    connection.exec_driver_sql(
        f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})",  # noqa: S608
        list(rows),
    )


@contextmanager
def looked_up(connection: Connection, hashes: Sequence[bytes]) -> Iterator[Table]:
    """A temporary table of hashes to join with; `number` is the place in the list.

    Sorted hashes are found faster: neighbours stand on the same page of the index.
    """
    asked = Table(
        "asked",
        MetaData(),
        Column("number", Integer, primary_key=True),
        Column("hash", LargeBinary, nullable=False),
        prefixes=["TEMPORARY"],
    )
    asked.create(connection)
    insert_rows(connection, asked, "number hash", list(enumerate(hashes)))
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE asked")
    yield asked
    asked.drop(connection)
