"""Excel workbooks: every visible cell as the text that a statement would show."""

import io
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from validator.reading.opening import UnreadableError
from validator.reading.quiet import quiet
from validator.statements.sources.page import Page

#: A float holds whole numbers exactly up to here; an account number beyond lost digits.
_EXACT = 10**15


def workbook_pages(content: bytes) -> list[Page]:
    """The sheets of a workbook, .xls or .xlsx.

    Raises:
        UnreadableError: it is damaged or protected.
    """
    from python_calamine import CalamineWorkbook

    try:
        with quiet():
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            sheets = [
                (name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
                for name in book.sheet_names
            ]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the reader's panics are no Exceptions
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise UnreadableError("文件有密码保护。请取消密码后另存再导入。") from error
        raise UnreadableError(
            "Excel 文件已损坏。请从银行重新导出，或用 Excel、WPS 打开后另存再导入。"
        ) from error
    return [_page(name, rows) for name, rows in sheets]


def _page(name: str, rows: Sequence[Sequence[object]]) -> Page:
    damaged = frozenset(
        (row, column)
        for row, cells in enumerate(rows)
        for column, value in enumerate(cells)
        if isinstance(value, float) and abs(value) >= _EXACT
    )
    return Page(name, [[cell_text(value) for value in cells] for cells in rows], numbers=damaged)


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
