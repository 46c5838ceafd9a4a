"""Which months a template shows, by the windows of its rules."""

from dataclasses import replace
from datetime import date

import msgspec

from addin.template.month_plan import EARLIEST, MonthPlan
from claimcheck.evaluate.employment import Counting, counting
from claimcheck.policy import rules
from claimcheck.policy.employment import Span
from claimcheck.policy.model import Window


def test_closed_windows_are_shown_from_the_first_of_them_to_the_last():
    months = MonthPlan(
        (
            _within(date(2026, 3, 15), date(2026, 12, 31)),
            _within(date(2025, 11, 1), date(2026, 6, 30)),
        )
    )
    assert months.shows_all and months.start_with_window
    assert months.first_of_windows == 2025 * 12 + 11
    assert months.count == 14
    assert EARLIEST not in months.grid_columns


def test_an_open_window_begins_the_grid_and_shows_two_years():
    months = MonthPlan(
        (_within(date(2026, 1, 1), None), _within(date(2026, 1, 1), date(2026, 12, 31)))
    )
    assert months.start_with_window and not months.shows_all
    assert months.count == 24


def test_where_months_before_the_window_count_the_grid_begins_with_what_was_paid_first():
    months = MonthPlan((_within(date(2026, 1, 1), date(2026, 12, 31), since=Span.ANY),))
    assert not months.start_with_window and not months.shows_all
    assert months.first_of_windows == 2026 * 12 + 1
    assert EARLIEST in months.grid_columns


def test_without_a_rule_that_counts_months_there_is_no_window():
    months = MonthPlan(())
    assert months.first_of_windows == 0
    assert not months.start_with_window and not months.shows_all


def _within(first: date | None, last: date | None, since: Span = Span.WINDOW) -> Counting:
    """A way of counting the months of a window."""
    ways = (counting(rule, {}) for rule in rules().values())
    some = next(how for how in ways if how is not None)
    employment = msgspec.structs.replace(some.employment, since=since, until=Span.WINDOW)
    return replace(some, employment=employment, window=Window(start=first, end=last))
