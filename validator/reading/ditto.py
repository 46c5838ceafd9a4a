"""Marks that say the same as above: 同上, 〃."""

import re

import polars as pl

from claimcheck.forms import ColumnType, Sheet, SheetKind
from validator.reading.numbers import suspects

#: What people write for it, perhaps in brackets or with a full stop.
MARK = r"^[(（]?(?:同上|同前|[〃″”“〞〝\"]|''|′′|’’)[)）]?[。.]?$"

#: What no two people of a roster share: a mark there is a mistake.
_OWN = (ColumnType.NAME, ColumnType.ID_NUMBER, ColumnType.ACCOUNT, ColumnType.PHONE)
_NUMBERS = (ColumnType.ID_NUMBER, ColumnType.ACCOUNT)


def is_ditto(text: str) -> bool:
    """Whether a cell says no more than that it is the same as the one above."""
    return re.match(MARK, text.strip()) is not None


def with_dittos(sheet: Sheet, rows: pl.DataFrame, files: pl.Series | None) -> pl.DataFrame:
    """The rows of a table with the text of the row above in place of each such mark.

    A mark in the first row stays, and is no value.

    Args:
        sheet: the form's sheet.
        rows: `row` and the columns by their keys, as text.
        files: of a collected workbook the file that each row is from; no mark means another's.
    """
    asked = [
        column
        for column in sheet.inputs
        if column.key in rows.columns
        and not (sheet.kind is SheetKind.ROSTER and column.type in _OWN)
    ]
    marked = rows.select(pl.col([column.key for column in asked]).str.contains(MARK).any())
    for column in (column for column in asked if marked.item(0, column.key)):
        key = column.key
        marks = rows[key].str.contains(MARK).fill_null(value=False)
        places = pl.int_range(rows.height, eager=True)
        source = pl.select(pl.when(~marks).then(places)).to_series().forward_fill()
        if files is not None:
            other = (files != files.gather(source)).fill_null(value=False)
            source = pl.select(pl.when(~other).then(source)).to_series()
        known = marks & source.is_not_null()
        if column.type in _NUMBERS:
            # Its digits may be lost, which is told of the cell above alone.
            doubtful = suspects(rows["row"], rows[key])
            known &= ~rows["row"].gather(source).is_in(doubtful).fill_null(value=True)
        rows = rows.with_columns(rows[key].gather(source).zip_with(known, rows[key]).alias(key))
    return rows
