"""The chain within one transaction of the ledger: read and verified, and added to.

What is paid and what is decided stand in one chain. Besides the heads that machines keep, the
ledger itself keeps a witness: how long the chain is and which machines keep a head of it, sealed
with the key. So a chain that was cut is seen without any head, and a machine on which the heads
were removed notices that.
"""

import getpass
import hmac
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection, select

from validator.ledger.audit import chain, payments, schema
from validator.ledger.audit.audit_head import REMEDY, Heads
from validator.ledger.audit.distrust import broken
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import (
    Acceptance,
    Correction,
    Event,
    Payments,
    RecordedEvent,
    Stock,
    decode,
    encode,
    kind_of,
)
from validator.ledger.audit.state import Events
from validator.ledger.keys import Hasher

_TORN = "审核记录的两张表缺了一张"
_WITNESS = "witness"

#: So many batches are named in one message.
_NAMED = 3


@dataclass(frozen=True)
class _Read:
    """The chain as it stands in the database."""

    trail_id: str = ""
    rows: list[chain.Row] = field(default_factory=list)
    broken: str = ""  #: why nothing can be made of it, in Chinese
    recorded: list[RecordedEvent] = field(default_factory=list)  #: where it is not broken
    witness: str = ""

    @property
    def links(self) -> list[str]:
        return [row.link.hex() for row in self.rows]

    @property
    def accepted(self) -> dict[str, int]:
        """Trails in whose place this one was accepted, and how far they were."""
        found: dict[str, int] = {}
        for entry in self.recorded:
            if isinstance(entry.event, Acceptance):
                for trail, number in entry.event.heads.items():
                    found[trail] = max(found.get(trail, 0), number)
        return found


class Book:
    """The chain of one ledger."""

    def __init__(self, hasher: Hasher, folder: Path, where: str) -> None:
        """Take what belongs to the ledger.

        Args:
            hasher: has the ledger's key.
            folder: where the key stands, and the heads that this machine has seen.
            where: the ledger's address as it is named to people.
        """
        self._hasher, self._folder, self._where = hasher, folder, where

    def heads(self, others: Collection[str] = ()) -> Heads:
        """The heads that were seen; to be read before the chain, which others may add to.

        Args:
            others: heads that were kept elsewhere, see `audit_head.Seen.witness`.
        """
        return Heads(self._folder, self._where, others)

    def read(self, connection: Connection, heads: Heads) -> Events:
        """All events, verified; and whether batches are as many and as large as they say."""
        read = self._read(connection)
        head = chain.head(read.rows)
        fault = read.broken or heads.fault(read.trail_id, read.links, read.accepted)
        fault = fault or self._unwitnessed(read, heads)
        if not fault:
            held = payments.expected(read.recorded)
            fault = _together(list(payments.miscounted(connection, held)))
        if fault:
            return Events([], fault, heads.of(read.trail_id))
        return Events(read.recorded, "", head, heads.witness(read.trail_id, head))

    def changed(self, connection: Connection, there: Events, numbers: Collection[int]) -> str:
        """Say in Chinese which of some batches were changed; empty where none was."""
        held = payments.expected(there.recorded)
        numbers = [number for number in numbers if number in held]
        wrong = payments.changed(connection, self._hasher, held, numbers)
        return _together([payments.changed_words(held, number) for number in wrong])

    def append(
        self, connection: Connection, heads: Heads, who: str, events: Sequence[Event]
    ) -> list[RecordedEvent]:
        """Add events to a chain that was read and found whole in the same transaction."""
        if not events:
            return []
        before = connection.execute(
            select(schema.events.c.number, schema.events.c.link)
            .order_by(schema.events.c.number.desc())
            .limit(1)
        ).first()
        last, link = (before.number, bytes(before.link)) if before else (0, chain.START)
        now = datetime.now(UTC).replace(tzinfo=None, microsecond=0).isoformat()
        texts = [
            (number, now, kind_of(event), who, encode(event))
            for number, event in enumerate(events, last + 1)
        ]
        values = []
        owns = chain.owns(texts, self._hasher.contents)
        for (number, at, kind, name, body), own in zip(texts, owns, strict=True):
            link = chain.link(link, own)
            values.append(
                {"number": number, "at": at, "kind": kind, "who": name, "body": body}
                | {"own": own, "link": link}
            )
        connection.execute(schema.events.insert(), values)
        self._leave_witness(connection, heads, chain.Head(last + len(values), link.hex()))
        return [
            RecordedEvent(number=number, at=now, who=who, event=event)
            for number, event in enumerate(events, last + 1)
        ]

    def append_payments(
        self, connection: Connection, heads: Heads, what: str, numbers: Collection[int]
    ) -> None:
        """Add how batches are since what was done in this transaction."""
        stocks = self._stocks(connection, numbers)
        self.append(connection, heads, this_user(), [Payments(what=what, batches=stocks)])

    def append_correction(
        self, connection: Connection, heads: Heads, who: str, correction: Correction
    ) -> None:
        """Add what a claim was before it was corrected, and how its batch is since."""
        stocks = self._stocks(connection, [correction.batch])
        events: list[Event] = [correction, Payments(what="corrected", batches=stocks)]
        self.append(connection, heads, who, events)

    def keep(self, connection: Connection, heads: Heads) -> None:
        """Remember how far the chain is, once the transaction holds that added to it."""
        trail_id = schema.noted(connection, "trail_id")
        query = select(schema.events.c.number, schema.events.c.link)
        last = connection.execute(query.order_by(schema.events.c.number.desc()).limit(1)).first()
        if last is not None:
            heads.keep(trail_id, chain.Head(last.number, bytes(last.link).hex()))

    def create(self, connection: Connection) -> None:
        """Make an empty chain."""
        schema.create(connection)
        self._leave_witness(connection, None, chain.Head())

    def take_over(self, connection: Connection, heads: Heads) -> int | None:
        """Take a ledger of an earlier version into the chain, as it is.

        Returns:
            How many batches; None where its chain is broken, so that nothing can be added.
        """
        if not schema.is_torn(connection) and not schema.is_whole(connection):
            self.create(connection)
        read = self._read(connection)
        if read.broken or heads.fault(read.trail_id, read.links, read.accepted):
            return None
        numbers = payments.all_batches(connection)
        if numbers:
            self.append_payments(connection, heads, "taken_over", numbers)
        else:
            self._leave_witness(connection, heads, chain.head(read.rows))
        return len(numbers)

    def accept(self, connection: Connection, heads: Heads, who: str, reason: str) -> str:
        """Let the office stand by this ledger, whatever it used last.

        Returns:
            What was found, in Chinese; empty where nothing was to be accepted.

        Raises:
            BrokenTrailError: the chain is broken in itself, which no reason mends.
        """
        if not schema.is_torn(connection) and not schema.is_whole(connection):
            self.create(connection)
        read = self._read(connection)
        if read.broken:
            raise BrokenTrailError(broken(read.broken))
        held = payments.expected(read.recorded)
        there = set(payments.all_batches(connection))
        wrong = list(payments.changed(connection, self._hasher, held, held.keys() & there))
        numbers = {*wrong, *(held.keys() ^ there)}
        faults = [
            heads.fault(read.trail_id, read.links, read.accepted) or self._unwitnessed(read, heads),
            *payments.miscounted(connection, held),
            *(payments.changed_words(held, number) for number in wrong),
        ]
        said = "；".join(fault.removesuffix(f"；{REMEDY}") for fault in faults if fault)
        if not said:
            return ""
        unmet = heads.unmet(read.trail_id, read.links, read.accepted)
        event = Acceptance(
            reason=reason,
            fault=said,
            heads={seen.trail: seen.head.number for seen in unmet if not seen.garbled},
            batches=self._stocks(connection, numbers),
        )
        self.append(connection, heads, who, [event])
        return said

    def _read(self, connection: Connection) -> _Read:
        if schema.is_torn(connection):
            return _Read(broken=_TORN)
        if not schema.is_whole(connection):
            return _Read()
        rows = _rows(connection)
        found = _Read(
            schema.noted(connection, "trail_id"),
            rows,
            chain.fault(rows, self._hasher.contents),
            witness=schema.noted(connection, _WITNESS),
        )
        if not found.broken:
            found.recorded.extend(
                RecordedEvent(number=row.number, at=row.at, who=row.who, event=decode(row.body))
                for row in rows
            )
        return found

    def _unwitnessed(self, read: _Read, heads: Heads) -> str:
        """Say in Chinese what the ledger's own witness holds against a chain."""
        if not read.trail_id:
            return f"审核记录整个不见；{REMEDY}"
        number, link, machines = self._witness(read)
        if number is None:
            # Only a ledger of an earlier version has none, and that is given one when opened.
            return f"台账里审核记录的封存记号不见了或被改动；{REMEDY}"
        now = len(read.rows)
        if number > now:
            return f"末尾缺少记录：台账记着有 {number:,} 条，现在只有 {now:,} 条；{REMEDY}"
        if number < now or (number and read.links[-1] != link):
            return f"审核记录与台账里的封存记号不符；{REMEDY}"
        if heads.machine in machines and not heads.known(read.trail_id):
            return (
                f"本机的记号 review-{read.trail_id}.head 不见了（原在密钥旁边），"
                f"无法确认台账是不是上次用的；{REMEDY}"
            )
        return ""

    def _witness(self, read: _Read) -> tuple[int | None, str, list[str]]:
        """How long the chain is, its last link, the machines that keep heads of it."""
        text, _, seal = read.witness.rpartition(" ")
        right = self._hasher.seal(f"{read.trail_id} {text}")
        if not text or not hmac.compare_digest(seal.encode(), right.encode()):
            return None, "", []
        number, link, machines = text.split(" ")
        return int(number), link, machines.split(",")

    def _leave_witness(self, connection: Connection, heads: Heads | None, head: chain.Head) -> None:
        trail_id = schema.noted(connection, "trail_id")
        before = _Read(trail_id, witness=schema.noted(connection, _WITNESS))
        machines = {name for name in self._witness(before)[2] if name != "-"}
        # The file comes first: a run that is killed in between is not missed later.
        if heads is not None and (heads.known(trail_id) or heads.keep(trail_id, chain.Head())):
            machines.add(heads.machine)
        text = f"{head.number} {head.link or '-'} {','.join(sorted(machines)) or '-'}"
        seal = self._hasher.seal(f"{trail_id} {text}")
        schema.tables.note(connection, _WITNESS, f"{text} {seal}")

    def _stocks(
        self, connection: Connection, numbers: Collection[int]
    ) -> list[tuple[int, Stock | None]]:
        return [
            (number, payments.stock_of(connection, self._hasher, number))
            for number in sorted(numbers)
        ]


def _rows(connection: Connection) -> list[chain.Row]:
    table = schema.events
    return [
        chain.Row(row[0], row[1], row[2], row[3], row[4], bytes(row[5]), bytes(row[6]))
        for row in connection.execute(select(*table.c).order_by(table.c.number))
    ]


def _together(faults: Sequence[str]) -> str:
    if not faults:
        return ""
    more = f"；另有 {len(faults) - _NAMED:,} 处" if len(faults) > _NAMED else ""
    return f"{'；'.join(faults[:_NAMED])}{more}；{REMEDY}"


def this_user() -> str:
    """Who uses this machine, as the system knows it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return "未知用户"
