"""The table of the audit trail, in the ledger's database and with a version of its own.

Nothing is ever changed or removed in it: the database refuses that, and the chain of hashes
(see `chain`) shows it where somebody got round the refusal.
"""

import secrets
from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
)

from validator.ledger.audit.errors import SupervisionError
from validator.ledger.versioned import Versioned, notes_table

metadata = MetaData()

#: schema_version, trail_id, witness (see `book`)
notes = notes_table("review_notes", metadata)

events = Table(
    "review_events",
    metadata,
    Column("number", BigInteger().with_variant(Integer(), "sqlite"), primary_key=True),
    Column("at", Text, nullable=False),  # UTC, 2026-11-20T08:30:00
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("body", Text, nullable=False),  # JSON
    Column("own", LargeBinary, nullable=False),  # keyed hash of this event and its number
    Column("link", LargeBinary, nullable=False),  # hash of the link before and `own`
)

#: STEPS[n] turns version n into n + 1. A new trail is made in the newest version at once.
#: Version 2 changes no table: programs that know nothing of corrections are to keep away.
STEPS: dict[int, Callable[[Connection], None]] = {1: lambda _: None}

VERSION = 2

_UNKNOWN = "审核记录没有写明格式，无法使用。请用备份恢复，或联系技术支持人员。"

tables = Versioned("审核记录", metadata, notes, SupervisionError, _UNKNOWN)


def is_whole(connection: Connection) -> bool:
    """Whether the database holds a trail, with both its tables."""
    there = inspect(connection)
    return bool(there.has_table(notes.name)) and bool(there.has_table(events.name))


def is_torn(connection: Connection) -> bool:
    """Whether one of the two tables is there and the other is not."""
    there = inspect(connection)
    return bool(there.has_table(notes.name)) != bool(there.has_table(events.name))


def create(connection: Connection) -> None:
    """Make the tables, in the transaction of the connection."""
    tables.create(connection, VERSION, trail_id=secrets.token_hex(8))
    _refuse_changes(connection)


def noted(connection: Connection, key: str) -> str:
    """What the trail says about itself; empty where it says nothing."""
    return tables.noted(connection, key)


def version(connection: Connection) -> int:
    """The version of a trail.

    Raises:
        SupervisionError: it was made by a newer claimcheck.
    """
    return tables.version(connection, VERSION)


def bring_forward(connection: Connection) -> None:
    """Bring an older trail to the newest version.

    Raises:
        SupervisionError: it was made by a newer claimcheck.
    """
    tables.bring_forward(connection, STEPS, VERSION)


def _refuse_changes(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        for change in ("UPDATE", "DELETE"):
            connection.exec_driver_sql(
                f"CREATE TRIGGER review_events_no_{change.lower()} BEFORE {change} "
                "ON review_events BEGIN SELECT RAISE(ABORT, 'review_events is append-only'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE OR REPLACE FUNCTION review_events_append_only() RETURNS trigger AS "
        "$$ BEGIN RAISE EXCEPTION 'review_events is append-only'; END $$ LANGUAGE plpgsql"
    )
    connection.exec_driver_sql(
        "CREATE TRIGGER review_events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE "
        "ON review_events FOR EACH STATEMENT EXECUTE FUNCTION review_events_append_only()"
    )
