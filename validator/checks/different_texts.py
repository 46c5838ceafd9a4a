"""A function that is costly, over a column whose texts repeat."""

from collections.abc import Callable

import polars as pl


def mapped(rows: pl.DataFrame, name: str, make: Callable[[str], str]) -> pl.Series:
    """Apply a function to each different text of a column."""
    different = rows[name].drop_nulls().unique()
    table = pl.DataFrame(
        {name: different, "made": pl.Series([make(text) for text in different], dtype=pl.String)}
    )
    return rows.select(name).join(table, on=name, how="left", maintain_order="left")["made"]
