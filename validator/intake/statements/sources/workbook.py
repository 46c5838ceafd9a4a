"""Excel workbooks: every visible cell as the text that a statement would show."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from validator.intake.statements.sources.page import Page
from validator.reading.cells import read_cells

#: A float holds whole numbers exactly up to here; an account number beyond lost digits.
_EXACT = 10**15


def workbook_pages(content: bytes) -> list[Page]:
    """The sheets of a workbook, .xls or .xlsx.

    Raises:
        UnreadableError: it is damaged or protected.
    """
    _, grids = read_cells(content)
    return [_page(name, rows) for name, rows in grids.items()]


def _page(name: str, rows: Sequence[Sequence[object]]) -> Page:
    damaged = frozenset(
        (row, column)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if type(value) is float and abs(value) >= _EXACT
    )
    # Nearly all cells are texts: they need no call.
    texts = [
        [value if type(value) is str else cell_text(value) for value in cells] for cells in rows
    ]
    return Page(name, texts, numbers=damaged)


def unsaved_formulas(content: bytes, sheet: str) -> set[tuple[int, int]]:
    """0-based row and column of a sheet's formulas without a saved result.

    Programs that write a workbook without computing it leave them: they are read as empty.

    Args:
        content: of an .xlsx.
        sheet: its name.
    """
    from io import BytesIO

    from validator.reading.numbers import column_index
    from validator.reading.package import look_into
    from validator.reading.sheet_look import look_through

    package = look_into(BytesIO(content))
    found = look_through(package, sheet) if package is not None else None
    if found is None:
        return set()
    return {
        (row - 1, column_index(letters)) for letters, rows in found.unsaved.items() for row in rows
    }


def cell_text(value: object) -> str:
    """A cell's value as text: 3215.2, 2026-03-05, 2026-03-05 08:12:33."""
    if isinstance(value, str):
        return value
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "" if value is None else str(value)
