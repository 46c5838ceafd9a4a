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
    select,
)

from validator.ledger.audit.errors import SupervisionError

metadata = MetaData()

#: schema_version, trail_id
notes = Table(
    "review_notes",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

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
STEPS: dict[int, Callable[[Connection], None]] = {}

VERSION = 1


def is_made(connection: Connection) -> bool:
    """Whether the database holds a trail."""
    return bool(inspect(connection).has_table(notes.name))


def is_torn(connection: Connection) -> bool:
    """Whether one of the two tables is there and the other is not."""
    there = inspect(connection)
    return bool(there.has_table(notes.name)) != bool(there.has_table(events.name))


def create(connection: Connection) -> None:
    """Make the tables, in the transaction of the connection."""
    metadata.create_all(connection)
    _refuse_changes(connection)
    connection.execute(
        notes.insert(),
        [
            {"key": "schema_version", "value": str(VERSION)},
            {"key": "trail_id", "value": secrets.token_hex(8)},
        ],
    )


def noted(connection: Connection, key: str) -> str:
    """What the trail says about itself; empty where it says nothing."""
    return connection.scalar(select(notes.c.value).where(notes.c.key == key)) or ""


def bring_forward(connection: Connection) -> None:
    """Bring an older trail to the newest version.

    Raises:
        SupervisionError: it was made by a newer claimcheck.
    """
    text = noted(connection, "schema_version")
    version = int(text) if text.isdigit() else 0
    if version > VERSION:
        raise SupervisionError(
            f"审核记录由较新版本的 claimcheck 建立（格式 {version}，本程序到 {VERSION}）。"
            "请升级 claimcheck 后再用。"
        )
    for step in range(version, VERSION):
        STEPS[step](connection)
    if version < VERSION:
        connection.execute(
            notes.update().where(notes.c.key == "schema_version").values(value=str(VERSION))
        )


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
