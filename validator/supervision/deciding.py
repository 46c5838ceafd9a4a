"""Decisions as reviewers hand them in: refused where they cannot stand, recorded where they can."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import polars as pl

from claimcheck.identity import hide_numbers
from validator.ledger.audit.events import Event, RecordedEvent, Verdict
from validator.ledger.audit.words import DECISION_WORDS, Decision
from validator.supervision.finding_status import Standpoint, reviewer_of, standpoints
from validator.supervision.proposed import Proposed, fault_of, verdict_of
from validator.supervision.sealing import seal_faults
from validator.supervision.since import decided_in
from validator.supervision.superseding import said_already, superseded
from validator.supervision.verdicts import stored_basis

if TYPE_CHECKING:
    from validator.ledger.audit.state import Events
    from validator.ledger.audit.trail import Trail


@dataclass
class Outcome:
    """What became of the decisions of a file or page."""

    recorded: int = 0
    unchanged: int = 0
    refused: list[str] = field(default_factory=list)  #: one Chinese line a row
    conflicts: list[str] = field(default_factory=list)
    by_decision: dict[str, int] = field(default_factory=dict)
    added: list[RecordedEvent] = field(default_factory=list)  #: what now stands in the trail


#: Verdicts that are about to be given, by whom → the ids of findings, and what speaks against.
Contradictions = Callable[[Sequence[tuple[str, Verdict]]], Mapping[str, str]]


class _Given(NamedTuple):
    """A verdict that is about to be recorded, and the row that gives it."""

    row: Proposed
    verdict: Verdict


_Row = TypeVar("_Row", Proposed, _Given)


def record(
    trail: "Trail",
    proposals: Sequence[Proposed],
    today: date,
    source: str,
    reviewer: str = "",
    contradictions: Contradictions | None = None,
    seen: int | None = None,
    abouts: Mapping[str, str] | None = None,
) -> Outcome:
    """Record every decision that is in order; the others are refused with their rows.

    Args:
        trail: the audit trail.
        proposals: one a row in which something was decided.
        today: no decision is later than this.
        source: where they come from: workbook, file or page.
        reviewer: who decided where a row does not say.
        contradictions: finds decisions that cannot hold beside each other, or beside those
            that stand; None where the batch is not at hand.
        seen: the last event that who decides can have seen: where others decided since, he is
            told, and nothing is recorded; None: he is not asked to have seen any.
        abouts: of `refused_before.abouts_by_finding`; None where the batch is not at hand.

    Raises:
        BrokenTrailError: the trail was changed; nothing was recorded.
        LedgerError: the ledger cannot be used.
    """
    outcome = Outcome()
    rows = [
        replace(
            one,
            reviewer=hide_numbers(one.reviewer or reviewer),
            reason=hide_numbers(one.reason),
            decided_on=one.decided_on or today,
        )
        for one in _with_seals_tested(trail, proposals)
    ]
    rows = _in_order(outcome, rows, [fault_of(row, today) for row in rows])
    rows = _in_order(outcome, rows, _two_answers(rows))
    if not rows:
        return outcome
    keyed = stored_basis(trail.ledger, pl.Series([row.basis for row in rows]))
    known = abouts or {}
    given = [
        _Given(row, verdict_of(row, basis, source, known.get(row.finding, "")))
        for row, basis in zip(rows, keyed, strict=True)
    ]
    given = _in_order(outcome, given, superseded(_by_whom(given), trail.read().recorded))
    wrong = contradictions(_by_whom(given)) if contradictions is not None else {}
    given = _in_order(outcome, given, [wrong.get(one.row.finding, "") for one in given])
    standing: list[_Given] = []
    for who in dict.fromkeys(one.row.reviewer for one in given):
        own = [one for one in given if one.row.reviewer == who]
        standing += _in_order(outcome, own, _record_of(trail, who, own, outcome, seen))
    outcome.conflicts = _conflicts(trail.read(), standing, today)
    return outcome


def _in_order(outcome: Outcome, rows: list[_Row], faults: Iterable[str]) -> list[_Row]:
    """The rows without a fault; the others are refused, each by its place."""
    kept = []
    for row, fault in zip(rows, faults, strict=True):
        if fault:
            place = row.place if isinstance(row, Proposed) else row.row.place
            outcome.refused.append(f"{place}：{fault}")
        else:
            kept.append(row)
    return kept


def _by_whom(given: Sequence[_Given]) -> list[tuple[str, Verdict]]:
    return [(one.row.reviewer, one.verdict) for one in given]


def _with_seals_tested(trail: "Trail", proposals: Sequence[Proposed]) -> list[Proposed]:
    rows = [(one.sealed, one.seal) for one in proposals if one.seal is not None]
    faults = iter(seal_faults(trail.ledger.seals, rows))
    return [
        one if one.seal is None else replace(one, fault=next(faults) or one.fault)
        for one in proposals
    ]


def _two_answers(rows: Sequence[Proposed]) -> list[str]:
    """Say in Chinese of each row whether its reviewer says another thing about the finding too."""
    said: dict[tuple[str, str, str], set[str]] = {}
    keys = [(reviewer_of(row.reviewer), row.finding, row.basis) for row in rows]
    for key, row in zip(keys, rows, strict=True):
        said.setdefault(key, set()).add(row.decision.strip())
    fault = "同一审核人对同一问题写了两种裁定。请只留一行，或改成一致"
    return [fault if len(said[key]) > 1 else "" for key in keys]


def _record_of(
    trail: "Trail", who: str, own: Sequence[_Given], outcome: Outcome, seen: int | None
) -> list[str]:
    """Record the verdicts of one reviewer, those that he has not given already.

    Returns:
        Of each verdict in Chinese why it was not recorded, as others decided since he looked;
        empty texts where that is not so.
    """
    faults: list[str] = []

    def new(there: "Events") -> Sequence[Event]:
        known = {
            (one.finding, one.rests_on): one.verdict
            for taken in standpoints(there.recorded).values()
            for one in taken
            if reviewer_of(one.who) == reviewer_of(who)
        }
        # Asked while nobody else can write: another program may be deciding at this moment.
        unseen = decided_in(
            entry for entry in there.recorded if seen is not None and entry.number > seen
        )
        fresh = []
        for verdict in (one.verdict for one in own):
            fault = ""
            if not said_already(known.get((verdict.finding, verdict.basis)), verdict):
                if verdict.finding in unseen:
                    fault = f"{unseen[verdict.finding]}，您还没有看到，没有记录。请看过再裁定"
                else:
                    fresh.append(verdict)
            faults.append(fault)
        return fresh

    added = trail.add(who, new)
    outcome.added += added
    outcome.recorded += len(added)
    outcome.unchanged += len(own) - len(added) - sum(map(bool, faults))
    for entry in added:
        if isinstance(entry.event, Verdict):
            word = DECISION_WORDS[entry.event.decision]
            outcome.by_decision[word] = outcome.by_decision.get(word, 0) + 1
    return faults


def _conflicts(events: "Events", given: Sequence[_Given], today: date) -> list[str]:
    """The rows on which reviewers do not agree."""
    rows = {(one.verdict.finding, one.verdict.basis): one.row for one in given}
    found = []
    for taken in standpoints(events.recorded).values():
        by_content: dict[str, list[Standpoint]] = {}
        for one in taken:
            if one.verdict.until is None or one.verdict.until >= today:
                by_content.setdefault(one.rests_on, []).append(one)
        for basis, same in by_content.items():
            row = rows.get((same[0].finding, basis))
            if row is None or len({one.verdict.decision for one in same}) == 1:
                continue
            said = "、".join(
                f"{one.who}：{DECISION_WORDS[Decision(one.verdict.decision)]}" for one in same
            )
            found.append(f"{row.place}：{said}。裁定不一致，在一致之前不放行")
    return found
