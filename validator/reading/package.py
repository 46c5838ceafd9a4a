"""Looks into the .xlsx package itself for what the fast reader does not tell.

The reader gives every cell as text, so that a number cell and a text cell look the same.
For an ID number the difference matters: a number cell has lost its last digits.
"""

import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from xml.etree import ElementTree

_CHUNK = 1 << 22
_TAG = 128  #: more than the opening tag of a cell takes
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"


def number_cells(path: Path, sheet: str, column: str, rows: Sequence[int]) -> set[int] | None:
    """Which of these cells hold a number.

    Args:
        path: an .xlsx or .xlsm file.
        sheet: the sheet's name.
        column: the column's letters, such as "C".
        rows: 1-based rows, ascending.

    Returns:
        The rows whose cell is a number cell; None where the package does not say (another
        kind of file, cells without addresses), so that the caller must find another way.
    """
    try:
        with zipfile.ZipFile(path) as package:
            part = _part(package, sheet)
            if part is None:
                return None
            with package.open(part) as stream:
                return _scan(iter(lambda: stream.read(_CHUNK), b""), column, rows)
    except (OSError, KeyError, zipfile.BadZipFile, ElementTree.ParseError):
        return None


def _part(package: zipfile.ZipFile, sheet: str) -> str | None:
    """The part that holds a sheet."""
    workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314
    wanted = next(
        (entry for entry in workbook.iter(f"{_MAIN}sheet") if entry.get("name") == sheet), None
    )
    if wanted is None:
        return None
    relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels"))  # noqa: S314
    for relation in relations:
        if relation.get("Id") == wanted.get(f"{_OFFICE}id"):
            target = relation.get("Target", "")
            return target.lstrip("/") if target.startswith("/") else f"xl/{target}"
    return None


def _scan(chunks: Iterator[bytes], column: str, rows: Sequence[int]) -> set[int] | None:
    """Search a sheet's text for the cells in order, holding about one chunk at a time."""
    found: set[int] = set()
    buffer, place = b"", 0
    for row in rows:
        wanted = b'r="%s%d"' % (column.encode(), row)
        while (start := buffer.find(wanted, place)) < 0 or (end := buffer.find(b">", start)) < 0:
            chunk = next(chunks, b"")
            if not chunk:
                return None
            # A cell's tag may be cut in two by the border of a chunk.
            kept = start - _TAG if start >= 0 else len(buffer) - _TAG
            buffer, place = buffer[max(kept, 0) :] + chunk, 0
        opening = buffer[buffer.rfind(b"<", 0, start) : end]
        if b' t="' not in opening or b' t="n"' in opening:
            found.add(row)
        place = end
    return found
