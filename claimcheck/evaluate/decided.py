"""The sum that the office decides, where the text leaves it to the office."""

import polars as pl

from claimcheck.money import round_yuan
from claimcheck.policy import Rule, fact
from claimcheck.policy.uses import DECIDED
from claimcheck.settings import Settings


def decided_sum(rule: Rule, settings: Settings) -> pl.Expr:
    """The sum in fen decided for a claim, or by the office's standard where it has one.

    Needs `headcount` of the claims.
    """
    column = pl.col(fact(DECIDED).column)
    standard = settings.office.standard(rule.id)
    if standard is None:
        return column
    heads = pl.col("headcount")
    if standard.yuan is not None:
        by_standard = pl.lit(round_yuan(standard.yuan), pl.Int64)
    elif standard.yuan_each is not None:
        by_standard = heads * round_yuan(standard.yuan_each)
    else:
        by_standard = pl.lit(None, pl.Int64)
        for row in standard.scale:
            reached = pl.when(heads >= row.start).then(pl.lit(round_yuan(row.yuan), pl.Int64))
            by_standard = reached.otherwise(by_standard)
    return pl.coalesce(column, by_standard).alias(fact(DECIDED).column)
