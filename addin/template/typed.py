"""Cells as values of their type, "" where they hold none: the same as `addin.frames`."""

from addin.formulas.text import tidy
from claimcheck.forms import ColumnType


def day(cell: str) -> str:
    """A date as a whole serial number; a text such as 2026-03-05 counts as a date."""
    return f'IF(ISNUMBER({cell}),INT({cell}),IFERROR(DATEVALUE({cell}),""))'


def amount(cell: str) -> str:
    """Yuan with at most two decimals."""
    whole = f"ABS({cell}*100-ROUND({cell}*100,0))<=0.0001"
    return f'IF(ISNUMBER({cell}),IF({whole},ROUND({cell},2),""),"")'


def count(cell: str) -> str:
    """A whole number."""
    return f'IF(ISNUMBER({cell}),IF({cell}=INT({cell}),{cell},""),"")'


def typed(kind: ColumnType, cell: str) -> str:
    """The formula of a cell's value by the type of its column."""
    match kind:
        case ColumnType.DATE | ColumnType.MONTH:
            return day(cell)
        case ColumnType.YUAN:
            return amount(cell)
        case ColumnType.COUNT:
            return count(cell)
        case ColumnType.ID_NUMBER | ColumnType.PARTY_CODE | ColumnType.ACCOUNT:
            return f'IF(OR({cell}="",ISNUMBER({cell})),"",{tidy(cell)})'
    return f'IF({cell}="","",TRIM({cell}))'
