"""What reading a package would cost, counted in its parts before anything is paid.

A few kilobytes can name one long text in a million cells, or define a million names; the reader
copies the text for every cell. What is counted here is never less than what comes. Most parts
need not be looked into: they are too small to hold that much.
"""

import re
import zipfile
from collections.abc import Iterable, Iterator
from functools import cached_property

import polars as pl

from validator.reading import limits
from validator.reading.zipped import Zipped

_CHUNK = 1 << 22

#: The elements of parts that are counted here, as their first tag names them.
_STRINGS, _SHEET = "sst", "worksheet"
_ROOTS = re.compile(rb"<(?:[^\s<>/:]+:)?(sst|worksheet|workbook|styleSheet|comments)[\s/>]")

#: In which part, which element may be there how often, and what it is.
_MANY = (
    ("workbook", "definedName", "NAMES", "名称", "个"),
    ("styleSheet", "xf", "FORMATS", "单元格格式", "种"),
    ("comments", "comment", "COMMENTS", "批注", "条"),
)

#: No tag of an element is shorter than `<xf/>`, and no cell with a shared string than
#: `<c t="s"><v>0</v></c>`.
_TAG_BYTES, _CELL_BYTES = 5, 21

_S = r"[ \t\r\n]"
#: The type of a cell with a shared string, and a reference, behind which the type may hide.
_STRING_CELLS = (b'"s"', b"'s'", b"&#")
#: A cell with a shared string as all programs write it; in others the number may hide behind
#: references, comments, or as 1.7E1: the reader takes much for a number.
_PLAIN = rf't="s"[^<>]*>{_S}*<(?:[^<>/: ]+:)?v>[0-9]{{1,9}}<'


def fault(package: Zipped) -> str:
    """Why reading a package would cost too much, in Chinese; empty where it would not.

    What the sheets' own texts cost is another question (see `Texts`).

    Raises:
        zipfile.BadZipFile, zlib.error, …: it is damaged.
    """
    for kind, tag, setting, what, unit in _MANY:
        most = int(getattr(limits, setting))
        for part in package.infolist():
            if part.file_size > most * _TAG_BYTES and _may_be(package, part, kind):
                begun = re.compile(rf"<(?:[^\s<>/:]+:)?{tag}[\s/>]".encode())
                count = sum(len(begun.findall(text)) for text in _pieces(package, part))
                if count > most:
                    return f"文件里有 {count:,} {unit}{what}，超过 {most:,} {unit}"
    size = Texts(package).size
    if size > limits.TEXT_BYTES:
        return f"文件里的文字共 {_megabytes(size)}，超过 {_megabytes(limits.TEXT_BYTES)}"
    return ""


def _may_be(package: Zipped, part: zipfile.ZipInfo, kind: str) -> bool:
    """Whether a part's beginning has the first tag of such parts."""
    head, written = package.heads.get(part.filename, b""), kind.encode()
    return written in head and written in _ROOTS.findall(head)


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """A part in pieces that cut no row or no tag in two."""
    left = b""
    with package.open(part) as stream:
        while chunk := stream.read(_CHUNK):
            text = left + chunk
            cut = text.rfind(b"<row")
            if cut <= 0:
                cut = text.rfind(b"<")
            cut = max(cut, 0) if len(text) < 4 * _CHUNK else len(text)
            yield text[:cut]
            left = text[cut:]
    yield left


class Texts:
    """The texts that the cells of a package share."""

    def __init__(self, package: Zipped) -> None:
        """Nothing is counted yet."""
        self._package = package

    @cached_property
    def _parts(self) -> list[zipfile.ZipInfo]:
        parts = self._package.infolist()
        return [part for part in parts if _may_be(self._package, part, _STRINGS)]

    @cached_property
    def size(self) -> int:
        """The bytes of all of them together, as they are written."""
        return sum(part.file_size for part in self._parts)

    @cached_property
    def _lengths(self) -> pl.Series:
        # Where a package has several such parts, which one the reader takes is not for us to know.
        found = (_lengths(self._package, part) for part in self._parts)
        return max(found, key=lambda some: some.max() or 0)

    def fault(self, name: str, content: bytes | None = None) -> str:
        """Why the texts of a sheet's cells together would take too much memory, in Chinese.

        Args:
            name: of the sheet's part; one that is not there costs nothing.
            content: the part, where it is unpacked already.

        Returns:
            Empty where they would not.

        Raises:
            zipfile.BadZipFile, zlib.error, …: it is damaged.
        """
        part = self._package.NameToInfo.get(name)
        if part is None or part.file_size // _CELL_BYTES * self.size <= limits.TEXT_BYTES:
            return ""
        longest = int(self._lengths.max() or 0)  # type: ignore[arg-type]
        if part.file_size // _CELL_BYTES * longest <= limits.TEXT_BYTES:
            return ""

        def pieces() -> Iterable[bytes]:
            return _pieces(self._package, part) if content is None else (content,)

        cells = sum(map(_string_cells, pieces()))
        if cells * longest <= limits.TEXT_BYTES:
            return ""
        total = sum(_text_bytes(text, self._lengths, longest) for text in pieces())
        if total <= limits.TEXT_BYTES:
            return ""
        return (
            f"有工作表的 {cells:,} 个单元格里，文字合计 {_megabytes(total)}"
            f"（最长的一段 {longest:,} 字节），超过 {_megabytes(limits.TEXT_BYTES)}"
        )

    def fault_of_any(self) -> str:
        """The same of whichever sheet would, before all are loaded."""
        sheets = (
            part.filename
            for part in self._package.infolist()
            if _may_be(self._package, part, _SHEET)
        )
        return next(filter(None, map(self.fault, sheets)), "")


def _megabytes(count: int) -> str:
    return f"{count / 1e6:,.0f} MB"


def _lengths(package: zipfile.ZipFile, strings: zipfile.ZipInfo) -> pl.Series:
    """The bytes of each shared string as it is written, which are not fewer than it has.

    Where a text may hold what looks like its end, each counts as all of them together.
    """
    found: list[int] = []
    left = b""
    with package.open(strings) as stream:
        while chunk := stream.read(_CHUNK):
            text = left + chunk
            if b"<!" in text:
                break
            if not found:  # before the first one stands the head of the part
                text = text[max(text.find(b"<si"), 0) :]
            *whole, left = text.split(b"</si>")
            found += map(len, whole)
        else:
            if b"si" not in left:
                return pl.Series(found, dtype=pl.Int64)
    return pl.Series([strings.file_size], dtype=pl.Int64)


def _string_cells(text: bytes) -> int:
    """How many cells may name a shared string."""
    try:
        # The engine looks for all three at once, in a quarter of the time.
        engine = pl.Series([text], dtype=pl.Binary).cast(pl.String).str
    except pl.exceptions.PolarsError:  # no UTF-8
        return sum(map(text.count, _STRING_CELLS))
    return int(engine.count_matches(b"|".join(_STRING_CELLS).decode())[0])


def _text_bytes(text: bytes, lengths: pl.Series, longest: int) -> int:
    """The bytes of all strings that cells name; where the number may hide, of the longest."""
    if len(lengths) == 1:  # also where their lengths are not known
        return _string_cells(text) * longest
    piece = pl.Series([text.decode("utf-8", "replace")])
    plain = piece.str.extract_all(_PLAIN).explode().drop_nulls()
    numbers = plain.str.extract("v>([0-9]+)<").cast(pl.Int64)
    named = numbers.filter(numbers < len(lengths))
    hidden = _string_cells(text) - len(plain)
    return int(lengths.gather(named).sum()) + max(hidden, 0) * longest
