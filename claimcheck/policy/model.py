"""What a policy document is made of, as it stands in its file.

A document has clauses; a clause that turns facts into money has measures; a measure has
numbers (each with the words that fix it), requirements, tables and an amount. Wordings
that can be read in several ways are readings; a part that holds only under some option
of a reading says so in `when`.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from fractions import Fraction

from claimcheck.datafile import Strict

#: reading id → the options under which a part holds
When = dict[str, list[str]]


def holds(when: When, chosen: Mapping[str, str]) -> bool:
    """Whether a part holds under the chosen options."""
    return all(chosen.get(reading_id) in options for reading_id, options in when.items())


class Status(StrEnum):
    """Whether a document is in force as printed."""

    ISSUED = "issued"
    DRAFT = "draft"  # 征求意见稿: sums may change before it is issued


class ClauseKind(StrEnum):
    """What a clause does."""

    COMPUTES = "computes"  # at least one measure
    TARGET = "target"  # aims and duties only
    REFERS = "refers"  # names money, leaves the sum to other rules


class People(StrEnum):
    """Whose facts a measure tests."""

    GROUP = "group"  # the claimant is paid for a list of people
    SELF = "self"  # each listed person is paid
    NONE = "none"  # no people: a facility, a firm's tax …


class Level(StrEnum):
    """Whether a requirement is tested for each person or once for the claim."""

    PERSON = "person"
    CLAIM = "claim"


class Clause(Strict, frozen=True, kw_only=True):
    """One clause of a document, so that every clause is accounted for."""

    number: str
    title: str
    kind: ClauseKind
    note: str = ""  #: why nothing is computed


class Window(Strict, frozen=True, kw_only=True):
    """The days on which a document or a measure holds."""

    start: date | None = None
    end: date | None = None
    words: str = ""  #: the words that say so; empty where the text is silent


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


class Requirement(Strict, frozen=True, kw_only=True):
    """A test that a person or a claim must pass."""

    name: str
    of: Level
    fact: str
    words: str
    fail: str  #: what to say when it is not met; {observed}, {required} and numbers' names
    finding: str  #: the finding code a failed test leads to
    formula: str | None = None  #: how the observed value is computed, where not the fact itself
    presumed: bool = False  #: taken as met where the fact is not given
    follows: str | None = None  #: only tested where this other requirement is met
    opposite: bool = False  #: the test is the opposite of the quoted words
    where: str | None = None  #: a condition: only tested where it holds
    #: a bound is written out, or names one of the measure's numbers
    at_least: int | float | str | None = None
    more_than: int | float | str | None = None
    at_most: int | float | str | None = None
    less_than: int | float | str | None = None
    on_or_after: date | None = None
    on_or_before: date | None = None
    one_of: list[str] | None = None
    is_true: bool | None = None
    when: When = {}


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


class Limit(Strict, frozen=True, kw_only=True):
    """How often the same one may be paid."""

    scope: str  #: person, household, claimant or facility
    period: str  #: once, year or cycle
    times: int
    words: str


class Household(Strict, frozen=True, kw_only=True):
    """A ceiling for the people of one household together."""

    cap: str  #: the name of a number
    paid: str  #: the fact that says what the household has already had


class Earmark(Strict, frozen=True, kw_only=True):
    """A part of the sum that must be spent on one purpose: it is told, and costs nobody the sum."""

    share: str  #: the name of a number
    fact: str  #: the fact that says what has been spent on it
    purpose: str  #: Chinese, as the reason goes on after 须
    finding: str  #: the finding code where less was spent
    words: str


class Income(Strict, frozen=True, kw_only=True):
    """What people earned, where the wage flow tells it: which facts the figures go into.

    The stated facts hold only where the wage flow has no pay for these people.
    """

    person: str  #: the fact of a person's own pay in the months that may be counted
    counted: str  #: the fact of the average over the people who count
    listed: str  #: the fact of the average over everybody on the list
    as_stated: list[str] = []  #: facts that only the claimant knows: the text names no months
    differs_by: int  #: in yuan: from here on a stated figure that differs is a finding
    finding: str  #: the finding code where it does
    words: str


class MonthsFrom(StrEnum):
    """What counts as a month of employment."""

    PAYMENTS = "payments"  # calendar months with pay on the bank record
    DATES = "dates"  # full months from the first to the last day of work


class WageTest(StrEnum):
    """Which wage is held against the floor."""

    EVERY_MONTH = "every_month"
    AVERAGE = "average"
    STATED = "stated"  # the wage of the contract, as written in the roster


class BelowFloor(StrEnum):
    """What a month below the wage floor does."""

    SKIP = "skip"  # the month is not counted
    DISQUALIFY = "disqualify"  # the person is out


class Run(StrEnum):
    """Whether months add up or must follow each other."""

    TOTAL = "total"
    UNBROKEN = "unbroken"


class Span(StrEnum):
    """Which months may be counted."""

    WINDOW = "window"  # only months inside the policy's window
    ANY = "any"


class Employment(Strict, frozen=True, kw_only=True):
    """How the months and the wage of a person are found in roster and wage flow."""

    words: str
    months: MonthsFrom
    wage: WageTest = WageTest.EVERY_MONTH
    floor: str | None = None  #: name of the number that a month's pay must reach
    below: BelowFloor = BelowFloor.SKIP
    run: Run = Run.TOTAL
    since: Span = Span.WINDOW
    until: Span = Span.WINDOW


class EmploymentChange(Strict, frozen=True, kw_only=True):
    """What an option of a reading changes in how employment is counted."""

    months: MonthsFrom | None = None
    wage: WageTest | None = None
    below: BelowFloor | None = None
    run: Run | None = None
    since: Span | None = None
    until: Span | None = None


class Option(Strict, frozen=True, kw_only=True):
    """One way to read a wording."""

    key: str
    means: str
    employment: EmploymentChange | None = None


class Reading(Strict, frozen=True, kw_only=True):
    """A wording that counties read in more than one way."""

    id: str
    question: str
    wording: str
    weight: int  #: 3 decides much money, 1 little
    options: list[Option]
    default: str
    why: str
    measures: list[str] = []  #: empty: every measure that `applies_to` fits
    applies_to: str = ""  #: "months" or "wage_floor", for readings of all documents

    def option(self, key: str) -> Option:
        """The option with this key. Raises KeyError where there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)


class Example(Strict, frozen=True, kw_only=True):
    """Facts and what they must give: run by the tests, shown by `policy show`."""

    facts: dict[str, int | float | str | bool]
    amount: int | float | None = None
    outcome: str = "amount"
    least: int | float | None = None  #: what a sum left to the office may not fall below
    most: int | float | None = None
    readings: dict[str, str] = {}
    note: str = ""


class Measure(Strict, frozen=True, kw_only=True):
    """One way in which one clause turns facts into money."""

    id: str
    clause: str
    title: str
    type: str
    people: People
    claimant: str
    summary: str
    who: str  #: who counts, in our words
    department: str
    evidence: list[str]
    words: str  #: the few words that decide
    amounts: list[Amount]
    unit: str = "CNY"
    limits: list[Limit] = []
    funding: str = ""
    exclusions: str = ""
    flags: list[str] = []  #: what results always carry, beside expired, not_yet, draft
    window: Window | None = None  #: where it differs from the document's
    numbers: dict[str, Number] = {}
    requirements: list[Requirement] = []
    tables: list[Table] = []
    employment: Employment | None = None
    each: list[Amount] = []  #: what one person is paid; the sum is the fact each_total_yuan
    household: Household | None = None
    earmark: Earmark | None = None
    income: Income | None = None
    counts: list[Count] = []
    values: list[Step] = []
    #: facts that need not be given, and what they are then
    defaults: dict[str, bool | int | str] = {}
    examples: list[Example] = []


class Document(Strict, frozen=True, kw_only=True):
    """One policy document."""

    key: str
    title: str
    short: str  #: how messages name it
    status: Status
    binds: list[str]  #: area codes; a prefix stands for all below it
    window: Window
    clauses: list[Clause]
    measures: list[Measure]
    readings: list[Reading] = []
    number: str = ""  #: 文号
    issued_on: date | None = None
