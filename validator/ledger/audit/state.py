"""What a report says about the audit trail: whether it is whole, and what stands in it."""

from dataclasses import dataclass, field

from validator.ledger.audit.events import Waiver


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

    fault: str = ""  #: where the trail was changed; then no verdict counts
    events: int = 0
    head: str = ""  #: the last link, shortened: printed, so that paper holds it too
    waivers: list[ActiveWaiver] = field(default_factory=list)  #: those that were used
