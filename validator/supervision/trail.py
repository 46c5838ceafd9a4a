"""The audit trail: opened with the ledger, read whole and verified, only ever added to."""

import getpass
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from validator.ledger.errors import LedgerMissingError
from validator.ledger.ledger import Ledger, open_ledger
from validator.ledger.places import default_key
from validator.supervision import chain, schema
from validator.supervision.errors import BrokenTrailError
from validator.supervision.events import Event, Recorded, decode, encode, kind_of


@dataclass(frozen=True)
class Events:
    """All events of a trail, and whether it is whole."""

    recorded: list[Recorded] = field(default_factory=list)
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
        self._heads = key_file.parent

    def read(self) -> Events:
        """All events, verified."""
        known = {path: chain.read_head(path) for path in self._heads.glob("review-*.head")}
        with self.ledger.reading() as connection:
            if not schema.is_made(connection):
                return Events()
            head_file = self._head_file(connection)
            rows = self._rows(connection)
        found = self._verified(rows, known.get(head_file, chain.Head()))
        if not found.fault and found.head != known.get(head_file):
            chain.keep_head(head_file, found.head)
        return found

    def add(self, who: str, make: Callable[[Events], Sequence[Event]]) -> list[Recorded]:
        """Add events; nobody else adds any between reading and writing.

        Args:
            who: the reviewer, or the user of this machine.
            make: gives the new events, knowing all that are there.

        Returns:
            What was added.

        Raises:
            BrokenTrailError: the trail was changed; nothing was added.
        """
        known = {path: chain.read_head(path) for path in self._heads.glob("review-*.head")}
        self._make_tables()
        with self.ledger.writing(schema.events) as connection:
            head_file = self._head_file(connection)
            rows = self._rows(connection)
            there = self._verified(rows, known.get(head_file, chain.Head()))
            if there.fault:
                raise BrokenTrailError(_broken(there.fault))
            added, last = self._append(connection, rows, who, make(there))
        chain.keep_head(head_file, last)
        return added

    def _make_tables(self) -> None:
        with self.ledger.writing() as connection:
            if schema.is_made(connection):
                schema.bring_forward(connection)
            else:
                schema.create(connection)

    def _append(
        self, connection: Connection, rows: list[chain.Row], who: str, events: Sequence[Event]
    ) -> tuple[list[Recorded], chain.Head]:
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
            Recorded(number=number, at=now, who=who, event=event)
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

    def _verified(self, rows: list[chain.Row], seen: chain.Head) -> Events:
        fault = chain.fault(rows, self.ledger.content_hashes, seen)
        if fault:
            return Events([], fault, seen)
        recorded = [
            Recorded(number=row.number, at=row.at, who=row.who, event=decode(row.body))
            for row in rows
        ]
        head = chain.Head(len(rows), rows[-1].link.hex()) if rows else chain.Head()
        return Events(recorded, "", head)

    def _head_file(self, connection: Connection) -> Path:
        return self._heads / f"review-{schema.noted(connection, 'trail_id')}.head"


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
    """All events of a ledger's trail; none where there is no ledger yet."""
    try:
        with open_trail(url, key_file, create=False) as trail:
            return trail.read()
    except LedgerMissingError:
        return Events()


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
