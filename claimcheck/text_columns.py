"""`claimcheck.text.cleaned` over whole polars frames."""

import polars as pl

from claimcheck.private_use import PRIVATE, STANDARD
from claimcheck.text import IGNORED, LINE_ENDS

#: What makes a column worth cleaning.
UNCLEAN = rf"{IGNORED}|[\r\u2028\u2029{PRIVATE}]"

#: In frames of no more rows one look over all texts together takes less than one a column.
FEW_ROWS = 1 << 12


def cleaned_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """The same frame with every text cleaned; numbers and dates stay.

    One look finds out whether there is anything to do, which hardly ever is so.
    """
    texts = [name for name, dtype in frame.schema.items() if dtype == pl.String]
    if not texts or frame.is_empty():
        return frame
    if frame.height <= FEW_ROWS:
        every = pl.all() if len(texts) == frame.width else pl.col(texts)
        if not frame.select(_unclean(every).any()).item():
            return frame
    found = frame.select(pl.col(texts).str.contains(UNCLEAN).any()).row(0)
    unclean = [name for name, is_unclean in zip(texts, found, strict=True) if is_unclean]
    if not unclean:
        return frame
    return frame.with_columns(
        pl.col(unclean)
        .str.replace_all(IGNORED, "")
        .str.replace_all(LINE_ENDS, "\n")
        .str.replace_many(STANDARD)
    )


def unclean_rows(texts: pl.DataFrame) -> pl.DataFrame:
    """Of each row of texts whether any is to be cleaned."""
    return texts.select(unclean=_unclean(pl.all()))


def _unclean(texts: pl.Expr) -> pl.Expr:
    return pl.concat_str(texts, separator="\n", ignore_nulls=True).str.contains(UNCLEAN)
