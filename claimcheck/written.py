"""Numbers and dates as people write them: 4万元, 3500（含加班）, 2026年3月1日, 二〇二六年三月一日.

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

#: the first and the last day that a date of a claim can be
FIRST_DAY, LAST_DAY = date(1950, 1, 1), date(2099, 12, 31)

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

#: how people write 是 and 否, half-width and in small letters
YES = ("是", "有", "对", "√", "✓", "y", "yes", "true", "1")
NO = ("否", "无", "不是", "没有", "×", "✗", "n", "no", "false", "0")

_NUMBER = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[Ee][+-]?\d{1,3})?)(.*)")
#: What is part of a sum and says nothing else of it: （含加班）. Others may: （未发）.
_INCLUDED = re.compile(r"\((?:[其当]中)?[已均内包]?含[^\d()]*\)$")
#: A time behind it is of no account: 08:30, 8时, 八时.
_TIME = r"(?:[T ]?(?:\d{1,2}|[零一二三四五六七八九十]{1,3})[:时].*)?"
_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?" + _TIME)
_CHINESE_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")}
_CHINESE_DIGITS |= dict.fromkeys("零○Oo", "0")
#: Years digit by digit, months and days in tens, or in figures; nothing else makes a date of them.
_CHINESE_DATE = re.compile(
    r"([一二][〇○零Oo0一二三四五六七八九]{2}[〇○零Oo一二三四五六七八九\d])年"
    r"(元|[一二三四五六七八九十]{1,2}|\d{1,2})月(?:([一二三四五六七八九十]{1,3}|\d{1,2})[日号]?)?"
)
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
    tidy = _INCLUDED.sub("", tidy)
    if "元" in units:
        tidy = tidy.removeprefix("人民币").lstrip("¥￥")
    match = _NUMBER.fullmatch(tidy)
    if match is None or (match[2] and match[2] not in units):
        return None
    return Written(Decimal(match[1]) * units.get(match[2], 1), match[2])


def closed_date(text: str) -> str:
    """A date half-width, without blanks around its separators."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    closed = re.sub(r"\s*([-/.年月日号、。])\s*", r"\1", tidy)
    if not closed.isascii():
        closed = _CHINESE_DATE.sub(_in_digits, closed)
        closed = re.sub(r"(?<=\d)[、。](?=\d)", ".", closed)
        closed = re.sub(r"(?<=月)(\d{1,2})号", r"\1日", closed)
    return closed


def _in_digits(match: "re.Match[str]") -> str:
    """二〇二六年十月二十一日 as 2026年10月21日; what is no month or day is left as it is."""
    year = "".join(_CHINESE_DIGITS.get(digit, digit) for digit in match[1])
    month = 1 if match[2] == "元" else _below_hundred(match[2])
    day = _below_hundred(match[3]) if match[3] else None
    if month is None or (match[3] and day is None):
        return match[0]
    return f"{year}年{month}月" + (f"{day}日" if match[3] else "")


def _below_hundred(text: str) -> int | None:
    """十 is 10, 十二 is 12, 二十一 is 21, as is 21; None where it is no such number."""
    if text.isdecimal():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if len(tens) > 1 or len(ones) > 1 or "十" in tens:
        return None
    digit = int(_CHINESE_DIGITS[ones]) if ones else 0
    return (int(_CHINESE_DIGITS[tens]) if tens else 1) * 10 + digit if ten else digit


def read_day(text: str) -> date | None:
    """A day: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 二〇二六年三月五日, 20260305.

    Perhaps with a time.

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
