"""Does the same with several things at once, in threads."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def side_by_side(
    work: Callable[[Item], Result], items: Iterable[Item], threads: int
) -> list[Result]:
    """What work makes of each item, in their order.

    Args:
        work: depends on nothing that another call of it changes.
        items: what it is called with.
        threads: so many at a time; with one, no thread is begun.

    Raises:
        whatever the work raises.
    """
    if threads == 1:
        return [work(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return [*pool.map(work, items)]
