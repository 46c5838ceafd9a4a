"""A decision as one row of a workbook, a file or a page proposes it, and what is wrong with it."""

from dataclasses import dataclass
from datetime import date

from claimcheck.identity import hide_numbers
from validator.findings.catalogue import catalogue
from validator.ledger.audit.events import Verdict
from validator.ledger.audit.words import DECISION_WORDS, Decision, decision_of, needs_reason

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


def fault_of(one: Proposed, today: date) -> str:
    """Say in Chinese why a row is refused for what stands in it; empty where it is in order."""
    if one.fault:
        return one.fault
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


def verdict_of(one: Proposed, basis: str, source: str, about: str = "") -> Verdict:
    """The verdict that a row in which `fault_of` finds nothing stands for.

    Args:
        one: the row, with its reviewer and day.
        basis: what it rests on, as the trail keeps it: hashed.
        source: workbook, file or page.
        about: who claims what for which time, see `refused_before`; kept with refusals only.
    """
    decision = decision_of(one.decision)
    assert decision is not None  # noqa: S101 - `fault_of` has refused anything else
    assert one.decided_on is not None  # noqa: S101 - whoever records fills it
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
        about=about if decision is Decision.REFUSE else "",
    )
