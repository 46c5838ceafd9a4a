"""Headings that stand in two rows: a group above, its parts below."""

from collections.abc import Sequence
from itertools import zip_longest

from validator.intake.statements.amount_headings import amount_field
from validator.intake.statements.known_headings import is_known
from validator.intake.statements.layout import layouts
from validator.reading.headers import plain


def joined_headings(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Two rows of headings as one: 发生额 above 借方 and 贷方.

    What is written above a group is left out where only the lower heading says what it is:
    姓名 below 人员信息. A group reaches over the empty cells on its right.
    """
    joined: list[str] = []
    group = ""
    for above, below in zip_longest(map(str.strip, upper), map(str.strip, lower), fillvalue=""):
        group = (above or group) if below else ""
        joined.append(_joined(above or group, below))
    return joined


def _joined(above: str, below: str) -> str:
    whole = f"{above}{below}"
    if not (above and below) or is_known(whole) or _is_unpaid(above, below):
        return whole
    return _of_other_side(above, below) or (below if is_known(below) else whole)


def _of_other_side(above: str, below: str) -> str:
    """户名 below 对方信息 as 对方户名: never the holder's own; "" where it is no such heading."""
    common = layouts().headings
    if plain(below) not in map(plain, [*common["own_name"], *common["own_account"]]):
        return ""  # only of these it matters whose they are
    texts = {plain(text) for headings in common.values() for text in headings}
    for side in layouts().preamble.others:
        if side in above:
            tried = [f"{side}{who}{below}" for who in ("", "方", "人")]
            known = [text for text in tried if is_known(text)]
            return next((text for text in known if plain(text) in texts), "") or "".join(known[:1])
    return ""


def _is_unpaid(above: str, below: str) -> bool:
    """Whether the group says that an amount was not paid: 金额 below 应发 is never a bare 金额."""
    amounts = map(plain, layouts().pay_list["amount"])
    amount = bool(amount_field(below)) or plain(below) in amounts
    return amount and any(word in above for word in layouts().paid.other)
