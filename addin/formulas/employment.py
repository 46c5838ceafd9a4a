"""Months and wages of one person from that person's row of monthly sums.

The definitions are those of `claimcheck.evaluate.employment`; here each becomes a formula
over one row of the month grid: a cell holds the month's sum where that month may be counted, 0
where nothing is left of it, and "" otherwise. A form without a wage flow has no grid: there
nobody was paid anything that is known.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from addin.formulas.dates import full_months
from addin.formulas.expression import number_text
from claimcheck.evaluate.employment import Counting
from claimcheck.policy.model import BelowFloor, MonthsFrom, Run, Span, WageTest


@dataclass(frozen=True)
class PersonCells:
    """The cells of one person that the formulas refer to; "" in them where unknown."""

    hired_on: str
    left_on: str
    period_end: str
    stated_wage: str
    today: str
    pay: str  #: the person's row of the grid; "" where the form has none
    months: str  #: the grid's heading: the first day of each month
    months_and_one: str  #: the same with the column before the first month

    @property
    def paid(self) -> str:
        """Months with pay."""
        return f'COUNTIF({self.pay},">0")' if self.pay else "0"


class EmploymentFormulas:
    """The formulas of one person's row under one way of counting."""

    def __init__(self, how: Counting, cells: PersonCells) -> None:
        self._how = how
        self._cells = cells
        self._floor = number_text(Fraction(how.floor_fen, 100))

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

    @property
    def missed(self) -> str:
        """Months with pay below the floor."""
        if not self._cells.pay:
            return "0"
        return f'COUNTIFS({self._cells.pay},">0",{self._cells.pay},"<{self._floor}")'

    def lowest(self) -> str:
        """The lowest month, "" where nothing was paid."""
        pay = self._cells.pay
        return self._where_paid(f"SMALL({pay},COUNTIF({pay},0)+1)")

    def average(self) -> str:
        """The average of the months with pay, rounded down to the fen."""
        fen = f"ROUND(SUM({self._cells.pay})*100,0)"
        return self._where_paid(f"INT({fen}/{self._cells.paid})/100")

    def months_employed(self) -> str:
        """The months counted."""
        if self._how.employment.months is MonthsFrom.DATES:
            months = self._full_months()
            return f"MAX({months}-{self.missed},0)" if self._counts_reached_only else months
        if self._how.employment.run is Run.UNBROKEN and self._cells.pay:
            return self._longest_run()
        return self._counted()

    def months_before_window(self) -> str:
        """Months counted before the policy's window."""
        start = self._how.window.start
        if start is None or not self._cells.pay:
            return "0"
        earlier = f'{self._cells.months},"<"&{_date(start)}'
        floor = self._reached
        return f'COUNTIFS({earlier},{self._cells.pay},">={floor}")'

    def tested_wage(self) -> str:
        """The wage that is held against the floor, "" where there is none."""
        employment, cells = self._how.employment, self._cells
        if employment.wage is WageTest.STATED:
            return self._stated()
        if employment.wage is WageTest.AVERAGE:
            return self.average()
        if employment.below is BelowFloor.DISQUALIFY:
            return self.lowest()
        # A clause that does not insist on bank records takes the roster's word.
        by_dates = employment.months is MonthsFrom.DATES
        unpaid = self._stated() if by_dates else '""'
        if not cells.pay:
            return unpaid
        lowest_reached = f'SMALL({cells.pay},COUNTIF({cells.pay},"<{self._reached}")+1)'
        paid = f"IF({cells.paid}>{self.missed},{lowest_reached},MAX({cells.pay}))"
        return f"IF({cells.paid}=0,{unpaid},{paid})"

    @property
    def _reached(self) -> str:
        """What a month must have to count."""
        # Less than a fen is nothing.
        floored = self._counts_reached_only and self._how.floor_fen > 0
        return self._floor if floored else "0.01"

    @property
    def _counts_reached_only(self) -> bool:
        return self._how.employment.wage is WageTest.EVERY_MONTH

    def _stated(self) -> str:
        return f'IF(ISNUMBER({self._cells.stated_wage}),{self._cells.stated_wage},"")'

    def _where_paid(self, formula: str) -> str:
        if not self._cells.pay:
            return '""'
        return f'IF({self._cells.paid}=0,"",{formula})'

    def _counted(self) -> str:
        missed = f"-{self.missed}" if self._counts_reached_only else ""
        return f"{self._cells.paid}{missed}"

    def _longest_run(self) -> str:
        pay = self._cells.pay
        floor = self._reached
        # Every month that does not count ends a bin: a bin holds the month that ended the one
        # before it and the months that count since; so does the last one, which has no end.
        breaks = f"(1-ISNUMBER({pay})*({pay}>={floor}))"
        places = f"COLUMN({self._cells.months})"
        bins = f"FREQUENCY(COLUMN({self._cells.months_and_one}),({places}-0.5)*{breaks})"
        # Some programs give an error where nothing is counted.
        return f"IF({self._counted()}=0,0,SUMPRODUCT(LARGE({bins},1))-1)"

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
