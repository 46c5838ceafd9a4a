"""One look over the cells of a table, row by row: what is nowhere in them need not be looked for.

Each row's cells are put together, a line each. Nothing is taken from here but "certainly not
there": a cell may have line ends of its own, so that what seems to begin a cell may be inside one.
"""

from collections.abc import Iterable
from functools import partial
from typing import NamedTuple

import polars as pl

from validator.reading.together import Asking, RowQuestion

#: A cell with blanks before or behind its text, or with nothing else.
_UNTIDY = r"(?m)^\s|\s$"

_ASKED = ("filled", "untidy", "special")

#: So many rows are put together at a time: a copy of more would take memory for nothing.
_ROWS = 1 << 14


class TableLook(NamedTuple):
    """What a table's cells hold."""

    filled: pl.Series  #: row by row, whether any cell has a text that is not blank
    tidy: bool  #: certainly no cell of these rows is blank, or has blanks around its text
    special: bool  #: one of the patterns may be there


def look_at(cells: pl.DataFrame, begin: Iterable[str], whole: Iterable[str]) -> Asking[TableLook]:
    """Look over the cells of a table.

    Args:
        cells: all of them, as text.
        begin: patterns of what a cell, without the blanks around it, may begin with.
        whole: patterns of what it may be as a whole.
    """
    special = rf"(?m)^\s*(?:{'|'.join(begin)}|(?:{'|'.join(whole)})\s*$)"
    looked = yield RowQuestion(cells, partial(_looked, special), (special, *cells.columns))
    untidy = looked["untidy"] & looked["filled"]
    return TableLook(looked["filled"], not untidy.any(), bool(looked["special"].any()))


def _looked(special: str, cells: pl.DataFrame) -> pl.DataFrame:
    """What the patterns find in each row of cells."""
    together = pl.concat_str(pl.all(), separator="\n", ignore_nulls=True)
    texts = (part.select(row=together) for part in cells.iter_slices(_ROWS))
    parts = [_in_texts(special, part) for part in texts]
    return pl.concat(parts) if parts else pl.DataFrame(schema=dict.fromkeys(_ASKED, pl.Boolean))


def _in_texts(special: str, texts: pl.DataFrame) -> pl.DataFrame:
    """The same of rows that were put together."""
    row = pl.col("row")
    # Of nearly all tables one pattern says that there is nothing: then a row has something in
    # it, or no text at all.
    if not texts.select(row.str.contains(f"{_UNTIDY}|{special}").any()).item():
        nothing = pl.lit(value=False)
        return texts.select(filled=row != "", untidy=nothing, special=nothing)
    return texts.select(
        filled=row.str.contains(r"\S"),
        untidy=row.str.contains(_UNTIDY),
        special=row.str.contains(special),
    )
