"""What an import says: one line a file, then what waits for a person."""

from collections import Counter
from typing import Any

from claimcheck.identity import mask_account, mask_name
from claimcheck.money import show_yuan, to_yuan
from claimcheck.text import shown_name
from validator.intake.statements.fields import FIELDS
from validator.intake.statements.holder import is_organisation
from validator.intake.statements.importing import Import
from validator.intake.statements.keeping import FileResult, Payment

_PLACES = 5


def lines(result: Import, *, unmask: bool, verbose: bool) -> list[str]:
    """The report in plain text."""
    text: list[str] = []
    many = len(result.files) > 20 and not verbose
    shown = [entry for entry in result.files if not many or entry.fault or entry.breaks]
    for entry in shown:
        text += _file_lines(entry, unmask=unmask)
    read = [entry for entry in result.files if not entry.fault]
    counts = sum((entry.counts for entry in read), Counter[str]())
    text.append(
        f"读取 {len(read)} 个文件、{sum(entry.rows for entry in read):,} 行："
        f"工资 {counts['工资']:,}、可能是工资 {counts['可能是工资']:,}、"
        f"不是工资 {counts['不是工资']:,}。"
    )
    if len(read) < len(result.files):
        text.append(f"{len(result.files) - len(read)} 个文件无法读取，原因见上。")
    repeated = sum(entry.repeated for entry in read)
    if repeated:
        text.append(f"{repeated:,} 笔以前已经导入，没有重复写入。")
    if shared := sum(entry.shared for entry in read):
        text.append(f"{shared:,} 笔在这次的另一份文件里也有，只算一次。")
    if result.declined:
        text.append(f"{len(result.declined):,} 笔已确认不是工资，没有写入。")
    text += _unsure_lines(result.unsure, unmask=unmask)
    text += _sum_lines(result)
    return text


def _sum_lines(result: Import) -> list[str]:
    """The sums, each apart: what counts as pay, and what must not be taken for it."""
    paid = sum(payment.amount_fen for payment in result.payments)
    found = [f"可写入工资流水 {_count(len(result.payments), paid)}。"]
    if other := sum(entry.other for entry in result.files):
        fen = sum(entry.other_fen for entry in result.files)
        found.insert(0, f"不算工资的款项 {_count(other, fen)}，没有写入，也不在下面的金额里。")
    return found


def _count(number: int, fen: int) -> str:
    return f"{number:,} 笔，共 {show_yuan(fen)} 元" if number else "0 笔"


def _holder(entry: FileResult, *, unmask: bool) -> str:
    """The holder's name; a firm's is no secret, and one that is masked stays so."""
    if unmask or "*" in entry.holder or is_organisation(entry.holder):
        return entry.holder
    return mask_name(entry.holder)


def _file_lines(entry: FileResult, *, unmask: bool) -> list[str]:
    if entry.fault:
        return [f"无法读取“{shown_name(entry.path)}”：{entry.fault}。{entry.remedy}"]
    holder = _holder(entry, unmask=unmask)
    head = (
        f"{shown_name(entry.path)}：{entry.layout}，户名 {holder or '未写明'}，{entry.rows:,} 行，"
    )
    counts = "、".join(f"{kind} {entry.counts[kind]}" for kind in ("工资", "可能是工资"))
    found = [f"{head}{counts}，余额{entry.chain}。".replace("余额无余额", "无余额")]
    if entry.reasons:
        reasons = "、".join(f"{reason} {count}" for reason, count in entry.reasons.most_common(6))
        found.append(f"  不作工资的收入：{reasons}")
    for page, row, what in entry.breaks[:_PLACES]:
        found.append(f"  余额断开：{page}第 {row} 行，{what}。这一行前后可能缺行或被改动。")
    if len(entry.breaks) > _PLACES:
        found.append(f"  余额断开共 {len(entry.breaks)} 处，这里列出前 {_PLACES} 处。")
    for page, row, why in entry.unread[:_PLACES]:
        found.append(f"  没有读到：{page}第 {row} 行，{why}。")
    if len(entry.unread) > _PLACES:
        found.append(f"  没有读到的共 {len(entry.unread)} 行，这里列出前 {_PLACES} 行。")
    return found + [f"  {remark}" for remark in entry.remarks]


def _unsure_lines(unsure: list[Payment], *, unmask: bool) -> list[str]:
    if not unsure:
        return []
    fen = sum(payment.amount_fen for payment in unsure)
    found = [f"待确认 {_count(len(unsure), fen)}（没有写入工资流水）："]
    by_doubt: dict[str, list[Payment]] = {}
    for entry in unsure:
        by_doubt.setdefault(entry.doubt, []).append(entry)
    for doubt, entries in sorted(by_doubt.items(), key=lambda item: -len(item[1])):
        found.append(f"  {doubt}：{len(entries):,} 笔")
        for entry in entries[:3]:
            name = entry.name if unmask else mask_name(entry.name)
            page = f" {entry.page}" if entry.page else ""
            found.append(
                f"    {shown_name(entry.file)}{page} 第 {entry.source_row} 行 {name} "
                f"{entry.paid_on or '无日期'} {show_yuan(entry.amount_fen)} 元"
            )
    found.append("  请在“待确认收入”表填“是否工资”，保存后用同样的对账单再导入一次。")
    return found


def as_json(result: Import, *, unmask: bool) -> dict[str, Any]:
    """The result for other programs."""
    return {
        "files": [_file_json(entry, unmask=unmask) for entry in result.files],
        "payments": [_payment_json(entry, unmask=unmask) for entry in result.payments],
        "unsure": [_payment_json(entry, unmask=unmask) for entry in result.unsure],
        "summary": {
            "files": len(result.files),
            "unreadable": sum(bool(entry.fault) for entry in result.files),
            "rows": sum(entry.rows for entry in result.files),
            "payments": len(result.payments),
            "unsure": len(result.unsure),
            "repeated": sum(entry.repeated for entry in result.files),
            "shared": sum(entry.shared for entry in result.files),
            "declined": len(result.declined),
            "payments_yuan": to_yuan(sum(entry.amount_fen for entry in result.payments)),
            "unsure_yuan": to_yuan(sum(entry.amount_fen for entry in result.unsure)),
            "other_yuan": to_yuan(sum(entry.other_fen for entry in result.files)),
        },
    }


def _file_json(entry: FileResult, *, unmask: bool) -> dict[str, Any]:
    return {
        "path": shown_name(entry.path),
        "status": "unreadable" if entry.fault else "read",
        "why": f"{entry.fault}。{entry.remedy}" if entry.fault else "",
        "layout": entry.layout,
        "holder": _holder(entry, unmask=unmask),
        "rows": entry.rows,
        "kinds": dict(entry.counts),
        "not_wages": dict(entry.reasons),
        "balance": entry.chain,
        "breaks": [{"page": p, "row": row, "message": what} for p, row, what in entry.breaks],
        "unread": [{"page": p, "row": row, "message": what} for p, row, what in entry.unread],
        "recognised": {FIELDS.get(key, key): value for key, value in entry.used.items()},
        "not_recognised": list(entry.unused),
        "remarks": entry.remarks,
        "sha256": entry.digest,
        "taken": entry.taken,
        "repeated": entry.repeated,
        "taken_yuan": to_yuan(entry.taken_fen),
        "unsure_yuan": to_yuan(entry.unsure_fen),
        "other_yuan": to_yuan(entry.other_fen),
    }


def _payment_json(entry: Payment, *, unmask: bool) -> dict[str, Any]:
    from claimcheck.identity import mask_id

    return {
        "name": entry.name if unmask else mask_name(entry.name),
        "id_number": entry.id_number if unmask else mask_id(entry.id_number),
        "payee_account": entry.account if unmask else mask_account(entry.account),
        "paid_on": str(entry.paid_on) if entry.paid_on else None,
        "amount_yuan": to_yuan(entry.amount_fen),
        "payer": entry.payer,
        "reference": entry.reference,
        "memo": entry.memo,
        "month": entry.month or None,
        "file": entry.file if unmask else shown_name(entry.file),
        "page": entry.page,
        "row": entry.source_row,
        "by": entry.by,
        "doubt": entry.doubt,
    }
