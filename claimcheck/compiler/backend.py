"""What a backend must be able to write.

`T` is what a step is written as: a polars expression, or the text of a spreadsheet formula.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Generic, Protocol, TypeVar

from claimcheck.policy import Fact

T = TypeVar("T")


@dataclass(frozen=True)
class Exact(Generic[T]):
    """`numerator / denominator`, the numerator a whole number wherever it is computed."""

    numerator: T
    denominator: int = 1


class LogicBackend(Protocol[T]):
    """Texts, and what is decided about values."""

    def text(self, words: str) -> T:
        """A text."""

    def choose(self, cases: Sequence[tuple[T, T]], otherwise: T) -> T:
        """The value of the first condition that is known to hold."""

    def every(self, conditions: Iterable[T]) -> T:
        """Whether all hold; true of none."""

    def some(self, conditions: Iterable[T]) -> T:
        """Whether one holds; false of none."""

    def missing(self, value: T) -> T:
        """Whether a value is unknown."""

    def compare(self, sign: str, one: T, other: T) -> T:
        """A comparison by one of `== != >= > <= <`."""


class ArithmeticBackend(LogicBackend[T], Protocol[T]):
    """Whole numbers, exact; unknown where something that they rest on is unknown."""

    def whole(self, value: int) -> T:
        """A whole number that is written out."""

    def stored(self, fact: Fact) -> T:
        """A fact in its stored unit (money in fen)."""

    def count(self, name: str) -> T:
        """A count of the measure."""

    def combine(self, operator: str, one: T, other: T) -> T:
        """A sum, difference or product."""

    def divide(self, numerator: T, denominator: int) -> T:
        """A quotient, rounded down."""

    def round(self, numerator: T, denominator: int) -> T:
        """A quotient, rounded half up."""

    def share(self, total: Exact[T], part: Exact[T], whole: Exact[T]) -> T:
        """Total × part ÷ whole, rounded half up; 0 where the whole is 0."""

    def extreme(self, function: str, values: Sequence[T]) -> T:
        """The `min` or `max` of several numbers."""

    def tier(self, value: T, steps: Sequence[tuple[int, int]], end: int | None) -> T:
        """What the highest step gives whose start is reached.

        Args:
            value: the number that is looked up.
            steps: start and what it gives, rising.
            end: the last number of the last step, where it has one.

        Returns:
            0 below the first start and beyond the end.
        """

    def relation(self, sign: str, one: T, other: T) -> T:
        """A comparison of two numbers inside a formula."""

    def is_option(self, sign: str, fact: Fact, option: str) -> T:
        """Whether a choice is known to be (`==`), or not to be (`!=`), an option."""

    def flag(self, fact: Fact) -> T:
        """Whether a fact is known to be true."""

    def known(self, truth: T) -> T:
        """Whether something is known to hold."""

    def where_given(self, fact: Fact, truth: T) -> T:
        """A truth about a fact; unknown where the fact is."""

    def three_valued(self, operator: str, truths: Sequence[T]) -> T:
        """`and` or `or`, unknown where the unknown parts decide."""


class Telling(LogicBackend[T], Protocol[T]):
    """What a test holds a value against, and sentences."""

    def join(self, parts: Sequence[T]) -> T:
        """Texts one behind the other."""

    def listed(self, cases: Sequence[tuple[T, T]]) -> T:
        """The texts whose conditions hold, with “；” between them; or an empty text."""

    def bound(self, fact: Fact, number: Fraction) -> T:
        """A number in the fact's written unit (yuan, percent) that the fact is held against."""

    def day(self, day: date) -> T:
        """A day that a date is held against."""

    def yes_or_no(self, *, yes: bool) -> T:
        """What a fact that is true or false is held against."""
