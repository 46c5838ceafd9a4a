"""Reads a workbook in a worker, and brings what was read over here.

Frames travel as Arrow, packed; of a form only its name, since both sides know the forms.
"""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from claimcheck.forms import Form, SheetKind, forms, whole_form
from claimcheck.policy import rules
from validator.reading.opening import UnreadableError, apart
from validator.reading.shared_texts import put_together, told_apart
from validator.reading.workbook import SheetRead, WorkbookRead, read_workbook


@dataclass(frozen=True)
class Sent:
    """A workbook that was read, on its way."""

    form: str | None  #: its form's type
    sheets: Mapping[SheetKind, dict[str, Any]]  #: fields of `SheetRead`; frames as Arrow
    others: dict[str, Any]  #: the other fields of `WorkbookRead`


#: Has a file read somewhere: gives what was read, or why it could not be.
Reader: TypeAlias = Callable[[Path], "Future[Sent | UnreadableError]"]


def prepare() -> None:
    """Load and build what every file needs, before there is a file (see `ahead`)."""
    import fastexcel  # noqa: F401 - the reader itself, which is imported when it is needed

    forms()
    rules()


def read_there(path: Path) -> Sent | UnreadableError:
    """Read the sheets of a form from a workbook, or say why not; called in a worker."""
    try:
        book = read_workbook(path, forms(), lambda _: None)
    except UnreadableError as error:
        return error
    sheets = {kind: _packed(sheet) for kind, sheet in book.sheets.items()}
    form = None if book.form is None else book.form.type
    return Sent(form, sheets, _fields(book, "form", "sheets"))


def read_workbook_apart(path: Path) -> WorkbookRead:
    """Have a worker read one workbook, and wait.

    Raises:
        UnreadableError: see `read_workbook`, or it ended the worker.
    """
    found = apart(read_there, path.absolute())
    if isinstance(found, UnreadableError):
        raise found
    return arrived(found)


def arrived(sent: Sent) -> WorkbookRead:
    """The workbook, over here."""
    form = None if sent.form is None else whole_form(sent.form)
    sheets = (
        {}
        if form is None
        else {kind: _unpacked(form, kind, packed) for kind, packed in sent.sheets.items()}
    )
    return WorkbookRead(form=form, sheets=sheets, **sent.others)


def _fields(of: "WorkbookRead | SheetRead", *without: str) -> dict[str, Any]:
    names = (field.name for field in fields(of))
    return {name: getattr(of, name) for name in names if name not in without}


def _packed(sheet: SheetRead) -> dict[str, Any]:
    stream, frame = BytesIO(), sheet.frame
    filled = [column.name for column in frame if column.null_count() < frame.height]
    numbered, texts = told_apart(frame.select(filled))
    # Newest: texts as polars keeps them. lz4: a batch of 100,000 people is 20 MB instead of 150.
    numbered.write_ipc_stream(stream, compression="lz4", compat_level=pl.CompatLevel.newest())
    packed = {"frame": (stream.getvalue(), frame.schema), "texts": texts}
    return _fields(sheet, "sheet", "frame") | packed


def _unpacked(form: Form, kind: SheetKind, packed: dict[str, Any]) -> SheetRead:
    sheet = form.sheet(kind)
    assert sheet is not None  # noqa: S101 - it was read as this sheet of the form
    content, schema = packed["frame"]
    found = put_together(pl.read_ipc_stream(BytesIO(content)), packed["texts"])
    others = {name: value for name, value in packed.items() if name not in ("frame", "texts")}
    return SheetRead(sheet=sheet, frame=_with_blanks(found, schema), **others)


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
