"""What a policy document is made of, as it stands in its file.

A document has clauses; a clause that turns facts into money has measures; a measure has
numbers (each with the words that fix it), requirements, tables and an amount (`sums`), and
says how months and wages are counted (`employment`). Wordings that can be read in several
ways are `readings`; a part that holds only under some option of a reading says so in `when`.
"""

from datetime import date
from enum import StrEnum

from claimcheck.datafile import Strict
from claimcheck.policy.employment import Employment, Income
from claimcheck.policy.readings import Reading, When
from claimcheck.policy.sums import Amount, Count, Earmark, Number, Step, Table


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


class Limit(Strict, frozen=True, kw_only=True):
    """How often the same one may be paid."""

    scope: str  #: person, household, claimant or facility
    period: str  #: once, year or cycle
    times: int
    words: str
    when: When = {}


class Months(Strict, frozen=True, kw_only=True):
    """For how many months the same person may be paid, all claims of all years together."""

    paid: str  #: a formula: for how many months a claim pays somebody
    most: str  #: a formula: for how many months all claims together may
    earlier: str  #: the fact that says for how many somebody was paid before
    words: str


class Household(Strict, frozen=True, kw_only=True):
    """A ceiling for the people of one household together."""

    cap: str  #: the name of a number
    paid: str  #: the fact that says what the household has already had


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
    #: one person may be in claims of several days, as often as there is one: each is another
    repeats: bool = False
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
    months: Months | None = None
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
