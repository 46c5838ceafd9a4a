"""Texts of a column on their way into normal form: blank ones, and those that need a closer look.

Most texts of a column are read at once. What that leaves open is read text by text; what
cannot be read at all stands beside the rest, so that a finding can show it.
"""

from collections.abc import Callable

import polars as pl

from validator.reading.normal_form import UNREAD


def fill_rest(
    text: pl.Series, fast: pl.Series, slow: Callable[[str], object], dtype: pl.DataType
) -> pl.Series:
    """Fill what the fast way left open; each different text is looked at once.

    Args:
        text: what the cells hold, blanks null.
        fast: what was read of them at once; null where that was not enough.
        slow: reads one text; None for what it cannot read.
        dtype: the dtype of what is read.
    """
    if fast.null_count() == text.null_count():
        return fast
    open_ = fast.is_null() & text.is_not_null()
    different = text.filter(open_).unique()
    values = pl.Series([slow(entry) for entry in different], dtype=dtype)
    table = pl.DataFrame({"text": different, "value": values})
    found = text.to_frame("text").join(table, on="text", how="left", maintain_order="left")["value"]
    return fast.zip_with(~open_, found)


def with_unread(text: pl.Series, name: str, values: pl.Series) -> list[pl.Series]:
    """What was read of a column, and beside it the texts of which nothing was.

    Args:
        text: what the cells hold, blanks null.
        name: what the column is called in normal form.
        values: what was read; null where nothing was.
    """
    if values.null_count() == text.null_count():
        unread = nothing(text)
    else:
        unread = pl.select(pl.when(values.is_null()).then(text)).to_series()
    return [values.alias(name), unread.alias(name + UNREAD)]


def nothing(text: pl.Series, dtype: pl.DataType | None = None) -> pl.Series:
    """As many blank cells, of texts where no dtype is given."""
    return pl.Series([None], dtype=dtype or pl.String()).new_from_index(0, len(text))


def says_nothing(text: pl.Series) -> bool:
    """Whether all cells are blank, as in most columns that may be left empty."""
    return text.null_count() == len(text)
