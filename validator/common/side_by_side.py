"""Does the same with several things at once, in as many threads as polars has."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import polars as pl

Given = TypeVar("Given")
Made = TypeVar("Made")


def side_by_side(work: Callable[[Given], Made], things: Iterable[Given]) -> list[Made]:
    """What work makes of each thing, in their order.

    Raises:
        whatever the work raises.
    """
    threads = pl.thread_pool_size()
    if threads == 1:  # a thread of its own would only cost time
        return [work(thing) for thing in things]
    with ThreadPoolExecutor(threads) as pool:
        return [*pool.map(work, things)]
