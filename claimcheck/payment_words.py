"""What a bank's memo says a payment was for.

One list of words serves the import of statements, the evaluation, the ordinary formulas of the
templates and the finding CC310, so that a payment that is called no wage is not counted as one
either, whichever way it came into the wage flow.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.datafile import Strict, load_toml

if TYPE_CHECKING:
    import polars as pl


class NotWages(Strict, frozen=True, kw_only=True):
    """Words that speak against a wage, and what they name."""

    reason: str
    words: list[str]


class PaymentWords(Strict, frozen=True, kw_only=True):
    """The words of `payment_words.toml`, which says what each list is for."""

    months_late: int  #: a month that a memo names from longer ago is not believed
    wages: list[str]
    plain: list[str]
    sounding_alike: list[str]
    saying_nothing: list[str]
    by_letters_only: list[str]
    not_wages: list[NotWages]

    def phrases(self) -> list[str]:
        """The phrases in which 工资 does not say that a wage was paid."""
        return [*self.sounding_alike, *self.saying_nothing]


#: Blanks within a memo, which people put between the characters of a word.
BLANKS = (" ", "\u3000", "\u00a0")

#: What makes the digits before 月 the end of a longer number, a range or a list.
NO_MONTH_BEFORE = "0123456789-－—–~～至到和及与、,，."
#: A memo names the month of its payment where it has 月 once, after one or two digits that
#: stand alone: 3月工资, 2026年11月; not 1-3月, 1、2月.
NAMED_MONTH = f"(?:^|[^{re.escape(NO_MONTH_BEFORE)}])([0-9]{{1,2}})月"


@cache
def payment_words() -> PaymentWords:
    """The words by which memos are told apart."""
    return load_toml(Path(__file__).with_name("payment_words.toml"), PaymentWords)


def months_late(memo: str, paid_on: str) -> "pl.Expr":
    """How many months before its entry the wage of a payment was due; 0 where no memo says.

    Args:
        memo: the column of the memos.
        paid_on: the column of the days of entry.
    """
    return named_months_late(memo, paid_on).fill_null(0)


def named_months_late(memo: str, paid_on: str) -> "pl.Expr":
    """How many months before its entry the wage of a payment was due, by its memo.

    Null where the memo names no month, several, or one longer ago than `months_late`.

    Args:
        memo: the column of the memos.
        paid_on: the column of the days of entry.
    """
    import polars as pl

    text = pl.col(memo)
    named = text.str.extract(NAMED_MONTH).cast(pl.Int32, strict=False)
    single = (text.str.count_matches("月", literal=True) == 1) & named.is_between(1, 12)
    late = (pl.col(paid_on).dt.month().cast(pl.Int32) - named + 12) % 12
    return pl.when(single & (late <= payment_words().months_late)).then(late)


@cache
def counts_for() -> dict[str, int]:
    """What each word or phrase adds to how often a memo names a wage.

    A phrase takes off again what the words within it add.
    """
    words = payment_words()
    return _counts(words.wages, words.phrases())


@cache
def counts_against() -> dict[str, int]:
    """The same of how often a memo names something else."""
    words = payment_words()
    named = [word for entry in words.not_wages for word in entry.words]
    return _counts([*named, *words.sounding_alike], words.by_letters_only)


@lru_cache(maxsize=4096)
def reason_against(text: str) -> str:
    """What a text says that a payment is other than a wage; "" where it says nothing such.

    It may name a wage beside it: see `names_no_wage`.
    """
    words, memo = payment_words(), squeezed(text)
    if _count(memo, counts_against()) < 1:
        return ""
    for entry in words.not_wages:
        if _count(memo, _counts(entry.words, words.by_letters_only)) > 0:
            return entry.reason
    return next(f"“{phrase}”" for phrase in words.sounding_alike if phrase in memo)


@lru_cache(maxsize=4096)
def wage_named(memo: str) -> str:
    """The word by which a memo names a wage, whatever else it names; "" where none does."""
    words, text = payment_words(), squeezed(memo)
    if _count(text, counts_for()) < 1:
        return ""
    named = (word for word in words.wages if _count(text, _counts([word], words.phrases())) > 0)
    return next(named)


def names_no_wage(memo: str) -> bool:
    """Whether a memo names something that is no wage, and no wage beside it.

    How often each is named is counted, less the phrases that hold the letters only; where two
    of these share a word, it is taken off twice. The formulas of the templates count the same.
    """
    return bool(reason_against(memo)) and not wage_named(memo)


def memos_of_no_wage(memos: "pl.Series") -> "pl.Series":
    """Those of some memos that name something that is no wage, each once; see `names_no_wage`.

    Money that went back (冲正, 退回) is no wage of its own either, but its negative amount
    still has to be taken off the month: ask only of amounts above 0.
    """
    import polars as pl

    together = pl.col("memo").str.replace_all(_ANY_BLANK, "").str.to_uppercase()

    def named(counts: dict[str, int]) -> pl.Expr:
        each = (
            pl.col("together").str.count_matches(word, literal=True).cast(pl.Int64) * count
            for word, count in counts.items()
        )
        return pl.sum_horizontal(each) > 0

    # Thousands of payments share a few memos: each is looked at once, and most name a wage.
    each = memos.drop_nulls().unique().to_frame("memo").with_columns(together=together)
    return each.filter(~named(counts_for())).filter(named(counts_against()))["memo"]


_ANY_BLANK = f"[{''.join(BLANKS)}]"


def _counts(words: Sequence[str], phrases: Sequence[str]) -> dict[str, int]:
    """1 for each word, and for a phrase as many below 0 as it holds words."""
    found = {phrase: -sum(phrase.count(word) for word in words) for phrase in phrases}
    return dict.fromkeys(words, 1) | {phrase: count for phrase, count in found.items() if count}


def _count(text: str, counts: Mapping[str, int]) -> int:
    return sum(text.count(word) * count for word, count in counts.items())


def squeezed(text: str) -> str:
    """A memo as it is compared: in capitals and without blanks."""
    return re.sub(_ANY_BLANK, "", text).upper()
