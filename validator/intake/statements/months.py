"""The month that a payment is for, where its memo says so."""

import re
import unicodedata
from datetime import date

_CHINESE = {
    name: number
    for number, name in enumerate(
        ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"), 1
    )
}
_NUMBER = r"(?P<month>1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])"
_YEAR = r"(?P<year>20\d{2}|(?<!\d)\d{2}(?=年))"
_PATTERNS = [
    re.compile(rf"{_YEAR}年{_NUMBER}月"),
    re.compile(r"(?<!\d)(?P<year>20\d{2})[-/.](?P<month>1[0-2]|0?[1-9])(?![\d.])(?![-/.]\d)"),
    re.compile(r"(?<!\d)(?P<year>20\d{2})(?P<month>0[1-9]|1[0-2])(?!\d)"),
    re.compile(rf"(?<![\d年.])(?<![一二三四五六七八九十]){_NUMBER}月(?!\d{{1,2}}日)"),
]
_SPAN = re.compile(r"(?:1[0-2]|[1-9])月?[-—~至、和](?:1[0-2]|[1-9])月")


def month_for(memo: str, paid_on: date) -> str:
    """The month, such as 2026-03; empty where the memo names none or more than one.

    A month without year is the last such month that is not after the payment.
    """
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", memo))
    if _SPAN.search(text):
        return ""
    for pattern in _PATTERNS:
        found = {_resolve(match, paid_on) for match in pattern.finditer(text)}
        if found:
            return found.pop() if len(found) == 1 else ""
    if "上月" in text or "上个月" in text:
        return _before(paid_on)
    return f"{paid_on:%Y-%m}" if "本月" in text or "当月" in text else ""


def _resolve(match: "re.Match[str]", paid_on: date) -> str:
    parts = match.groupdict()
    digits = parts["month"]
    month = int(digits) if digits.isdigit() else _CHINESE[digits]
    if year := parts.get("year"):
        return f"{int(year) + (2000 if len(year) == 2 else 0)}-{month:02d}"
    return f"{paid_on.year - (month > paid_on.month)}-{month:02d}"


def _before(day: date) -> str:
    year, month = (day.year, day.month - 1) if day.month > 1 else (day.year - 1, 12)
    return f"{year}-{month:02d}"
