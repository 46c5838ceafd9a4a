"""Goes through large frames some files at a time, where only rows of one file meet.

What is put beside every payment of a large batch, to join and to count, takes more memory than
the payments themselves; file by file it takes a part of that, and less time, too.
"""

from collections.abc import Iterator

import polars as pl

#: Rows that are worth beginning anew.
_ROWS = 200_000


def some_files_each(
    rows: pl.DataFrame, beside: pl.DataFrame
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """Two frames in pieces of the same files, their rows in the same order.

    Args:
        rows: many rows; with `input`, the number of the file.
        beside: the rows that meet them; with `input`, too.

    Yields:
        All rows of both frames once; both whole where they are small or not file by file.
    """
    inputs, others = rows["input"], beside["input"]
    if rows.height <= _ROWS or not (_in_order(inputs) and _in_order(others)):
        yield rows, beside
        return
    ends = inputs.rle().struct.unnest().with_columns(end=pl.col("len").cum_sum())
    start = start_beside = 0
    for number, end in ends.select("value", "end").iter_rows():
        if end == rows.height:
            break
        if end - start >= _ROWS:
            end_beside = int(others.search_sorted(number, side="right"))
            yield rows[start:end], beside[start_beside:end_beside]
            start, start_beside = end, end_beside
    yield rows[start:], beside[start_beside:]


def joined(rows: pl.DataFrame, beside: pl.DataFrame, key: str) -> pl.DataFrame:
    """The rows that meet any of the other frame in their file, with its columns.

    Args:
        rows: many rows.
        beside: the rows that meet them.
        key: what both have beside `input`.
    """
    return pl.concat(
        some.join(others, on=["input", key]) for some, others in some_files_each(rows, beside)
    )


def _in_order(inputs: pl.Series) -> bool:
    return inputs.null_count() == 0 and inputs.is_sorted()
