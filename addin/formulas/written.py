"""Dates and numbers as people write them, as formulas; the same as `claimcheck.written`.

DATEVALUE and VALUE take a text as the language of the PC has it: 1/5 is in May or in January.
So a text is taken apart here, and only digits are made numbers.
"""

from collections.abc import Mapping
from datetime import date

from addin.formulas.text import quote
from claimcheck.written import FIRST_DAY, LAST_DAY

_SERIAL_0 = date(1899, 12, 30)
#: what stands between the parts of a date, and behind its last
_SEPARATORS = {" ": "", "年": "-", "月": "-", "份": "", "日": "", "号": "", "/": "-", ".": "-"}
# ASC makes 、 and 。 narrow as it does with letters, where the program knows of that.
_SEPARATORS |= dict.fromkeys("、､。｡", "-")
#: 二〇二六年: the digits of a year, and of months and days, whose tens are words
_DIGITS, _ZEROS = "〇一二三四五六七八九", "零○Oo0"
_CHINESE = {digit: str(value) for value, digit in enumerate(_DIGITS)}
_CHINESE |= dict.fromkeys(_ZEROS[:-1], "0") | {"元月": "1月", "年十": "年1十", "月十": "月1十"}
_CHINESE |= {"十月": "0月", "十日": "0日", "十号": "0日", "十": ""}
#: behind a number: what it is replaced with, in this order, as an exponent
_EXPONENTS = {10_000: "E4", 100_000_000: "E8"}
_END = "|"
#: by so much may a number be off that is meant to be exact: far less than any smallest part
_NOISE = "0.0000001"


def serial(day: date) -> int:
    """A day as a spreadsheet counts it."""
    return (day - _SERIAL_0).days


def day(
    cell: str, *, month_end: bool = False, first: date = FIRST_DAY, last: date = LAST_DAY
) -> str:
    """A date as a whole serial number: 2026-03-05, 2026/3/5, 2026年3月5日, 20260305, 2026年3月.

    Args:
        cell: the cell.
        month_end: whether a month alone means its last day; else its first.
        first: the first day that can be, a first of January.
        last: the last one, a last of December.

    Returns:
        "" for what is no such date.
    """
    number = f"IF(ISNUMBER({cell}),AND({cell}>={serial(first)},{cell}<{serial(last) + 1}),FALSE)"
    written = _written_day(cell, month_end, first.year, last.year)
    return f'IFERROR(IF({number},INT({cell}),{written}),"")'


def _written_day(cell: str, month_end: bool, first: int, last: int) -> str:
    """The day of a text; an error or "" where it is none.

    Year, month and day with dashes are the one way to write a date that every program takes in
    every language.
    """
    half = f"TRIM(ASC({cell}))"
    parted = _parted(half)
    # With a day of its own the text has one part too many, and is no date.
    month = f'DATEVALUE(SUBSTITUTE({parted}&"-1","--1","-1"))'
    month = f"EOMONTH({month},0)" if month_end else month
    timed = f"DATEVALUE({_parted(_without_time(half))})"
    # Six digits behind the day are the time.
    together = f'IF(LEN({half})=14,INT({half}/1000000),{half}&IF(LEN({half})=6,"01",""))'
    if month_end:
        together = f"IF(LEN({half})=14,INT({half}/1000000),{half})"
    found = f'IFERROR({month},IFERROR({timed},DATEVALUE(TEXT({together},"0000-00-00"))))'
    year = f"LEFT({half},4)"
    # 2026.1 may have been 2026.10 in a cell of numbers.
    possible = f'AND({year}>="{first}",{year}<="{last}",MID({half},5,9)<>".1",LEN({half})>5)'
    least, most = serial(date(first, 1, 1)), serial(date(last, 12, 31))
    digits = f'AND(LEN({half})=5,{half}>="{least}",{half}<="{most}")'
    ascii_ = f"IF({possible},{found},IF({digits},VALUE({half}),NA()))"
    return f"IFERROR({ascii_},{_chinese_day(half, month_end, first, last)})"


def _chinese_day(half: str, month_end: bool, first: int, last: int) -> str:
    """The day of 二〇二六年三月五日 or 二〇二六年三月; an error where it is none.

    The decade is told apart before anything is read, so that the long text stands here once.
    """
    decades = range(-(-first // 10), (last + 1) // 10)
    listed = "|".join(("", *(_digit_by_digit(str(decade)) for decade in decades), ""))
    decade = f"LEFT({half},3)"
    for zero in _ZEROS:
        decade = f'SUBSTITUTE({decade},"{zero}","{_DIGITS[0]}")'
    text = f'LEFT({_without_time(half)},99+0*FIND("|"&{decade}&"|",{quote(listed)}))'
    for before, after in _CHINESE.items():
        text = f"SUBSTITUTE({text},{quote(before)},{quote(after)})"
    # A month alone begins with its first day.
    text = f'SUBSTITUTE(SUBSTITUTE({_parted(text)}&"{_END}","-{_END}","-1{_END}"),"{_END}","")'
    if not month_end:
        return f"DATEVALUE({text})"
    months = f'(RIGHT(SUBSTITUTE({half},"份",""))="月")'
    return f"EDATE(DATEVALUE({text}),{months})-{months}"


def _digit_by_digit(number: str) -> str:
    return "".join(_DIGITS[int(digit)] for digit in number)


def _without_time(half: str) -> str:
    """A text up to the time that stands behind its day: behind a blank, a T, or 日."""
    timed = f'ISNUMBER(FIND(":",SUBSTITUTE({half},"时",":")))'
    end = f'IFERROR(FIND("日",SUBSTITUTE({half},"号","日")),FIND(" ",SUBSTITUTE({half},"T"," ")))'
    return f'LEFT(SUBSTITUTE({half},"T"," "),IFERROR({end}/{timed},99))'


def _parted(text: str) -> str:
    """A date with dashes between its parts, without blanks."""
    for before, after in _SEPARATORS.items():
        text = f"SUBSTITUTE({text},{quote(before)},{quote(after)})"
    return text


def number(
    cell: str,
    scale: int,
    units: Mapping[str, int],
    *,
    least: float,
    most: float,
) -> str:
    """A number of which 1/scale is the smallest part, perhaps with one of the units behind it.

    Args:
        cell: the cell.
        scale: parts of one.
        units: unit → what one of it is in the unit wanted.
        least: the smallest number that can be.
        most: the largest.

    Returns:
        "" for what is no such number.
    """
    value = either_number(cell, units)
    return f'IFERROR(IF({is_number(value, scale, least, most)},{value},""),"")'


def is_number(value: str, scale: int, least: float, most: float) -> str:
    """Whether a number lies between two others and has no part smaller than 1/scale."""
    digits = len(str(scale)) - 1
    # Programs round to numbers that differ from what was typed in the last binary places.
    nearest = f"MEDIAN({least:.15g},ROUND({value},{digits}),{most:.15g})"
    return f"ABS({nearest}-{value})<{_NOISE}"


def either_number(cell: str, units: Mapping[str, int]) -> str:
    """The number in a cell, or that of its text; an error where it is none."""
    text = f'SUBSTITUTE(SUBSTITUTE(ASC({cell})," ",""),",","")&"{_END}"'
    if "元" in units:
        text = f'"{_END}"&{text}'.replace(f"ASC({cell})", f'ASC(SUBSTITUTE({cell},"￥","¥"))')
        for sign in ("人民币", "¥"):
            text = f'SUBSTITUTE({text},"{_END}{sign}","{_END}")'
        text = f"MID({text},2,99)"
    plain = [unit for unit in units if units[unit] == 1]
    for unit in sorted(plain, key=len, reverse=True):
        text = f'SUBSTITUTE({text},"{unit}{_END}","{_END}")'
    for factor, exponent in _EXPONENTS.items():
        for unit in (unit for unit in units if units[unit] == factor and len(unit) == 1):
            text = f'SUBSTITUTE({text},"{unit}{_END}","{exponent}")'
    # Behind an exponent nothing else can stand: no date is taken for a number, no share either.
    # 1e3 has one already: behind a digit no month of any language begins with this letter.
    own = f'ISNUMBER(-MID({cell},SEARCH("e",{cell})-1,1))'
    end = f'IF({own},"","E0")'
    return f'IF(ISNUMBER({cell}),{cell},VALUE(SUBSTITUTE({text},"{_END}",{end})))'


def is_written(cell: str) -> str:
    """Whether a cell holds anything but blanks; an error is something, too."""
    return f"IFERROR(LEN(TRIM({cell}))>0,TRUE)"
