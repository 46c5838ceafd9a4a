"""What is known of the audit trail: whether it is whole, and what stands in it."""

from dataclasses import dataclass, field

from validator.ledger.audit.chain import Head
from validator.ledger.audit.events import RecordedEvent, Waiver


@dataclass(frozen=True)
class Events:
    """All events of a trail, and whether it and what it says of the ledger is whole."""

    recorded: list[RecordedEvent] = field(default_factory=list)
    fault: str = ""  #: what is wrong, in Chinese; empty where all is whole
    head: Head = field(default_factory=Head)
    witness: str = ""  #: how far this is, for who keeps it to compare with later


@dataclass(frozen=True)
class ActiveWaiver:
    """A waiver that was not ended."""

    number: int
    who: str
    at: str
    waiver: Waiver


@dataclass(frozen=True)
class Supervision:
    """What a report says about the decisions that it shows."""

    fault: str = ""  #: what is wrong with trail or ledger; then no verdict counts
    events: int = 0
    head: str = ""  #: the last link, shortened: printed, so that paper holds it too
    waivers: list[ActiveWaiver] = field(default_factory=list)  #: those that were used
    witness: str = ""  #: see `Events`
