"""Months and wages of one person from what was found of that person's monthly sums.

The definitions are those of `claimcheck.evaluate.employment`; here each becomes a formula
over the figures of one row of the month grid (`pay_figures`). A form without a wage flow has no
grid: there nobody was paid anything that is known.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from addin.formulas.dates import full_months
from addin.formulas.pay_figures import AVERAGE, LOWEST, PAID, PayFigures
from claimcheck.evaluate.employment import Counting
from claimcheck.policy.employment import BelowFloor, MonthsFrom, Run, Span, WageTest


@dataclass(frozen=True)
class PersonCells:
    """The cells of one person that the formulas refer to; "" in them where unknown."""

    hired_on: str
    left_on: str
    period_end: str
    stated_wage: str
    today: str
    #: gives the cell of a figure of the person's pay; None where the form has no wage flow
    figure: Callable[[str], str] | None

    @property
    def paid(self) -> str:
        """Months with pay."""
        return self.figure(PAID) if self.figure else "0"


class EmploymentFormulas:
    """The formulas of one person's row under one way of counting."""

    def __init__(self, how: Counting, cells: PersonCells) -> None:
        self._how = how
        self._cells = cells
        self._figures = PayFigures(how)

    def first_month(self) -> str:
        """The first month that may be counted, as year × 12 + month; 0 where open."""
        parts = [_month_of(self._cells.hired_on, "0")]
        start = self._how.window.start
        if self._how.employment.since is Span.WINDOW and start:
            parts.append(str(start.year * 12 + start.month))
        return f"MAX({','.join(parts)})"

    def last_month(self) -> str:
        """The last month that may be counted, as year × 12 + month."""
        parts = [_month_of(self._cells.left_on, "999999")]
        parts.append(_month_of(self._cells.period_end, "999999"))
        end = self._how.window.end
        if self._how.employment.until is Span.WINDOW and end:
            parts.append(str(end.year * 12 + end.month))
        return f"MIN({','.join(parts)})"

    def lowest(self) -> str:
        """The lowest month, "" where nothing was paid."""
        return self._figure(LOWEST, '""')

    def average(self) -> str:
        """The average of the months with pay, rounded down to the fen."""
        return self._figure(AVERAGE, '""')

    def months_employed(self) -> str:
        """The months counted."""
        employment, figures = self._how.employment, self._figures
        if employment.months is MonthsFrom.DATES:
            months = self._full_months()
            if employment.wage is not WageTest.EVERY_MONTH:
                return months
            missed = self._figure(figures.missed, "0") if figures.has_floor else "0"
            return f"MAX({months}-{missed},0)"
        return self._figure(figures.run if employment.run is Run.UNBROKEN else figures.counted, "0")

    def months_before_window(self) -> str:
        """Months counted before the policy's window."""
        before = self._figures.before
        return "0" if before is None else self._figure(before, "0")

    def tested_wage(self) -> str:
        """The wage that is held against the floor, "" where there is none."""
        employment, cells = self._how.employment, self._cells
        if employment.wage is WageTest.STATED:
            return self._stated()
        if employment.wage is WageTest.AVERAGE:
            return self.average()
        if employment.below is BelowFloor.DISQUALIFY:
            return self.lowest()
        nearest = self._figure(self._figures.nearest, '""')
        # A clause that does not insist on bank records takes the roster's word.
        if employment.months is not MonthsFrom.DATES:
            return nearest
        return f"IF({cells.paid}=0,{self._stated()},{nearest})" if cells.figure else self._stated()

    def _figure(self, key: str, without: str) -> str:
        """The cell of a figure; what holds instead where the form has no wage flow."""
        return self._cells.figure(key) if self._cells.figure else without

    def _stated(self) -> str:
        return f'IF(ISNUMBER({self._cells.stated_wage}),{self._cells.stated_wage},"")'

    def _full_months(self) -> str:
        cells, window = self._cells, self._how.window
        starts, ends = [cells.hired_on], [cells.left_on, cells.period_end, cells.today]
        if self._how.employment.since is Span.WINDOW and window.start:
            starts.append(_date(window.start))
        if self._how.employment.until is Span.WINDOW and window.end:
            ends.append(_date(window.end))
        # MAX and MIN over references leave texts, and so unknown dates, out.
        months = full_months(f"MAX({','.join(starts)})", f"MIN({','.join(ends)})")
        return f'IF({cells.hired_on}="",0,{months})'


def _date(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


def _month_of(cell: str, unknown: str) -> str:
    return f'IF({cell}="",{unknown},YEAR({cell})*12+MONTH({cell}))'
