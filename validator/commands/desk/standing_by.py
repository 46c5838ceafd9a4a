"""Standing by a ledger that is not as it was used last, as `claimcheck ledger accept` does."""

from typing import Any

from claimcheck.identity import hide_numbers
from validator.commands.desk.asked import DeskError, text_of
from validator.commands.desk.desk import Desk
from validator.ledger.audit.book import this_user


def accept(desk: Desk, content: Any) -> dict[str, Any]:
    """Go on with the ledger that is there; who said so, and why, stays in its trail.

    Raises:
        DeskError: no reason was given, or it was not confirmed.
        BrokenTrailError: the chain is broken in itself, which no reason mends.
    """
    reason = text_of(content, "reason", needed=False)
    if not reason:
        raise DeskError("请写明为什么换了台账，或为什么内容有变。")
    if content.get("sure") is not True:
        raise DeskError("请先勾选“已查明原因，今后以现在这个台账为准”。")
    who = hide_numbers(text_of(content, "reviewer", needed=False)) or this_user()
    said = desk.stand_by_ledger(who, hide_numbers(reason))
    if not said:
        return {"said": "台账完整，就是上次用的那一个，没有要确认的。"}
    return {"said": f"已确认使用这个台账，并写进审核记录：{said}。"}
