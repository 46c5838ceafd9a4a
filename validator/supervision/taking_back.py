"""What a reviewer recorded last is taken back; the trail keeps both."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from validator.ledger.audit.events import Event, RecordedEvent, Verdict, VerdictEnd
from validator.supervision.finding_status import given

if TYPE_CHECKING:
    from validator.ledger.audit.state import Events
    from validator.ledger.audit.trail import Trail


def take_back(trail: "Trail", added: Sequence[RecordedEvent]) -> list[RecordedEvent]:
    """Take back verdicts that were recorded; what their reviewer has decided since stays.

    Args:
        trail: the audit trail.
        added: what `deciding.record` added.

    Returns:
        What was added to the trail for that.

    Raises:
        BrokenTrailError: the trail was changed; nothing was taken back.
        LedgerError: the ledger cannot be used.
    """
    verdicts: dict[str, list[Verdict]] = {}
    for entry in added:
        if isinstance(entry.event, Verdict):
            verdicts.setdefault(entry.who, []).append(entry.event)
    return [end for who, own in verdicts.items() for end in trail.add(who, _ends(who, own))]


def _ends(who: str, own: Sequence[Verdict]) -> "Callable[[Events], Sequence[Event]]":
    def ends(there: "Events") -> Sequence[Event]:
        last = given(there.recorded)
        return [
            VerdictEnd(finding=one.finding, basis=one.basis, code=one.code, claim=one.claim)
            for one in own
            # Whoever has decided otherwise since, in a workbook say, means that.
            if last.get((one.finding, one.basis, who), [])[-1:] == [one]
        ]

    return ends
