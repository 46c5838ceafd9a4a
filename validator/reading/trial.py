"""Tries out a file of a kind into which we cannot look ourselves: .xls, .xlsb, .ods.

Such a file is first read by a worker, so that what ends the worker does not end us.
"""

from enum import Enum
from pathlib import Path

#: Sheets that are tried.
_SHEETS = 40


class Tried(Enum):
    """How a trial went."""

    READABLE = "readable"
    ENCRYPTED = "encrypted"
    DAMAGED = "damaged"


def tried(path: Path) -> Tried:
    """Read every sheet; done in a worker."""
    import fastexcel

    try:
        try:
            reader = fastexcel.read_excel(path)
        except Exception as error:
            if _asks_for_password(error):
                raise
            # Some files can only be read where their name says nothing of their kind.
            reader = fastexcel.read_excel(path.read_bytes())
        for name in reader.sheet_names[:_SHEETS]:
            reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    except MemoryError:
        raise
    except BaseException as error:  # also a panic of the reader
        return Tried.ENCRYPTED if _asks_for_password(error) else Tried.DAMAGED
    return Tried.READABLE


def _asks_for_password(error: BaseException) -> bool:
    return "password" in str(error).lower()
