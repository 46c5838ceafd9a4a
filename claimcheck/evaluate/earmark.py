"""The part of a sum that must be spent on one purpose: how much it is, and whether it was."""

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT
from claimcheck.evaluate.claims import amount_text
from claimcheck.policy import Rule, fact
from claimcheck.policy.sums import Earmark

#: around the sum that is tied, and the sum that was spent
BEFORE, AFTER, SPENT, YUAN = "，其中 ", " 元须", "，现只用 ", " 元"


def with_earmark(rule: Rule, claims: pl.DataFrame, *, explain: bool) -> pl.DataFrame:
    """Add what is tied to a purpose, and say it.

    Args:
        rule: the rule.
        claims: the assessed claims: outcome, amount_fen, reason and the claim's facts.
        explain: whether reasons are given.

    Returns:
        The same with `earmark_fen` (rounded half up to the fen; null where nothing is paid or
        tied) and `earmark_short` (whether less was spent on the purpose; null where it is not
        known); the reason of what is paid says both.
    """
    earmark = rule.measure.earmark
    if earmark is None:
        return claims.with_columns(
            earmark_fen=pl.lit(None, pl.Int64), earmark_short=pl.lit(None, pl.Boolean)
        )
    claims = claims.with_columns(earmark_fen=_tied(rule, earmark)).with_columns(
        earmark_short=pl.col(fact(earmark.fact).column) < pl.col("earmark_fen")
    )
    if not explain:
        return claims
    spent = pl.concat_str(pl.lit(SPENT), amount_text(fact(earmark.fact).column), pl.lit(YUAN))
    said = pl.concat_str(
        "reason",
        pl.lit(BEFORE),
        amount_text("earmark_fen"),
        pl.lit(AFTER + earmark.purpose),
        pl.when("earmark_short").then(spent).otherwise(pl.lit("")),
    )
    tied = pl.col("earmark_fen").is_not_null()
    return claims.with_columns(reason=pl.when(tied).then(said).otherwise("reason"))


def _tied(rule: Rule, earmark: Earmark) -> pl.Expr:
    share = rule.measure.numbers[earmark.share].exact
    double = 2 * share.denominator
    tied = (pl.col("amount_fen") * (2 * share.numerator) + share.denominator) // double
    return pl.when((pl.col("outcome") == AMOUNT) & (pl.col("amount_fen") > 0)).then(tied)
