"""Wages that went back: 退回, 冲正, 红字. The payment before them did not stay with the person.

The program does not choose which of the two the bank meant: the payment becomes one that the
clerk decides about, and a return of which no payment is found is listed.
"""

import re

import polars as pl

from claimcheck.identity import hide_numbers
from claimcheck.money import show_yuan
from claimcheck.names import plain_name
from claimcheck.payment_words import payment_words, reason_against
from validator.intake.statements.layout import Owner, words
from validator.intake.statements.pay import RowKind, first_of, without_phrases

#: What the words of a return are called among the reasons that speak against pay.
_RETURNED = "退款或退回"
_NOT_TAKEN_OFF = "像工资退回，不能确定是原来哪一笔，也没有从工资里扣减，请核对"
_OF_A_FIRM = "是写明工资的支出，没有计入；如果这是发工资的单位的账户，请用 --holder 写明单位全称"


def without_returned(
    frame: pl.DataFrame, owner: Owner
) -> tuple[pl.DataFrame, list[tuple[str, int, str]]]:
    """Doubt the wages that went back.

    Args:
        frame: transactions with `kind` and `reason`.
        owner: whose account it is.

    Returns:
        The frame, and page, row and reason of returns whose payment is not in the file.
    """
    pays = 1 if owner is Owner.PERSON else -1
    texts = [*words().returned, *payment_words().plain]
    numbered = frame.with_row_index("at")
    back = numbered.filter(
        pl.col("amount_fen") * pays < 0,
        pl.col("memo").str.replace_all(r"\s", "").str.contains_any(texts),
    )
    if back.is_empty():
        return frame, []
    sizes = back["size_fen"].unique().to_list()
    wages = numbered.filter(
        pl.col("kind") != RowKind.NOT_WAGES,
        pl.col("amount_fen") * pays > 0,
        pl.col("size_fen").is_in(sizes),
    ).to_dicts()
    doubted: dict[int, str] = {}
    alone: list[tuple[str, int, str]] = []
    for row in back.iter_rows(named=True):
        text = re.sub(r"\s", "", row["memo"]).upper()
        bare, _ = without_phrases(text)
        returned = first_of(text, words().returned)
        pay = first_of(bare, payment_words().plain)
        if reason_against(bare) not in ("", _RETURNED) or not (returned or pay):
            continue
        before = [one for one in wages if one["at"] not in doubted and _could_be(one, row)]
        if before and len({one["party"] for one in before}) == 1:
            # The last payment before it; of one day, the one that stands nearest.
            nearest = max(before, key=lambda one: (one["date"], -abs(one["at"] - row["at"])))
            doubted[nearest["at"]] = (
                f"{row['page']}第 {row['row']} 行（{row['date']}）有同样金额的退回或冲正"
            )
        elif returned and (before or first_of(text, words().paid_out_as_wages)):
            alone.append((row["page"], row["row"], _said(row, _NOT_TAKEN_OFF)))
        elif pay and owner is Owner.PERSON:
            alone.append((row["page"], row["row"], _said(row, _OF_A_FIRM)))
    return _doubted(frame, doubted), alone


def _could_be(wage: dict[str, object], back: dict[str, object]) -> bool:
    """Whether a payment may be what went back: as much, not later, the same other side."""
    # A bank gives wages back from an account of its own (代发待清算户): it says nothing of whose.
    parties = [
        plain_name(str(row["party"]))
        for row in (wage, back)
        if row["party"] and not first_of(str(row["party"]), words().clearing)
    ]
    return (
        wage["size_fen"] == back["size_fen"]
        and str(wage["date"]) <= str(back["date"])
        and len(set(parties)) < 2
    )


def _said(row: dict[str, object], what: str) -> str:
    return f"“{hide_numbers(str(row['memo']))}”{show_yuan(int(str(row['size_fen'])))} 元{what}"


def _doubted(frame: pl.DataFrame, doubted: dict[int, str]) -> pl.DataFrame:
    if not doubted:
        return frame
    kinds, reasons = frame["kind"].to_list(), frame["reason"].to_list()
    for at, why in doubted.items():
        kinds[at], reasons[at] = str(RowKind.PERHAPS), why
    return frame.with_columns(
        kind=pl.Series(kinds, dtype=pl.String), reason=pl.Series(reasons, dtype=pl.String)
    )
