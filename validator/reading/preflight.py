"""Looks at a package before it is unpacked: is it larger than any workbook of claims?

A few kilobytes can be packed so that they unpack to gigabytes, and a single cell in the last
row and column makes the reader ask for more memory than a machine has. Both would end the
whole program, so such files are refused before the reader sees them.
"""

import codecs
import zipfile
from io import BytesIO
from pathlib import Path

from validator.reading import costs, limits
from validator.reading.zipped import Zipped

#: How a part begins that is not written in bytes of ASCII: by its mark, or by its first `<`.
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, b"<\0", b"\0<", b"\0\0")


def fault(path: Path | BytesIO) -> str:
    """Why a package must not be opened, nor all its sheets loaded; for more see `fault_of`.

    Args:
        path: the file, or its content.
    """
    with Zipped(path) as package:
        return fault_of(package) or costs.Texts(package).fault_of_any()


def fault_of(package: Zipped) -> str:
    """Why a package must not be opened, in Chinese; empty where nothing speaks against it.

    Whether a sheet may be loaded is asked for each (see `costs.Texts`, `span_fault`).

    Raises:
        zipfile.BadZipFile, OSError, zlib.error, …: it is damaged.
    """
    parts = package.infolist()
    if len(parts) > limits.PARTS:
        return f"文件由 {len(parts):,} 个部件组成，不是正常的工作簿"
    if sum(part.file_size for part in parts) > limits.UNPACKED_BYTES:
        return "文件解压后过大"
    if any(map(_is_bomb, parts)):
        return "文件的压缩方式异常，解压后会非常大"
    for name, head in package.heads.items():
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            return "文件中含有不允许的 XML 声明"
        # The reader knows none of these, and would call the file damaged.
        if name.startswith("xl/") and head.startswith(_WIDE):
            return "文件的内容以 UTF-16 编码保存，读不了"
    return costs.fault(package)


def _is_bomb(part: zipfile.ZipInfo) -> bool:
    packed = max(part.compress_size, 1)
    return (
        part.file_size > limits.SUSPICIOUS_BYTES and part.file_size > packed * limits.RATIO
    ) or (
        # A part that claims to be smaller than it is packed lies about its size.
        part.filename.endswith(".xml") and packed > 100_000 and part.file_size < packed // 2
    )


def span_fault(rows: int, columns: int) -> str:
    """Why a sheet that spans so much must not be loaded, in Chinese; empty where it may be."""
    inside = rows <= limits.ROWS and columns <= limits.COLUMNS
    if inside and rows * columns <= limits.SPANNED_CELLS:
        return ""
    return (
        f"有工作表跨 {rows:,} 行、{columns:,} 列，远远超出表格的范围，"
        "通常是很远的地方留有一个多余的单元格"
    )
