"""Reads workbooks as typed cells: text stays text, numbers stay numbers, dates are dates."""

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import TypeAlias

from validator.reading.opening import UnreadableError
from validator.reading.quiet import quiet

Value: TypeAlias = str | float | int | bool | date | datetime | time | timedelta | None
Grid: TypeAlias = list[list[Value]]


def read_cells(
    content: bytes, wanted: Callable[[str], bool] = lambda _: True
) -> tuple[list[str], dict[str, Grid]]:
    """The names of all sheets of a workbook, and the cells of those that are wanted.

    Args:
        content: the file.
        wanted: says by name which sheets are read.

    Raises:
        UnreadableError: it is damaged, protected or no workbook.
    """
    from python_calamine import CalamineWorkbook

    try:
        with quiet():
            book = CalamineWorkbook.from_filelike(io.BytesIO(content))
            names = list(book.sheet_names)
            grids: dict[str, Grid] = {}
            for name in filter(wanted, names):
                rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
                grids[name] = [list(row) for row in rows]
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the reader's panics are no Exceptions
        if "password" in str(error).lower() or "encrypt" in str(error).lower():
            raise UnreadableError("文件有密码保护。请取消密码后另存再交。") from error
        raise UnreadableError(
            "Excel 文件已损坏。请用 Excel 或 WPS 打开检查，或重新导出，另存为 .xlsx 后再交。"
        ) from error
    return names, grids
