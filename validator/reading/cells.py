"""Reads workbooks as typed cells: text stays text, numbers stay numbers, dates are dates."""

from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from claimcheck.text import cleaned_grid
from validator.reading.in_worker import apart
from validator.reading.typed_cells import typed_cells
from validator.reading.unreadable import UnreadableError

Value: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
Grid: TypeAlias = list[list[Value]]


_DAMAGED = "Excel 文件已损坏。请用 Excel 或 WPS 打开检查，或重新导出，另存为 .xlsx 后再交。"


def read_cells(
    content: bytes, skipped: tuple[str, ...] = (), only: tuple[str, ...] | None = None
) -> tuple[list[str], dict[str, Grid]]:
    """The names of all sheets of a workbook, and the cells of those that are wanted.

    Args:
        content: the file.
        skipped: names of sheets that are not read, also with a word added (核算人员 ZW26-3).
        only: names of the sheets that are read; None for all.

    Raises:
        UnreadableError: it is damaged, protected or no workbook.
    """
    answer = apart(typed_cells, content, skipped, only)
    if isinstance(answer, str):
        if "password" in answer.lower() or "encrypt" in answer.lower():
            raise UnreadableError("文件有密码保护。请取消密码后另存再交。")
        raise UnreadableError(_DAMAGED)
    names, grids = answer
    return names, {name: cleaned_grid(grid) for name, grid in grids.items()}


def id_text(value: Value) -> str:
    """A claim id as text: 3.0 is 3."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).strip()
