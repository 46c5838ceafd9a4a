"""Tells rows apart: 工资, 可能是工资, 不是工资, each with the reason.

What bank and payer wrote decides, by the words of `claimcheck.payment_words`, which judge the
wage flow as well, and by the lists in `words.toml`. The other side's name never
makes a row pay; it can only cast doubt.
"""

import re
from collections.abc import Collection
from enum import StrEnum

import polars as pl

from claimcheck.names import plain_name
from claimcheck.payment_words import payment_words, reason_against, wage_named
from validator.intake.statements.bonus import bonus_asked, bonus_in
from validator.intake.statements.holder import is_organisation, is_person
from validator.intake.statements.layout import Layout, Owner, words

#: Why a row is no pay whose amount is not in yuan.
FOREIGN = "不是人民币"


class RowKind(StrEnum):
    """What a row is."""

    WAGES = "工资"
    PERHAPS = "可能是工资"
    NOT_WAGES = "不是工资"


_FACTS = ("memo", "party", "status", "flow", "foreign")


def told_apart(
    frame: pl.DataFrame, layout: Layout, owner: Owner, holder: str, employers: Collection[str]
) -> pl.DataFrame:
    """Add `kind` and `reason` to transactions.

    Args:
        frame: transactions with `currency_is_yuan`.
        layout: their layout.
        owner: whose account it is: pay is money in for a person, money out for an employer.
        holder: the holder's name, to know transfers between one's own accounts.
        employers: plain names of the employers on the roster.
    """
    pays = 1 if owner is Owner.PERSON else -1
    facts = frame.select(
        pl.col("memo").fill_null(""),
        pl.col("party").fill_null(""),
        pl.col("status").fill_null(""),
        flow=(pl.col("amount_fen").sign() * pays).fill_null(0),
        foreign=~pl.col("currency_is_yuan"),
    )
    different = facts.unique()
    told = [
        tell_row(
            memo,
            party,
            status,
            flow,
            foreign,
            _is_own(party, holder),
            layout=layout,
            owner=owner,
            employers=employers,
        )
        for memo, party, status, flow, foreign in different.iter_rows()
    ]
    table = different.with_columns(
        kind=pl.Series([str(kind) for kind, _ in told], dtype=pl.String),
        reason=pl.Series([reason for _, reason in told], dtype=pl.String),
    )
    found = facts.join(table, on=_FACTS, how="left", maintain_order="left")
    return frame.with_columns(found["kind"], found["reason"])


def _is_own(party: str, holder: str) -> bool:
    """Whether the other side is the holder, in whatever spelling."""
    return bool(party and holder) and plain_name(party) == plain_name(holder)


def tell_row(  # noqa: PLR0912 - one branch for each way to tell, in order
    memo: str,
    party: str,
    status: str,
    flow: int,
    foreign: bool,
    own: bool,
    *,
    layout: Layout,
    owner: Owner,
    employers: Collection[str],
) -> tuple[RowKind, str]:
    """What a row is, and why.

    Args:
        memo: what bank and payer wrote.
        party: the other side.
        status: what became of the transfer, where the statement says so.
        flow: 1 for money that goes as pay does, -1 against it, 0 where that is not known.
        foreign: whether it is not in yuan.
        own: whether the other side is the holder.
        layout: the statement's layout.
        owner: whose account it is.
        employers: plain names of the employers on the roster.
    """
    if foreign:
        return RowKind.NOT_WAGES, FOREIGN
    if flow < 0:
        return RowKind.NOT_WAGES, "支出" if owner is Owner.PERSON else "收入"
    text = re.sub(r"\s", "", memo).upper()
    against = reason_against(memo)
    bare, phrase = without_phrases(text)
    wage_word = first_of(bare, payment_words().plain)
    if undone := first_of(status, words().undone):
        return RowKind.NOT_WAGES, f"交易未成：{undone}"
    if own:
        return RowKind.NOT_WAGES, "本人账户之间转账"
    if flow == 0:
        if wage_word or first_of(bare, words().perhaps):
            return RowKind.PERHAPS, "看不出是收入还是支出"
        return RowKind.NOT_WAGES, against or "看不出是收入还是支出"
    if against and (named := wage_named(memo)):
        return RowKind.PERHAPS, f"摘要既有“{named}”，又像{against}"
    if against:
        return RowKind.NOT_WAGES, against
    if bonus := bonus_in(bare):
        return RowKind.PERHAPS, bonus_asked("摘要", bonus)
    if wage_word:
        return _wages(text, party, wage_word, layout, owner, employers)
    if perhaps := first_of(bare, words().perhaps):
        return RowKind.PERHAPS, f"摘要只有“{perhaps}”，没有写明工资"
    if phrase and not wage_word:
        return RowKind.PERHAPS, f"摘要只有“{phrase}”，没有写明工资"
    if owner is Owner.PERSON and party and plain_name(party) in employers:
        return RowKind.PERHAPS, "付款方是用工单位，但摘要没有写明工资"
    if way := first_of(bare, words().ways):
        return RowKind.NOT_WAGES, f"摘要只写“{way}”"
    return RowKind.NOT_WAGES, "摘要没有工资字样"


def _wages(
    text: str,
    party: str,
    word: str,
    layout: Layout,
    owner: Owner,
    employers: Collection[str],
) -> tuple[RowKind, str]:
    """A row that speaks of wages: is there anything that makes it doubtful?"""
    reason = f"摘要有“{word}”"
    if owner is Owner.EMPLOYER:
        if is_person(party):
            return RowKind.WAGES, reason
        return RowKind.PERHAPS, "汇总代发，对账单没有写到个人"
    if plain_name(party) in employers:
        return RowKind.WAGES, reason
    if is_person(party):
        return RowKind.PERHAPS, f"{reason}，但付款方是个人"
    known = is_organisation(party)
    if layout.private and not known:
        return RowKind.PERHAPS, f"{reason}，但看不出付款单位"
    way = first_of(text, words().ways)
    if way and not known and party and "*" not in party:
        return RowKind.PERHAPS, f"{reason}，但也写着“{way}”，付款方不像单位"
    return RowKind.WAGES, reason


def first_of(text: str, candidates: Collection[str]) -> str:
    """The first of some words that stands in a text; "" where none does."""
    return next((word for word in candidates if word.upper() in text), "")


def without_phrases(text: str) -> tuple[str, str]:
    """The text without phrases that only look like pay, and the first of them."""
    found = ""
    for phrase in payment_words().phrases():
        if phrase in text:
            found = found or phrase
            text = text.replace(phrase, "")
    return text, found
