"""How often the texts allow a person the same payment, of claims that stand in one batch."""

import polars as pl

from claimcheck.policy import rules
from claimcheck.policy.uses import limits_in_force
from validator.checks.across import Across

#: How often something is paid, before the number of times.
PERIODS = {"once": "一次性享受", "year": "每年", "cycle": "每个周期"}

_LIMITS = {
    "measure": pl.String(),
    "times": pl.Int64(),  #: in how many claims the text allows one person
    "yearly": pl.Boolean(),  #: in each year
    "repeats": pl.Boolean(),  #: each day's claim is another, as often as there is one
    "months": pl.Boolean(),  #: claims for other months add up, see `months_together`
}


def too_many(across: Across, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of one person's claims under one measure that the text does not allow.

    What it allows every year may be claimed for two years at once; what it allows twice may be
    claimed twice; months that add up may be claimed one after the other. Where it says nothing
    of a person, one stands in one claim only.

    Args:
        across: the batches.
        pairs: a person's row beside another of the same measure, with `period_start`,
            `period_end`, `other_period_start` and `other_period_end`.
    """
    if pairs.is_empty():
        return pairs
    in_year = year_of(across, "period_end") == year_of(across, "other_period_end")
    same_day = (pl.col("period_end") == pl.col("other_period_end")).fill_null(value=True)
    apart = (pl.col("period_end") < pl.col("other_period_start")) | (
        pl.col("other_period_end") < pl.col("period_start")
    )
    limits = pl.DataFrame(_limits(across, pairs["measure"]), _LIMITS, orient="row")
    return (
        pairs.join(limits, on="measure", how="left", maintain_order="left")
        .filter(~pl.col("yearly").fill_null(value=False) | in_year)
        .filter(~pl.col("repeats").fill_null(value=False) | same_day)
        .filter(~(pl.col("months") & apart).fill_null(value=False))
        .filter(pl.len().over("input", "row") + 1 > pl.col("times").fill_null(1))
        .drop("times", "yearly", "repeats", "months")
    )


def _limits(across: Across, measures: pl.Series) -> list[tuple[str, int, bool, bool, bool]]:
    known = rules()
    found = []
    for name in measures.drop_nulls().unique():
        if name in known:
            measure = known[name].measure
            in_force = limits_in_force(measure, across.settings.chosen(known[name]))
            (limit, *_) = [*(one for one in in_force if one.scope == "person"), None]
            times, yearly = (limit.times, limit.period == "year") if limit else (1, False)
            months = limit is None and measure.months is not None
            found.append((name, times, yearly, measure.repeats, months))
    return found


def claimed_here(across: Across, known: pl.DataFrame) -> pl.DataFrame:
    """id_number, measure, year, here: in how many claims of the batch each person stands.

    Args:
        across: the batches.
        known: input and claim_id of claims that do not count: the ledger has them already.
    """
    people = (
        across.people.join(known, on=["input", "claim_id"], how="anti")
        .select("id_number", "measure", "input", "claim_id", year=year_of(across, "period_end"))
        .drop_nulls(["id_number", "measure", "claim_id"])
    )
    return people.group_by("id_number", "measure", "year").agg(
        here=pl.struct("input", "claim_id").n_unique().cast(pl.Int64)
    )


def year_of(across: Across, column: str) -> pl.Expr:
    """The year for which a claim is made."""
    return pl.col(column).dt.year().fill_null(across.settings.on.year)
