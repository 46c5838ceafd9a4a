"""Reads workbooks in a worker, and packs what was read (see `sent`)."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from io import BytesIO
from pathlib import Path
from typing import Any

import polars as pl

from claimcheck.forms import SheetKind, forms
from claimcheck.policy import rules
from claimcheck.side_by_side import side_by_side
from validator.common.library_messages import quiet_libraries
from validator.reading.in_worker import apart
from validator.reading.results import SheetRead, WorkbookRead
from validator.reading.sent import Packed, Sent, SentBook, arrived
from validator.reading.shared_texts import told_apart
from validator.reading.together import Asking, answered_together
from validator.reading.unreadable import UnreadableError
from validator.reading.workbook import reading


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


def _without_frames(book: WorkbookRead) -> SentBook:
    sheets = {kind: _fields(sheet, "sheet", "frame") for kind, sheet in book.sheets.items()}
    form = None if book.form is None else book.form.type
    return SentBook(form, sheets, _fields(book, "form", "sheets"))


def _fields(of: "WorkbookRead | SheetRead", *without: str) -> dict[str, Any]:
    names = (field.name for field in fields(of))
    return {name: getattr(of, name) for name in names if name not in without}


def _all_packed(
    frames: Mapping[tuple[str, SheetKind], Sequence[pl.DataFrame]],
) -> dict[tuple[str, SheetKind], Packed]:
    """Each sheet's frames, packed; several sheets side by side."""
    packed = side_by_side(_packed, frames.values(), pl.thread_pool_size())
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
