"""Merged cells and errors of files whose text is not looked through: .xls and .ods."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from claimcheck.forms import ColumnType
from validator.common.library_messages import quiet_libraries
from validator.reading.kinds import FileKind
from validator.reading.numbers import column_letters
from validator.reading.sheet_part import Found
from validator.reading.xls_errors import xls_errors

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SPANNED = b"number-rows-spanned"  #: an attribute's name is written out wherever it is used
_CHUNK, _OVERLAP = 1 << 20, 64

#: Letters of the first column, first row, letters of the last column, last row; rows from 1.
Merged = tuple[str, int, str, int]

#: A merged cell speaks for all its rows, except in columns that are added up.
NOT_SPREAD = (ColumnType.YUAN, ColumnType.COUNT, ColumnType.PERCENT)

_ERROR = b'calcext:value-type="error"'
_KIND = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}p"


def look_elsewhere(path: Path, kind: FileKind, sheet: str) -> Found | None:
    """What can be found of a sheet without its part of a package; None where that is nothing.

    Args:
        path: a file that could be read.
        kind: what it is.
        sheet: the sheet's name.
    """
    merged, errors = merged_cells(path, kind, sheet), error_cells(path, kind, sheet)
    return Found(unknown=True, merged=merged, errors=errors) if merged or errors else None


def error_cells(path: Path, kind: FileKind, sheet: str) -> dict[str, dict[int, str]]:
    """Cells of a sheet with an error for a value: column → row → #REF!.

    Of an .xlsb no reader at hand tells an error from nothing.
    """
    ways = {FileKind.XLS: xls_errors, FileKind.ODS: _ods_errors}
    if kind not in ways:
        return {}
    try:
        with quiet_libraries():
            return ways[kind](path, sheet)
    except MemoryError:
        raise
    except Exception:  # a file that only the other reader understands: then nothing is known
        return {}


def _ods_errors(path: Path, sheet: str) -> dict[str, dict[int, str]]:
    found: dict[str, dict[int, str]] = {}
    with zipfile.ZipFile(path) as package:
        with package.open("content.xml") as stream:
            if not _holds(stream, _ERROR):
                return {}
        with package.open("content.xml") as stream:
            for column, row, cell in _cells(stream, sheet):
                if cell.get(_KIND) == "error":
                    text = "".join(part.text or "" for part in cell.iter(_TEXT))
                    found.setdefault(column_letters(column), {})[row] = text or "#"
    return found


def merged_cells(path: Path, kind: FileKind, sheet: str) -> list[Merged]:
    """The merged cells of a sheet; none where the file does not say.

    Args:
        path: a file that could be read.
        kind: what it is.
        sheet: the sheet's name.
    """
    ways = {FileKind.XLS: _of_xls, FileKind.ODS: _of_ods}
    if kind not in ways:
        return []
    try:
        with quiet_libraries():
            return list(ways[kind](path, sheet))
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException:  # also a reader's panic: then nothing is merged
        return []


def _of_xls(path: Path, sheet: str) -> Iterator[Merged]:
    from python_calamine import CalamineWorkbook

    with path.open("rb") as stream:
        found = CalamineWorkbook.from_filelike(stream).get_sheet_by_name(sheet).merged_cell_ranges
    for (top, left), (bottom, right) in found or []:
        yield column_letters(left), top + 1, column_letters(right), bottom + 1


def _of_ods(path: Path, sheet: str) -> Iterator[Merged]:
    with zipfile.ZipFile(path) as package:
        with package.open("content.xml") as stream:
            if not _holds(stream, _SPANNED):
                return
        with package.open("content.xml") as stream:
            yield from _spanned(stream, sheet)


def _holds(stream: IO[bytes], words: bytes) -> bool:
    """Whether a part holds these bytes anywhere: mostly it does not, and that is found out fast."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        if b"<!DOCTYPE" in tail + chunk:
            return False
        if words in tail + chunk:
            return True
        tail = chunk[-_OVERLAP:]
    return False


def _spanned(stream: IO[bytes], sheet: str) -> Iterator[Merged]:
    for column, row, cell in _cells(stream, sheet):
        rows = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
        columns = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
        if rows > 1:
            last = column_letters(column + columns - 1)
            yield column_letters(column), row, last, row + rows - 1


def _cells(stream: IO[bytes], sheet: str) -> Iterator[tuple[int, int, "ElementTree.Element"]]:
    """The cells of a sheet: 0-based column, 1-based row, element; of repeated ones the first."""
    inside, row, column = False, 0, 0
    cells = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
    events = ElementTree.iterparse(stream, ("start", "end"))  # noqa: S314 - no DOCTYPE, see above
    for event, element in events:
        if element.tag == f"{_TABLE}table":
            inside = event == "start" and element.get(f"{_TABLE}name") == sheet
            row = 0
        elif event == "end" and inside and element.tag in cells:
            yield column, row + 1, element
            column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            column = 0
            element.clear()
