"""The audit trail: opened with the ledger, read whole and verified, only ever added to."""

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from validator.ledger.audit import chain, schema
from validator.ledger.audit.audit_head import Heads
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import Event, RecordedEvent, decode, encode, kind_of
from validator.ledger.errors import LedgerMissingError
from validator.ledger.ledger import Ledger, open_ledger
from validator.ledger.places import address, default_key, shown

_TORN = "审核记录的两张表缺了一张"


@dataclass(frozen=True)
class Events:
    """All events of a trail, and whether it is whole."""

    recorded: list[RecordedEvent] = field(default_factory=list)
    fault: str = ""  #: where it was changed, in Chinese; empty where it is whole
    head: chain.Head = field(default_factory=chain.Head)


class Trail:
    """The audit trail in a ledger's database."""

    def __init__(self, ledger: Ledger, key_file: Path) -> None:
        """Use the ledger's database and key.

        Args:
            ledger: an open ledger; whoever opened it closes it.
            key_file: its key; the head of the trail is kept beside it.
        """
        self.ledger = ledger
        self._folder = key_file.parent

    def read(self) -> Events:
        """All events, verified."""
        heads = self._heads()
        with self.ledger.reading() as connection:
            if schema.is_torn(connection):
                return Events([], _TORN)
            if not schema.is_made(connection):
                return Events([], heads.missed(""))
            trail_id = schema.noted(connection, "trail_id")
            rows = self._rows(connection)
        found = self._verified(rows, heads, trail_id)
        if not found.fault:
            heads.keep(trail_id, found.head)
        return found

    def add(self, who: str, make: Callable[[Events], Sequence[Event]]) -> list[RecordedEvent]:
        """Add events; nobody else adds any between reading and writing.

        Args:
            who: the reviewer, or the user of this machine.
            make: gives the new events, knowing all that are there.

        Returns:
            What was added.

        Raises:
            BrokenTrailError: the trail was changed; nothing was added.
        """
        heads = self._heads()
        self._make_tables(heads)
        with self.ledger.writing(schema.events) as connection:
            trail_id = schema.noted(connection, "trail_id")
            rows = self._rows(connection)
            there = self._verified(rows, heads, trail_id)
            if there.fault:
                raise BrokenTrailError(_broken(there.fault))
            added, last = self._append(connection, rows, who, make(there))
        heads.keep(trail_id, last)
        return added

    def _heads(self) -> Heads:
        """Read before the events: another program may add some in between."""
        return Heads(self._folder, self.ledger.where)

    def _make_tables(self, heads: Heads) -> None:
        with self.ledger.writing() as connection:
            if schema.is_torn(connection):
                raise BrokenTrailError(_broken(_TORN))
            if schema.is_made(connection):
                schema.bring_forward(connection)
            elif missed := heads.missed(""):
                raise BrokenTrailError(_broken(missed))
            else:
                schema.create(connection)

    def _append(
        self, connection: Connection, rows: list[chain.Row], who: str, events: Sequence[Event]
    ) -> tuple[list[RecordedEvent], chain.Head]:
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat()
        start = len(rows) + 1
        texts = [
            (number, now, kind_of(event), who, encode(event))
            for number, event in enumerate(events, start)
        ]
        before = bytes(rows[-1].link) if rows else chain.START
        values = []
        owns = chain.owns(texts, self.ledger.content_hashes)
        for (number, at, kind, name, body), own in zip(texts, owns, strict=True):
            before = chain.link(before, own)
            values.append(
                {"number": number, "at": at, "kind": kind, "who": name, "body": body}
                | {"own": own, "link": before}
            )
        if values:
            connection.execute(schema.events.insert(), values)
        added = [
            RecordedEvent(number=number, at=now, who=who, event=event)
            for number, event in enumerate(events, start)
        ]
        count = len(rows) + len(values)
        return added, chain.Head(count, before.hex()) if count else chain.Head()

    def _rows(self, connection: Connection) -> list[chain.Row]:
        table = schema.events
        query = select(*table.c).order_by(table.c.number)
        return [
            chain.Row(row[0], row[1], row[2], row[3], row[4], bytes(row[5]), bytes(row[6]))
            for row in connection.execute(query)
        ]

    def _verified(self, rows: list[chain.Row], heads: Heads, trail_id: str) -> Events:
        seen = heads.of(trail_id)
        fault = chain.fault(rows, self.ledger.content_hashes, seen) or heads.missed(trail_id)
        if fault:
            return Events([], fault, seen)
        recorded = [
            RecordedEvent(number=row.number, at=row.at, who=row.who, event=decode(row.body))
            for row in rows
        ]
        head = chain.Head(len(rows), rows[-1].link.hex()) if rows else chain.Head()
        return Events(recorded, "", head)


@contextmanager
def open_trail(
    url: str | None, key_file: Path | None = None, *, create: bool = True
) -> Iterator[Trail]:
    """Open the ledger at an address with its audit trail.

    Raises:
        LedgerMissingError: there is no ledger and none was to be made.
        LedgerError: it cannot be opened.
    """
    with open_ledger(url, key_file=key_file, create=create) as ledger:
        yield Trail(ledger, key_file or default_key())


def read_trail(url: str | None, key_file: Path | None = None) -> Events:
    """All events of a ledger's trail; none where there is no ledger yet.

    Raises:
        LedgerError: there is one, and it cannot be opened.
    """
    try:
        with open_trail(url, key_file, create=False) as trail:
            return trail.read()
    except LedgerMissingError:
        heads = Heads((key_file or default_key()).parent, shown(address(url)))
        return Events([], heads.missed(""))


def this_user() -> str:
    """Who uses this machine, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "未知用户"


def _broken(fault: str) -> str:
    return (
        f"审核记录被改动过：{fault}。为保全证据，不再写入任何裁定。"
        "请停止使用这个台账，把它连同备份交技术支持人员查看。"
    )
