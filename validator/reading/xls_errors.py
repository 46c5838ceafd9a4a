"""Cells with an error for a value in an .xls, which the fast reader gives as nothing."""

import io
import re
from pathlib import Path

from validator.reading.numbers import column_letters

#: How a cell with an error begins, and the result of a formula that went wrong: where neither
#: stands in the file there is none, and the slow reader need not be called.
_SIGNS = re.compile(rb"\x05\x02\x08\x00|\x02\x00[\x00\x07\x0f\x17\x1d\x24\x2a]\x00\x00\x00\xff\xff")


def xls_errors(path: Path, sheet: str) -> dict[str, dict[int, str]]:
    """Cells of a sheet with an error for a value: column → row → #REF!.

    Args:
        path: the file.
        sheet: the sheet's name.

    Raises:
        Exception: whatever the reader raises for an unusual file.
    """
    content = path.read_bytes()
    if not _SIGNS.search(content):
        return {}
    import xlrd

    found: dict[str, dict[int, str]] = {}
    options = {"on_demand": True, "ragged_rows": True, "logfile": io.StringIO()}
    with xlrd.open_workbook(file_contents=content, **options) as book:
        table = book.sheet_by_name(sheet)
        for row in range(table.nrows):
            types = table.row_types(row)
            if xlrd.XL_CELL_ERROR not in types:
                continue
            for column, kind in enumerate(types):
                if kind == xlrd.XL_CELL_ERROR:
                    code = table.cell_value(row, column)
                    said = xlrd.error_text_from_code.get(code, "#")
                    found.setdefault(column_letters(column), {})[row + 1] = said
    return found
