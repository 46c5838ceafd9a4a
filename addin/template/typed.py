"""Cells as values of their type, "" where they hold none: the same as `addin.frames`."""

from addin.formulas.text import either, quote, tidy
from claimcheck.forms import Column, ColumnType
from claimcheck.forms.fact_columns import doubtful_fact


def day(cell: str) -> str:
    """A date as a whole serial number; a text such as 2026-03-05 counts as a date."""
    return f'IF(ISNUMBER({cell}),INT({cell}),IFERROR(DATEVALUE({cell}),""))'


def month(cell: str) -> str:
    """A month as a day in it; a text such as 2026-03 counts as its first day."""
    first = day(f'({cell}&"-01")')
    return f"IF(AND(LEN({cell})=7,NOT(ISNUMBER({cell}))),{first},{day(cell)})"


def decimal(cell: str, scale: int) -> str:
    """A number of which 1/scale is the smallest part."""
    digits = len(str(scale)) - 1
    whole = f"ABS({cell}*{scale}-ROUND({cell}*{scale},0))<=0.0001"
    return f'IF(ISNUMBER({cell}),IF({whole},ROUND({cell},{digits}),""),"")'


def amount(cell: str) -> str:
    """Yuan with at most two decimals."""
    return decimal(cell, 100)


def count(cell: str) -> str:
    """A whole number."""
    return f'IF(ISNUMBER({cell}),IF({cell}=INT({cell}),{cell},""),"")'


def flag(cell: str, options: list[str]) -> str:
    """是 or 否."""
    text = f"TRIM({cell})"
    return f'IF({either(f"{text}={quote(option)}" for option in options)},{text},"")'


def percent(cell: str) -> str:
    """A percentage: a number, or a text with or without its sign."""
    text = f'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"％","%"),"%",""))'
    return _number_or(cell, 10_000, f'IF({cell}="","",{text})')


def amount_with_unit(cell: str) -> str:
    """Yuan: a number, or a text such as 300元 or 4万元."""
    large = f'VALUE(SUBSTITUTE({cell},"万元",""))*10000'
    text = f'IFERROR(VALUE(SUBSTITUTE({cell},"元","")),{large})'
    return _number_or(cell, 100, f'IF(RIGHT({cell})="元",{text},"")')


def months_with_unit(cell: str) -> str:
    """Months: a number, or a text such as 6个月."""
    text = f'VALUE(SUBSTITUTE(SUBSTITUTE({cell},"个",""),"月",""))'
    return _number_or(cell, 1, f'IF(RIGHT({cell})="月",{text},"")')


def _number_or(cell: str, scale: int, text: str) -> str:
    """A number, or what a text gives, of which 1/scale is the smallest part."""
    of_number = count(cell) if scale == 1 else decimal(cell, scale)
    digits = len(str(scale)) - 1
    exact = f'IF(ABS({text}*{scale}-ROUND({text}*{scale},0))<=0.0001,ROUND({text},{digits}),"")'
    return f'IF(ISNUMBER({cell}),{of_number},IFERROR({exact},""))'


def typed(column: Column, cell: str) -> str:
    """The formula of a cell's value by the type of its column.

    Where a unit may be in doubt, it can be written with the number (see `unit_plan`).
    """
    if doubtful_fact(column) is not None:
        return _WITH_UNIT[column.type](cell)
    match column.type:
        case ColumnType.DATE:
            return _unless_empty(cell, day(cell))
        case ColumnType.MONTH:
            return _unless_empty(cell, month(cell))
        case ColumnType.YUAN:
            return amount(cell)
        case ColumnType.PERCENT:
            return decimal(cell, 10_000)
        case ColumnType.COUNT:
            return count(cell)
        case ColumnType.FLAG:
            return flag(cell, column.options or [])
        case ColumnType.ID_NUMBER | ColumnType.PARTY_CODE | ColumnType.ACCOUNT:
            return f'IF(OR({cell}="",ISNUMBER({cell})),"",{tidy(cell)})'
    return f'IF({cell}="","",TRIM({cell}))'


_WITH_UNIT = {
    ColumnType.PERCENT: percent,
    ColumnType.YUAN: amount_with_unit,
    ColumnType.COUNT: months_with_unit,
}


def _unless_empty(cell: str, formula: str) -> str:
    return f'IF({cell}="","",{formula})'
