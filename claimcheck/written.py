"""Numbers and dates as people write them: 4万元, 12个月, 5.5％, 2026年3月1日, full-width digits.

The one place where such spellings are read: `calc`, the cell functions and `validate` take
the same ones.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

_TEN_THOUSAND, _HUNDRED_MILLION = 10_000, 100_000_000

#: unit → how many yuan one of it is
YUAN_UNITS: Mapping[str, int] = {
    "元": 1,
    "圆": 1,
    "元整": 1,
    "圆整": 1,
    "万": _TEN_THOUSAND,
    "万元": _TEN_THOUSAND,
    "万元整": _TEN_THOUSAND,
    "亿": _HUNDRED_MILLION,
    "亿元": _HUNDRED_MILLION,
}
PERCENT_UNITS: Mapping[str, int] = {"%": 1}
MONTH_UNITS: Mapping[str, int] = {"月": 1, "个月": 1}
PEOPLE_UNITS: Mapping[str, int] = {"人": 1, "名": 1, "个人": 1}
#: what may stand behind a number in a column that counts something
COUNT_UNITS: Mapping[str, int] = {**PEOPLE_UNITS, **MONTH_UNITS, "个": 1, "次": 1, "人次": 1}

_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d{1,3})?)(.*)")
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?\d{1,2}[:时].*)?")
_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")


@dataclass(frozen=True)
class Written:
    """A number with the unit that stands behind it."""

    number: Decimal  #: in the unit of the column: yuan, percent, months, people
    unit: str  #: as it is written, half-width; "" where none is


def read_number(text: str, units: Mapping[str, int]) -> Written | None:
    """A number, perhaps with one of these units behind it.

    Args:
        text: what was written.
        units: unit → what one of it is in the unit wanted.

    Returns:
        None where it is no number, or has another unit behind it.
    """
    tidy = re.sub(r"[\s,]", "", unicodedata.normalize("NFKC", text))
    if "元" in units:
        tidy = tidy.removeprefix("人民币").lstrip("¥￥")
    match = _NUMBER.fullmatch(tidy)
    if match is None or (match[2] and match[2] not in units):
        return None
    return Written(Decimal(match[1]) * units.get(match[2], 1), match[2])


def closed_date(text: str) -> str:
    """A date half-width, without blanks around its separators."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    return re.sub(r"\s*([-/.年月日])\s*", r"\1", tidy)


def read_day(text: str) -> date | None:
    """A day: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, perhaps with a time.

    Returns:
        None where it is written otherwise, or the calendar has no such day.
    """
    closed = closed_date(text)
    match = _DAY.fullmatch(closed) or _DIGITS.fullmatch(closed)
    if match is None:
        return None
    try:
        return date(*map(int, match.groups()))
    except ValueError:
        return None
