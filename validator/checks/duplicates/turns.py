"""How often one person may stand in claims of the same measure within a run."""

import polars as pl

from claimcheck.policy import rules

_TURNS = {
    "measure": pl.String(),
    "times": pl.Int64(),  #: how many claims the text allows
    "yearly": pl.Boolean(),  #: in each year
    "repeats": pl.Boolean(),  #: each day's claim is another, as often as there is one
}


def without_allowed(pairs: pl.DataFrame) -> pl.DataFrame:
    """Pairs of rows without those of one measure that its text allows beside each other.

    Args:
        pairs: input, row, measure, period_end of one claim's row, and other_measure,
            other_period_end of another's with the same person.
    """
    same = (pl.col("measure") == pl.col("other_measure")).fill_null(value=True)
    end, other_end = pl.col("period_end"), pl.col("other_period_end")
    other_year = pl.col("yearly") & (end.dt.year() != other_end.dt.year())
    another_day = pl.col("repeats") & (end != other_end)
    counting = pairs.join(_turns(), on="measure", how="left", maintain_order="left").filter(
        ~(same & (other_year | another_day)).fill_null(value=False)
    )
    beside = same.cast(pl.Int64).sum().over("input", "row")
    within = (same & (beside < pl.col("times"))).fill_null(value=False)
    return counting.filter(~within).drop("times", "yearly", "repeats")


def _turns() -> pl.DataFrame:
    """What the texts say of every measure."""
    rows = []
    for name, rule in rules().items():
        limits = [limit for limit in rule.measure.limits if limit.scope == "person"]
        times = limits[0].times if limits else 1
        yearly = bool(limits) and limits[0].period == "year"
        rows.append((name, times, yearly, rule.measure.repeats))
    return pl.DataFrame(rows, schema=_TURNS, orient="row")
