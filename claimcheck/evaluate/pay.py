"""Each person's pay, added up over the months that may be counted.

A month's pay is what was paid for it less what of it went back. A refund is taken off the
month that it belongs to, which may be an earlier one than that of its entry: the month in
which its sum was paid last, else the latest that still has as much, else its own; see
`claimcheck.evaluate.refunds`.

The readings of one rule ask for the same sums again and again, so each is made once.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from threading import Lock

import polars as pl

from claimcheck.evaluate.by_files import some_files_each
from claimcheck.evaluate.refunds import with_refunds_placed
from claimcheck.evaluate.rulings import UPHELD, without_excluded
from claimcheck.payment_words import memos_of_no_wage, named_months_late
from claimcheck.policy.employment import Span
from claimcheck.policy.model import Window

#: Readings may be computed at the same time: sums are made by one of them, for which others wait.
_adding = Lock()

#: The months of so many people are added up at a time.
_PEOPLE = 150_000

#: The counts that are 0 for a person without pay.
_COUNTS = ("paid_months", "reached", "missed", "paid_before", "reached_before")


@dataclass(frozen=True)
class Bounds:
    """Which months may be counted, and from what pay on a month reaches the floor."""

    since: Span
    until: Span
    window: Window
    floor_fen: int  #: 0 where the clause has no wage floor

    def months(self) -> list[pl.Expr]:
        """The first and the last month that may be counted: `first_month`, `last_month`."""
        first = [month_number("hired_on")]
        last = [month_number("left_on"), month_number("period_end")]
        if self.since is Span.WINDOW and self.window.start:
            start = self.window.start
            first.append(pl.lit(start.year * 12 + start.month - 1, pl.Int32))
        if self.until is Span.WINDOW and self.window.end:
            end = self.window.end
            last.append(pl.lit(end.year * 12 + end.month - 1, pl.Int32))
        return [
            pl.max_horizontal(first).alias("first_month"),
            pl.min_horizontal(last).alias("last_month"),
        ]


@dataclass(frozen=True)
class Pay:
    """The pay of a roster's people by month, and the sums that were made of it so far."""

    #: person, hired_on, left_on, period_end; one row a person, who is the row's number
    roster: pl.DataFrame
    monthly: pl.DataFrame  #: what `monthly_pay` gives
    _sums: dict[Bounds, pl.DataFrame] = field(default_factory=dict)

    def inside(self, bounds: Bounds) -> pl.DataFrame:
        """The months that may be counted: person, month, pay_fen."""
        return pl.concat(self.inside_by_people(bounds))

    def inside_by_people(self, bounds: Bounds) -> Iterator[pl.DataFrame]:
        """The same, some people at a time: what is put beside all months of many takes too much."""
        spans = self.roster.select(bounds.months())
        for some in self._some_people_each():
            first, last = (pl.Series(span.gather(some["person"])) for span in spans)
            month = pl.col("month")
            yield some.filter(
                (month >= first).fill_null(value=True) & (month <= last).fill_null(value=True)
            )

    def _some_people_each(self) -> Iterator[pl.DataFrame]:
        people = self.roster.height
        if people <= _PEOPLE:
            yield self.monthly
            return
        for start in range(0, people, _PEOPLE):
            yield self.monthly.filter(pl.col("person").is_between(start, start + _PEOPLE - 1))

    def sums(self, bounds: Bounds) -> pl.DataFrame:
        """Each person's months and pay within the bounds.

        Returns:
            One row a person in the roster's order: paid_months, reached (months that reach
            the floor), missed (the others), paid_before, reached_before (before the policy's
            window), lowest_fen, highest_fen, lowest_reached_fen, average_fen (rounded down).
        """
        with _adding:
            if bounds not in self._sums:
                # Of many people they are large: most readings ask for the first or the latest.
                for other in [*self._sums][1:]:
                    del self._sums[other]
                self._sums[bounds] = self._add_up(bounds)
            return self._sums[bounds]

    def forget_sums(self) -> None:
        """Let go of the sums, once all readings have been asked."""
        self._sums.clear()

    def _add_up(self, bounds: Bounds) -> pl.DataFrame:
        sums = pl.concat(_sums_of(some, bounds) for some in self.inside_by_people(bounds))
        return (
            self.roster.select("person")
            .join(sums, on="person", how="left", maintain_order="left")
            .drop("person")
            .with_columns(pl.col(name).fill_null(0) for name in _COUNTS)
        )


def _sums_of(inside: pl.DataFrame, bounds: Bounds) -> pl.DataFrame:
    """See `Pay.sums`: one row a person who has any of these months, in no order."""
    reached = pl.col("pay_fen") >= bounds.floor_fen
    start = bounds.window.start
    before = pl.col("month") < start.year * 12 + start.month - 1 if start else pl.lit(value=False)
    return (
        inside.with_columns(before=before, reached_fen=pl.when(reached).then("pay_fen"))
        .group_by("person")
        .agg(
            paid_months=pl.len().cast(pl.Int64),
            reached=pl.col("reached_fen").count().cast(pl.Int64),
            missed=pl.col("reached_fen").null_count().cast(pl.Int64),
            paid_before=pl.col("before").sum().cast(pl.Int64),
            reached_before=(pl.col("before") & pl.col("reached_fen").is_not_null())
            .sum()
            .cast(pl.Int64),
            lowest_fen=pl.col("pay_fen").min(),
            highest_fen=pl.col("pay_fen").max(),
            lowest_reached_fen=pl.col("reached_fen").min(),
            average_fen=pl.col("pay_fen").sum() // pl.len().cast(pl.Int64),
        )
    )


def counted_payments(wages: pl.DataFrame, judged_on: date) -> pl.DataFrame:
    """The payments that count as wages.

    Left out are payments without a date or an amount, those after the day of judgement, and
    those whose memo names something else (CC310). Money that went back stays: its negative
    amount is taken off a month. What somebody has upheld counts whatever memo or day say.

    Args:
        wages: columns paid_on, amount_fen and memo, and `upheld` where anybody has ruled; one
            row a payment.
        judged_on: the day by which the claims are judged.
    """
    known = pl.col("paid_on").is_not_null() & pl.col("amount_fen").is_not_null()
    no_wage = pl.col("memo").is_in(memos_of_no_wage(wages["memo"]).implode())
    paid_out = (pl.col("amount_fen") > 0) & no_wage.fill_null(value=False)
    ruled = UPHELD in wages.columns
    upheld = pl.col(UPHELD).fill_null(value=False) if ruled else pl.lit(value=False)
    return wages.filter(known & (upheld | ((pl.col("paid_on") <= judged_on) & ~paid_out)))


def monthly_pay(
    roster: pl.DataFrame, wages: pl.DataFrame, judged_on: date, *, by_memo: bool = False
) -> pl.DataFrame:
    """Add up each person's payments by calendar month.

    Args:
        roster: columns person, input, id_number.
        wages: columns input, id_number, paid_on, amount_fen, memo, and what was ruled about them;
            one row a payment.
        judged_on: the day by which the claims are judged; see `counted_payments`.
        by_memo: count a payment for the month that its memo names; else for that of entry.

    Returns:
        person, month (year × 12 + month − 1), pay_fen; months with no positive sum left out.
    """
    people = roster.select("input", "id_number", "person")
    return pl.concat(
        with_refunds_placed(payments_by_month(without_excluded(paid), judged_on, by_memo=by_memo))
        .lazy()
        .select("input", "id_number", "amount_fen", "month")
        .join(paid_to.lazy(), on=["input", "id_number"])
        .group_by("person", "month")
        .agg(pay_fen=pl.col("amount_fen").sum())
        .filter(pl.col("pay_fen") > 0)
        .collect()
        for paid, paid_to in some_files_each(wages, people)
    )


def payments_by_month(wages: pl.DataFrame, judged_on: date, *, by_memo: bool) -> pl.DataFrame:
    """The payments that count, each with the month that its own row says.

    Args:
        wages: see `monthly_pay`; further columns are kept.
        judged_on: see `counted_payments`.
        by_memo: whether the month is the one that the memo names, where it names one.

    Returns:
        The counted payments with month, and named: whether its memo decides the month.
    """
    entered = month_number("paid_on")
    late = named_months_late("memo", "paid_on") if by_memo else pl.lit(None, pl.Int32)
    return counted_payments(wages, judged_on).with_columns(
        month=entered - late.fill_null(0), named=late.is_not_null()
    )


def month_number(column: str) -> pl.Expr:
    """A date's month as one running number."""
    day = pl.col(column)
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32) - 1
