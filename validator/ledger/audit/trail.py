"""The audit trail: opened with the ledger, read whole and verified, only ever added to."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, select

from validator.ledger.audit import payments, schema
from validator.ledger.audit.audit_head import Heads
from validator.ledger.audit.distrust import broken
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import Event, RecordedEvent
from validator.ledger.audit.state import Events
from validator.ledger.errors import LedgerMissingError
from validator.ledger.ledger import Ledger
from validator.ledger.opening import open_ledger
from validator.ledger.places import address, shown
from validator.ledger.presence import own_key


class Trail:
    """The audit trail in a ledger's database."""

    def __init__(self, ledger: Ledger) -> None:
        """Use the ledger's database and key; whoever opened it closes it."""
        self.ledger = ledger
        self._fault: str | None = None  #: of the batches' rows, once they were looked at

    def read(self, witnesses: Collection[str] = ()) -> Events:
        """All events, verified; and whether the batches are as they say.

        How many claims and people there are is held against the chain each time; the rows of
        batches once, those of a large ledger in part (see `payments.chosen`).

        Args:
            witnesses: heads that were kept elsewhere, see `audit_head.Seen.witness`.
        """
        book = self.ledger.book
        heads = book.heads(witnesses)
        with self.ledger.reading() as connection:
            found = book.read(connection, heads)
            if found.fault:
                return found
            if self._fault is None:
                held = payments.expected(found.recorded)
                since = heads.of(schema.noted(connection, "trail_id")).number
                self._fault = book.changed(connection, found, payments.chosen(held, since))
            if self._fault:
                return Events([], self._fault, found.head)
            book.keep(connection, heads)
        return found

    def last(self) -> int:
        """The number of the last event, without looking at any: whether there is news.

        Raises:
            LedgerError: the database cannot be read.
        """
        with self.ledger.reading() as connection:
            if not schema.is_whole(connection):
                return 0
            return connection.scalar(select(func.max(schema.events.c.number))) or 0

    def verify(self, witnesses: Collection[str] = ()) -> Events:
        """All events, verified, and every row of every batch."""
        book = self.ledger.book
        heads = book.heads(witnesses)
        with self.ledger.reading() as connection:
            found = book.read(connection, heads)
            held = payments.expected(found.recorded)
            fault = found.fault or book.changed(connection, found, held.keys())
            if fault:
                return Events([], fault, found.head)
            book.keep(connection, heads)
        return found

    def add(self, who: str, make: Callable[[Events], Sequence[Event]]) -> list[RecordedEvent]:
        """Add events; nobody else adds any between reading and writing.

        Args:
            who: the reviewer, or the user of this machine.
            make: gives the new events, knowing all that are there.

        Returns:
            What was added.

        Raises:
            BrokenTrailError: trail or ledger were changed; nothing was added.
        """
        if self._fault:
            raise BrokenTrailError(broken(self._fault))
        book = self.ledger.book
        with self.ledger.changing() as (connection, heads, there):
            return book.append(connection, heads, who, make(there))


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
        yield Trail(ledger)


def read_trail(
    url: str | None, key_file: Path | None = None, witnesses: Collection[str] = ()
) -> Events:
    """All events of a ledger's trail; none where there is no ledger yet.

    Raises:
        LedgerError: there is one, and it cannot be opened.
    """
    return _looked_at(url, key_file, witnesses, Trail.read)


def verified(
    url: str | None, key_file: Path | None = None, witnesses: Collection[str] = ()
) -> Events:
    """The same, and every row of every batch is looked at.

    Raises:
        LedgerError: there is a ledger, and it cannot be opened.
    """
    return _looked_at(url, key_file, witnesses, Trail.verify)


def _looked_at(
    url: str | None,
    key_file: Path | None,
    witnesses: Collection[str],
    look: Callable[[Trail, Collection[str]], Events],
) -> Events:
    try:
        with open_trail(url, key_file, create=False) as trail:
            return look(trail, witnesses)
    except LedgerMissingError:
        heads = Heads((key_file or own_key()).parent, shown(address(url)), witnesses)
        return Events([], heads.fault("", [], {}))
