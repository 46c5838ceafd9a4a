"""Days written without a year or with two digits of it: 03-10, 3月10日, 26/03/05, 26年3月5日.

The year is taken from the period that stands above the statement, where only one day of that
period can be meant; it is never guessed.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import islice

import polars as pl

from claimcheck.identity import hide_numbers
from validator.intake.statements.layout import layouts
from validator.intake.statements.sources.page import Page

_WHOLE = re.compile(
    r"(?<!\d)(?:(20\d{2})\s*[年\-/.]\s*(\d{1,2})\s*[月\-/.]\s*(\d{1,2})(?!\d)|(20\d{2})(\d{2})(\d{2})(?!\d))"
)
#: What may follow a day: its time.
_TIME = r"(?:[日号]?(?:\s.*|T.*)?)$"
#: 3.1 may be 3.10 that was stored as a number: a point is no sign of a day here.
_NO_YEAR = re.compile(rf"^(\d{{1,2}})\s*[-/月]\s*(\d{{1,2}}){_TIME}")
_TWO_DIGITS = re.compile(rf"^(\d{{2}})([-/.])(\d{{1,2}})\2(\d{{1,2}}){_TIME}")
_SAID_YEAR = re.compile(rf"^(\d{{2}})\s*年\s*(\d{{1,2}})\s*月\s*(\d{{1,2}}){_TIME}")
_SHORT = (_NO_YEAR, _TWO_DIGITS, _SAID_YEAR)


@dataclass(frozen=True)
class Period:
    """The days that a statement is about."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Whether a day is among them."""
        return self.first <= day <= self.last

    def __str__(self) -> str:
        """As it is said to people."""
        return f"{self.first}至{self.last}"


def period_of(pages: Iterable[tuple[Page, int]]) -> Period | None:
    """The period that the lines above a table name; None where none is named.

    Args:
        pages: each page with the row of its headings.
    """
    days: list[date] = []
    for page, end in pages:
        for cells in page.rows[:end]:
            line = " ".join(cells)
            if label := _labels().search(line):
                # What stands behind the two days may be the day of printing.
                days += islice(_whole_days(line[label.end() :]), 2)
    return Period(min(days), max(days)) if len(set(days)) > 1 else None


@cache
def _labels() -> "re.Pattern[str]":
    spaced = (r"\s*".join(map(re.escape, label)) for label in layouts().preamble.period)
    return re.compile("|".join(spaced), re.IGNORECASE)


def _whole_days(text: str) -> Iterator[date]:
    for match in _WHOLE.finditer(text):
        year, month, day = (part for part in match.groups() if part)
        if (found := _day(int(year), int(month), int(day))) is not None:
            yield found


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def short_days(text: pl.Series, period: Period | None) -> pl.Series:
    """The days of a column that are written short; null where nothing tells the year."""
    different = [said for said in text.drop_nulls().unique().to_list() if is_short(said)]
    ways = _ways(different, period)
    found = {said: day for said in different if (day := _read(said, period, ways)) is not None}
    if not found:
        return pl.Series([None], dtype=pl.Date).new_from_index(0, len(text))
    return text.replace_strict(found, default=None, return_dtype=pl.Date)


def is_short(text: str) -> bool:
    """Whether a text is a day whose year is missing or has two digits."""
    return any(pattern.match(text) for pattern in _SHORT)


def why_not(text: str, period: Period | None, lacking: str = "表格上方也没有写明查询期间") -> str:
    """Why the year of a day that is written short is not known, and how to mend it."""
    shown = hide_numbers(text.strip()[:20])
    if period is None:
        why = f"没有四位的年份，{lacking}"
    else:
        why = f"没有四位的年份，按上方的查询期间（{period}）不能确定是哪一天"
    return f"日期“{shown}”{why}，请把日期补上年份"


def _ways(texts: Sequence[str], period: Period | None) -> list[tuple[int, int, int]]:
    """The orders of year, month and day in which all days of two-digit years fit the period."""
    parts = [match.group(1, 3, 4) for text in texts if (match := _TWO_DIGITS.match(text))]
    if period is None or not parts:
        return []
    orders = [(0, 1, 2), (2, 1, 0), (2, 0, 1)]
    return [
        order
        for order in orders
        if all(
            (day := _in_order(numbers, order)) is not None and period.holds(day)
            for numbers in parts
        )
    ]


def _in_order(numbers: Sequence[str], order: tuple[int, int, int]) -> date | None:
    year, month, day = (int(numbers[place]) for place in order)
    return _day(2000 + year, month, day)


def _read(text: str, period: Period | None, ways: Sequence[tuple[int, int, int]]) -> date | None:
    if match := _SAID_YEAR.match(text):
        return _in_order(match.groups(), (0, 1, 2))
    if period is None:
        return None
    if match := _TWO_DIGITS.match(text):
        days = {_in_order(match.group(1, 3, 4), order) for order in ways}
        return days.pop() if len(days) == 1 else None
    return _day_within(text, period)


def short_day(text: str, period: Period) -> date | None:
    """One day that is written short; None where it may be two days of a period or none."""
    return _read(text, period, _ways([text], period))


def _day_within(text: str, period: Period) -> date | None:
    """The only day of a period that a day without a year can be; None where there are two."""
    match = _NO_YEAR.match(text)
    if match is None:
        return None
    years = range(period.first.year, period.last.year + 1)
    days = [_day(year, int(match[1]), int(match[2])) for year in years]
    fitting = [day for day in days if day is not None and period.holds(day)]
    return fitting[0] if len(fitting) == 1 else None
