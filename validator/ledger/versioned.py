"""Tables that say which version they are of: made in the newest, brought forward step by step.

The ledger and its audit trail stand in one database, each with notes about itself (key, value)
and a version of its own.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Connection, MetaData, Table, Text, select

from claimcheck.errors import ClaimcheckError

#: STEPS[n] turns version n into n + 1.
Steps = Mapping[int, Callable[[Connection], None]]

_VERSION = "schema_version"


def notes_table(name: str, metadata: MetaData) -> Table:
    """A table of notes."""
    return Table(
        name,
        metadata,
        Column("key", Text, primary_key=True),
        Column("value", Text, nullable=False),
    )


@dataclass(frozen=True)
class Versioned:
    """One set of tables."""

    what: str  #: how it is named to people
    metadata: MetaData
    notes: Table
    error: type[ClaimcheckError]
    foreign: str  #: said where the version is no number: these are not our tables

    def create(self, connection: Connection, version: int, **notes: str) -> None:
        """Make all tables in the newest version, in the transaction of the connection."""
        self.metadata.create_all(connection)
        for key, value in {_VERSION: str(version), **notes}.items():
            self.note(connection, key, value)

    def noted(self, connection: Connection, key: str) -> str:
        """What is noted; empty where nothing is."""
        table = self.notes
        return connection.scalar(select(table.c.value).where(table.c.key == key)) or ""

    def note(self, connection: Connection, key: str, value: str) -> None:
        """Note something, in place of what was noted before."""
        table = self.notes
        known = connection.execute(table.update().where(table.c.key == key).values(value=value))
        if not known.rowcount:
            connection.execute(table.insert().values(key=key, value=value))

    def version(self, connection: Connection, newest: int) -> int:
        """The version that the tables have.

        Raises:
            ClaimcheckError: a newer claimcheck made them, or they are not ours.
        """
        text = self.noted(connection, _VERSION)
        if not text.isdigit():
            raise self.error(self.foreign)
        version = int(text)
        if version > newest:
            raise self.error(
                f"{self.what}由较新版本的 claimcheck 建立（格式 {version}，本程序到 {newest}）。"
                "请升级 claimcheck 后再用。"
            )
        return version

    def bring_forward(self, connection: Connection, steps: Steps, newest: int) -> None:
        """Bring older tables to the newest version, in the transaction of the connection."""
        version = self.version(connection, newest)
        for step in range(version, newest):
            steps[step](connection)
        if version < newest:
            self.note(connection, _VERSION, str(newest))
