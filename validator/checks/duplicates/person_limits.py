"""How often the texts allow a person the same payment, of claims that stand in one batch."""

import polars as pl

from claimcheck.policy import rules
from validator.checks.across import Across

_LIMITS = {"measure": pl.String(), "yearly": pl.Boolean(), "times": pl.Int64()}


def too_many(across: Across, pairs: pl.DataFrame) -> pl.DataFrame:
    """The pairs of one person's claims under one measure that the text does not allow.

    What it allows every year may be claimed for two years at once; what it allows twice may be
    claimed twice. Where it says nothing of a person, one stands in one claim only.

    Args:
        across: the batches.
        pairs: a person's row beside another of the same measure, with `period_end` and
            `other_period_end`.
    """
    if pairs.is_empty():
        return pairs
    known = rules()
    limits = [
        (name, limit.period == "year", limit.times)
        for name in pairs["measure"].drop_nulls().unique()
        if name in known
        for limit in known[name].measure.limits
        if limit.scope == "person"
    ]
    in_year = year_of(across, "period_end") == year_of(across, "other_period_end")
    yearly = pl.col("yearly").fill_null(value=False)
    return (
        pairs.join(
            pl.DataFrame(limits, _LIMITS, orient="row"), on="measure", how="left",
            maintain_order="left",
        )
        .filter(~yearly | in_year)
        .filter(pl.len().over("input", "row") + 1 > pl.col("times").fill_null(1))
        .drop("yearly", "times")
    )  # fmt: skip


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
