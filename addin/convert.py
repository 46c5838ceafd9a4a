"""Conversion of what spreadsheets hand over into exact values, one cell at a time.

Hosts differ. Excel sends dates as datetime, money cells as Decimal, empty cells as None
and errors as text (`#DIV/0!`); LibreOffice sends dates as serial numbers, TRUE as 1.0,
empty cells as '' inside a range and as 0.0 alone. Everything after this module sees one
kind of value only. Whole blocks are converted in `addin.frames`.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from claimcheck.errors import ClaimcheckError
from claimcheck.written import YUAN_UNITS, read_day, read_number

#: A block of cells: rows of values.
Block = Sequence[Sequence[object]]

#: Day 0 of a spreadsheet's serial numbers.
EPOCH = date(1899, 12, 30)

_LAST_SERIAL = 2_958_465  # 9999-12-31


class CellError(ClaimcheckError, ValueError):
    """Raised when a cell function cannot give a value; the cell then shows an error."""


def as_block(value: object) -> Block:
    """Make rows of cells of whatever the host sent: a cell, a row or a block."""
    if not isinstance(value, (list, tuple)):
        return [[value]]
    if value and all(isinstance(row, (list, tuple)) for row in value):
        return value
    if any(isinstance(row, (list, tuple)) for row in value):
        return [list(row) if isinstance(row, (list, tuple)) else [row] for row in value]
    return [list(value)]


def flat(value: object) -> list[object]:
    """All cells of a block, row by row."""
    return [cell for row in as_block(value) for cell in row]


def is_empty(value: object) -> bool:
    """Whether a cell holds nothing, or only blanks."""
    return value is None or (isinstance(value, str) and not value.strip())


def is_number(value: object) -> bool:
    """Whether a cell holds a number (a truth value is none)."""
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def to_text(value: object) -> str:
    """A cell as trimmed text; a whole number without '.0', an empty cell as ''."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def to_day(value: object) -> date:
    """A cell as a day: a date, a serial number, or text such as 2026-03-05, 2026年3月5日.

    Raises:
        CellError: the cell holds no date.
    """
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        if 1 <= value <= _LAST_SERIAL:
            return EPOCH + timedelta(days=int(value))
    elif isinstance(value, str):
        day = read_day(value)
        if day is not None:
            return day
    raise CellError(f"“{value}”不是日期。")


def to_fen(value: object) -> int:
    """A cell with yuan as whole fen; the noise of binary fractions is rounded away.

    A text counts where its unit stands behind it: 4万元.

    Raises:
        CellError: the cell holds no number, or more than two decimals.
    """
    if isinstance(value, str) and (written := read_number(value, YUAN_UNITS)) and written.unit:
        value = written.number
    if not is_number(value):
        raise CellError(f"“{value}”不是金额。")
    fen = Decimal(str(value)) * 100
    whole = fen.to_integral_value()
    if not fen.is_finite() or abs(fen - whole) > Decimal("0.0001"):
        raise CellError(f"“{value}”不是最多两位小数的金额。")
    return int(whole)
