"""What a bank's memo says a payment was for.

One list of words serves the evaluation, the ordinary formulas of the templates and the
finding CC310, so that a payment that is called no wage is not counted as one either.
"""

import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from claimcheck.datafile import Strict, load_toml

if TYPE_CHECKING:
    import polars as pl


class PaymentWords(Strict, frozen=True, kw_only=True):
    """The words of `payment_words.toml`."""

    not_wages: list[str]
    wages: list[str]
    months_late: int  #: a month that a memo names from longer ago is not believed


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


def memos_of_no_wage(memos: "pl.Series") -> "pl.Series":
    """Those of some memos that name something that is no wage, each once.

    Money that went back (冲正, 退回) is no wage of its own either, but its negative amount
    still has to be taken off the month: ask only of amounts above 0.
    """
    import polars as pl

    words = payment_words()
    # Thousands of payments share a few memos: each is looked at once.
    each = memos.drop_nulls().unique().to_frame("memo")
    other = pl.col("memo").str.contains("|".join(map(re.escape, words.not_wages)))
    wage = pl.col("memo").str.contains("|".join(map(re.escape, words.wages)))
    return each.filter(other & ~wage)["memo"]
