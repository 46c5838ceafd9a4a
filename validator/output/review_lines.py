"""What the `review` commands say: lines for people, objects for programs."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

from claimcheck.money import show_yuan
from validator.findings.catalogue import entry
from validator.ledger.audit.events import (
    Acceptance,
    Correction,
    Disclosure,
    Payments,
    RecordedEvent,
    Verdict,
    VerdictEnd,
    Waiver,
    WaiverEnd,
)
from validator.ledger.audit.state import Events
from validator.ledger.audit.words import DECISION_WORDS
from validator.output.json import claims
from validator.output.sums import sums_lines
from validator.run.validate import Validation
from validator.supervision.deciding import Outcome
from validator.supervision.finding_status import Standpoint, active_waivers, standpoints

#: So many refused rows and events are printed.
SHOWN = 20

#: Said where a finding belongs to no claim.
_NO_CLAIM = "（未归入申报）"


_NOT_THERE = (
    "没有找到这份审核工作簿所核查的申报文件，裁定已记录，裁定后的金额没有计算。"
    "请在命令后面写上申报文件，或者重新核查（claimcheck validate）查看。"
)

_SUMS = (
    "input", "claim_id", "measure", "claimed_yuan", "assessed_yuan", "counted", "decided_yuan",
    "decided_people", "result",
)  # fmt: skip


def outcome_lines(outcome: Outcome, rows: int, begun: list[int]) -> Iterator[str]:
    """What became of a review workbook."""
    parts = "、".join(f"{word} {count} 项" for word, count in outcome.by_decision.items())
    yield (
        f"记录裁定 {outcome.recorded:,} 项"
        + (f"（{parts}）" if parts else "")
        + f"；此前已记录、没有变化 {outcome.unchanged:,} 项；拒收 {len(outcome.refused):,} 项。"
    )
    decided = outcome.recorded + outcome.unchanged + len(outcome.refused)
    if rows:
        yield f"共列出 {rows:,} 项，未裁定 {max(rows - decided, 0):,} 项。"
    yield from _some("拒收：", outcome.refused)
    if begun:
        shown = "、".join(str(number) for number in begun[:SHOWN])
        yield f"写了理由但没有裁定、未计入的行：{shown}{'……' if len(begun) > SHOWN else ''}。"
    yield from _some("裁定不一致：", outcome.conflicts)


def unheld_lines(places: list[str]) -> Iterator[str]:
    """The rows whose decisions do not hold, because the claims have changed since."""
    if places:
        yield (
            f"已记录、但对现在的申报不起作用 {len(places):,} 项：生成这份审核工作簿以后，"
            "申报文件改动过（或者这次没有写全、设置不同），裁定只对当时的内容有效。"
            "请再核查一次，在新的审核工作簿中裁定。"
        )
    yield from _some("不起作用：", places)


def sums_of(validation: Validation | None) -> Iterator[str]:
    """What was claimed, assessed and decided; None: the files of the batch are not there."""
    if validation is None:
        yield _NOT_THERE
        return
    yield from sums_lines(validation.printable)


def claims_of(validation: Validation | None) -> list[dict[str, Any]] | None:
    """The claims with the keys of `validate --format json`; None without the batch."""
    if validation is None:
        return None
    return [{name: one[name] for name in _SUMS} for one in claims(validation.printable)]


def outcome_as_dict(outcome: Outcome, rows: int, begun: list[int]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "recorded": outcome.recorded,
        "unchanged": outcome.unchanged,
        "refused": outcome.refused,
        "conflicts": outcome.conflicts,
        "rows": rows,
        "begun": begun,
    }


def _some(heading: str, lines: list[str]) -> Iterator[str]:
    for line in lines[:SHOWN]:
        yield f"{heading}{line}。"
    if len(lines) > SHOWN:
        yield f"…… 另有 {len(lines) - SHOWN:,} 项。"


def status_lines(events: Events, where: str, on: date) -> Iterator[str]:
    """The state of the trail, of verdicts and waivers, and the last events."""
    if events.fault:
        yield f"审核记录：链条已断！{events.fault}。"
        yield "其中的裁定一律不予采用。不是有意的，请停止使用这个台账，连同备份交技术支持人员查看。"
        return
    yield f"审核记录：{len(events.recorded):,} 条，链条完整（台账 {where}）。"
    if events.recorded:
        yield f"末条校验码：{events.head.link[:12]}"
    yield from _standing_lines(events, on)
    yield from _waiver_lines(events, on)
    if events.recorded:
        yield "最近的记录："
        for entry_ in events.recorded[-SHOWN:]:
            yield f"  {entry_.number:>5}  {local(entry_.at)}  {entry_.who}  {what(entry_)}"


def _standing_lines(events: Events, on: date) -> Iterator[str]:
    live, expired, outdated = _in_force(events, on)
    counts = Counter(DECISION_WORDS[one.verdict.decision] for one in live)
    said = "、".join(f"{word} {count:,}" for word, count in counts.most_common()) or "无"
    earlier = f"；内容改动后已重新裁定 {outdated:,}" if outdated else ""
    yield f"现行裁定：{said}；已过期 {expired:,}{earlier}。"
    yield from _some("裁定不一致：", disagreements(live))


def _in_force(events: Events, on: date) -> tuple[list[Standpoint], int, int]:
    """The verdicts in force; how many have expired; how many were taken on an earlier content.

    Whether a claim has changed since its last verdict, only a run of `validate` can tell.
    """
    groups = standpoints(events.recorded).values()
    newest = [one for group in groups for one in group if one.rests_on == group[-1].rests_on]
    live = [one for one in newest if one.verdict.until is None or one.verdict.until >= on]
    return live, len(newest) - len(live), sum(map(len, groups)) - len(newest)


def disagreements(live: list[Standpoint]) -> list[str]:
    """The findings on which reviewers decided differently, one line each."""
    groups: dict[tuple[str, str], list[Standpoint]] = {}
    for one in live:
        groups.setdefault((one.finding, one.rests_on), []).append(one)
    return [
        f"{_about(same[0].verdict)} {entry(same[0].verdict.code).title}，"
        + "、".join(f"{one.who}：{DECISION_WORDS[one.verdict.decision]}" for one in same)
        for same in groups.values()
        if len({one.verdict.decision for one in same}) > 1
    ]


def _about(verdict: Verdict | VerdictEnd) -> str:
    return f"{verdict.claim or _NO_CLAIM} {verdict.code}"


def _waiver_lines(events: Events, on: date) -> Iterator[str]:
    for one in active_waivers(events.recorded):
        waiver = one.waiver
        state = "" if waiver.until >= on else "（已到期）"
        yield (
            f"豁免第 {one.number} 号{state}：{waiver.code} {entry(waiver.code).title}，"
            f"{waiver.county or waiver.applicant}，至 {waiver.until}，{one.who}：{waiver.reason}"
        )


def what(recorded: RecordedEvent) -> str:
    """An event in one line."""
    match recorded.event:
        case Verdict() as event:
            until = f"，有效期至 {event.until}" if event.until else ""
            reason = f"（{event.reason}）" if event.reason else ""
            return f"{DECISION_WORDS[event.decision]} {_about(event)}{reason}{until}"
        case VerdictEnd() as event:
            return f"撤回裁定 {_about(event)}"
        case Waiver() as event:
            whom = event.county or event.applicant
            return f"豁免 {event.code}，{whom}，至 {event.until}（{event.reason}）"
        case WaiverEnd() as event:
            return f"终止第 {event.waiver} 号豁免（{event.reason}）"
        case Disclosure() as event:
            named = "、".join(event.files[:3]) + ("等" if len(event.files) > 3 else "")
            return f"{_DISCLOSED.get(event.what, event.what)}：{named}"
        case Payments() as event:
            return f"{_PAID[event.what]}：{_batches(event)}"
        case Correction() as event:
            then = f"{_sum(event.then_fen)}、{event.then_people:,} 人"
            now = f"{_sum(event.now_fen)}、{event.now_people:,} 人"
            done = "不再支付" if event.taken_out else now
            which = f"{event.claim}（序号 {event.batch} 的批次，{event.reason}）"
            return f"更正 {which}：{then}，改为{done}"
        case Acceptance() as event:
            return f"确认使用这个台账（{event.reason}）：{event.fault}"


def _sum(fen: int | None) -> str:
    return "未记金额" if fen is None else f"{show_yuan(fen)} 元"


def _batches(event: Payments) -> str:
    """The batches that a change of the ledger is about."""
    shown = [
        f"序号 {number} 的批次，{stock.claims:,} 项申报、{stock.people:,} 人"
        if stock
        else f"序号 {number} 的批次"
        for number, stock in event.batches[:SHOWN]
    ]
    more = f"等 {len(event.batches):,} 个批次" if len(event.batches) > SHOWN else ""
    return "；".join(shown) + more


_PAID = {
    "recorded": "登记",
    "corrected": "更正以后",
    "batch": "删除",
    "person": "删除一个人的记录，涉及",
    "taken_over": "旧台账纳入审核记录",
}
_DISCLOSED = {"unmask": "显示完整号码", "payment": "导出发放清册（含完整号码）"}


def status_as_dict(events: Events, where: str, on: date) -> dict[str, Any]:
    """The state for programs."""
    live, expired, outdated = _in_force(events, on)
    return {
        "ledger": where,
        "whole": not events.fault,
        "fault": events.fault or None,
        "events": len(events.recorded),
        "head": events.head.link,
        "verdicts": dict(Counter(str(one.verdict.decision) for one in live)),
        "expired": expired,
        "outdated": outdated,
        "conflicts": disagreements(live),
        "waivers": [
            {"number": one.number, "by": one.who, "code": one.waiver.code}
            | {"for": one.waiver.county or one.waiver.applicant, "reason": one.waiver.reason}
            | {"until": str(one.waiver.until), "active": one.waiver.until >= on}
            for one in active_waivers(events.recorded)
        ],
        "trail": [
            {"number": entry_.number, "at": entry_.at + "Z", "who": entry_.who}
            | {"what": what(entry_)}
            for entry_ in events.recorded
        ],
    }


def local(at: str) -> str:
    """A moment of the trail in this machine's time."""
    moment = datetime.fromisoformat(at).replace(tzinfo=UTC).astimezone()
    return moment.strftime("%Y-%m-%d %H:%M")
