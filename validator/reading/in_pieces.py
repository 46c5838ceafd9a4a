"""Loads a large sheet in pieces of some ten thousand rows, several at a time.

The reader takes a sheet as a whole: one processor unpacks and parses, and the table of all its
cells is larger than what becomes of them. So the sheet's text is unpacked here, once, looked at
and handed to readers piece by piece, each as a small workbook of its own that is never packed.
What is put together is what the reader would have given; wherever that is not certain nothing is
given, and the sheet is to be loaded as a whole.
"""

import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field, replace
from io import BytesIO
from itertools import chain

import polars as pl

from validator.reading import limits
from validator.reading.alike_rows import alike_rows, put_together
from validator.reading.lean import TABLE_PART
from validator.reading.making_sure import make_sure_of_texts
from validator.reading.numbers import column_index, column_letters
from validator.reading.package import Package
from validator.reading.preflight import span_fault
from validator.reading.quick_look import QuickLook, look_once
from validator.reading.sheet_part import dimension
from validator.reading.small_books import SmallBooks
from validator.reading.string_table import StringTable
from validator.reading.text_pieces import pieces_of
from validator.reading.whole_rows import TABLE_ENDS, UncertainError, texts_of
from validator.reading.zipped import parts_beside

#: Bytes of a sheet's text that make a piece; the first is small, as the others wait for it.
_PIECE, _FIRST = 8 << 20, 1 << 18

#: Each piece costs reading what else is in the workbook once more: of more bytes than these that
#: is not worth it. Shared texts are among them where their table could not be read by itself.
_BESIDE = 1 << 24

#: Pieces that are loaded or wait for it, and that may wait for the table of shared texts.
_AT_A_TIME, _WAITING = 3, 4

_ROW = re.compile(rb'<row (?:[^<>]* )?r="([0-9]{1,7})"')

#: In what begins so, what looks like a row may be none.
_COMMENT, _INSTRUCTION = b"<!", b"<?"


@dataclass(frozen=True)
class LoadedSheet:
    """A sheet of which every piece was looked at and loaded."""

    look: QuickLook
    frame: pl.DataFrame  #: all cells as text; row 0 is row 1 of the sheet, columns by letters


@dataclass(frozen=True)
class _Rows:
    """One piece: what the look at its text found, and its cells."""

    look: QuickLook
    above: int = 0  #: rows of the sheet above the frame's first
    frame: pl.DataFrame = field(default_factory=pl.DataFrame)
    named: int = 0  #: bytes of the shared texts that were not read by the reader

    @property
    def start(self) -> int:
        """The first column, from 0."""
        return column_index(self.frame.columns[0])


class SheetInPieces:
    """A large sheet that is looked at and loaded piece by piece."""

    def __init__(
        self,
        package: Package,
        name: str,
        executor: Executor,
        strings: "Future[StringTable] | None" = None,
    ) -> None:
        """Nothing is read yet.

        Args:
            package: of the workbook.
            name: the sheet's.
            executor: looks at pieces and loads them.
            strings: the table of shared texts; None: there is none, or it is left to the reader.
        """
        self._package, self._name, self._executor = package, name, executor
        self._part = package.sheets[name].name
        self._strings = strings
        self._pieces: list[Future[_Rows]] = []

    def begin(self) -> bool:
        """Unpack the sheet, and hand all pieces to the executor.

        Returns:
            Whether that was possible; where it was not, the sheet has to be loaded as a whole.

        Raises:
            UnreadableError: its cells name more text than there is memory for.
        """
        if self._strings is not None and self._begun():
            return True
        return self._begun_without_table()

    def _begun_without_table(self) -> bool:
        self._strings = None
        make_sure_of_texts(self._package, self._name)
        return self._begun()

    def _begun(self) -> bool:
        try:
            with zipfile.ZipFile(self._package.path) as package:
                self._hand_out(package)
        except MemoryError:
            raise
        except Exception:  # the look at the whole sheet says what is wrong with it
            self._drop()
        return bool(self._pieces)

    def result(self) -> LoadedSheet | None:
        """The sheet; None where it has to be loaded as a whole.

        Raises:
            UnreadableError: see `begin`.
        """
        found = self._put_together()
        if found is None and self._strings is not None and self._begun_without_table():
            found = self._put_together()
        return found

    def _put_together(self) -> LoadedSheet | None:
        try:
            return _together([piece.result() for piece in self._pieces]) if self._pieces else None
        except MemoryError:
            raise
        except Exception:
            return None
        finally:
            self._drop()

    def _drop(self) -> None:
        for piece in self._pieces:
            piece.cancel()
        wait(piece for piece in self._pieces if not piece.cancelled())
        self._pieces = []

    def _hand_out(self, package: zipfile.ZipFile) -> None:
        with package.open(self._part) as stream:
            self._reach = dimension(stream)
        if self._reach == (0, 0) or span_fault(*self._reach):
            raise UncertainError
        sheets = {part.name for part in self._package.sheets.values()}
        own = set() if self._strings is None else {TABLE_PART}
        others = parts_beside(package, sheets | own)
        beside = sum(part.file_size for part in others)
        if beside > _BESIDE:
            raise UncertainError
        self._books = SmallBooks(
            {part.filename: package.read(part) for part in others}, self._part, self._name
        )
        with package.open(self._part) as stream:
            texts = texts_of(stream, _FIRST, max(_PIECE, 2 * beside))
            self._books.head = next(texts)
            look = self._looked_at(self._books.head)
            first_text = next(texts)
            texts = _ahead(texts, self._strings)
            first = self._first(first_text)
            self._pieces = [_finished(replace(first, look=look | first.look))]
            for text in texts:
                self._wait()
                self._pieces.append(self._executor.submit(self._loaded, text, first.start))

    def _wait(self) -> None:
        """Wait until there is room for another piece, of which each takes memory.

        Raises:
            whatever a piece has raised: then no further one is wanted.
        """
        while True:
            under_way = [piece for piece in self._pieces if not piece.done()]
            for piece in self._pieces:
                if piece.done():
                    piece.result()
            if len(under_way) < _AT_A_TIME:
                return
            wait(under_way, return_when=FIRST_COMPLETED)

    def _first(self, text: bytes) -> _Rows:
        """Load the first piece, which says where the sheet begins."""
        look = self._looked_at(text)
        return _Rows(look, frame=self._books.rows(self._for_reader(text)))

    def _loaded(self, text: bytes, start: int) -> _Rows:
        """Look at a piece, and load it where nothing speaks against it.

        Args:
            text: whole rows, or what stands behind the rows.
            start: the first column of the first piece, from 0.
        """
        if text.startswith(TABLE_ENDS):
            return _Rows(self._looked_at(text))
        row = _ROW.match(text)
        above = int(row[1]) - 1 if row else 0
        if not above:
            raise UncertainError
        alike = alike_rows(text, above + 1, self._books, self._table)
        if alike is None:
            if self._strings is not None:  # to put all texts into their cells takes too long
                raise UncertainError
            look = self._looked_at(text)
            return _Rows(look, above, self._books.rows(text, above=above, start=start))
        # What was taken is like these rows and cells, but for texts and numbers.
        look = self._looked_at(alike.left + alike.like)
        read = pl.DataFrame()
        if alike.left:
            left = self._for_reader(alike.left)
            read = self._books.rows(left, above=above, start=start)
        return _Rows(look, above, put_together(alike, read, above), alike.named)

    @property
    def _table(self) -> StringTable | None:
        return None if self._strings is None else self._strings.result()

    def _for_reader(self, rows: bytes) -> bytes:
        """Rows with the shared texts in them that the reader does not know."""
        table = self._table
        return rows if table is None else table.inlined(rows)

    def _looked_at(self, text: bytes) -> QuickLook:
        look = look_once(pieces_of(BytesIO(text)), *self._reach, self._package.percents)
        if look is None:
            raise UncertainError
        if look.doubtful and (_COMMENT in text or _INSTRUCTION in text[1:]):
            raise UncertainError
        return look


def _ahead(texts: Iterator[bytes], strings: "Future[StringTable] | None") -> Iterator[bytes]:
    """The same pieces, of which some are unpacked while the table of shared texts is read."""
    waiting: list[bytes] = []
    if strings is not None:
        while not strings.done() and len(waiting) < _WAITING and (text := next(texts, b"")):
            waiting.append(text)
    return chain(waiting, texts)


def _finished(rows: _Rows) -> "Future[_Rows]":
    future: Future[_Rows] = Future()
    future.set_result(rows)
    return future


def _together(pieces: list[_Rows]) -> LoadedSheet:
    """The whole sheet: blank rows and columns stand where no piece has any cell.

    Raises:
        UncertainError: rows of one piece lie in another, or there may be too much text.
    """
    look, parts, height = QuickLook(), [], 0
    if sum(piece.named for piece in pieces) > limits.TEXT_BYTES:
        raise UncertainError
    for piece in pieces:
        look |= piece.look
        if piece.frame.is_empty():
            continue
        between = piece.above - height
        if between < 0:
            raise UncertainError
        if between:
            blank = pl.Series(column_letters(piece.start), [None], dtype=pl.String)
            parts.append(blank.new_from_index(0, between).to_frame())
        parts.append(piece.frame)
        height = piece.above + piece.frame.height
    start = min(piece.start for piece in pieces if piece.frame.width)
    width = max(piece.start + piece.frame.width for piece in pieces if piece.frame.width)
    letters = [column_letters(place) for place in range(start, width)]
    return LoadedSheet(look, pl.concat(parts, how="diagonal").select(letters))
