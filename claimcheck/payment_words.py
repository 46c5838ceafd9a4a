"""What a bank's memo says a payment was for.

One list of words serves the import of statements, the evaluation, the ordinary formulas of the
templates and the finding CC310, so that a payment that is called no wage is not counted as one
either, whichever way it came into the wage flow.
"""

import re
from collections.abc import Iterable
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

    def other(self) -> list[str]:
        """All words that name something else; none that holds another of them."""
        words = [*self.sounding_alike, *(word for entry in self.not_wages for word in entry.words)]
        return [word for word in words if not any(one in word and one != word for one in words)]


#: Blanks within a memo, which people put between the characters of a word.
BLANKS = (" ", "\u3000", "\u00a0")
#: What stands in the place of each character of words that say nothing: they leave a gap, so that
#: what stood on both sides of them makes no new word.
GAP = "＿"

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


@lru_cache(maxsize=4096)
def reason_against(text: str) -> str:
    """What a text says that a payment is other than a wage; "" where it says nothing such.

    It may name a wage beside it: see `names_no_wage`.
    """
    words, bare = payment_words(), _filled(_squeezed(text), payment_words().by_letters_only)
    for entry in words.not_wages:
        if any(word in bare for word in entry.words):
            return entry.reason
    phrase = next((phrase for phrase in words.sounding_alike if phrase in bare), "")
    return f"“{phrase}”" if phrase else ""


@lru_cache(maxsize=4096)
def wage_named(memo: str) -> str:
    """The word by which a memo names a wage, whatever else it names; "" where none does."""
    words = payment_words()
    for text in (memo, _squeezed(memo)):
        bare = _filled(text, words.phrases())
        if found := next((word for word in words.wages if word in bare), ""):
            return found
    return ""


def names_no_wage(memo: str) -> bool:
    """Whether a memo names something that is no wage, and no wage beside it."""
    return bool(reason_against(memo)) and not wage_named(memo)


def memos_of_no_wage(memos: "pl.Series") -> "pl.Series":
    """Those of some memos that name something that is no wage, each once; see `names_no_wage`.

    Money that went back (冲正, 退回) is no wage of its own either, but its negative amount
    still has to be taken off the month: ask only of amounts above 0.
    """
    import polars as pl

    words, memo = payment_words(), pl.col("memo")
    phrases, wages = _any_of(words.phrases()), _any_of(words.wages)
    squeezed = memo.str.replace_all(_any_of(BLANKS), "").str.to_uppercase()
    wage = pl.any_horizontal(
        text.str.replace_all(phrases, GAP).str.contains(wages) for text in (memo, squeezed)
    )
    bare = squeezed.str.replace_all(_any_of(words.by_letters_only), GAP)
    # Thousands of payments share a few memos: each is looked at once.
    each = memos.drop_nulls().unique().to_frame("memo")
    return each.filter(bare.str.contains(_any_of(words.other())) & ~wage)["memo"]


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


def _squeezed(text: str) -> str:
    return re.sub(_any_of(BLANKS), "", text).upper()


def _filled(text: str, words: Iterable[str]) -> str:
    for word in words:
        text = text.replace(word, GAP * len(word))
    return text
