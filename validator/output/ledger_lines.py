"""What the ledger's commands say: lines for people, objects for programs."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.money import show_yuan, to_yuan
from validator.ledger.audit.payments import expected
from validator.ledger.audit.state import Events
from validator.ledger.correcting import Corrected, HeldClaim
from validator.ledger.differing import Differing
from validator.ledger.forgetting import Forgotten, FoundBatch
from validator.ledger.recording import NewBatch, RecordResult
from validator.ledger.verdicts import VERDICT_WORDS

if TYPE_CHECKING:
    from validator.supervision.accepted import Refused

#: Entries and refused claims that are printed; the rest is counted.
_SHOWN = 50


def recorded_lines(done: RecordResult, refused: Sequence["Refused"], where: str) -> list[str]:
    """What was recorded and what was not."""
    lines = []
    if done.claims:
        lines.append(
            f"已登记：批次“{done.batch}”（序号 {done.batch_id}），{done.claims} 项申报、"
            f"{done.entries} 人，合计 {show_yuan(done.amount_fen)} 元。"
        )
    else:
        lines.append("没有新的登记。")
    if done.known:
        lines.append(f"台账中已有，没有重复登记：{done.known} 项申报。")
    if done.differing:
        lines.append(f"其中 {len(done.differing)} 项现在的金额或人数与登记时不同，台账没有改动：")
        lines += [_differing_line(entry) for entry in done.differing[:_SHOWN]]
        lines += _more(len(done.differing))
        lines.append(
            "以现在的为准的（如申诉后改了裁定），请用 claimcheck ledger correct 文件 "
            "--claim 申报编号 --reason 理由 逐项更正；已经发放的，只补发或追回差额。"
        )
    if refused:
        lines.append(f"没有登记：{len(refused)} 项申报。请改正后再登记。")
        lines += [f"  {entry.file} {entry.claim_id}：{entry.why}" for entry in refused[:_SHOWN]]
        lines += _more(len(refused))
    lines.append(f"台账：{where}")
    return lines


def _differing_line(entry: Differing) -> str:
    then = _sum(entry.then_fen)
    return (
        f"  {entry.claim_id}：批次“{entry.batch}”（序号 {entry.batch_id}，{entry.accepted_on}）"
        f"登记 {then}、{entry.then_people} 人，现在 {show_yuan(entry.now_fen)} 元、"
        f"{entry.now_people} 人"
    )


def correction_question(held: HeldClaim, now: NewBatch) -> str:
    """What is asked before a claim is corrected."""
    return f"把{_recorded(held)}{_becomes(_new_sum(now))}。确定吗？"


def corrected_lines(done: Corrected) -> list[str]:
    """What a claim was recorded with, what it has now, and what is to be paid or got back."""
    now = None if done.taken_out else (done.now_fen, done.now_people)
    lines = [f"已更正：{_recorded(done.then)}{_becomes(now)}。"]
    before, after = done.then.amount_fen, 0 if done.taken_out else done.now_fen
    if before is not None and after is not None and before != after:
        word = "多" if after > before else "少"
        what = "补发" if after > before else "追回"
        gap = show_yuan(abs(after - before))
        lines.append(f"比原来登记的{word} {gap} 元；原来的已经发放的，只{what}这个差额。")
    return lines


def corrected_as_dict(done: Corrected) -> dict[str, Any]:
    """The same as an object."""
    return {
        "claim_id": done.then.claim_id,
        "batch_id": done.then.batch_id,
        "recorded_yuan": _yuan(done.then.amount_fen),
        "recorded_people": done.then.people,
        "amount_yuan": 0 if done.taken_out else _yuan(done.now_fen),
        "people": done.now_people,
        "taken_out": done.taken_out,
    }


def _recorded(held: HeldClaim) -> str:
    return (
        f"申报 {held.claim_id}（批次“{held.batch}”，序号 {held.batch_id}，"
        f"{held.accepted_on} 登记）的 {_sum(held.amount_fen)}、{held.people} 人"
    )


def _becomes(now: tuple[int | None, int] | None) -> str:
    if now is None:
        return "从台账里拿出（现在一分钱也不付）"
    return f"改为 {_sum(now[0])}、{now[1]} 人"


def _new_sum(now: NewBatch) -> tuple[int | None, int] | None:
    if now.claims.is_empty():
        return None
    amount = now.claims["amount_fen"][0]
    return amount, now.people.height


def _sum(fen: int | None) -> str:
    return "未记金额" if fen is None else f"{show_yuan(fen)} 元"


def _yuan(fen: int | None) -> int | float | None:
    return None if fen is None else to_yuan(fen)


def recorded_as_dict(
    done: RecordResult, refused: Sequence["Refused"], where: str
) -> dict[str, Any]:
    """The same as an object."""
    return {
        "ledger": where,
        "batch": done.batch,
        "batch_id": done.batch_id,
        "claims": done.claims,
        "entries": done.entries,
        "amount_yuan": to_yuan(done.amount_fen),
        "known": done.known,
        "differing": [
            {
                "claim_id": entry.claim_id,
                "batch_id": entry.batch_id,
                "recorded_yuan": None if entry.then_fen is None else to_yuan(entry.then_fen),
                "recorded_people": entry.then_people,
                "amount_yuan": to_yuan(entry.now_fen),
                "people": entry.now_people,
            }
            for entry in done.differing
        ],
        "refused": [
            {"input": entry.file, "claim_id": entry.claim_id, "why": entry.why} for entry in refused
        ],
    }


def found_lines(parts: Iterable[pl.DataFrame]) -> list[str]:
    """Entries, one a line, oldest first; all are counted and the first are shown."""
    lines: list[str] = []
    claims: set[int] = set()
    height = 0
    for part in parts:
        shown = part.head(max(_SHOWN - height, 0))
        lines += [_found_line(row) for row in shown.iter_rows(named=True)]
        claims |= set(part["claim"].unique())
        height += part.height
    if not height:
        return ["台账中没有找到。"]
    return [*lines, *_more(height), f"共 {height} 条记录、{len(claims)} 项申报。"]


def _found_line(row: dict[str, Any]) -> str:
    who = f" {row['person']}" if row["person"] else ""
    own, whole = row["amount_fen"], row["claim_amount_fen"]
    if own is not None:
        amount = f"{show_yuan(own)} 元"
    else:
        amount = "未记金额" if whole is None else f"整项 {show_yuan(whole)} 元"
    period = f"{row['period_start'] or ''}—{row['period_end'] or ''}".strip("—")
    parts = [
        f"{row['accepted_on']}  “{row['batch']}”（序号 {row['batch_id']}）{row['claim_id']}",
        f"{row['measure']} {row['applicant']}{who}",
        " ".join(part for part in (row["county"], period) if part),
        amount,
        VERDICT_WORDS.get(row["verdict"], row["verdict"])
        + (f"：{row['reason']}" if row["reason"] else ""),
    ]
    return "；".join(part for part in parts if part)


def batch_question(found: FoundBatch) -> str:
    """What is asked before a batch is forgotten."""
    return (
        f"删除批次“{found.name}”（序号 {found.number}，{found.accepted_on} 登记，"
        f"{found.claims} 项申报、{found.entries} 人），删除后无法恢复。确定吗？"
    )


def verified_lines(found: Events, where: str) -> list[str]:
    """Whether the ledger is whole, and how much was looked at."""
    if found.fault:
        return [f"台账有问题：{found.fault}。", f"台账：{where}"]
    claims, people, batches = _held(found)
    lines = [
        f"台账完整：{batches:,} 个批次、{claims:,} 项申报、{people:,} 人，逐行核对，与登记时一致。",
        f"审核记录：{len(found.recorded):,} 条，链条完整。",
    ]
    if found.recorded:
        lines.append(f"末条校验码：{found.head.link[:12]}（可抄在纸上，以后核对）")
    return [*lines, f"台账：{where}"]


def verified_as_dict(found: Events, where: str) -> dict[str, Any]:
    """The same as an object."""
    claims, people, batches = _held(found)
    return {
        "ledger": where,
        "whole": not found.fault,
        "fault": found.fault or None,
        "batches": batches,
        "claims": claims,
        "people": people,
        "events": len(found.recorded),
        "head": found.head.link,
    }


def _held(found: Events) -> tuple[int, int, int]:
    """Claims, people and batches as the chain says."""
    stocks = [one.stock for one in expected(found.recorded).values()]
    claims, people = (sum(getattr(one, name) for one in stocks) for name in ("claims", "people"))
    return claims, people, len(stocks)


def forgotten_lines(done: Forgotten) -> list[str]:
    """How much was taken out."""
    if done.what == "batch":
        return [f"已删除：1 个批次、{done.claims} 项申报、{done.entries} 人。"]
    lines = [f"已删除：{done.entries} 条人员记录。"]
    if done.claims:
        lines.append(f"另有 {done.claims} 项申报隐去了申报人。")
    return lines


def forgotten_as_dict(done: Forgotten) -> dict[str, Any]:
    """The same as an object."""
    return {
        "what": done.what,
        "batches": done.batches,
        "claims": done.claims,
        "entries": done.entries,
    }


def _more(count: int) -> list[str]:
    return [f"  …… 另有 {count - _SHOWN} 条未列出。"] if count > _SHOWN else []
