"""Reads workbooks in a worker, and brings what was read over here.

Frames travel as Arrow, packed; of a form only its name, since both sides know the forms.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from claimcheck.forms import SheetKind, forms, whole_form
from claimcheck.policy import rules
from validator.common.library_messages import quiet_libraries
from validator.reading.opening import apart
from validator.reading.shared_texts import put_together, told_apart
from validator.reading.together import Asking, answered_together, slices
from validator.reading.unreadable import UnreadableError
from validator.reading.workbook import SheetRead, WorkbookRead, reading


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


def prepare() -> None:
    """Load and build what every file needs, before there is a file (see `ahead`)."""
    import fastexcel  # noqa: F401 - the reader itself, which is imported when it is needed

    forms()
    rules()


def read_there(*paths: Path) -> Sent:
    """Read the sheets of a form from each of some workbooks, or say why not; called in a worker.

    Small workbooks of the same kind are read faster together. What is raised may be over any.
    """
    with quiet_libraries():  # once for all, not for each step of each
        books = answered_together([_reading(path) for path in paths])
    frames: dict[tuple[str, SheetKind], list[pl.DataFrame]] = {}
    for book in books:
        if isinstance(book, WorkbookRead) and book.form is not None:
            for kind, sheet in book.sheets.items():
                frames.setdefault((book.form.type, kind), []).append(sheet.frame)
    return Sent(
        [book if isinstance(book, UnreadableError) else _without_frames(book) for book in books],
        _all_packed(frames),
    )


def _reading(path: Path) -> Asking[WorkbookRead | UnreadableError]:
    try:
        return (yield from reading(path, forms(), lambda _: None))
    except UnreadableError as error:
        return error


def read_workbook_apart(path: Path) -> WorkbookRead:
    """Have a worker read one workbook, and wait.

    Raises:
        UnreadableError: see `reading`, or it ended the worker.
    """
    (book,) = arrived(apart(read_there, path.absolute()))
    if isinstance(book, UnreadableError):
        raise book
    return book


def arrived(sent: Sent) -> list[WorkbookRead | UnreadableError]:
    """The workbooks, over here."""
    frames = {which: iter(_unpacked(packed)) for which, packed in sent.frames.items()}
    return [
        book if isinstance(book, UnreadableError) else _with_frames(book, frames)
        for book in sent.books
    ]


def _without_frames(book: WorkbookRead) -> SentBook:
    sheets = {kind: _fields(sheet, "sheet", "frame") for kind, sheet in book.sheets.items()}
    form = None if book.form is None else book.form.type
    return SentBook(form, sheets, _fields(book, "form", "sheets"))


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


def _fields(of: "WorkbookRead | SheetRead", *without: str) -> dict[str, Any]:
    names = (field.name for field in fields(of))
    return {name: getattr(of, name) for name in names if name not in without}


def _all_packed(
    frames: Mapping[tuple[str, SheetKind], Sequence[pl.DataFrame]],
) -> dict[tuple[str, SheetKind], Packed]:
    """Each sheet's frames, packed; several sheets side by side."""
    if (threads := pl.thread_pool_size()) == 1:
        return {which: _packed(of_sheet) for which, of_sheet in frames.items()}
    with ThreadPoolExecutor(threads) as side_by_side:
        packed = side_by_side.map(_packed, frames.values())
        return dict(zip(frames, packed, strict=True))


def _packed(frames: Sequence[pl.DataFrame]) -> Packed:
    frame = pl.concat(frames, rechunk=True) if len(frames) > 1 else frames[0]
    filled = [column for column in frame if column.null_count() < frame.height]
    numbered, texts = told_apart(pl.DataFrame(filled))
    stream = BytesIO()
    # Newest: texts as polars keeps them. lz4: a batch of 100,000 people is 20 MB instead of 150.
    numbered.write_ipc_stream(stream, compression="lz4", compat_level=pl.CompatLevel.newest())
    heights = tuple(frame.height for frame in frames)
    return Packed(stream.getvalue(), frame.schema, heights, texts)


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
