"""What a file says again after its reviewer has decided otherwise.

A workbook that was recorded on Monday may be handed in again on Wednesday by mistake: what was
decided on Tuesday must not be undone by that. What is decided on a page is decided now.
"""

from collections.abc import Sequence

from validator.ledger.audit.events import RecordedEvent, Verdict
from validator.ledger.audit.words import DECISION_WORDS
from validator.supervision.finding_status import given, reviewer_of


def superseded(
    events: Sequence[tuple[str, Verdict]], recorded: Sequence[RecordedEvent]
) -> list[str]:
    """Say in Chinese of each verdict why it is an old one; empty texts where it is not.

    Args:
        events: by whom, and what, as it would be recorded.
        recorded: the trail.
    """
    known = given(recorded)
    return [
        _fault(known.get((event.finding, event.basis, reviewer_of(who)), []), who, event)
        for who, event in events
    ]


def said_already(known: Verdict | None, new: Verdict) -> bool:
    """Whether the reviewer has already said so; the day on which is of no account."""
    return known is not None and (known.decision, known.reason, known.until) == (
        new.decision,
        new.reason,
        new.until,
    )


def _fault(known: Sequence[Verdict], who: str, event: Verdict) -> str:
    if event.source == "page" or not known or known[-1].decision == event.decision:
        return ""
    last = known[-1]
    if not any(said_already(earlier, event) for earlier in known[:-1]):
        return ""
    return (
        f"这个“{DECISION_WORDS[event.decision]}”以前已经记录过，{who}后来（{last.decided_on}）"
        f"改为“{DECISION_WORDS[last.decision]}”，仍按后来的算。"
        "确要改回的，请在“理由”一栏写明为什么改回"
    )
