"""Turns the text of a sheet into normal form (`normal_form`), column by column."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import polars as pl

from claimcheck.forms import Column, ColumnType, Sheet
from validator.reading.date_columns import plain_dates, read_dates, read_months
from validator.reading.normal_form import UNREAD, normal_name
from validator.reading.number_columns import plain_numbers, read_numbers
from validator.reading.texts import nothing, says_nothing, with_unread
from validator.reading.word_columns import (
    are_tidy,
    read_flags,
    read_identifiers,
    read_measures,
    read_options,
)


@dataclass(frozen=True)
class Manner:
    """How a workbook writes its values."""

    date1904: bool = False  #: days are counted from 1904-01-01
    in_ten_thousands: frozenset[str] = frozenset()  #: keys of money columns headed 万元


def normal_frame(sheet: Sheet, table: pl.DataFrame, manner: Manner) -> pl.DataFrame:
    """All columns of a sheet in normal form, in the form's order; absent ones empty.

    Args:
        sheet: the form's sheet.
        table: `row`, and trimmed text, blanks null, under the keys of its columns.
        manner: how the workbook writes its values.
    """
    return pl.DataFrame([table["row"], *convert_all(table, sheet.inputs, manner)])


def empty_frame(sheet: Sheet) -> pl.DataFrame:
    """The frame of a sheet without rows."""
    return normal_frame(sheet, pl.DataFrame(schema={"row": pl.Int64()}), Manner())


def convert(text: pl.Series, column: Column, manner: Manner | None = None) -> list[pl.Series]:
    """Convert one column of text.

    Args:
        text: trimmed text, blanks null.
        column: what the column should hold.
        manner: how the workbook writes its values.

    Returns:
        The column in normal form and, for types that can fail, its `…:unread` column.
    """
    return convert_all(text.alias(column.key).to_frame(), [column], manner or Manner())


def convert_all(table: pl.DataFrame, columns: Sequence[Column], manner: Manner) -> list[pl.Series]:
    """Convert all columns of a table of text.

    What most texts need is done to all columns in one query: hundreds of small tables would
    spend their time in beginning queries.

    Args:
        table: trimmed text, blanks null; columns by their keys, of which some may be absent.
        columns: what they should hold.
        manner: how the workbook writes its values.

    Returns:
        In the order of `columns`: see `convert`.
    """
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, table.height)
    texts = {column.key: table.get_column(column.key, default=nothing) for column in columns}
    asked = [
        quick(pl.col(column.key)).alias(column.key)
        for column in columns
        if (quick := _quick_way(column, manner)) and not says_nothing(texts[column.key])
    ]
    quickly = table.select(asked).to_dict() if asked else {}
    converted: list[pl.Series] = []
    for column in columns:
        converted += _convert(texts[column.key], column, manner, quickly.get(column.key))
    return converted


def _quick_way(column: Column, manner: Manner) -> Callable[[pl.Expr], pl.Expr] | None:
    """What is done to a column as a whole: nulls, or false, remain where that was not enough."""
    match column.type:
        case ColumnType.DATE | ColumnType.MONTH:
            return plain_dates
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            return partial(plain_numbers, column=column, factor=_factor(column, manner))
        case ColumnType.PARTY_CODE | ColumnType.PHONE | ColumnType.ID_NUMBER | ColumnType.ACCOUNT:
            return are_tidy
    return None


def _factor(column: Column, manner: Manner) -> int:
    """Units of a column in one of those that its heading names."""
    return 10_000 if column.key in manner.in_ten_thousands else 1


def _convert(
    text: pl.Series, column: Column, manner: Manner, quick: pl.Series | None
) -> list[pl.Series]:
    """See `convert`; `quick` is what `_quick_way` gave, None where the column says nothing."""
    name = normal_name(column)
    match column.type:
        case ColumnType.DATE:
            return read_dates(text, quick, column, date1904=manner.date1904)
        case ColumnType.MONTH:
            return read_months(text, quick, column, date1904=manner.date1904)
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            return read_numbers(text, quick, column, _factor(column, manner))
        case ColumnType.FLAG:
            return with_unread(text, name, read_flags(text))
        case ColumnType.ID_NUMBER | ColumnType.ACCOUNT:
            # Which of them are number cells is found out later; until then none is.
            return [read_identifiers(text, quick).alias(name), nothing(text).alias(name + UNREAD)]
        case ColumnType.MEASURE:
            return [read_measures(text).alias(name)]
        case ColumnType.PARTY_CODE | ColumnType.PHONE:
            return [read_identifiers(text, quick).alias(name)]
        case ColumnType.CHOICE:
            return [read_options(text, column.options or []).alias(name)]
    return [text.alias(name)]
