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


_WRITTEN_ON = re.compile(
    r"(?:制表|填表|编制|打印|报送|填报|上报|审核|导出|制单)(?:日期|时间|日)?[:：]?20\d\S*?(?=\s|$)"
)
_MONTHS = re.compile(r"(?<!\d)(?:1[0-2]|[1-9])月?[-—~至、和](?:1[0-2]|[1-9])月份?")
_WHOLE = re.compile(r"(20\d{2})(?:年度?|[\-/.])?(1[0-2]|0[1-9]|[1-9](?!\d))月?")
_WAGE_MONTH = re.compile(
    rf"(?<![\d年度])(?<![一二三四五六七八九十]){_NUMBER}月份?的?(?:全体|在职)?(?:职工|员工|人员)?"
    r"(?:实发|应发|代发)?(?:工资|薪)"
)
_DATE_BEFORE = re.compile(
    r"(20\d{2})[年\-/.](1[0-2]|0?[1-9])(?:[月\-/.](?:3[01]|[12]\d|0?[1-9])日?)?"
)


def month_of_title(about: str) -> str:
    """The month of a whole list, from what is said above it; "" where nothing tells.

    The day on which a list was made out is not its month: 3月份工资表, 制表日期：2026年4月2日 is
    March of the year that fits.
    """
    text = unicodedata.normalize("NFKC", about)
    text = re.sub(r"(?<=[年月度:])[ \u3000]+|[ \u3000]+(?=[年月])", "", text)
    written = _WRITTEN_ON.search(text)
    told = _MONTHS.sub(" ", _WRITTEN_ON.sub(" ", text))  # 1-6月 is no month
    named = _WAGE_MONTH.search(told)
    made = _DATE_BEFORE.search(written[0]) if written else _DATE_BEFORE.search(told)
    if named and made:
        return _resolve(named, date(int(made[1]), int(made[2]), 1))
    if whole := _WHOLE.search(told):
        return f"{whole[1]}-{int(whole[2]):02d}"
    return ""


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
