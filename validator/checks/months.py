"""Which months of a person's pay are missing or below the wage floor, as lists of text."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from claimcheck.evaluate.employment import Counting
from claimcheck.evaluate.requirements import shown
from claimcheck.policy import fact
from claimcheck.policy.employment import BelowFloor, WageTest

#: So many months are named in a message; the rest is counted.
_NAMED = 6


@dataclass(frozen=True)
class MonthBook:
    """The months of some people: from hire to leaving, with what was paid in each."""

    frame: pl.DataFrame  #: person, month, pay_fen (null where nothing was paid), below
    bounds: pl.DataFrame  #: person, first_month, last_month

    def gaps(self) -> pl.DataFrame:
        """person, missing: the months without pay between the first and the last with pay."""
        paid = pl.col("month").filter(pl.col("pay_fen").is_not_null())
        between = (pl.col("month") > paid.min().over("person")) & (
            pl.col("month") < paid.max().over("person")
        )
        return _listed(
            self.frame.filter(between & pl.col("pay_fen").is_null()), month_text(), "missing"
        )

    def paid_span(self) -> pl.DataFrame:
        """person, paid_span: 2026-03 至 2026-06."""
        paid = self.frame.filter(pl.col("pay_fen").is_not_null()).sort("person", "month")
        first_and_last = (
            paid.with_columns(text=month_text())
            .group_by("person", maintain_order=True)
            .agg(first=pl.col("text").first(), last=pl.col("text").last())
        )
        return first_and_last.select(
            "person",
            paid_span=pl.when(pl.col("first") == pl.col("last"))
            .then("first")
            .otherwise(pl.format("{} 至 {}", "first", "last")),
        )

    def below(self) -> pl.DataFrame:
        """person, below: 2026-05（2980 元）."""
        paid = pl.format(
            "{}（{} 元）", month_text(), shown(fact("monthly_wage_yuan"), pl.col("pay_fen"))
        )
        return _listed(self.frame.filter("below"), paid, "below")


def month_book(
    people: pl.DataFrame, paid: pl.DataFrame, how: Counting, judged_on: date
) -> MonthBook:
    """Spread some people's months.

    Args:
        people: rows of `Evaluation.people`.
        paid: `Evaluation.monthly_pay`, of other people too.
        how: the counting in force.
        judged_on: the day to judge by; months after its own cannot be missing.
    """
    spans = people.select("person", *how.bounds.months())
    last = judged_on.year * 12 + judged_on.month - 1
    until = pl.min_horizontal("last_month", pl.lit(last, pl.Int32))
    # Of a large batch only a few people are asked for.
    paid = paid.filter(pl.col("person").is_in(people["person"].implode()))
    months = (
        spans.filter(pl.col("first_month") <= until)
        .select("person", month=pl.int_ranges("first_month", until + 1, dtype=pl.Int32))
        .explode("month")
        .join(paid, on=["person", "month"], how="left", maintain_order="left")
        .with_columns(below=pl.col("pay_fen").fill_null(how.floor_fen) < how.floor_fen)
    )
    return MonthBook(months, spans)


def tests_each_month(how: Counting) -> bool:
    """Whether the floor is held against every month, and not against one wage of a person."""
    return how.employment.wage is WageTest.EVERY_MONTH


def disqualifies(how: Counting) -> bool:
    """Whether one month below the floor puts a person out."""
    return how.employment.below is BelowFloor.DISQUALIFY


def month_text() -> pl.Expr:
    """A running month number as 2026-05."""
    year = (pl.col("month") // 12).cast(pl.String)
    return year + "-" + (pl.col("month") % 12 + 1).cast(pl.String).str.zfill(2)


def _listed(months: pl.DataFrame, text: pl.Expr, name: str) -> pl.DataFrame:
    more = pl.when(pl.len() > _NAMED).then(pl.format(" 等 {} 个月", pl.len())).otherwise(pl.lit(""))
    return (
        months.sort("person", "month")
        .with_columns(text=text)
        .group_by("person", maintain_order=True)
        .agg((pl.col("text").head(_NAMED).str.join("、") + more).first().alias(name))
    )
