"""Which files a review workbook is about, so that `review apply` can compute their sums anew."""

import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count, takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from claimcheck.settings import Settings
from claimcheck.text import shown_path
from validator.run.validate import Validation

if TYPE_CHECKING:
    from xlsxwriter import Workbook

#: The names of the document's own properties that hold it, a piece each: the first, the second, …
_PROPERTY = "claimcheck-batch"

#: Excel takes 255 characters in a property, and counts some signs twice.
_PIECE = 127

#: So many are kept altogether; a batch of more files has to be named by hand.
_LONGEST = 30_000


@dataclass(frozen=True)
class NotedBatch:
    """The batch of a review workbook."""

    files: list[Path]
    on: date | None = None  #: the day to judge by


class _Stored(msgspec.Struct):
    files: list[str]  #: relative to the workbook
    on: str


def note_batch(book: "Workbook", validation: Validation, settings: Settings, folder: Path) -> None:
    """Note the files, relative to the workbook, and the day.

    Args:
        book: the review workbook.
        validation: the result.
        settings: what the run used.
        folder: where the workbook will stand.
    """
    try:
        files = [os.path.relpath(entry.path, folder) for entry in validation.inputs]
    except ValueError:  # on another drive of a Windows PC
        return
    if any(shown_path(Path(file)) != file for file in files):
        return  # a name with a person's number, or with signs that cannot be shown
    stored = msgspec.json.encode(_Stored(files, settings.on.isoformat())).decode()
    if len(stored) <= _LONGEST:
        for number, start in enumerate(range(0, len(stored), _PIECE)):
            book.set_custom_property(_name(number), stored[start : start + _PIECE], "text")


def noted_batch(path: Path) -> NotedBatch:
    """The files that a review workbook is about, those that are still there.

    Returns:
        No files where the workbook does not say, or is no workbook.
    """
    stored = _stored(path)
    if stored is None:
        return NotedBatch([])
    files = [path.parent / name for name in stored.files]
    try:
        on = date.fromisoformat(stored.on)
    except ValueError:
        return NotedBatch([])
    return NotedBatch(_all_there(files), on)


def _all_there(files: Sequence[Path]) -> list[Path]:
    return [*files] if all(file.is_file() for file in files) else []


def _name(number: int) -> str:
    """The property of a piece: the first as before there were several."""
    return f"{_PROPERTY}-{number + 1}" if number else _PROPERTY


def _stored(path: Path) -> _Stored | None:
    from openpyxl.packaging.custom import CustomPropertyList
    from openpyxl.xml.functions import fromstring

    try:
        with zipfile.ZipFile(path) as package:
            text = package.read("docProps/custom.xml")
        properties = CustomPropertyList.from_tree(fromstring(text))
        values = {item.name: str(item.value or "") for item in properties}
        pieces = takewhile(lambda name: name in values, map(_name, count()))
        return msgspec.json.decode("".join(values[name] for name in pieces), type=_Stored)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile, SyntaxError):
        return None  # saved by a program that drops such properties, or not a workbook
