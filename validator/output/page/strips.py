"""A person's wage months as a strip of twelve squares."""

from datetime import date

import polars as pl

from claimcheck.evaluate.employment import counting
from claimcheck.evaluate.pay import month_number
from validator.checks.base import Judged

MONTHS = 12

#: One character a month.
REACHED, BELOW, MISSING, OUTSIDE = "2", "1", "0", "-"


def strips(part: Judged, on: date) -> pl.DataFrame:
    """The strip of every person of one measure's claims.

    Args:
        part: the evaluation.
        on: the day of judging: its month and later ones are not missing.

    Returns:
        One row a person in the order of `part.people`: start (year × 12 + month − 1 of the
        first square), strip (12 characters: reached, below the floor, missing while employed,
        outside the employment), pay_fen (12 sums). Empty where the measure counts no months.
    """
    how = counting(part.rule, part.evaluation.chosen)
    if how is None or "hired_on" not in part.people.columns:
        return pl.DataFrame(schema=_SCHEMA)
    people = part.people.select("person", "hired_on", "left_on", start=_start(part))
    paid = part.evaluation.monthly_pay
    squares = (
        people.select(
            "person",
            "start",
            hired=month_number("hired_on"),
            last=pl.min_horizontal(
                month_number("left_on"), pl.lit(on.year * 12 + on.month - 1, pl.Int32)
            ),
            place=pl.lit(list(range(MONTHS))),
        )
        .explode("place")
        .with_columns(month=(pl.col("start") + pl.col("place")).cast(pl.Int32))
        .join(paid.select("person", "month", "pay_fen"), on=["person", "month"], how="left")
        .sort("person", "place")
    )
    inside = (pl.col("month") >= pl.col("hired")) & (pl.col("month") <= pl.col("last"))
    # Who works in the month of judging may still be paid for it.
    over = pl.col("month") < on.year * 12 + on.month - 1
    reached = pl.col("pay_fen") >= how.floor_fen
    mark = (
        pl.when(pl.col("pay_fen").is_null())
        .then(pl.when(inside & over).then(pl.lit(MISSING)).otherwise(pl.lit(OUTSIDE)))
        .when(~inside.fill_null(value=False))
        .then(pl.lit(OUTSIDE))
        .when(reached)
        .then(pl.lit(REACHED))
        .otherwise(pl.lit(BELOW))
    )
    made = squares.group_by("person", maintain_order=True).agg(
        start=pl.col("start").first().cast(pl.Int64),
        strip=mark.str.join(""),
        pay_fen=pl.col("pay_fen").fill_null(0),
    )
    return people.select("person").join(made, on="person", how="left", maintain_order="left")


_SCHEMA: dict[str, pl.DataType] = {
    "person": pl.UInt32(),
    "start": pl.Int64(),
    "strip": pl.String(),
    "pay_fen": pl.List(pl.Int64),
}


def _start(part: Judged) -> pl.Expr:
    """The first square: where the claim's period starts, or twelve months before its end."""
    starts = dict(
        part.claims.select("claim", first=month_number("period_start")).drop_nulls().iter_rows()
        if "period_start" in part.claims.columns
        else []
    )
    begun = pl.col("claim").replace_strict(starts, default=None, return_dtype=pl.Int32)
    ended = month_number("period_end") - (MONTHS - 1)
    return pl.coalesce(pl.max_horizontal(begun, ended), begun, month_number("hired_on"))
