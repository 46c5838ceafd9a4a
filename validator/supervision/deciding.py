"""Decisions as reviewers hand them in: checked one by one, and recorded."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.identity import hide_numbers
from validator.findings.catalogue import catalogue
from validator.ledger.audit.events import Event, RecordedEvent, Verdict
from validator.ledger.audit.words import DECISION_WORDS, Decision, decision_of, needs_reason
from validator.supervision.finding_status import Standpoint, reviewer_of, standpoints
from validator.supervision.sealing import seal_faults
from validator.supervision.since import decided_in
from validator.supervision.superseding import said_already, superseded
from validator.supervision.verdicts import stored_basis

if TYPE_CHECKING:
    from validator.ledger.audit.state import Events
    from validator.ledger.audit.trail import Trail

_LONGEST_NAME, _LONGEST_REASON = 40, 500


@dataclass(frozen=True)
class Proposed:
    """What one row says, as it was read."""

    place: str  #: how the row is named to people: 待审 第 12 行
    finding: str
    basis: str  #: plain, as `basis.with_basis` gives it
    code: str
    claim: str
    severity: str
    decision: str  #: the word in the cell
    reason: str = ""
    reviewer: str = ""
    decided_on: date | None = None
    until: date | None = None
    fault: str = ""  #: what was wrong with reading the row
    sealed: str = ""  #: what `seal` is on
    seal: str | None = None  #: None: there is no need of one


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


def record(
    trail: "Trail",
    proposals: Sequence[Proposed],
    today: date,
    source: str,
    reviewer: str = "",
    contradictions: Contradictions | None = None,
    seen: int | None = None,
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

    Raises:
        BrokenTrailError: the trail was changed; nothing was recorded.
        LedgerError: the ledger cannot be used.
    """
    outcome = Outcome()
    good = []
    for proposed in _with_seals_tested(trail, proposals):
        filled = replace(
            proposed,
            reviewer=hide_numbers(proposed.reviewer or reviewer),
            reason=hide_numbers(proposed.reason),
            decided_on=proposed.decided_on or today,
        )
        fault = filled.fault or _fault(filled, today)
        if fault:
            outcome.refused.append(f"{filled.place}：{fault}")
        else:
            good.append(filled)
    good = _without_contradictions(good, outcome)
    if not good:
        return outcome
    keyed = stored_basis(trail.ledger, pl.Series([one.basis for one in good])).to_list()
    events = [
        (one.reviewer, _event(one, basis, source)) for one, basis in zip(good, keyed, strict=True)
    ]
    old = superseded(events, trail.read().recorded)
    outcome.refused += [
        f"{one.place}：{fault}" for one, fault in zip(good, old, strict=True) if fault
    ]
    good = [one for one, fault in zip(good, old, strict=True) if not fault]
    events = [event for event, fault in zip(events, old, strict=True) if not fault]
    wrong = contradictions(events) if contradictions is not None else {}
    outcome.refused += [
        f"{one.place}：{wrong[one.finding]}" for one in good if one.finding in wrong
    ]
    events = [event for event in events if event[1].finding not in wrong]
    good = [one for one in good if one.finding not in wrong]
    places = {(e.finding, e.basis): p for p, (_, e) in zip(good, events, strict=True)}
    for who in dict.fromkeys(who for who, _ in events):
        own = [event for name, event in events if name == who]
        for event, fault in _record_of(trail, who, own, outcome, seen):
            place = places.pop((event.finding, event.basis)).place
            outcome.refused.append(f"{place}：{fault}")
    outcome.conflicts = _conflicts(trail.read(), places, today)
    return outcome


def _with_seals_tested(trail: "Trail", proposals: Sequence[Proposed]) -> list[Proposed]:
    rows = [(one.sealed, one.seal) for one in proposals if one.seal is not None]
    faults = iter(seal_faults(trail.ledger.seals, rows))
    return [
        one if one.seal is None else replace(one, fault=next(faults) or one.fault)
        for one in proposals
    ]


def _without_contradictions(good: list[Proposed], outcome: Outcome) -> list[Proposed]:
    """Refuse rows in which one reviewer says two things about one finding."""
    said: dict[tuple[str, str, str], set[str]] = {}
    for one in good:
        key = (reviewer_of(one.reviewer), one.finding, one.basis)
        said.setdefault(key, set()).add(one.decision.strip())
    kept = []
    for one in good:
        if len(said[reviewer_of(one.reviewer), one.finding, one.basis]) > 1:
            outcome.refused.append(
                f"{one.place}：同一审核人对同一问题写了两种裁定。请只留一行，或改成一致"
            )
        else:
            kept.append(one)
    return kept


def _record_of(
    trail: "Trail", who: str, own: list[Verdict], outcome: Outcome, seen: int | None
) -> list[tuple[Verdict, str]]:
    """Record the verdicts of one reviewer, those that he has not given already.

    Returns:
        Those that were not recorded because of what he has not seen, and in Chinese why.
    """
    held_back: list[tuple[Verdict, str]] = []

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
        fresh = [
            event
            for event in own
            if not said_already(known.get((event.finding, event.basis)), event)
        ]
        held_back.extend(
            (event, f"{unseen[event.finding]}，您还没有看到，没有记录。请看过再裁定")
            for event in fresh
            if event.finding in unseen
        )
        return [event for event in fresh if event.finding not in unseen]

    added = trail.add(who, new)
    outcome.added += added
    outcome.recorded += len(added)
    outcome.unchanged += len(own) - len(added) - len(held_back)
    for entry in added:
        if isinstance(entry.event, Verdict):
            word = DECISION_WORDS[entry.event.decision]
            outcome.by_decision[word] = outcome.by_decision.get(word, 0) + 1
    return held_back


def _event(one: Proposed, basis: str, source: str) -> Verdict:
    decision = decision_of(one.decision)
    assert decision is not None  # noqa: S101 - `_fault` has refused anything else
    assert one.decided_on is not None  # noqa: S101 - `record` fills it
    return Verdict(
        finding=one.finding,
        basis=basis,
        code=one.code,
        claim=hide_numbers(one.claim),
        decision=decision,
        reason=one.reason,
        decided_on=one.decided_on,
        until=one.until,
        source=source,
    )


def _fault(one: Proposed, today: date) -> str:
    """Say in Chinese why a decision is refused; empty where it is in order."""
    decision = decision_of(one.decision)
    if decision is None:
        words = "、".join(DECISION_WORDS.values())
        return f"裁定“{one.decision[:20]}”不在可选项内，应为：{words}。请从下拉列表中选择"
    if not one.reviewer:
        return "没有写审核人。请填写“审核人”一栏，或用 --reviewer 写明"
    if len(one.reviewer) > _LONGEST_NAME:
        return f"审核人姓名过长（{len(one.reviewer)} 字，最多 {_LONGEST_NAME} 字）。请只写姓名"
    if len(one.reason) > _LONGEST_REASON:
        return f"理由过长（{len(one.reason)} 字，最多 {_LONGEST_REASON} 字）。请缩短"
    # What only informs waits for nobody; whoever decides about a whole list may include it.
    if one.severity != "info" and (fault := _not_for_this(one.code, decision)):
        return fault
    if needs_reason(one.severity, decision) and not one.reason:
        return "这是须改正的错误，裁定“通过”必须写明理由。请填写“理由”一栏"
    if one.decided_on and one.decided_on > today:
        return f"裁定日期 {one.decided_on} 晚于今天。请更正“裁定日期”"
    if one.until and one.until < today:
        return f"有效期 {one.until} 已过。请更正“有效期至”，或留空"
    return ""


def _not_for_this(code: str, decision: Decision) -> str:
    """Say in Chinese why a decision makes no sense for a kind of finding; empty where it does."""
    item = catalogue().get(code)
    if item is None:
        return ""
    if decision is Decision.PASS and not item.passes:
        return f"“{item.title}”不能裁定通过：一人只计一次。请选核减或退回补正"
    if decision is Decision.REDUCE and item.reduces == "none":
        return f"“{item.title}”不涉及具体的人员或金额，不能裁定核减。请选通过、退回补正或不予支持"
    return ""


def _conflicts(events: "Events", places: dict[tuple[str, str], Proposed], today: date) -> list[str]:
    """The rows on which reviewers do not agree."""
    found = []
    for taken in standpoints(events.recorded).values():
        by_content: dict[str, list[Standpoint]] = {}
        for one in taken:
            if one.verdict.until is None or one.verdict.until >= today:
                by_content.setdefault(one.rests_on, []).append(one)
        for basis, same in by_content.items():
            proposed = places.get((same[0].finding, basis))
            if proposed is None or len({one.verdict.decision for one in same}) == 1:
                continue
            said = "、".join(
                f"{one.who}：{DECISION_WORDS[Decision(one.verdict.decision)]}" for one in same
            )
            found.append(f"{proposed.place}：{said}。裁定不一致，在一致之前不放行")
    return found
