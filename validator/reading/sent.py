"""Workbooks that a worker read, on their way, and how they arrive here.

Frames travel as Arrow, packed; of a form only its name, since both sides know the forms. Nothing
of what reads them is imported: that takes long, and happens in the worker (see `apart`).
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from claimcheck.forms import SheetKind, whole_form
from validator.reading.results import SheetRead, WorkbookRead
from validator.reading.shared_texts import put_together
from validator.reading.together import slices
from validator.reading.unreadable import UnreadableError


@dataclass(frozen=True)
class Packed:
    """The frames of one sheet of a form, of several workbooks one under another."""

    content: bytes  #: Arrow, without the columns in which nothing stands
    schema: pl.Schema
    heights: tuple[int, ...]
    texts: dict[str, pl.Series]  #: that stand in place of numbers (see `shared_texts`)


@dataclass(frozen=True)
class SentBook:
    """A workbook that was read, without its frames."""

    form: str | None  #: its form's type
    sheets: Mapping[SheetKind, dict[str, Any]]  #: the other fields of `SheetRead`
    others: dict[str, Any]  #: the other fields of `WorkbookRead`


@dataclass(frozen=True)
class Sent:
    """Workbooks that were read, or why one could not be, on their way."""

    books: Sequence[SentBook | UnreadableError]
    frames: Mapping[tuple[str, SheetKind], Packed]  #: by their form's type, in the books' order


#: Has a file read somewhere.
Reader: TypeAlias = Callable[[Path], "Future[Sent]"]


def arrived(sent: Sent) -> list[WorkbookRead | UnreadableError]:
    """The workbooks, over here."""
    frames = {which: iter(_unpacked(packed)) for which, packed in sent.frames.items()}
    return [
        book if isinstance(book, UnreadableError) else _with_frames(book, frames)
        for book in sent.books
    ]


def _with_frames(
    book: SentBook, frames: Mapping[tuple[str, SheetKind], Iterator[pl.DataFrame]]
) -> WorkbookRead:
    if book.form is None:
        return WorkbookRead(form=None, **book.others)
    form, sheets = whole_form(book.form), {}
    for kind, fields_of_sheet in book.sheets.items():
        sheet = form.sheet(kind)
        assert sheet is not None  # noqa: S101 - it was read as this sheet of the form
        frame = next(frames[book.form, kind])
        sheets[kind] = SheetRead(sheet=sheet, frame=frame, **fields_of_sheet)
    return WorkbookRead(form=form, sheets=sheets, **book.others)


def _unpacked(packed: Packed) -> list[pl.DataFrame]:
    found = put_together(pl.read_ipc_stream(BytesIO(packed.content)), packed.texts)
    frame = _with_blanks(found, packed.schema)
    return [frame] if len(packed.heights) == 1 else slices(frame, packed.heights)


def _with_blanks(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    """The frame with the columns in which nothing stands, which were not sent.

    There are more of these than of others, and all of one type share the same memory.
    """
    sent = {column.name: column for column in frame.get_columns()}
    lengths = frame.to_series().chunk_lengths() if sent else []
    types = {dtype for name, dtype in schema.items() if name not in sent}
    blank = {dtype: _blank(dtype, lengths) for dtype in types}
    return pl.DataFrame(
        [sent[name] if name in sent else blank[dtype].alias(name) for name, dtype in schema.items()]
    )


#: Of each type the longest column in which nothing stands: all others are parts of it.
_blanks: dict[pl.DataType, pl.Series] = {}


def _blank(dtype: pl.DataType, lengths: Sequence[int]) -> pl.Series:
    """A column in which nothing stands, in pieces as long as those of the others."""
    wanted = max(lengths, default=0)
    longest = _blanks.get(dtype)
    if longest is None or longest.len() < wanted:
        longest = _blanks[dtype] = pl.Series([None], dtype=dtype).new_from_index(0, wanted)
    if len(lengths) < 2:
        return longest.head(wanted)
    return pl.concat([longest.head(length) for length in lengths], rechunk=False)
