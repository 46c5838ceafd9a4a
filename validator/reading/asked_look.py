"""The quick look over whole parts, of several workbooks in one query.

Most parts of filled workbooks are small: the time of a look over one is mostly that of beginning
queries. Over a part alone this look takes more than twice the time of the quick look itself.
"""

from collections.abc import Iterable
from functools import partial

import polars as pl

from validator.reading.quick_look import (
    LAST_ROW,
    QuickLook,
    address_in,
    formulas_in,
    unusual_in,
)
from validator.reading.text_pieces import piece_of
from validator.reading.together import RowQuestion


def question_of(
    text: bytes, rows: int, columns: int, percents: Iterable[str]
) -> RowQuestion | None:
    """Asks for `look_once` of a whole part, which is answered about several in one query.

    Args:
        text: the part.
        rows: see `look_once`.
        columns: see `look_once`.
        percents: see `look_over`.

    Returns:
        None where another look is needed.
    """
    unusual, piece = unusual_in(rows, columns, percents), piece_of(text)
    if unusual is None or piece is None:
        return None
    return RowQuestion(piece.to_frame(), partial(_looked, unusual), ("look", unusual))


def by_answer(answer: pl.DataFrame) -> QuickLook | None:
    """The quick look of which was asked; None where another one is needed."""
    as_usual, columns = answer.row(0)
    return QuickLook(columns={at["letters"]: at["row"] for at in columns}) if as_usual else None


def _looked(unusual: str, texts: pl.DataFrame) -> pl.DataFrame:
    """Of each text whether it is as usual, and the last row of each column with formulas."""
    found = (
        formulas_in(texts)
        .with_columns(texts.select(unusual=pl.col("text").str.contains(unusual)))
        .with_row_index("place")
    )
    tags = found.lazy().select("place", "tags").explode("tags")
    columns = (
        tags.select("place", address_in(pl.col("tags")))
        .unnest("tags")
        .drop_nulls()
        .group_by("place", "letters")
        .agg(LAST_ROW, usual=pl.len())
        .group_by("place")
        .agg(pl.col("usual").sum(), columns=pl.struct("letters", "row"))
    )
    return (
        found.lazy()
        .join(columns, on="place", how="left", maintain_order="left")
        .select(
            ~pl.col("unusual") & (pl.col("count") == pl.col("usual").fill_null(0)),
            pl.col("columns").fill_null([]),
        )
        .collect()
    )
