"""Read in a worker: the cells of a workbook with their types."""

import io
import zipfile
from typing import Any

from validator.reading import preflight
from validator.reading.unreadable import UnreadableError

#: Characters of a message that are handed on.
_MESSAGE = 500


def typed_cells(
    content: bytes, skipped: tuple[str, ...], only: tuple[str, ...] | None
) -> tuple[list[str], dict[str, list[list[Any]]]] | str:
    """Names of all sheets and the cells of those that are wanted, or the reader's message.

    Args:
        content: the file.
        skipped: sheets that are not read, also with a word added to their name.
        only: sheets that are read; None for all.

    Raises:
        UnreadableError: to read it would cost too much.
    """
    from python_calamine import CalamineWorkbook

    if said := _preflight(content):
        raise UnreadableError(f"{said}。请删去表格以外的内容，另存为 .xlsx 后再交。")

    begun = tuple(f"{name} " for name in skipped)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = list(book.sheet_names)
        grids = {
            name: book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in names
            if (only is None or name in only) and name not in skipped and not name.startswith(begun)
        }
    except MemoryError:
        raise
    except BaseException as error:  # also a panic of the reader
        return str(error)[:_MESSAGE]
    return names, grids


def _preflight(content: bytes) -> str:
    """Why a workbook must not be opened, in Chinese; empty where the reader may try."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if not any(name.startswith("xl/") for name in package.namelist()):
                return ""
        return preflight.fault(io.BytesIO(content))
    except MemoryError:
        raise
    except Exception:  # no package, or a damaged one: the reader says so
        return ""
