"""How a document has months, wage and income told by roster and wage flow."""

from enum import StrEnum

from claimcheck.datafile import Strict


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
