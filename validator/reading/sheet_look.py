"""Looks into a sheet's part for what the fast reader does not tell, no more than is needed.

First how far its cells reach, before the reader may load it; then, when it is known which columns
hold the table, what else there is. The parser is only called where the text itself leaves a doubt
(see `quick_look`).
"""

from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from io import BytesIO
from itertools import islice
from typing import IO

import polars as pl

from validator.reading import limits
from validator.reading.asked_look import by_answer, question_of
from validator.reading.blank_rows import Shortened
from validator.reading.package import Package
from validator.reading.preflight import span_fault
from validator.reading.quick_look import (
    DOUBTFUL,
    QuickLook,
    look_once,
    look_over,
)
from validator.reading.sheet_part import Found, dimension, read_part
from validator.reading.text_pieces import piece_of, pieces_of
from validator.reading.thin_sheets import thinned
from validator.reading.together import RowQuestion

#: A part of no more bytes is unpacked only once while it is looked into.
_KEPT = 16_000_000


class SpanError(Exception):
    """A sheet that must not be loaded for its size; the text says why, in Chinese."""


class SheetLook:
    """What is found in a sheet's part."""

    def __init__(self, package: Package, sheet: str, quick: QuickLook | None = None) -> None:
        """Nothing is read yet.

        Args:
            package: of the workbook.
            sheet: the sheet's name.
            quick: the quick look, where one was taken by which it may be loaded.

        Raises:
            KeyError: it has no part.
        """
        self._package, self._part = package, package.sheets[sheet]
        self._content: bytes | None = None  #: while it is looked into, unless it is too large
        self._thin: Shortened | None = None  #: the same without what the reader skips
        self.removed = 0  #: bytes that need not be read
        self._quick = quick
        self._said = (0, 0)  #: how far it says that its cells reach
        self._found: Found | None = None
        self._failed = False

    @property
    def is_large(self) -> bool:
        """Whether a look takes so long that it should be done beside something else."""
        return self._part.size > limits.SEARCHED_BYTES

    def make_sure(self) -> None:
        """Make sure that the sheet may be loaded.

        Raises:
            SpanError: it reaches too far, or its cells name too much text.
            KeyError, ValueError, expat.ExpatError, …: it cannot be read.
        """
        self.begin()
        question = self.question()
        self.end(None if question is None else question.answer(question.table))

    def begin(self) -> None:
        """Do what `make_sure` does before it asks a question. Raises: what it raises."""
        with self._opened() as stream:
            self._said = dimension(stream)
        _refuse_span(self._said)
        if self._content is not None:
            self._thin = thinned(self._content, *self._said)
            self.removed = 0 if self._thin is None else len(self._content) - len(self._thin.text)
        if fault := self._package.texts.fault(self._part.name, self._looked or self._content):
            raise SpanError(fault)
        if self._thin is not None:  # many workbooks may be open at a time
            self._content = None

    def question(self) -> RowQuestion | None:
        """What is to be asked of the text; None where it is looked at in another way."""
        text = self._looked
        if text is None or len(text) > limits.SEARCHED_BYTES or self._said == (0, 0):
            return None
        return question_of(text, *self._said, self._package.percents)

    def end(self, answer: pl.DataFrame | None) -> None:
        """Do what `make_sure` does after its question. Raises: what it raises."""
        if answer is not None:
            self._quick = by_answer(answer)
        if self._said == (0, 0) or (self._quick is None and not self._lies_within(*self._said)):
            self._found = self._parsed()
            _refuse_span(self._found.reach)
        # There is hardly ever more to ask.
        self._content = None

    def taken(self) -> Shortened | None:
        """The part without what the reader skips, once, where there is such a text."""
        thin, self._thin = self._thin, None
        return thin

    @property
    def _looked(self) -> bytes | None:
        """What may be looked at in place of the part, where there is such a text."""
        return None if self._thin is None else self._thin.text

    def _lies_within(self, rows: int, columns: int) -> bool:
        """Whether no cell lies far beyond these; what else there may be is found at once."""
        if self._part.size <= _KEPT:
            self._quick = look_once(self._pieces(), rows, columns, self._package.percents)
            return self._quick is not None
        with closing(_one_ahead(self._streamed())) as pieces:
            self._quick = look_once(pieces, rows, columns, self._package.percents)
        return self._quick is not None

    def _look_over(self) -> None:
        """Take the quick look."""
        if self._quick is None:
            try:
                self._quick = look_over(self._pieces(), self._package.percents)
            except MemoryError:
                raise
            except Exception:  # a part that only the reader can unpack
                self._quick = DOUBTFUL

    def found(self, columns: Iterable[str] | None = None, below: int = 0) -> Found | None:
        """What there is.

        Args:
            columns: the letters of the table's columns: of others it may tell less than there
                is; None: tell all.
            below: the row of its headings, from 1.

        Returns:
            None where the part cannot be read.
        """
        if self._found is None and not self._failed:
            self._look_over()
            assert self._quick is not None  # noqa: S101 - that look was just taken
            if not self._quick.concerns(columns, below):
                if self._quick.long_numbers and self.is_large:
                    return Found(unknown=True)
                if not self._quick.long_numbers:
                    return Found()
            try:
                self._found = self._parsed()
            except MemoryError:
                raise
            except Exception:  # other ways are left
                self._failed = True
            self._content = None
        return self._found

    def _parsed(self) -> Found:
        with self._opened() as stream:
            return read_part(stream, self._package.percents)

    def _pieces(self) -> Iterable[pl.Series | None]:
        if self.is_large:
            return self._streamed()
        if self._looked is not None:
            return [piece_of(self._looked)]
        with self._opened() as stream:
            return [piece_of(stream.read())]

    def _streamed(self) -> Iterator[pl.Series | None]:
        if self._looked is not None:
            yield from pieces_of(BytesIO(self._looked))
            return
        with self._opened() as stream:
            yield from pieces_of(stream)

    @contextmanager
    def _opened(self) -> Iterator[IO[bytes]]:
        if self._part.size > _KEPT:
            with self._package.zipped.open(self._part.name) as stream:
                yield stream
            return
        if self._content is None:
            self._content = self._package.zipped.read(self._part.name)
        yield BytesIO(self._content)


def _one_ahead(pieces: Iterator[pl.Series | None]) -> Generator[pl.Series | None]:
    """The same pieces, each unpacked while one looks at the piece before."""
    with ThreadPoolExecutor(1) as unpacking:
        coming = unpacking.submit(list, islice(pieces, 1))
        while piece := coming.result():
            coming = unpacking.submit(list, islice(pieces, 1))
            yield piece[0]


def _refuse_span(reach: tuple[int, int]) -> None:
    if said := span_fault(*reach):
        raise SpanError(said)


def look_through(package: Package, sheet: str) -> Found | None:
    """All that is found in a sheet's part.

    Args:
        package: of the workbook.
        sheet: the sheet's name.

    Returns:
        None where the sheet has no part, or it cannot be read.
    """
    if sheet not in package.sheets:
        return None
    return SheetLook(package, sheet).found()
