"""Texts that a large sheet says again and again, kept once each.

A wage flow names every person and his firm once a month. As they are read, the cells hold a copy
each, which is most of what a batch takes; here they share one.
"""

import polars as pl

#: Of fewer rows nothing is won.
_MANY = 10_000

#: Rows by which a column is judged, and of how many different texts it is not worth it.
_SAMPLE, _DIFFERENT = 1_000, 500

#: Texts of so many bytes stand in the cell itself: there is nothing to share.
_SHORT = 12


def told_apart(frame: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, pl.Series]]:
    """The frame with numbers in place of texts that are repeated, and these texts.

    Returns:
        The frame; by the names of such columns the texts, in which its numbers are places.
    """
    if frame.height < _MANY:
        return frame, {}
    worth_it = [
        column.name
        for column in frame.iter_columns()
        if column.dtype == pl.String and _is_worth_it(column.slice(frame.height // 2, _SAMPLE))
    ]
    categories = frame.select(
        pl.col(name).cast(pl.Categorical(pl.Categories.random())) for name in worth_it
    )
    # They are known as long as there is a column of them.
    texts = {column.name: _texts_of(column) for column in categories.iter_columns()}
    return frame.with_columns(categories.select(pl.all().to_physical())), texts


def put_together(frame: pl.DataFrame, texts: dict[str, pl.Series]) -> pl.DataFrame:
    """The frame with its texts again."""
    return frame.with_columns(
        text.gather(frame.get_column(name)).alias(name) for name, text in texts.items()
    )


def _is_worth_it(sample: pl.Series) -> bool:
    return sample.n_unique() <= _DIFFERENT and (sample.str.len_bytes() > _SHORT).any()


def _texts_of(categories: pl.Series) -> pl.Series:
    """The texts of a column of categories, in the order of their numbers."""
    largest = categories.to_physical().max()
    assert isinstance(largest, int)  # noqa: S101 - a column without any text is not worth it
    every = pl.int_range(largest + 1, dtype=pl.UInt32, eager=True)
    return every.cat.to(categories.dtype).cast(pl.String)
