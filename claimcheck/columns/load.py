"""Reads `columns.toml`."""

from functools import cache
from pathlib import Path

from claimcheck.columns.model import Column, SheetColumns, SheetKind
from claimcheck.datafile import Strict, load_toml

_FILE = Path(__file__).with_name("columns.toml")


class _File(Strict, frozen=True, kw_only=True):
    sheet: list[SheetColumns]


def sheet_columns(kind: SheetKind) -> SheetColumns:
    """The sheet of a kind, with every column that some form has on it.

    Raises:
        DataFileError: `columns.toml` is not as it must be.
    """
    return next(sheet for sheet in _file().sheet if sheet.kind == kind)


def base_columns(kind: SheetKind) -> dict[str, Column]:
    """The columns of one kind of sheet, by key."""
    return {column.key: column for column in sheet_columns(kind).column}


@cache
def _file() -> _File:
    return load_toml(_FILE, _File)
