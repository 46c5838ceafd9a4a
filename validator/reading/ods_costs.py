"""What reading an .ods would cost, counted before anything is paid.

An .ods writes equal cells and rows once and says how often they come: a few kilobytes may be a
million cells with a long text each, which the reader copies one by one. Where a file hides its
repetitions from this look, the worker's limits are what is left.
"""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from validator.reading import limits

_CHUNK = 1 << 22
_CONTENT = "content.xml"

_END_OF_ROW = re.compile(rb"</[^\s<>/:]+:table-row\s*>")
_CELL = re.compile(rb"<[^\s<>/:]+:(?:covered-)?table-cell(?=[\s/>])")
_ROWS = re.compile(rb"number-rows-repeated\s*=\s*[\"']\s*(\d{1,9})")
_COLUMNS = re.compile(rb"number-columns-repeated\s*=\s*[\"']\s*(\d{1,9})")

#: A row of so many bytes stands in no table.
_LONGEST_ROW = 64_000_000


def fault(path: Path) -> str:
    """Why reading an .ods would cost too much, in Chinese; empty where it would not.

    Raises:
        zipfile.BadZipFile, KeyError, OSError, zlib.error, …: it is damaged.
    """
    total = cells = 0
    with zipfile.ZipFile(path) as package:
        if package.getinfo(_CONTENT).file_size > limits.UNPACKED_BYTES:
            return "文件解压后过大"
        for row in _rows(package):
            if len(row) > _LONGEST_ROW:
                return f"有一行的内容超过 {_LONGEST_ROW / 1e6:,.0f} MB"
            own, size = _of_row(row)
            cells, total = cells + own, total + size
            if total > limits.TEXT_BYTES or cells > limits.SPANNED_CELLS:
                return (
                    f"重复的单元格展开后，光是前 {cells:,} 格的内容就有 {total / 1e6:,.0f} MB，"
                    f"上限是 {limits.SPANNED_CELLS:,} 格、{limits.TEXT_BYTES / 1e6:,.0f} MB"
                )
    return ""


def _rows(package: zipfile.ZipFile) -> Iterator[bytes]:
    """The text of each row, from the end of the one before."""
    left = b""
    with package.open(_CONTENT) as stream:
        while chunk := stream.read(_CHUNK):
            *rows, left = _END_OF_ROW.split(left + chunk)
            yield from rows
            if len(left) > _LONGEST_ROW:
                break
    yield left


def _of_row(row: bytes) -> tuple[int, int]:
    """How many cells with content a row stands for, and the bytes of all of them."""
    if b"-repeated" not in row:
        return 0, len(row)  # as many as are written cost no more than the file
    head, *cells = _CELL.split(row)
    times = _times(_ROWS, head)
    count = size = 0
    for cell in cells:
        tag, _, content = cell.partition(b">")
        if content.strip() or b"value" in tag:
            own = times * _times(_COLUMNS, tag)
            count, size = count + own, size + own * len(cell)
    return count, size


def _times(pattern: "re.Pattern[bytes]", text: bytes) -> int:
    found = pattern.search(text)
    return int(found[1]) if found else 1
