"""Loads a large sheet in pieces of some ten thousand rows, several at a time.

The reader takes a sheet as a whole: one processor unpacks and parses, and the table of all its
cells is larger than what becomes of them. So the sheet's text is unpacked here, once, looked at
and handed to readers piece by piece, each as a small workbook of its own that is never packed.
What is put together is what the reader would have given; wherever that is not certain nothing is
given, and the sheet is to be loaded as a whole.
"""

import re
import zipfile
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, replace
from io import BytesIO

import polars as pl

from claimcheck.text_columns import cleaned_columns
from validator.reading.numbers import column_index, column_letters
from validator.reading.opening import guarded
from validator.reading.package import Package
from validator.reading.plain_cells import PlainTexts, plain_texts
from validator.reading.preflight import span_fault
from validator.reading.quick_look import QuickLook, look_once, pieces_of
from validator.reading.sheet_part import dimension
from validator.reading.whole_rows import TABLE_ENDS, UncertainError, texts_of
from validator.reading.zipped import parts_beside

#: Bytes of a sheet's text that make a piece; the first is small, as the others wait for it.
_PIECE, _FIRST = 6 << 20, 1 << 18

#: Each piece costs reading what else is in the workbook once more, above all its shared texts: of
#: more bytes than these that is not worth it.
_BESIDE = 1 << 24

#: Pieces that are loaded or wait for it.
_AT_A_TIME = 3

_SHEET_ENDS = b"</sheetData></worksheet>"
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
    above: int  #: rows of the sheet above the frame's first
    start: int  #: the first column, from 0
    frame: pl.DataFrame


class SheetInPieces:
    """A large sheet that is looked at and loaded piece by piece."""

    def __init__(self, package: Package, name: str, executor: Executor) -> None:
        """Nothing is read yet.

        Args:
            package: of the workbook.
            name: the sheet's.
            executor: looks at pieces and loads them.
        """
        self._package, self._name, self._executor = package, name, executor
        self._part = package.sheets[name].name
        self._pieces: list[Future[_Rows]] | None = None

    def begin(self) -> bool:
        """Unpack the sheet, and hand all pieces to the executor.

        Returns:
            Whether that was possible; where it was not, the sheet has to be loaded as a whole.
        """
        try:
            with zipfile.ZipFile(self._package.path) as package:
                self._hand_out(package)
        except MemoryError:
            raise
        except Exception:  # the look at the whole sheet says what is wrong with it
            self._pieces = None
        return self._pieces is not None

    def result(self) -> LoadedSheet | None:
        """The sheet; None where it has to be loaded as a whole."""
        if self._pieces is None:
            return None
        pieces, self._pieces = self._pieces, None
        try:
            return _together([piece.result() for piece in pieces])
        except MemoryError:
            raise
        except Exception:
            for piece in pieces:
                piece.cancel()
            return None

    def _hand_out(self, package: zipfile.ZipFile) -> None:
        with package.open(self._part) as stream:
            self._reach = dimension(stream)
        if self._reach == (0, 0) or span_fault(*self._reach):
            raise UncertainError
        sheets = {part.name for part in self._package.sheets.values()}
        others = parts_beside(package, sheets)
        beside = sum(part.file_size for part in others)
        if beside > _BESIDE:
            raise UncertainError
        self._others = {part.filename: package.read(part) for part in others}
        size = max(_PIECE, 2 * beside)
        with package.open(self._part) as stream:
            texts = texts_of(stream, _FIRST, size)
            self._head = next(texts)
            look = self._looked_at(self._head)
            first = self._loaded(next(texts), None)
            self._pieces = [_finished(replace(first, look=look | first.look))]
            for text in texts:
                self._wait()
                self._pieces.append(self._executor.submit(self._loaded, text, first.start))

    def _wait(self) -> None:
        """Wait until there is room for another piece, of which each takes memory."""
        pieces = self._pieces or []
        while len(under_way := [piece for piece in pieces if not piece.done()]) >= _AT_A_TIME:
            wait(under_way, return_when=FIRST_COMPLETED)

    def _loaded(self, text: bytes, start: int | None) -> _Rows:
        """Look at a piece, and load it where nothing speaks against it.

        Args:
            text: whole rows, or what stands behind the rows.
            start: the first column of the first piece, from 0; None: this is the first piece.
        """
        row = None if start is None else _ROW.match(text)
        above = 0 if row is None else int(row[1]) - 1
        plain = plain_texts(text, above + 1) if above else None
        # What was taken out is just what one of these rows holds: all else is in the rest.
        look = self._looked_at(text if plain is None else plain.rest + plain.like)
        if text.startswith(TABLE_ENDS):
            return _Rows(look, 0, 0, pl.DataFrame())
        if start is None:
            content = self._workbook(text)
            return guarded(lambda: self._read(content, look), UncertainError)
        if not above:
            raise UncertainError
        # The reader begins where the first cell is, so one is put in front.
        content = self._workbook(_mark(above, start), text if plain is None else plain.rest)
        read = guarded(lambda: self._read(content, look, above, start), UncertainError)
        return read if plain is None else _put_back(read, plain)

    def _looked_at(self, text: bytes) -> QuickLook:
        look = look_once(pieces_of(BytesIO(text)), *self._reach, self._package.percents)
        if look is None:
            raise UncertainError
        if look.doubtful and (_COMMENT in text or _INSTRUCTION in text[1:]):
            raise UncertainError
        return look

    def _workbook(self, *rows: bytes) -> bytes:
        """A workbook that holds these rows of the sheet and no other."""
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as package:
            for name, part in self._others.items():
                package.writestr(name, part)
            with package.open(self._part, "w") as sheet:
                for some in (self._head, *rows, _SHEET_ENDS):
                    sheet.write(some)
        return content.getvalue()

    def _read(
        self, content: bytes, look: QuickLook, above: int = 0, start: int | None = None
    ) -> _Rows:
        import fastexcel

        sheet = fastexcel.read_excel(content).load_sheet(
            self._name,
            header_row=None,
            skip_rows=0 if start is None else None,  # 0: from the sheet's first row on
            dtypes="string",
        )
        frame = sheet.to_polars()
        places = [info.absolute_index for info in sheet.selected_columns]
        frame.columns = [column_letters(place) for place in places]
        if start is not None:
            # A cell that claims to stand above its piece would come before the mark.
            if frame[column_letters(start)][0] != _MARK:
                raise UncertainError
            frame = frame[1:]
        return _Rows(look, above, places[0], cleaned_columns(frame))


#: The text of the cell in front of a piece.
_MARK = "claimcheck"


def _mark(row: int, column: int) -> bytes:
    """A row with one cell; row from 1, column from 0."""
    cell = f'<c r="{column_letters(column)}{row}" t="inlineStr"><is><t>{_MARK}</t></is></c>'
    return f'<row r="{row}">{cell}</row>'.encode()


def _put_back(read: _Rows, plain: PlainTexts) -> _Rows:
    """A piece with the texts that were taken out of it.

    Raises:
        UncertainError: it has other rows than were expected.
    """
    frame = plain.put_back(read.frame)
    if frame is None:
        raise UncertainError
    return replace(read, start=column_index(frame.columns[0]), frame=frame)


def _finished(rows: _Rows) -> "Future[_Rows]":
    future: Future[_Rows] = Future()
    future.set_result(rows)
    return future


def _together(pieces: list[_Rows]) -> LoadedSheet:
    """The whole sheet: blank rows and columns stand where no piece has any cell.

    Raises:
        UncertainError: rows of one piece lie in another.
    """
    look, parts, height = QuickLook(), [], 0
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
    width = max(piece.start + piece.frame.width for piece in pieces)
    letters = [column_letters(place) for place in range(start, width)]
    return LoadedSheet(look, pl.concat(parts, how="diagonal").select(letters))
