"""What a measure computes with: the numbers of the text, tables, formulas and their steps."""

from fractions import Fraction

from claimcheck.datafile import Strict
from claimcheck.policy.readings import When


class Number(Strict, frozen=True, kw_only=True):
    """A quantity that a text fixes, and the words that fix it."""

    value: int | float | str  #: a string for a fraction such as "2/3"
    unit: str  #: yuan, people, months, percent, share, …
    words: str

    @property
    def exact(self) -> Fraction:
        """The value as an exact fraction; a percentage as a share of one."""
        fraction = Fraction(str(self.value))
        return fraction / 100 if self.unit == "percent" else fraction


class Tier(Strict, frozen=True, kw_only=True):
    """One row of a table: from … to (both included) gives `value`."""

    start: int | float
    end: int | float | None = None  #: None: up to the next row, or without bound
    value: int | float
    words: str


class Table(Strict, frozen=True, kw_only=True):
    """Tiers over one fact; below the first tier the value is 0."""

    name: str
    by: str  #: the fact whose unit the bounds have
    unit: str  #: unit of the values: yuan, percent …
    rows: list[Tier]
    when: When = {}  #: the readings whose formulas look it up, where not all do


class Amount(Strict, frozen=True, kw_only=True):
    """What is paid: a formula, a sum left to the office, or something other than money.

    Exactly one of the three holds: `formula`; `least` and/or `most` (the office decides
    within them; `decided = true` where the text names neither); `in_kind`. A formula with
    `decided = true` works on what the office has decided: while that is unknown, so is the
    sum, and the office has to decide.
    """

    formula: str | None = None
    least: str | None = None  #: a formula: the office may not go below
    most: str | None = None  #: a formula: what is decided above it is cut
    decided: bool = False  #: the office decides; the text names no bounds, or there is a formula
    in_kind: str | None = None  #: what is given instead of money, in Chinese
    when: When = {}

    @property
    def formulas(self) -> list[str]:
        """All formulas in it."""
        return [text for text in (self.formula, self.least, self.most) if text]

    @property
    def left_to_office(self) -> bool:
        """Whether there may be no sum before the office has decided."""
        return self.decided or bool(self.least or self.most)


class Step(Strict, frozen=True, kw_only=True):
    """A step of a calculation that other formulas refer to by its name."""

    name: str
    label: str  #: Chinese, as it is shown with the reasons
    formula: str
    when: When = {}


class Count(Strict, frozen=True, kw_only=True):
    """How many of the people who count also fulfil a condition, as a claim's number.

    With `adds`, what a formula comes to for the people who count, added up.
    """

    name: str
    label: str
    formula: str  #: over person facts: a condition, or with `adds` a whole number
    adds: bool = False


class Earmark(Strict, frozen=True, kw_only=True):
    """A part of the sum that must be spent on one purpose: it is told, and costs nobody the sum."""

    share: str  #: the name of a number
    fact: str  #: the fact that says what has been spent on it
    purpose: str  #: Chinese, as the reason goes on after 须
    finding: str  #: the finding code where less was spent
    words: str
