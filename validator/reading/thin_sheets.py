"""Sheets without the texts of their formulas and without blank cells, for the reader alone.

Where each cell has its formula in full, as LibreOffice and openpyxl write it, formulas are most
of a sheet's text, and the reader spends most of its time on what it skips. So it is handed the
sheets without them. The tags of a formula stay: what the reader makes of a cell is the same.
Blank cells without an address, as our templates have them, are left out where the next cell has
one; with them, only the parser could tell how far the cells reach. So are the rows at the end that
nobody has filled in (see `blank_rows`).
"""

import re
import struct
import zlib
from typing import TYPE_CHECKING

from validator.reading import limits
from validator.reading.blank_rows import Shortened, without_alike
from validator.reading.preflight import span_fault
from validator.reading.text_pieces import piece_of
from validator.reading.zipped import Zipped, parts_beside

if TYPE_CHECKING:
    from fastexcel import ExcelReader

#: A formula that is written out, as LibreOffice begins it with an attribute. One that a column
#: shares has others, and no text in most cells.
_FORMULA = re.compile(rb'<f(?:>| aca="false">)[^<]+</f>')
_EMPTY = b"<f></f>"

#: Blank cells, each behind another cell of its row, whose places nobody counts on.
_RUN = 64
_BLANK = re.compile(
    rb'<c s="(?:(?<=/><c s=")|(?<=</c><c s="))[0-9]{1,6}"/>'
    rb'(?:<c s="[0-9]{1,6}"/>){0,%d}+(?=<c r="|</row>)' % (_RUN - 1)
)

#: In what begins so, what looks like a formula is a text.
_LITERAL = b"<![CDATA["

#: So many bytes less are worth opening one more workbook.
_WORTH = 1 << 18

#: Of more bytes beside the sheets, reading them once more takes longer than what is won.
_BESIDE = 1 << 22

#: What a package says of a part in front of it and in its directory, and at its end.
_IN_FRONT, _ENTRY, _END = map(struct.Struct, ("<4s5H3I2H", "<4s6H3I5H2I", "<4s4H2IH"))
#: The version of the format; names are UTF-8; not packed; the first time and day there is.
_SAID = 20, 0x800, 0, 0, 33


def thinned(content: bytes, rows: int, columns: int) -> Shortened | None:
    """A sheet's part without what the reader skips; as it is where that is not certain.

    A look at the text tells the same as one at the part.

    Args:
        content: the part.
        rows: the last row that is said to be used, from 1.
        columns: the last column that is said to be used, from 1.

    Returns:
        None where it is no UTF-8, as it must be.
    """
    # Rows that are alike with their formulas' texts are left out first: the rest has less of them.
    whole = without_alike(content)
    if not _is_text(whole.text):  # what is left out differs in digits alone
        return None
    short = without_alike(_FORMULA.sub(_EMPTY, whole.text))
    # The quick look allows for as many rows and columns as have as many digits and letters.
    letters = 26 if columns <= 26 else limits.COLUMNS if columns > 702 else 702
    far = span_fault(10 ** len(str(rows)) - 1, letters + _RUN)
    text = short.text if far else _BLANK.sub(b"", short.text)
    if _LITERAL in text:
        return Shortened(content)
    return Shortened(text, tuple(sorted({*whole.filled, *short.filled})))


def _is_text(content: bytes) -> bool:
    """Whether a part is UTF-8; many writers know nothing but ASCII."""
    return content.isascii() or piece_of(content) is not None


def is_worth_it(removed: int) -> bool:
    """Whether so many bytes less make up for opening another workbook."""
    return removed >= _WORTH


def reader_of(package: Zipped, sheets: dict[str, bytes]) -> "ExcelReader | None":
    """A reader of a workbook like the package, with these sheets alone.

    Args:
        package: of the workbook.
        sheets: name of a part → what it shall be.

    Returns:
        None where several parts have one name to the reader, or too much is beside the sheets.

    Raises:
        zipfile.BadZipFile, zlib.error, …: the package is damaged.
    """
    import fastexcel

    parts = package.infolist()
    if len({part.filename.replace("\\", "/").lower() for part in parts}) < len(parts):
        return None
    beside = parts_beside(package, sheets)
    if sum(part.file_size for part in beside) > _BESIDE:
        return None
    others = {part.filename: package.read(part) for part in beside}
    return fastexcel.read_excel(_stored(others | sheets))


def _stored(parts: dict[str, bytes]) -> bytes:
    """A package of parts as they are: Python's own writer takes ten times as long."""
    pieces, directory, place = list[bytes](), list[bytes](), 0
    for name, content in parts.items():
        written = name.encode()
        size = zlib.crc32(content), len(content), len(content), len(written)
        pieces += _IN_FRONT.pack(b"PK\3\4", *_SAID, *size, 0), written, content
        entry = _ENTRY.pack(b"PK\1\2", _SAID[0], *_SAID, *size, 0, 0, 0, 0, 0, place)
        directory += entry, written
        place += _IN_FRONT.size + len(written) + len(content)
    listed = b"".join(directory)
    end = _END.pack(b"PK\5\6", 0, 0, len(parts), len(parts), len(listed), place, 0)
    return b"".join((*pieces, listed, end))
