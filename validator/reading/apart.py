"""Reads a workbook in a worker, and brings what was read over here.

Frames travel as Arrow, packed; of a form only its name, since both sides know the forms.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, fields
from io import BytesIO
from pathlib import Path
from typing import Any, TypeAlias

import polars as pl

from claimcheck.forms import Form, SheetKind, forms
from claimcheck.policy import rules
from validator.reading.oddities import Oddity
from validator.reading.opening import UnreadableError, apart
from validator.reading.workbook import SheetRead, WorkbookRead, read_workbook


@dataclass(frozen=True)
class Sent:
    """A workbook that was read, on its way."""

    type: str | None  #: of its form
    names: tuple[str, ...]
    sheets: Mapping[SheetKind, dict[str, Any]]  #: fields of `SheetRead`; frames as Arrow
    oddities: list[Oddity]
    stamp: str


#: Has a file read somewhere: gives what was read, or why it could not be.
Reader: TypeAlias = Callable[[Path], "Future[Sent | UnreadableError]"]


def prepare() -> None:
    """Build what every file needs, before there is a file (see `ahead`)."""
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
    return Sent(form, book.names, sheets, book.oddities, book.stamp)


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
    form = None if sent.type is None else forms()[sent.type]
    sheets = (
        {}
        if form is None
        else {kind: _unpacked(form, kind, packed) for kind, packed in sent.sheets.items()}
    )
    return WorkbookRead(form, sent.names, sheets, sent.oddities, sent.stamp)


def _packed(sheet: SheetRead) -> dict[str, Any]:
    found = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
    del found["sheet"]
    stream = BytesIO()
    # Newest: texts as polars keeps them. lz4: a batch of 100,000 people is 27 MB instead of 190.
    sheet.frame.write_ipc_stream(stream, compression="lz4", compat_level=pl.CompatLevel.newest())
    return found | {"frame": stream.getvalue()}


def _unpacked(form: Form, kind: SheetKind, packed: dict[str, Any]) -> SheetRead:
    sheet = form.sheet(kind)
    assert sheet is not None  # noqa: S101 - it was read as this sheet of the form
    frame = pl.read_ipc_stream(BytesIO(packed["frame"]))
    return SheetRead(sheet=sheet, **(packed | {"frame": frame}))
