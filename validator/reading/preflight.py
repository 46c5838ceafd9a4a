"""Looks at a package before it is unpacked: is it larger than any workbook of claims?

A few kilobytes can be packed so that they unpack to gigabytes, and a single cell in the last
row and column makes the reader ask for more memory than a machine has. Both would end the
whole program, so such files are refused before the reader sees them.
"""

import re
import zipfile
from pathlib import Path

from validator.reading import limits

_TABLE = re.compile(r"xl/(worksheets|sharedStrings|workbook|styles|tables)", re.IGNORECASE)
_DIMENSION = re.compile(rb'<(?:\w+:)?dimension\s[^>]*?ref="\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)')
# Whatever a reader might still take for an address, not only what is one.
_CELL = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]{1,20})(\d{1,20})""")
_ROW = re.compile(rb"""<(?:\w+:)?row\s[^>]*?r\s*=\s*["']\s*(\d{1,20})""")
_HEAD, _CHUNK = 1 << 16, 1 << 20


def fault(path: Path) -> str:
    """Why a package must not be opened, in Chinese; empty where nothing speaks against it.

    Raises:
        zipfile.BadZipFile, OSError, zlib.error, …: it is damaged.
    """
    with zipfile.ZipFile(path) as package:
        parts = package.infolist()
        if len(parts) > limits.PARTS:
            return f"文件由 {len(parts):,} 个部件组成，不是正常的工作簿"
        if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
            return "文件解压后过大"
        for part in parts:
            if _is_bomb(part):
                return "文件的压缩方式异常，解压后会非常大"
            if part.filename.lower().endswith(".xml") or _TABLE.match(part.filename):
                with package.open(part) as stream:
                    head = stream.read(_HEAD)
                if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
                    return "文件中含有不允许的 XML 声明"
                if b"<worksheet" in head or b":worksheet" in head:
                    said = _span_fault(package, part, head)
                    if said:
                        return said
    return ""


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    packed = max(part.compress_size, 1)
    return (
        part.file_size > limits.SUSPICIOUS_BYTES and part.file_size > packed * limits.RATIO
    ) or (
        # A part that claims to be smaller than it is packed lies about its size.
        part.filename.endswith(".xml") and packed > 100_000 and part.file_size < packed // 2
    )


def _span_fault(package: zipfile.ZipFile, part: zipfile.ZipInfo, head: bytes) -> str:
    dimension = _DIMENSION.search(head)
    if part.file_size > limits.SEARCHED_BYTES and dimension:
        columns = _number(dimension[3]) - _number(dimension[1]) + 1
        rows = int(dimension[4]) - int(dimension[2]) + 1
    else:
        rows, columns = _searched(package, part)
    inside = rows <= limits.ROWS and columns <= limits.COLUMNS
    if inside and rows * columns <= limits.SPANNED_CELLS:
        return ""
    return (
        f"有工作表跨 {rows:,} 行、{columns:,} 列，远远超出表格的范围，"
        "通常是很远的地方留有一个多余的单元格"
    )


def _searched(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> tuple[int, int]:
    """How far the cells of a sheet reach, by looking at all of them: rows, columns."""
    rows = widest = 0
    left = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = left + chunk
            cut = text.rfind(b"<")
            text, left = text[:cut], text[cut:]
            cells = _CELL.findall(text)
            rows = max([rows, *(int(row) for _, row in cells), *map(int, _ROW.findall(text))])
            widest = max([widest, *map(_number, {letters for letters, _ in cells})])
    return rows, max(widest, 1)


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
