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
    text,
)

from validator.ledger.errors import LedgerError
from validator.ledger.versioned import Versioned, notes_table

metadata = MetaData()

_NUMBER = BigInteger().with_variant(Integer(), "sqlite")

#: schema_version, key_fingerprint
meta = notes_table("meta", metadata)

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
    #: null: the measure counts no months, or an older claimcheck recorded it without them
    Column("months", Integer),
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

_NOT_OURS = "这个数据库里是别的数据，不是 claimcheck 的台账。请检查台账的位置是否写对。"

tables = Versioned("台账", metadata, meta, LedgerError, _NOT_OURS)


def widen(connection: Connection) -> None:
    """Give an older ledger the column for months, in which its own entries have nothing.

    Whoever makes its chain reads the column, before the version says that it is there.
    """
    columns = {column["name"] for column in inspect(connection).get_columns(entries.name)}
    if "months" not in columns:
        connection.execute(text(f"ALTER TABLE {entries.name} ADD COLUMN months INTEGER"))


#: MIGRATIONS[n] turns version n into n + 1. A new ledger is made in the newest version at once.
#: Version 2 changes no table: what is recorded stands in the chain (see `audit.book`), which
#: whoever opens an older ledger makes first.
MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: lambda _: None, 2: widen}

VERSION = 3

#: The first version in which what is recorded stands in the chain.
CHAINED = 2


def create(connection: Connection, fingerprint: str) -> None:
    """Make all tables of a new ledger, in the transaction of the connection."""
    tables.create(connection, VERSION, key_fingerprint=fingerprint)


def version(connection: Connection) -> int:
    """The version of a ledger.

    Raises:
        LedgerError: it was made by a newer claimcheck, or is no ledger of ours.
    """
    return tables.version(connection, VERSION)


def noted(connection: Connection, key: str) -> str:
    """What the ledger says about itself; empty where it says nothing."""
    return tables.noted(connection, key)


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


def migrate(connection: Connection) -> None:
    """Bring an older ledger forward, one version after another, in one transaction."""
    tables.bring_forward(connection, MIGRATIONS, VERSION)
