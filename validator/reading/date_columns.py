"""Reads columns of days and months, however the days are written."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

import polars as pl

from claimcheck.columns.model import LAST_DAY_COLUMNS
from claimcheck.forms import Column
from claimcheck.written import FIRST_DAY, LAST_DAY, closed_date, read_day
from validator.reading.normal_form import normal_name
from validator.reading.texts import fill_rest, nothing, says_nothing, with_unread

_EPOCH = date(1899, 12, 30)
_MONTH_PARTS = re.compile(r"(\d{4})(?:[-/.年]|(?=\d\d$))(\d{1,2})月?份?")
#: What the reader makes of a number that is far too large for a date: +57371-06-01.
_FAR_DATE = re.compile(r"\+?(\d{4,6})-(\d\d)-(\d\d)(?: 00:00:00)?")
#: What it makes of 2026.3 or 3.8 in a cell with a format of dates: 1905-07-18 07:12:00.
_EARLY_TIME = re.compile(r"(1[89]\d\d-\d\d-\d\d) (\d\d):(\d\d):(\d\d)(?:\.\d+)?")
_DATE_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")

#: Days from the usual first day to 1904-01-01.
_YEARS_1904 = 1462


def plain_dates(text: pl.Expr) -> pl.Expr:
    """Dates as the reader gives them for a date cell."""
    plain_date = text.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    length = text.str.len_bytes()
    sure = (length == 10) | ((length == 19) & text.str.ends_with(" 00:00:00"))
    in_range = plain_date.is_between(pl.lit(FIRST_DAY), pl.lit(LAST_DAY))
    return pl.when(sure & in_range).then(plain_date)


def read_dates(
    text: pl.Series, quick: pl.Series | None, column: Column, *, date1904: bool
) -> list[pl.Series]:
    """A column of days; where only a month is given, its first day, or its last of an end.

    Args:
        text: what the cells hold, blanks null.
        quick: the plain dates among them (`plain_dates`); None where the column says nothing.
        column: the column.
        date1904: whether numbers count from 1904-01-01.

    Returns:
        The days, and what could not be read.
    """
    by_month = _month_end if column.key in LAST_DAY_COLUMNS else _month_start
    days = _dates(text, quick, by_month, date1904=date1904)
    if days.null_count() > text.null_count():
        text = _with_numbers(text, date1904=date1904)
    return with_unread(text, normal_name(column), days)


def read_months(
    text: pl.Series, quick: pl.Series | None, column: Column, *, date1904: bool
) -> list[pl.Series]:
    """A column of months, each its first day; see `read_dates`."""
    months = _dates(text, quick, _month_start, date1904=date1904)
    return with_unread(text, normal_name(column), months.dt.month_start())


def read_date(
    text: str,
    *,
    date1904: bool = False,
    by_month: Callable[[int, int], date] | None = None,
) -> date | None:
    """A date as people write it: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, 46086.

    Args:
        text: what stands in the cell.
        date1904: whether numbers count from 1904-01-01.
        by_month: the day to take where only a month is given (2026年3月); None: no date.
    """
    tidy = number_shown_as_date(unicodedata.normalize("NFKC", text).strip(), date1904=date1904)
    closed = closed_date(tidy)
    day = read_day(closed)
    try:
        if day is not None:
            pass
        elif by_month and (month := _MONTH_PARTS.fullmatch(closed)):
            if month[0][4] == "." and month[2] == "1":
                return None  # 2026.10 in a number cell is 2026.1 as well
            day = by_month(int(month[1]), int(month[2]))
        elif serial := _DATE_SERIAL.fullmatch(closed):
            day = _EPOCH + timedelta(days=int(serial[1]) + (_YEARS_1904 if date1904 else 0))
        else:
            return None
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def number_shown_as_date(text: str, *, date1904: bool) -> str:
    """The number that stands in a cell where its format makes an impossible date of it.

    20260520 in a cell with a format of dates is read as a day of the year 57371, and 2026.3,
    which people write for a month, as some time of a day in 1905. Any other text stays.
    """
    if far := _FAR_DATE.fullmatch(text):
        return _number_of_far_date(text, far, date1904=date1904)
    if early := _EARLY_TIME.fullmatch(text):
        return _number_of_early_time(text, early, date1904=date1904)
    return text


def _number_of_far_date(text: str, match: re.Match[str], *, date1904: bool) -> str:
    if int(match[1]) <= LAST_DAY.year:
        return text
    year, month, day = map(int, match.groups())
    # The calendar repeats every 400 years of 146,097 days.
    cycles, year = divmod(year - 2000, 400)
    try:
        days = (date(2000 + year, month, day) - _EPOCH).days + cycles * 146_097
    except ValueError:
        return text
    return str(days - (_YEARS_1904 if date1904 else 0))


def _number_of_early_time(text: str, match: re.Match[str], *, date1904: bool) -> str:
    day = date.fromisoformat(match[1])
    hours, minutes, seconds = map(int, match.groups()[1:])
    part = round((hours * 3600 + minutes * 60 + seconds) / 86_400, 2)
    if day >= FIRST_DAY or not part:
        return text
    # Spreadsheets count a 29 February 1900: the days before it stand one off.
    off = _YEARS_1904 if date1904 else int(day < date(1900, 3, 1))
    number = (day - _EPOCH).days - off + part
    return f"{number:.2f}".rstrip("0").rstrip(".")


def _dates(
    text: pl.Series,
    quick: pl.Series | None,
    by_month: Callable[[int, int], date],
    *,
    date1904: bool,
) -> pl.Series:
    """What the reader gives for a date cell is read at once, the rest one by one."""
    if quick is None:
        return nothing(text, pl.Date())
    slow = partial(read_date, date1904=date1904, by_month=by_month)
    return fill_rest(text, quick, slow, pl.Date())


def _month_start(year: int, month: int) -> date:
    return date(year, month, 1)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _with_numbers(text: pl.Series, *, date1904: bool) -> pl.Series:
    """The same with numbers in place of what the reader made of them."""
    if says_nothing(text):
        return text
    made = text.str.starts_with("+") | text.str.contains(r"^1[89]\d\d-\d\d-\d\d ")
    entries = text.filter(made).unique()
    if entries.is_empty():
        return text
    return text.replace(
        {entry: number_shown_as_date(entry, date1904=date1904) for entry in entries}
    )
