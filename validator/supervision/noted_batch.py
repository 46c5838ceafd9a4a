"""Which files a review workbook is about, so that `review apply` can compute their sums anew."""

import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from claimcheck.settings import Settings
from claimcheck.text import shown_path
from validator.run.validate import Validation

if TYPE_CHECKING:
    from xlsxwriter import Workbook

#: The name of the document's own property that holds it.
_PROPERTY = "claimcheck-batch"

#: A property holds so many characters; a batch of more files has to be named by hand.
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
        book.set_custom_property(_PROPERTY, stored, "text")


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


def _stored(path: Path) -> _Stored | None:
    from openpyxl.packaging.custom import CustomPropertyList
    from openpyxl.xml.functions import fromstring

    try:
        with zipfile.ZipFile(path) as package:
            text = package.read("docProps/custom.xml")
        properties = CustomPropertyList.from_tree(fromstring(text))
        value = {item.name: item.value for item in properties}.get(_PROPERTY)
        return msgspec.json.decode(str(value or ""), type=_Stored)
    except (OSError, KeyError, ValueError, TypeError, zipfile.BadZipFile, SyntaxError):
        return None  # saved by a program that drops such properties, or not a workbook
