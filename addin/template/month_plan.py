"""The months that a template shows of every person, and what is found of them."""

from dataclasses import dataclass
from functools import cached_property

from addin.formulas.pay_figures import Strip, pay_figures
from claimcheck.evaluate.employment import Counting
from claimcheck.policy.employment import Span

#: Hidden beside the months of a person: the first and the last that may count, whom payments
#: name that are the person's, and where those up to today stand among all that are sorted.
GRID_BOUNDS = ("first_month", "last_month", "payee", "paid_from", "paid_to")
#: hidden behind the months: what they all show, in one text
ALL_MONTHS = "all_months"
#: hidden behind them: the first month of all that something was paid for
EARLIEST = "earliest"

#: months shown where no policy window says how many can count
_OPEN_MONTHS = 24
#: a month that no window reaches
_NEVER = 999_999


@dataclass(frozen=True)
class MonthPlan:
    """The months of the grid; single months are given as year × 12 + month."""

    ways: tuple[Counting, ...]  #: how the rules count months that count any

    @cached_property
    def count(self) -> int:
        """How many months the grid shows: those of the windows where they are closed."""
        if not self.shows_all:
            return _OPEN_MONTHS
        return max(self._window_ends) - self.first_of_windows + 1

    @cached_property
    def shows_all(self) -> bool:
        """Whether the grid shows every month that can count."""
        ends = self._window_ends
        return self._start_known and bool(ends) and _NEVER not in ends

    @cached_property
    def start_with_window(self) -> bool:
        """Whether the grid begins with the earliest policy window, whatever was paid when."""
        return self._start_known and self.first_of_windows > 0

    @cached_property
    def first_of_windows(self) -> int:
        """The first month of the earliest window; 0 where none begins."""
        starts = [how.window.start for how in self.ways if how.window.start is not None]
        first = min(starts, default=None)
        return 0 if first is None else first.year * 12 + first.month

    @property
    def _start_known(self) -> bool:
        """Whether no rule counts months before its policy's window."""
        return all(
            how.employment.since is Span.WINDOW and how.window.start is not None
            for how in self.ways
        )

    @cached_property
    def _window_ends(self) -> list[int]:
        """The last month of every rule that counts months; a month that never comes if open."""
        ends = []
        for how in self.ways:
            end = how.window.end if how.employment.until is Span.WINDOW else None
            ends.append(_NEVER if end is None else end.year * 12 + end.month)
        return ends

    @cached_property
    def figures(self) -> tuple[str, ...]:
        """What is found of each person's months, hidden behind them."""
        unseen = Strip("", "", "", "", lambda _: "")
        return tuple(pay_figures(self.ways, unseen))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that are seen: one a month, and their sum."""
        return (*(f"month_{number}" for number in range(self.count)), "total")

    @property
    def grid_columns(self) -> tuple[str, ...]:
        """The same with what is hidden beside and behind them."""
        earliest = () if self.start_with_window else (EARLIEST,)
        return (*GRID_BOUNDS, *self.columns, ALL_MONTHS, *earliest, *self.figures)
