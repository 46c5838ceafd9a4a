"""What is found of a person's monthly sums, each figure once for all formulas that ask for it.

A formula that looks up the twelve or more months of its person listens to the months of everybody:
every program computes it again, for all people, whenever one of them changes. So the figures
stand beside the months, where a formula names those of its own row alone, and whoever needs
one looks up that one cell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from addin.formulas.expression import number_text
from claimcheck.evaluate.employment import Counting
from claimcheck.policy.employment import BelowFloor, MonthsFrom, Run, Span, WageTest

#: the months with pay, the lowest of them, and their average; whatever the rule
PAID, LOWEST, AVERAGE = "paid", "lowest", "average"


@dataclass(frozen=True)
class Strip:
    """A person's row of the grid: a month's sum where that month may be counted, else ""."""

    pay: str  #: the months
    total: str  #: their sum, "" where nothing was paid
    heads: str  #: their heading: the first day of each month
    heads_and_one: str  #: the same with the column before the first month
    figure: Callable[[str], str]  #: the cell of a figure of the same row


class PayFigures:
    """The figures that one way of counting asks for: the keys of their columns, their formulas."""

    def __init__(self, how: Counting) -> None:
        self._how = how
        # Less than a fen is nothing.
        self._least_fen = how.floor_fen if self.has_floor else 1

    @property
    def has_floor(self) -> bool:
        """Whether there is a floor that each month must reach to count."""
        return self._how.employment.wage is WageTest.EVERY_MONTH and self._how.floor_fen > 0

    @property
    def missed(self) -> str:
        """Months with pay below the floor; only where there is one."""
        return f"missed_{self._least_fen}"

    @property
    def counted(self) -> str:
        """Months with pay that count."""
        return f"counted_{self._least_fen}" if self.has_floor else PAID

    @property
    def nearest(self) -> str:
        """The lowest month that reaches the floor; the highest where none does."""
        return f"nearest_{self._least_fen}" if self.has_floor else LOWEST

    @property
    def run(self) -> str:
        """The longest run of months that count."""
        return f"run_{self._least_fen}"

    @property
    def before(self) -> str | None:
        """Months counted before the policy's window; None where none of them may be counted."""
        start = self._how.window.start
        if start is None or self._how.employment.since is Span.WINDOW:
            return None
        return f"before_{start:%Y%m%d}_{self._least_fen}"

    def formulas(self, strip: Strip) -> dict[str, str]:
        """The formulas of all figures."""
        pay, paid = strip.pay, strip.figure(PAID)
        least = number_text(Fraction(self._least_fen, 100))
        average = f"INT(ROUND({strip.total}*100,0)/{paid})/100"
        found = {
            PAID: f'IF({strip.total}="",0,COUNTIF({pay},">0"))',
            LOWEST: _where(paid, f"SMALL({pay},COUNTIF({pay},0)+1)"),
            AVERAGE: _where(paid, average),
        }
        employment = self._how.employment
        if self.has_floor:
            missed = strip.figure(self.missed)
            fewer = f'COUNTIFS({pay},">0",{pay},"<{least}")'
            found[self.missed] = _where(paid, fewer, "0")
            if employment.months is MonthsFrom.PAYMENTS:
                found[self.counted] = f"{paid}-{missed}"
            if employment.below is not BelowFloor.DISQUALIFY:
                reached = f'SMALL({pay},COUNTIF({pay},"<{least}")+1)'
                nearest = f"IF({paid}>{missed},{reached},MAX({pay}))"
                found[self.nearest] = _where(paid, nearest)
        if employment.months is MonthsFrom.PAYMENTS and employment.run is Run.UNBROKEN:
            found[self.run] = self._longest_run(strip, least)
        start = self._how.window.start
        if self.before is not None and start is not None:
            earlier = f'{strip.heads},"<"&{_date(start)}'
            some = f'COUNTIFS({earlier},{pay},">={least}")'
            found[self.before] = _where(paid, some, "0")
        return found

    def _longest_run(self, strip: Strip, least: str) -> str:
        # Every month that does not count ends a bin: a bin holds the month that ended the one
        # before it and the months that count since; so does the last one, which has no end.
        breaks = f"(1-ISNUMBER({strip.pay})*({strip.pay}>={least}))"
        places = f"COLUMN({strip.heads})"
        bins = f"FREQUENCY(COLUMN({strip.heads_and_one}),({places}-0.5)*{breaks})"
        # Some programs give an error where nothing is counted.
        return f"IF({strip.figure(self.counted)}=0,0,SUMPRODUCT(LARGE({bins},1))-1)"


def pay_figures(ways: Iterable[Counting], strip: Strip) -> dict[str, str]:
    """The formulas of all figures that some way of counting asks for."""
    found: dict[str, str] = {}
    for how in ways:
        found |= PayFigures(how).formulas(strip)
    return found


def _where(paid: str, formula: str, nothing: str = '""') -> str:
    return f"IF({paid}=0,{nothing},{formula})"


def _date(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"
