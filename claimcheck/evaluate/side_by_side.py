"""Computes parts of an evaluation at the same time, where there are people enough for it.

The engine keeps all processors busy with one large query, but much of an evaluation is a row of
queries of some milliseconds, each on one processor.
"""

from collections.abc import Callable, Iterable
from typing import TypeVar

import polars as pl

from claimcheck.side_by_side import side_by_side

Item = TypeVar("Item")
Result = TypeVar("Result")

#: People for whom it is done: with fewer, threads cost more than they save; with more, what
#: several parts need at once is too much memory.
_PEOPLE = range(10_000, 250_000)

#: So many parts at a time, at most.
_THREADS = 4


def each(compute: Callable[[Item], Result], items: Iterable[Item], people: int) -> list[Result]:
    """What a function gives for each item, in their order.

    Args:
        compute: depends on nothing that another call of it changes.
        items: what it is called with.
        people: how many people it computes for.

    Raises:
        whatever the function raises.
    """
    threads = min(pl.thread_pool_size(), _THREADS) if people in _PEOPLE else 1
    return side_by_side(compute, items, threads)
