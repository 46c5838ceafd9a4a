"""Reads the numbers out of quoted words, to hold the rules' numbers against them."""

import re
import unicodedata
from datetime import date
from fractions import Fraction

_CHINESE_DIGITS: dict[str, int | Fraction] = {
    "零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5,
    "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "半": Fraction(1, 2),
}  # fmt: skip
_NUMBER = re.compile(r"(\d+(?:\.\d+)?)(?:/(\d+))?|([零一二两三四五六七八九十半])")
_DATE = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})日)?")
_MONTHS_PER_YEAR = 12
_TEN_THOUSAND = 10_000


def witnesses(words: str) -> set[Fraction]:
    """Every number that the words can stand for.

    “2万元” stands for 20000; in “5、10、20万元” each of the three may be meant in 万; a
    number of years also stands for its months. The plain number is always included.
    """
    found: set[Fraction] = set()
    text = _half_width(words)
    for match in _NUMBER.finditer(text):
        number = _value(match)
        found.add(number)
        after = text[match.end() :]
        if after.startswith("万") or _listed_before_ten_thousand(after):
            found.add(number * _TEN_THOUSAND)
        if after.startswith("年"):
            found.add(number * _MONTHS_PER_YEAR)
    return found


def dates(words: str) -> set[date]:
    """Every date in the words: 2026年1月1日; a month stands for its first day."""
    return {
        date(int(year), int(month), int(day or 1))
        for year, month, day in _DATE.findall(_half_width(words))
    }


def _value(match: re.Match[str]) -> Fraction:
    numerator, denominator, chinese = match.groups()
    if chinese:
        return Fraction(_CHINESE_DIGITS[chinese])
    return Fraction(str(numerator)) / int(denominator or 1)


def _listed_before_ten_thousand(after: str) -> bool:
    """Whether only further numbers of the same list stand before the next 万."""
    return re.match(r"(?:万?[、—\-至到和]\d+(?:\.\d+)?)+万", after) is not None


def _half_width(words: str) -> str:
    """Full-width digits and signs as plain ones; blanks and thousands commas removed."""
    return unicodedata.normalize("NFKC", words).replace(",", "").replace(" ", "")
