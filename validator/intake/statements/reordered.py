"""Statements whose rows somebody sorted: by day the balance may still follow.

A bank writes its rows in the order of time. Sorted by sum or by memo, every balance seems to be
broken; put in the order of days again, a true statement shows none.
"""

import polars as pl

#: On a day with more rows, no order is looked for.
_MOST_OF_A_DAY = 40


def by_day(group: pl.DataFrame) -> pl.DataFrame | None:
    """The rows of one chain by day, each following from the one before; None where none does.

    Args:
        group: date, amount, balance_fen and others.
    """
    if group.height < 3 or group["date"].null_count() or group["balance_fen"].null_count():
        return None
    facts = list(
        enumerate(zip(group["amount"].to_list(), group["balance_fen"].to_list(), strict=True))
    )
    days: dict[object, list[tuple[int, tuple[int, int]]]] = {}
    for day, fact in sorted(zip(group["date"].to_list(), facts, strict=True), key=_by_date):
        days.setdefault(day, []).append(fact)
    if any(len(rows) > _MOST_OF_A_DAY for rows in days.values()):
        return None
    first, *others = days.values()
    for begun in first:
        amount, balance = begun[1]
        order = _followed(balance - amount, first)
        for rows in others if order else ():
            more = _followed(facts[order[-1]][1][1], rows)
            if not more:
                order = []
                break
            order += more
        if order:
            return group[order]
    return None


def _by_date(pair: tuple[object, object]) -> str:
    return str(pair[0])


def _followed(balance: int, rows: list[tuple[int, tuple[int, int]]]) -> list[int]:
    """The places of a day's rows in the order in which they follow; empty where they do not."""
    left, order = list(rows), list[int]()
    while left:
        # Of two that follow, the money that comes in goes first, whichever it is: both add up.
        found = next((row for row in left if balance + row[1][0] == row[1][1]), None)
        if found is None:
            return []
        left.remove(found)
        order.append(found[0])
        balance = found[1][1]
    return order
