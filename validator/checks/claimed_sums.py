"""The sum claimed against the one found: another unit, more than is allowed, or not the same."""

from collections.abc import Iterator

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT, INELIGIBLE, NEEDS_DECISION
from claimcheck.forms import SheetKind
from claimcheck.policy.model import People
from validator.checks.base import Context, Judged
from validator.checks.sums_shown import claimed_shown, large, limit_shown
from validator.checks.tiers import tier_of
from validator.checks.wrong_units import is_wrong_unit, wrong_unit_of_claims
from validator.findings.frame import empty

CLAIMS = SheetKind.CLAIMS


def differing_sums(
    context: Context, judged: Judged, claims: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """What there is to say of each sum claimed: CC504, or else CC502, or else CC501.

    Args:
        context: the batch.
        judged: the evaluation of one measure.
        claims: those of its claims that can be compared.
    """
    cap = pl.coalesce("most_fen", _ceiling(judged))
    if judged.rule.measure.unit != "CNY_loan":
        # Of a claim that gets nothing the reason is said, not that a ceiling of 0 is passed.
        cap = pl.when(pl.col("outcome") != INELIGIBLE).then(cap)
    rows = claims.filter(pl.col("claimed_fen").is_not_null()).with_columns(cap_fen=cap)
    claimed = pl.col("claimed_fen")
    differs = (claimed != pl.col("amount_fen")).fill_null(value=False)
    wrong_unit = is_wrong_unit(judged)
    yield wrong_unit_of_claims(
        context, judged, rows.filter(wrong_unit & (differs | pl.col("amount_fen").is_null()))
    )
    rows = rows.filter(~wrong_unit | ~differs)
    loan = judged.rule.measure.unit == "CNY_loan"
    over = (claimed > pl.col("cap_fen")).fill_null(value=False)
    if loan:
        over |= (claimed > pl.col("amount_fen")).fill_null(value=False)
    yield _over(context, judged, rows.filter(over))
    yield _outside(context, judged, rows.filter(~over))
    if not loan:
        yield _different(context, judged, rows.filter(~over & differs))


def _ceiling(judged: Judged) -> pl.Expr:
    """What a loan may be at most."""
    if judged.rule.measure.unit == "CNY_loan":
        return pl.col("amount_fen")
    return pl.lit(None, pl.Int64)


def _over(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """More than the text allows at most (CC502)."""
    return context.writer.write(
        "CC502",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", claimed_shown()),
        expected=pl.format("≤ {} 元", limit_shown("cap_fen")),
        what=pl.format(
            f"申报 {{}} 元，最高 {{}} 元（{judged.rule.cited}）",
            claimed_shown(),
            limit_shown("cap_fen"),
        ),
        clause=judged.rule.clause,
        about="row",
        sums=True,
    )


def _outside(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """A sum that the office may not decide on: outside the text's range (CC502)."""
    decided = pl.col("decided_fen")
    outside = (pl.col("outcome") == NEEDS_DECISION) & decided.is_not_null()
    below = (pl.col("outcome") == NEEDS_DECISION) & (
        pl.col("claimed_fen") < pl.col("least_fen")
    ).fill_null(value=False)
    return context.writer.write(
        "CC502",
        rows.filter(outside | below),
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", claimed_shown()),
        expected=pl.format("≥ {} 元", limit_shown("least_fen")),
        what=pl.format(f"申报 {{}} 元；{{}}（{judged.rule.cited}）", claimed_shown(), "reason"),
        severity=pl.when(outside).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
        sums=True,
    )


def _different(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """More or less than was found (CC501)."""
    if rows.is_empty():
        return empty()
    over = pl.col("claimed_fen") > pl.col("amount_fen")
    texts = rows.select(
        claimed=large(rows["claimed_fen"]),
        assessed=large(rows["amount_fen"]),
        difference=large((rows["claimed_fen"] - rows["amount_fen"]).abs()),
    )
    rows = rows.hstack(texts.get_columns())
    cited = judged.rule.cited
    group = judged.rule.measure.people is People.GROUP
    because = (
        pl.when((pl.col("outcome") == AMOUNT) & pl.lit(group))
        .then(
            pl.format(
                "按 {} 名合格人员应为 {}（{}{}）",
                "headcount",
                "assessed",
                tier_of(judged),
                pl.lit(cited),
            )
        )
        .otherwise(pl.format(f"应为 {{}}（{{}}，{cited}）", "assessed", "reason"))
    )
    direction = pl.when(over).then(pl.lit("多报 ")).otherwise(pl.lit("少报 "))
    return context.writer.write(
        "CC501",
        rows,
        kind=CLAIMS,
        key="claimed_yuan",
        value=pl.col("claimed"),
        expected=pl.col("assessed"),
        what=pl.format(
            "申报 {}，{}，{}{}",
            "claimed",
            because,
            direction,
            "difference",
        ),
        severity=pl.when(over).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )
