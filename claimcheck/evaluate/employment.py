"""Months and wages of every person, found in the wage flow and the roster.

What a month is, which wage is held against the floor, and which months may be counted
differ by clause and by reading; the answer stands in the measure's `employment`.

- A month with pay is a calendar month in which the payments add up to more than 0.
- `payments`: the months counted are months with pay; under `every_month` only those that
  reach the floor.
- `dates`: the months counted are the full months from the first to the last day of work,
  less the months with pay that miss the floor.
- Only months from the hire to the leaving, up to the end of the claim's period, and
  inside the policy's window are looked at (unless a reading lifts the window).
"""

from dataclasses import dataclass

import msgspec
import polars as pl

from claimcheck.evaluate.compute import bound
from claimcheck.evaluate.derive import full_months
from claimcheck.policy import Rule
from claimcheck.policy.model import (
    BelowFloor,
    Employment,
    MonthsFrom,
    Run,
    Span,
    WageTest,
    Window,
)
from claimcheck.policy.overlaps import window_of

#: The facts that this module finds for each person.
FOUND = ("months_employed", "months_before_window", "monthly_wage_fen")


@dataclass(frozen=True)
class Counting:
    """How the months of one rule are counted under the chosen readings."""

    employment: Employment
    floor_fen: int  #: 0 where the clause has no wage floor
    window: Window


def counting(rule: Rule, chosen: dict[str, str]) -> Counting | None:
    """The counting of a rule; None where it does not count months."""
    employment = rule.measure.employment
    if employment is None:
        return None
    for reading_id, option in chosen.items():
        change = rule.readings[reading_id].option(option).employment
        if change is not None:
            fields = {
                name: value
                for name, value in msgspec.structs.asdict(change).items()
                if value is not None
            }
            employment = msgspec.structs.replace(employment, **fields)
    floor = rule.measure.numbers[employment.floor] if employment.floor else None
    window = window_of(rule.measure, rule.document)
    return Counting(employment, bound(floor) if floor else 0, window)


def monthly_pay(roster: pl.DataFrame, wages: pl.DataFrame) -> pl.DataFrame:
    """Add up each person's payments by calendar month.

    Args:
        roster: columns person, input, id_number.
        wages: columns input, id_number, paid_on, amount_fen; one row a payment.

    Returns:
        person, month (year × 12 + month − 1), pay_fen; months with no positive sum left out.
    """
    return (
        wages.lazy()
        .filter(pl.col("paid_on").is_not_null() & pl.col("amount_fen").is_not_null())
        .select("input", "id_number", "amount_fen", month=month_number("paid_on"))
        .join(roster.lazy().select("input", "id_number", "person"), on=["input", "id_number"])
        .group_by("person", "month")
        .agg(pay_fen=pl.col("amount_fen").sum())
        .filter(pl.col("pay_fen") > 0)
        .collect()
    )


def month_number(column: str) -> pl.Expr:
    """A date's month as one running number."""
    day = pl.col(column)
    return day.dt.year().cast(pl.Int32) * 12 + day.dt.month().cast(pl.Int32) - 1


def employment_facts(
    roster: pl.DataFrame, pay: pl.DataFrame, how: Counting, judged_on: pl.Expr
) -> pl.DataFrame:
    """Find each person's months and wage.

    Args:
        roster: columns person, hired_on, left_on, period_end, monthly_wage_fen.
        pay: what `monthly_pay` gives.
        how: the counting.
        judged_on: the last day that dates are counted to where nothing ends them earlier.

    Returns:
        One row a person in the roster's order: person, paid_months, months_employed,
        months_before_window, monthly_wage_fen (what is held against the floor; null where
        there is none), lowest_fen, average_fen (rounded down to the fen).
    """
    spans = roster.select(
        "person", "hired_on", "left_on", "period_end", "monthly_wage_fen", *month_bounds(how)
    )
    inside = pay.join(spans.select("person", "first_month", "last_month"), on="person").filter(
        (pl.col("first_month").is_null() | (pl.col("month") >= pl.col("first_month")))
        & (pl.col("last_month").is_null() | (pl.col("month") <= pl.col("last_month")))
    )
    found = spans.join(_sums(inside, how), on="person", how="left", maintain_order="left")
    counts = ["paid_months", "reached", "counted_months", "before_window", "missed"]
    found = found.with_columns(pl.col(name).fill_null(0) for name in counts)
    months = pl.col("counted_months")
    if how.employment.months is MonthsFrom.DATES:
        months = _full_months(how, judged_on)
        if how.employment.wage is WageTest.EVERY_MONTH:
            months = pl.max_horizontal(months - pl.col("missed"), 0)
    return found.select(
        "person",
        "paid_months",
        months.cast(pl.Int64).alias("months_employed"),
        pl.col("before_window").alias("months_before_window"),
        _tested_wage(how).alias("monthly_wage_fen"),
        "lowest_fen",
        "average_fen",
    )


def month_bounds(how: Counting) -> list[pl.Expr]:
    """The first and the last month that may be counted: `first_month`, `last_month`."""
    first, last = [month_number("hired_on")], [month_number("left_on"), month_number("period_end")]
    if how.employment.since is Span.WINDOW and how.window.start:
        first.append(pl.lit(how.window.start.year * 12 + how.window.start.month - 1, pl.Int32))
    if how.employment.until is Span.WINDOW and how.window.end:
        last.append(pl.lit(how.window.end.year * 12 + how.window.end.month - 1, pl.Int32))
    return [
        pl.max_horizontal(first).alias("first_month"),
        pl.min_horizontal(last).alias("last_month"),
    ]


def _sums(inside: pl.DataFrame, how: Counting) -> pl.DataFrame:
    """Each person's counts and sums over the months that may be counted."""
    reached = pl.col("pay_fen") >= how.floor_fen
    every = how.employment.wage is WageTest.EVERY_MONTH
    counted = reached if every else pl.col("pay_fen").is_not_null()
    start = how.window.start
    before = (
        pl.col("month") < start.year * 12 + start.month - 1 if start else pl.col("month").is_null()
    )
    sums = inside.group_by("person").agg(
        paid_months=pl.len().cast(pl.Int64),
        reached=reached.sum().cast(pl.Int64),
        missed=(~reached).sum().cast(pl.Int64),
        counted_months=counted.sum().cast(pl.Int64),
        before_window=(counted & before).sum().cast(pl.Int64),
        lowest_fen=pl.col("pay_fen").min(),
        highest_fen=pl.col("pay_fen").max(),
        lowest_reached_fen=pl.col("pay_fen").filter(reached).min(),
        average_fen=pl.col("pay_fen").sum() // pl.len().cast(pl.Int64),
    )
    if how.employment.run is Run.UNBROKEN:
        longest = _longest_runs(inside.filter(counted))
        sums = sums.drop("counted_months").join(longest, on="person", how="left")
    return sums


def _longest_runs(counted: pl.DataFrame) -> pl.DataFrame:
    """The longest run of months that follow each other: person, counted_months."""
    # Within a run, month minus rank stays the same.
    rank = pl.col("month").rank("ordinal").over("person").cast(pl.Int32)
    return (
        counted.select("person", run=pl.col("month") - rank)
        .group_by("person", "run")
        .agg(length=pl.len().cast(pl.Int64))
        .group_by("person")
        .agg(counted_months=pl.col("length").max())
    )


def _full_months(how: Counting, judged_on: pl.Expr) -> pl.Expr:
    """Full months from the first to the last day of work, both days included."""
    starts, ends = [pl.col("hired_on")], [pl.col("left_on"), pl.col("period_end"), judged_on]
    if how.employment.since is Span.WINDOW and how.window.start:
        starts.append(pl.lit(how.window.start))
    if how.employment.until is Span.WINDOW and how.window.end:
        ends.append(pl.lit(how.window.end))
    months = full_months(pl.max_horizontal(starts), pl.min_horizontal(ends))
    return pl.when(pl.col("hired_on").is_null()).then(0).otherwise(months)


def _tested_wage(how: Counting) -> pl.Expr:
    """The wage that is held against the floor."""
    match how.employment.wage:
        case WageTest.STATED:
            return pl.col("monthly_wage_fen")
        case WageTest.AVERAGE:
            return pl.col("average_fen")
    if how.employment.below is BelowFloor.DISQUALIFY:
        return pl.col("lowest_fen")
    # Months below the floor are not counted, so the lowest counted month decides; where
    # none is counted, the best month shows how far off the person is.
    tested = ["lowest_reached_fen", "highest_fen"]
    if how.employment.months is MonthsFrom.DATES:
        # A clause that does not insist on bank records takes the roster's word.
        tested.append("monthly_wage_fen")
    return pl.coalesce(tested)
