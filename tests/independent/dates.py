"""Months and ages, counted as people count them."""

from calendar import monthrange
from datetime import date, timedelta


def full_months(first: date | None, last: date | None) -> int | None:
    """Whole months from the first to the last day, both worked; None where one is unknown."""
    if first is None or last is None:
        return None
    after = last + timedelta(1)
    months = (after.year - first.year) * 12 + after.month - first.month
    if after.day < first.day:
        months -= 1
    return max(months, 0)


def month_of(day: date) -> tuple[int, int]:
    return day.year, day.month


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def age(id_number: str | None, day: date | None) -> int | None:
    """Years of age on a day, by the birth date in the ID number."""
    if id_number is None or day is None:
        return None
    try:
        born = date(int(id_number[6:10]), int(id_number[10:12]), int(id_number[12:14]))
    except ValueError:
        return None
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def earliest(*days: date | None) -> date | None:
    return min((day for day in days if day is not None), default=None)


def latest(*days: date | None) -> date | None:
    return max((day for day in days if day is not None), default=None)
