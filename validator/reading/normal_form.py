"""What the columns of a sheet are called in normal form, and of which dtype they are.

Normal form: text trimmed, blanks null; ID numbers tidy; dates Date; counts Int64; money
Int64 fen under `…_fen`. What cannot be converted becomes null, and its text stands in a
second column `…:unread`, so that a finding can show it. Of a number whose unit may be
mistaken for another, `…:unit` says whether the cell names the unit.
"""

import polars as pl

from claimcheck.forms import Column, ColumnType

UNREAD = ":unread"
UNIT = ":unit"


def normal_name(column: Column) -> str:
    """What a column is called in normal form: claimed_yuan is claimed_fen."""
    if column.type is ColumnType.YUAN:
        return column.key.removesuffix("_yuan") + "_fen"
    return column.key


def dtype_of(column: Column) -> pl.DataType:
    """The dtype of a column in normal form."""
    if column.type in (ColumnType.DATE, ColumnType.MONTH):
        return pl.Date()
    if column.type in (ColumnType.YUAN, ColumnType.COUNT, ColumnType.PERCENT):
        return pl.Int64()
    return pl.Boolean() if column.type is ColumnType.FLAG else pl.String()
