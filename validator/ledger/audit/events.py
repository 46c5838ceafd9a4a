"""What the audit trail records: who decided, ended or took out what, when and why; what was paid.

No ID number, account or phone stands in an event, and no name of a claimed person: findings
are known by their ids and claims by hashes.
"""

from datetime import date
from typing import TypeAlias

import msgspec

from validator.ledger.audit.words import Decision


class Verdict(msgspec.Struct, frozen=True, kw_only=True, tag="verdict"):
    """A supervisor's decision about one finding of one claim content."""

    finding: str
    basis: str  #: keyed hash of the claim content that it rests on
    code: str
    claim: str
    decision: Decision
    reason: str
    decided_on: date
    until: date | None = None  #: the last day on which it holds; None: no end
    source: str = ""  #: workbook, file or page
    #: of a refusal: who claimed what for which time, as a keyed hash
    about: str = ""


class VerdictEnd(msgspec.Struct, frozen=True, kw_only=True, tag="verdict_end"):
    """A reviewer takes back what he decided last about a finding; what he said before holds."""

    finding: str
    basis: str  #: as that of the verdict
    code: str
    claim: str


class Waiver(msgspec.Struct, frozen=True, kw_only=True, tag="waiver"):
    """A whole class of findings is let through: one code, of one county or applicant."""

    code: str
    reason: str
    until: date
    county: str = ""
    applicant: str = ""  #: masked, as it is shown
    applicant_hash: str = ""


class WaiverEnd(msgspec.Struct, frozen=True, kw_only=True, tag="waiver_end"):
    """A waiver is ended before its day."""

    waiver: int  #: the number of the waiver's event
    reason: str


class Disclosure(msgspec.Struct, frozen=True, kw_only=True, tag="disclosure"):
    """Full numbers were shown or written out."""

    what: str  #: unmask or payment
    files: list[str]
    people: int = 0


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """What the ledger holds of one batch; not its name, which may be forgotten."""

    claims: int
    people: int
    digest: str  #: keyed hash of all its rows


class Payments(msgspec.Struct, frozen=True, kw_only=True, tag="payments"):
    """The memory of what was paid has changed, and how the batches concerned are since then."""

    what: str  #: recorded, corrected, batch, person (forgotten) or taken_over
    batches: list[tuple[int, Stock | None]]  #: by number; None: it is no more


class Correction(msgspec.Struct, frozen=True, kw_only=True, tag="correction"):
    """A recorded claim has another sum or other people since then, or is paid nothing.

    What stood before is here for good; who was among the people is not, for that may have to
    be forgotten.
    """

    claim: str
    batch: int  #: the number of its batch
    reason: str
    then_fen: int | None  #: None: it was granted in kind
    then_people: int
    now_fen: int | None
    now_people: int
    taken_out: bool  #: it is paid nothing any more


class Acceptance(msgspec.Struct, frozen=True, kw_only=True, tag="acceptance"):
    """The office stands by a ledger that is not the one it used last."""

    reason: str
    fault: str  #: what was found, in Chinese
    heads: dict[str, int]  #: trails that this one takes the place of, and how far they were
    batches: list[tuple[int, Stock | None]]  #: those that were not as the chain says


Event: TypeAlias = (
    Verdict | VerdictEnd | Waiver | WaiverEnd | Disclosure | Payments | Correction | Acceptance
)

_DECODER: "msgspec.json.Decoder[Event]" = msgspec.json.Decoder(Event)


class RecordedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """An event as it stands in the trail."""

    number: int
    at: str  #: UTC
    who: str
    event: Event


def kind_of(event: Event) -> str:
    """The kind by which an event is stored."""
    return kind_name(type(event))


def kind_name(kind: type[msgspec.Struct]) -> str:
    """The name under which all events of a kind are stored."""
    return str(kind.__struct_config__.tag)


def encode(event: Event) -> str:
    """An event as JSON, always the same text for the same event."""
    return msgspec.json.encode(event, order="sorted").decode()


def decode(text: str) -> Event:
    """An event from its JSON."""
    return _DECODER.decode(text)
