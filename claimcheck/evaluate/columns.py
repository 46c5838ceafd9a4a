"""Columns as a backend of `claimcheck.compiler`: every step is a polars expression.

What is unknown is null, and what is computed from it is null, too.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from operator import add, eq, ge, gt, le, lt, mul, ne, sub

import polars as pl

from claimcheck.compiler.backend import Exact
from claimcheck.errors import DataFileError
from claimcheck.policy import Fact

_OPERATORS = {
    **{"+": add, "-": sub, "*": mul},
    **{"==": eq, "!=": ne, ">=": ge, ">": gt, "<=": le, "<": lt},
}


class ColumnLogic:
    """Texts, and what is decided about columns."""

    def text(self, words: str) -> pl.Expr:
        """A text."""
        return pl.lit(words)

    def choose(self, cases: Sequence[tuple[pl.Expr, pl.Expr]], otherwise: pl.Expr) -> pl.Expr:
        """The value of the first condition that is true, neither false nor null."""
        for condition, value in reversed(cases):
            otherwise = pl.when(condition).then(value).otherwise(otherwise)
        return otherwise

    def every(self, conditions: Iterable[pl.Expr]) -> pl.Expr:
        """Whether all hold; null where a null decides."""
        return pl.all_horizontal([pl.lit(value=True), *conditions])

    def some(self, conditions: Iterable[pl.Expr]) -> pl.Expr:
        """Whether one holds; null where a null decides."""
        return pl.any_horizontal([pl.lit(value=False), *conditions])

    def missing(self, value: pl.Expr) -> pl.Expr:
        """Whether a value is null."""
        return value.is_null()

    def compare(self, sign: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        """A comparison; null where a side is."""
        compared: pl.Expr = _OPERATORS[sign](one, other)
        return compared


class ColumnArithmetic(ColumnLogic):
    """Exact arithmetic in Int64 over a frame with a column for every fact and count."""

    def whole(self, value: int) -> pl.Expr:
        """A number for every row."""
        return pl.lit(value, pl.Int64)

    def stored(self, fact: Fact) -> pl.Expr:
        """The column of a fact."""
        return pl.col(fact.column)

    def count(self, name: str) -> pl.Expr:
        """The column of a count."""
        return pl.col(name)

    def combine(self, operator: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        """A sum, difference or product."""
        combined: pl.Expr = _OPERATORS[operator](one, other)
        return combined

    def divide(self, numerator: pl.Expr, denominator: int) -> pl.Expr:
        """A quotient, rounded down."""
        return numerator // denominator

    def round(self, numerator: pl.Expr, denominator: int) -> pl.Expr:
        """A quotient, rounded half up."""
        return (2 * numerator + denominator) // (2 * denominator)

    def share(self, total: Exact[pl.Expr], part: Exact[pl.Expr], whole: Exact[pl.Expr]) -> pl.Expr:
        """Total × part ÷ whole, rounded half up; 0 where the whole is 0."""
        above = total.numerator * part.numerator * whole.denominator
        below = whole.numerator * (total.denominator * part.denominator)
        divided = pl.when(below != 0).then((2 * above + below) // (2 * below))
        return pl.when(below == 0).then(above * 0).otherwise(divided)

    def extreme(self, function: str, values: Sequence[pl.Expr]) -> pl.Expr:
        """The smallest or greatest; null where one is null."""
        horizontal = pl.min_horizontal if function == "min" else pl.max_horizontal
        # polars passes over missing values; to a rule a missing fact is unknown.
        known = pl.all_horizontal([value.is_not_null() for value in values])
        return pl.when(known).then(horizontal(values))

    def tier(self, value: pl.Expr, steps: Sequence[tuple[int, int]], end: int | None) -> pl.Expr:
        """What the highest step gives whose start is reached."""
        found = pl.lit(0, pl.Int64)
        for start, given in steps:
            found = pl.when(value >= start).then(pl.lit(given, pl.Int64)).otherwise(found)
        if end is not None:
            found = pl.when(value > end).then(0).otherwise(found)
        return pl.when(value.is_not_null()).then(found)

    def relation(self, sign: str, one: pl.Expr, other: pl.Expr) -> pl.Expr:
        """A comparison of two numbers."""
        return self.compare(sign, one, other)

    def is_option(self, sign: str, fact: Fact, option: str) -> pl.Expr:
        """Whether a choice is, or is not, an option; null where it is not given."""
        return self.compare(sign, pl.col(fact.column), pl.lit(option))

    def flag(self, fact: Fact) -> pl.Expr:
        """The column of a fact that is true, false or null."""
        return pl.col(fact.column)

    def known(self, truth: pl.Expr) -> pl.Expr:
        """As it is: whoever asks takes null for false."""
        return truth

    def where_given(self, fact: Fact, truth: pl.Expr) -> pl.Expr:  # noqa: ARG002 - null already
        """As it is: it is null where the fact is."""
        return truth

    def three_valued(self, operator: str, truths: Sequence[pl.Expr]) -> pl.Expr:
        """`and` or `or`, null where a null decides."""
        return self.every(truths) if operator == "and" else self.some(truths)


class ColumnTelling(ColumnLogic):
    """What columns are held against, and sentences as text columns."""

    def join(self, parts: Sequence[pl.Expr]) -> pl.Expr:
        """Texts one behind the other; null where one is."""
        return pl.concat_str(parts)

    def listed(self, cases: Sequence[tuple[pl.Expr, pl.Expr]]) -> pl.Expr:
        """The texts whose conditions are true, with “；” between them."""
        if not cases:
            return pl.lit("")
        texts = [pl.when(condition).then(text) for condition, text in cases]
        return pl.concat_str(texts, separator="；", ignore_nulls=True)

    def bound(self, fact: Fact, number: Fraction) -> pl.Expr:
        """A number in stored units.

        Raises:
            DataFileError: it is no whole number of them.
        """
        stored = number * fact.scale
        if stored.denominator != 1:
            raise DataFileError(f"“{fact.label}”不能以 {number} 为界限。")
        return pl.lit(int(stored))

    def day(self, day: date) -> pl.Expr:
        """A day."""
        return pl.lit(day)

    def yes_or_no(self, *, yes: bool) -> pl.Expr:
        """True or false."""
        return pl.lit(yes)
