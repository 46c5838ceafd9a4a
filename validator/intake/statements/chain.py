"""The running balance: each balance follows from the one before it.

A statement in which a line was changed, added or left out shows a break. Newest-first
statements are followed upwards. Each account and currency has its own chain.
"""

from dataclasses import dataclass

import polars as pl

from claimcheck.money import show_yuan
from validator.intake.statements.reordered import by_day


@dataclass(frozen=True)
class Break:
    """A place where the balance does not follow."""

    page: str
    row: int
    expected_fen: int
    found_fen: int

    def text(self) -> str:
        """The break in words, without the place."""
        return (
            f"余额应为 {show_yuan(self.expected_fen)} 元，对账单上是 {show_yuan(self.found_fen)} 元"
        )


@dataclass(frozen=True)
class Chain:
    """The result for one statement."""

    links: int  #: pairs of rows that were compared
    breaks: tuple[Break, ...]
    newest_first: bool = False
    reordered: bool = False  #: the rows stand in another order than that of time

    @property
    def state(self) -> str:
        """One Chinese word or two."""
        if not self.links:
            return "无余额可核"
        return "连续" if not self.breaks else f"断开 {len(self.breaks)} 处"


def with_balance(frame: pl.DataFrame) -> pl.DataFrame:
    """Take a column of unclear meaning for the balance where every row bears it out."""
    maybe = frame["maybe_balance_fen"]
    if frame["balance_fen"].null_count() < frame.height or maybe.null_count():
        return frame
    tried = frame.with_columns(balance_fen=maybe)
    chain = check(tried)
    return tried if chain.links >= 2 and not chain.breaks else frame


def with_direction(frame: pl.DataFrame) -> pl.DataFrame:
    """Amounts printed without any sign: the balance says which were out.

    Where there is no balance to tell, the direction of every row becomes unknown (null).
    """
    amounts = frame["amount_fen"].drop_nulls()
    if amounts.is_empty() or (amounts < 0).any():
        return frame
    ordered = frame if not _newest_first_by_size(frame) else frame.reverse()
    change = ordered["balance_fen"].diff()
    same = change.abs() == ordered["size_fen"]
    sign = pl.select(pl.when(same).then(change.sign())).to_series()
    signed = ordered.with_columns(amount_fen=pl.col("size_fen") * sign)
    return signed if ordered is frame else signed.reverse()


def _newest_first_by_size(frame: pl.DataFrame) -> bool:
    balance, size = frame["balance_fen"], frame["size_fen"]
    change = balance.diff().abs()
    down = int((change == size).sum())
    up = int((change == size.shift(1)).sum())
    return up > down or (up == down and _falls(frame["date"]))


def _falls(dates: pl.Series) -> bool:
    known = dates.drop_nulls()
    return len(known) > 1 and known[0] > known[-1]


def check(frame: pl.DataFrame) -> Chain:
    """Follow the balances of a statement's rows in the order of the file.

    Rows without balance are jumped over together with what they moved, so that a statement
    which prints the balance once a day is still checked.
    """
    if frame["balance_fen"].null_count() == frame.height:
        return Chain(0, ())
    groups = frame.with_columns(
        pl.col("own_account").fill_null(""),
        pl.col("currency").fill_null(""),
        amount=pl.col("amount_fen").fill_null(0),
    ).partition_by("own_account", "currency", maintain_order=True)
    down = [_follow(group, newest_first=False) for group in groups]
    up = [_follow(group, newest_first=True) for group in groups]
    broken_down, broken_up = (sum(frame.height for frame in side) for side in (down, up))
    if min(broken_down, broken_up) and all(by_day(group) is not None for group in groups):
        return Chain(_links(groups), (), reordered=True)
    newest_first = broken_up < broken_down or (broken_up == broken_down and _falls(frame["date"]))
    breaks = pl.concat(up if newest_first else down)
    found = tuple(Break(*row) for row in breaks.sort("order").drop("order").iter_rows())
    return Chain(_links(groups), found, newest_first)


def _links(groups: list[pl.DataFrame]) -> int:
    return sum(max(int(group["balance_fen"].is_not_null().sum()) - 1, 0) for group in groups)


def _follow(group: pl.DataFrame, *, newest_first: bool) -> pl.DataFrame:
    """The breaks of one chain: page, row, expected, found."""
    frame = group.with_row_index("order")
    frame = frame.reverse() if newest_first else frame
    moved = pl.col("amount").cum_sum()
    known = frame.with_columns(moved=moved).filter(pl.col("balance_fen").is_not_null())
    expected = pl.col("balance_fen").shift(1) + pl.col("moved") - pl.col("moved").shift(1)
    return (
        known.with_columns(expected=expected)
        .filter(pl.col("expected").is_not_null() & (pl.col("expected") != pl.col("balance_fen")))
        .select("page", "row", "expected", pl.col("balance_fen").alias("found"), "order")
    )
