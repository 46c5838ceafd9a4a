"""What was decided since somebody last looked: by others, on another page, PC or in a workbook.

How far the trail was when he looked says what he can have seen.
"""

from collections.abc import Iterable, Set

from validator.ledger.audit.events import RecordedEvent, Verdict, VerdictEnd, Waiver, WaiverEnd
from validator.ledger.audit.words import DECISION_WORDS


def decided_in(events: Iterable[RecordedEvent]) -> dict[str, str]:
    """The findings that were decided in some events, and in Chinese who decided what last."""
    return {
        entry.event.finding: f"{entry.who}刚{_done(entry.event)}"
        for entry in events
        if isinstance(entry.event, Verdict | VerdictEnd)
    }


def told_of(events: Iterable[RecordedEvent], findings: Set[str]) -> list[str]:
    """Say in Chinese what was done in some events, one line a person: 李审核：裁定“核减”2 项.

    Args:
        events: of the trail.
        findings: those of the batch; what was decided about others is not told.
    """
    done: dict[str, dict[str, int]] = {}
    for entry in events:
        match entry.event:
            case Verdict(finding=about) | VerdictEnd(finding=about) if about in findings:
                what = _done(entry.event)
            case Waiver() | WaiverEnd():
                what = "改动豁免"
            case _:
                continue
        counts = done.setdefault(entry.who, {})
        counts[what] = counts.get(what, 0) + 1
    return [
        f"{who}：" + "、".join(f"{what} {count:,} 项" for what, count in counts.items())
        for who, counts in done.items()
    ]


def _done(event: Verdict | VerdictEnd) -> str:
    if isinstance(event, VerdictEnd):
        return "撤销裁定"
    return f"裁定“{DECISION_WORDS[event.decision]}”"
