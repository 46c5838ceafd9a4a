"""Pages of one file that were exported apart and hold the same rows at their seam.

A row with its balance cannot follow itself: where the last rows of a page are the first of
another, they are the same transactions, which count once.
"""

from collections.abc import Sequence
from itertools import pairwise

import polars as pl

from claimcheck.text import shown_name

_FACTS = ("date", "amount_fen", "size_fen", "balance_fen", "memo", "own_account", "currency")


def without_overlap(frame: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Leave out the rows of a page that stand at the seam of the page before as well.

    Args:
        frame: transactions with `page`.

    Returns:
        The others, and what is said of those that were left out.
    """
    pages = frame.with_row_index("at").partition_by("page", maintain_order=True)
    left_out: list[int] = []
    said: list[str] = []
    for before, page in pairwise(pages):
        upper, lower = before.select(_FACTS).rows(), page.select(_FACTS).rows()
        count = _seam(upper, lower)
        same = page.head(count)
        if not count:
            count = _seam(lower, upper)
            same = page.tail(count)
        if count:
            left_out += same["at"].to_list()
            first, last = same["row"][0], same["row"][-1]
            rows = f"第 {first} 行" if count == 1 else f"第 {first} 至 {last} 行"
            one, other = shown_name(page["page"][0]), shown_name(before["page"][0])
            said.append(f"“{one}”{rows}在“{other}”里已有，只算一次。")
    if not left_out:
        return frame, []
    return frame.with_row_index("at").filter(~pl.col("at").is_in(left_out)).drop("at"), said


def _seam(upper: Sequence[tuple[object, ...]], lower: Sequence[tuple[object, ...]]) -> int:
    """How many of the last rows of one page are the first of another, each with its balance."""
    balance = _FACTS.index("balance_fen")
    for at, row in enumerate(upper):
        count = len(upper) - at
        if lower and row == lower[0] and list(upper[at:]) == list(lower[:count]):
            return count if all(row[balance] is not None for row in lower[:count]) else 0
    return 0
