"""The claims: whether each is eligible, and the amount."""

from collections.abc import Sequence

import polars as pl

from claimcheck.evaluate.compute import Compiler, to_fen
from claimcheck.evaluate.requirements import Test, apply, shown
from claimcheck.policy import Rule, fact
from claimcheck.policy.check import holds
from claimcheck.policy.expression import names, parse
from claimcheck.policy.model import Amount

AMOUNT = "amount"
INELIGIBLE = "ineligible"
INCOMPLETE = "incomplete"


def amount_in_force(rule: Rule, chosen: dict[str, str]) -> Amount:
    """The one amount that holds under the chosen readings (loading made sure of it)."""
    return next(amount for amount in rule.measure.amounts if holds(amount.when, chosen))


def claim_facts(rule: Rule, tests: list[Test], chosen: dict[str, str]) -> list[str]:
    """The facts that the claim requirements and the amount refer to, each once."""
    used = list(names(parse(amount_in_force(rule, chosen).formula)))
    for test in tests:
        if test.requirement.presumed:
            continue
        formula = test.requirement.formula
        used += names(parse(formula)) if formula else [test.requirement.fact]
    return [name for name in dict.fromkeys(used) if name not in rule.measure.numbers]


def roll_up(claims: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """Add to each claim how many people it lists (`people`) and how many count (`headcount`)."""
    sums = (
        people.lazy()
        .group_by("claim")
        .agg(
            people=pl.col("weight").sum(),
            headcount=pl.col("weight").filter(pl.col("counted")).sum(),
        )
        .collect()
    )
    return claims.join(sums, on="claim", how="left", maintain_order="left").with_columns(
        pl.col("people", "headcount").fill_null(0)
    )


def add_earlier_batches(claims: pl.DataFrame) -> pl.DataFrame:
    """Count what the same applicant's claims further up in the batch have already used.

    Where the applicant has also stated a number, the larger of the two holds: a stated
    number may or may not include the claims of this batch.
    """
    stated = pl.col("earlier_headcount").fill_null(0)
    if "applicant_code" not in claims.columns:
        return claims.with_columns(earlier_headcount=stated)
    above = pl.col("headcount").cum_sum().over("applicant_code") - pl.col("headcount")
    known = pl.col("applicant_code").is_not_null()
    return claims.with_columns(
        earlier_headcount=pl.max_horizontal(stated, pl.when(known).then(above).otherwise(0))
    )


def assess_claims(
    rule: Rule, tests: list[Test], chosen: dict[str, str], claims: pl.DataFrame
) -> pl.DataFrame:
    """Judge every claim.

    Args:
        rule: the rule.
        tests: its claim requirements under the chosen readings.
        chosen: the chosen readings.
        claims: one row a claim, with every fact that `claim_facts` names as a column.

    Returns:
        The same rows with a `met_…` column a test, `outcome`, `amount_fen` (null where
        facts are missing) and `reason`, one line in Chinese.
    """
    needed = [fact(name) for name in claim_facts(rule, tests, chosen)]
    missing = [
        pl.when(pl.col(item.column).is_null()).then(pl.lit(f"缺少“{item.label}”"))
        for item in needed
        if item.column in claims.columns
    ]
    computed = to_fen(Compiler(rule.measure).number(parse(amount_in_force(rule, chosen).formula)))
    complete = (
        ~pl.any_horizontal(pl.col(item.column).is_null() for item in needed)
        if needed
        else pl.lit(value=True)
    )
    frame = apply(claims, tests, missing=None).with_columns(computed=computed, complete=complete)
    met = (
        pl.all_horizontal(pl.col(test.name).fill_null(value=True) for test in tests)
        if tests
        else pl.lit(value=True)
    )
    outcome = (
        pl.when(~met)
        .then(pl.lit(INELIGIBLE))
        .when(~pl.col("complete"))
        .then(pl.lit(INCOMPLETE))
        .otherwise(pl.lit(AMOUNT))
    )
    failed = [
        pl.when(~pl.col(test.name).fill_null(value=True)).then(test.phrase(rule)) for test in tests
    ]
    frame = frame.with_columns(outcome=outcome).with_columns(
        amount_fen=pl.when(pl.col("outcome") == AMOUNT)
        .then("computed")
        .when(pl.col("outcome") == INELIGIBLE)
        .then(pl.lit(0, pl.Int64))
    )
    return frame.with_columns(reason=_reason(failed, missing)).drop("computed", "complete")


def _reason(failed: Sequence[pl.Expr], missing: Sequence[pl.Expr]) -> pl.Expr:
    def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
        if not parts:
            return pl.lit("")
        return pl.concat_str(parts, separator="；", ignore_nulls=True)

    paid = pl.concat_str(
        pl.lit("合格 "),
        pl.col("headcount").cast(pl.String),
        pl.lit(" 人，核定 "),
        shown(fact("monthly_wage_yuan"), pl.col("amount_fen")),
        pl.lit(" 元"),
    )
    return (
        pl.when(pl.col("outcome") == AMOUNT)
        .then(paid)
        .when(pl.col("outcome") == INELIGIBLE)
        .then(joined(failed))
        .otherwise(joined(missing))
    )
