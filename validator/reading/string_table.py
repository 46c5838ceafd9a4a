"""The texts that the cells of a workbook share, each read once.

The reader reads all of them whenever a workbook is opened, and copies one for each cell that
names it. Of large tables, which Excel, WPS and LibreOffice write so, they are read here once, and
cells are given the same text in memory.
"""

import re
import zipfile

import polars as pl

from claimcheck.text_columns import UNCLEAN
from validator.reading.lean import TABLE_PART
from validator.reading.package import Package
from validator.reading.small_books import SmallBooks
from validator.reading.whole_rows import UncertainError
from validator.reading.zipped import parts_beside

#: What may stand before the first text, and what stands behind the last one.
_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?(?:<\?xml [^<>]*\?>\s*)?<sst(?: [^<>]*[^<>/])?>")
_ENDS = b"</sst>"

_OPENS, _CLOSES = "<si>", b"</si>"

#: So many bytes are taken apart at a time.
_CHUNK = 1 << 22

#: How common programs write a text without any other feature, and one that was typed.
_OPENINGS = "<t>", '<t xml:space="preserve">'
_TYPED = r'<phoneticPr(?: [A-Za-z]+="[A-Za-z0-9]*")*/>'
_TEXT = rf'^<t(?: xml:space="preserve")?>([^<&]+)</t>(?:{_TYPED})?$'

#: What makes a text no plain one: tags and references, what readers may take for white space or
#: for a character written in digits (_x000D_), and what would be cleaned.
NOT_PLAIN = rf"[\x00-\x1f<&]|^ | $|_x|{UNCLEAN}"

#: A cell with a shared text, in rows that are handed to the reader; all that may be one.
_CELL = re.compile(rb' t="s"([^<>]*)><v>([0-9]{1,9})</v>')
_MAY_BE = re.compile(rb"[\"']s[\"']|&#")


def table_of(package: Package) -> "StringTable":
    """The table of a package.

    Raises:
        zipfile.BadZipFile, zlib.error, …: it is damaged.
        UncertainError, UnreadableError: see `StringTable`.
    """
    with zipfile.ZipFile(package.path) as own:
        others = parts_beside(own, {part.name for part in package.sheets.values()} | {TABLE_PART})
        beside = {part.filename: own.read(part) for part in others}
        name, part = next(iter(package.sheets.items()))
        return StringTable(own.read(TABLE_PART), SmallBooks(beside, part.name, name))


class StringTable:
    """The texts, and how they are written."""

    def __init__(self, content: bytes, books: SmallBooks) -> None:
        """Read the part.

        Args:
            content: of the part.
            books: read what is not written plainly.

        Raises:
            UncertainError: it is not written as all common programs write it.
            UnreadableError: a text cannot be read.
        """
        self._written = _written(content)
        self.texts = _plain(self._written)
        if self.texts.null_count():
            others = self.texts.is_null().arg_true()
            if self._written.gather(others).str.contains("</is", literal=True).any():
                raise UncertainError
            cells = '" t="inlineStr"><is>' + self._written.gather(others) + "</is>"
            read = books.texts(cells)
            self.texts = self.texts.scatter(others, read)
        # What the reader makes of an empty text is for it to say.
        if (blank := (self.texts == "").arg_true()).len():
            self.texts = self.texts.scatter(blank, None)
        self.lengths = self.texts.str.len_bytes().cast(pl.Int64)

    def inlined(self, rows: bytes) -> bytes:
        """The same rows, with the texts in their cells.

        Raises:
            UncertainError: a cell may name a text in another way, or one that there is not.
        """
        named = len(_MAY_BE.findall(rows))

        def text(found: re.Match[bytes]) -> bytes:
            number = int(found[2])
            if number >= len(self._written):
                raise UncertainError
            written = str(self._written[number]).encode()
            return b' t="inlineStr"%b><is>%b</is>' % (found[1], written)

        inlined, count = _CELL.subn(text, rows)
        if count != named:
            raise UncertainError
        return inlined


def _written(content: bytes) -> pl.Series:
    """What stands in each element `si`."""
    begins = _BEGINS.match(content)
    rest = content.rstrip()
    if not begins or not rest.endswith(_ENDS) or b"<!" in content:
        raise UncertainError
    found, place, end = list[pl.Series](), begins.end(), len(rest) - len(_ENDS)
    while place < end:
        # The engine, to split one long text, reserves memory for as many texts as it has bytes.
        cut = rest.rfind(_CLOSES, place, min(place + _CHUNK, end)) + len(_CLOSES)
        if cut <= place:
            raise UncertainError
        found.append(_split(rest[place:cut]))
        place = cut
    return pl.concat([pl.Series(dtype=pl.String), *found])


def _split(texts: bytes) -> pl.Series:
    several = texts.split(_CLOSES)
    try:
        every = pl.Series(several[:-1], dtype=pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError as error:  # no UTF-8
        raise UncertainError from error
    if not every.str.starts_with(_OPENS).all():
        raise UncertainError
    return every.str.strip_prefix(_OPENS)


def _plain(written: pl.Series) -> pl.Series:
    """The texts that are written plainly; null for others."""
    found = _between(written, _OPENINGS[0])
    for opening in _OPENINGS[1:]:
        if found.null_count():
            others = found.is_null().arg_true()
            found = found.scatter(others, _between(written.gather(others), opening))
    if found.null_count():
        others = found.is_null().arg_true()
        found = found.scatter(others, written.gather(others).str.extract(_TEXT))
    unplain = found.str.contains(NOT_PLAIN).arg_true()
    return found.scatter(unplain, None) if unplain.len() else found


def _between(written: pl.Series, opening: str) -> pl.Series:
    """What stands between such a tag and its end, where that is all."""
    bare = written.str.strip_prefix(opening).str.strip_suffix("</t>")
    is_all = bare.str.len_bytes() + len(f"{opening}</t>") == written.str.len_bytes()
    if is_all.all():
        return bare
    return bare.zip_with(is_all, pl.Series([None], dtype=pl.String))
