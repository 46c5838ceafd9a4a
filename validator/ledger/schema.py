"""The ledger's tables and their version.

No ID number, account, phone or name of a person is stored: people, households, accounts and
applicants are keyed hashes (see `keys`), names of people keep their first character.
"""

from collections.abc import Callable

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Date,
    DateTime,
    Engine,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    inspect,
    select,
)

from validator.ledger.errors import LedgerError

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

#: schema_version, key_fingerprint
meta = Table(
    "meta",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
)

batches = Table(
    "batches",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("name", Text, nullable=False, index=True),
    Column("accepted_on", Date, nullable=False),
    Column("recorded_at", DateTime, nullable=False),  # UTC
    sqlite_autoincrement=True,  # the number of a forgotten batch is not given again
)

claims = Table(
    "claims",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column(
        "batch_id",
        _NUMBER,
        ForeignKey("batches.id", ondelete="CASCADE"),
        nullable=False,
        index=True,
    ),
    Column("claim_id", Text, nullable=False),  # the clerk's 申报编号
    Column("measure", Text, nullable=False),
    Column("type", Text, nullable=False),
    Column("applicant", LargeBinary, index=True),
    Column("applicant_name", Text, nullable=False),  # masked unless an organisation's
    Column("facility", LargeBinary, index=True),
    Column("county", Text, nullable=False),
    Column("period_start", Date),
    Column("period_end", Date),
    Column("year", Integer, nullable=False),
    Column("people", Integer, nullable=False),  # how many entries it was recorded with
    Column("amount_fen", BigInteger),  # null: granted in kind, or the sum is not known here
    Column("verdict", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("content", LargeBinary, nullable=False, unique=True),
)

entries = Table(
    "entries",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("claim", _NUMBER, ForeignKey("claims.id", ondelete="CASCADE"), nullable=False),
    Column("person", LargeBinary, nullable=False),
    Column("person_name", Text, nullable=False),  # masked
    Column("household", LargeBinary),
    Column("account", LargeBinary),
    Column("amount_fen", BigInteger),  # null: the claim is paid as a whole
    Index("ix_entries_claim", "claim"),
    Index("ix_entries_person", "person"),
    Index("ix_entries_household", "household"),
    Index("ix_entries_account", "account"),
)

#: What was forgotten: that something was, never who.
audit = Table(
    "audit",
    metadata,
    Column("id", _NUMBER, primary_key=True),
    Column("at", DateTime, nullable=False),  # UTC
    Column("what", Text, nullable=False),  # batch or person
    Column("batches", Integer, nullable=False),
    Column("claims", Integer, nullable=False),
    Column("entries", Integer, nullable=False),
)

#: MIGRATIONS[n] turns version n into n + 1. A new ledger is made in the newest version at once.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {}

VERSION = 1


def create(connection: Connection, fingerprint: str) -> None:
    """Make all tables of a new ledger, in the transaction of the connection."""
    metadata.create_all(connection)
    connection.execute(
        meta.insert(),
        [
            {"key": "schema_version", "value": str(VERSION)},
            {"key": "key_fingerprint", "value": fingerprint},
        ],
    )


def noted(connection: Connection, key: str) -> str:
    """What the ledger says about itself; empty where it says nothing."""
    return connection.scalar(select(meta.c.value).where(meta.c.key == key)) or ""


def is_made(place: Engine | Connection) -> bool:
    """Whether a database holds a ledger; false where it may be made there.

    Raises:
        LedgerError: the database belongs to something else.
    """
    there = set(inspect(place).get_table_names())
    if meta.name in there:
        return True
    taken = there if place.dialect.name == "sqlite" else there & set(metadata.tables)
    if taken:
        raise LedgerError(_NOT_OURS)
    return False


def check_version(text: str) -> int:
    """The version of a ledger, as a number.

    Raises:
        LedgerError: it was made by a newer claimcheck, or is no ledger of ours.
    """
    if not text.isdigit():
        raise LedgerError(_NOT_OURS)
    version = int(text)
    if version > VERSION:
        raise LedgerError(
            f"台账由较新版本的 claimcheck 建立（格式 {version}，本程序到 {VERSION}）。"
            "请升级 claimcheck 后再用。"
        )
    return version


def migrate(connection: Connection) -> None:
    """Bring an older ledger forward, one version after another, in one transaction."""
    version = check_version(noted(connection, "schema_version"))
    for step in range(version, VERSION):
        MIGRATIONS[step](connection)
    if version < VERSION:
        connection.execute(
            meta.update().where(meta.c.key == "schema_version").values(value=str(VERSION))
        )


_NOT_OURS = "这个数据库里是别的数据，不是 claimcheck 的台账。请检查台账的位置是否写对。"
