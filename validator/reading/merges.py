"""Merged cells of the kinds of files whose text is not looked through: .xls and .ods."""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

from validator.common.library_messages import quiet_libraries
from validator.reading.kinds import FileKind
from validator.reading.numbers import column_letters

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_SPANNED = b"number-rows-spanned"  #: an attribute's name is written out wherever it is used
_CHUNK, _OVERLAP = 1 << 20, 64

#: Letters of the first column, first row, letters of the last column, last row; rows from 1.
Merged = tuple[str, int, str, int]


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
            if not _spans_rows(stream):
                return
        with package.open("content.xml") as stream:
            yield from _spanned(stream, sheet)


def _spans_rows(stream: IO[bytes]) -> bool:
    """Whether any cell spans rows: mostly none does, and that is found out fast."""
    tail = b""
    while chunk := stream.read(_CHUNK):
        if b"<!DOCTYPE" in tail + chunk:
            return False
        if _SPANNED in tail + chunk:
            return True
        tail = chunk[-_OVERLAP:]
    return False


def _spanned(stream: IO[bytes], sheet: str) -> Iterator[Merged]:
    inside, row, column = False, 0, 0
    cells = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
    events = ElementTree.iterparse(stream, ("start", "end"))  # noqa: S314 - no DOCTYPE, see above
    for event, element in events:
        if element.tag == f"{_TABLE}table":
            inside = event == "start" and element.get(f"{_TABLE}name") == sheet
            row = 0
        elif event == "start" and inside and element.tag in cells:
            rows = int(element.get(f"{_TABLE}number-rows-spanned", "1"))
            columns = int(element.get(f"{_TABLE}number-columns-spanned", "1"))
            if rows > 1:
                last = column_letters(column + columns - 1)
                yield column_letters(column), row + 1, last, row + rows
            column += int(element.get(f"{_TABLE}number-columns-repeated", "1"))
        elif event == "end" and element.tag == f"{_TABLE}table-row":
            row += int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            column = 0
            element.clear()
