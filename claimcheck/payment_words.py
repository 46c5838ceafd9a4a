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


@cache
def payment_words() -> PaymentWords:
    """The words by which memos are told apart."""
    return load_toml(Path(__file__).with_name("payment_words.toml"), PaymentWords)


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
