"""Says where the incomes that decide a claim come from: the wage flow, or the claimant."""

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT, INELIGIBLE
from claimcheck.evaluate.income import DIFFERING, differs_from, found, in_force, stated
from claimcheck.evaluate.requirements import shown
from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.policy import Fact, Rule
from claimcheck.policy.employment import Income
from claimcheck.policy.model import Level

#: How the reason goes on with an average: what it is, where it comes from, what was stated.
JOIN, YUAN = "；", " 元"
FOUND, STATED = "按花名册和工资流水核算为 ", "按申报的计为 "
DECLARED, OFF_BY = "（申报 ", " 元，相差 "
CLOSE = " 元）"
NO_PAY = "（工资流水中没有可以计入的入账）"
NO_MONTHS = "（条文没有写明是哪几个月，不能从工资流水核算）"
#: The same of people's own incomes.
OWN_FOUND, OWN_STATED = "各人收入按花名册和工资流水核算", "各人收入按申报的计"
SOME_BEFORE, SOME_AFTER = "（其中 ", " 人与申报的不一致）"


def with_income_told(rule: Rule, chosen: dict[str, str], claims: pl.DataFrame) -> pl.DataFrame:
    """Let the reason of each judged claim say where its incomes come from.

    Args:
        rule: the rule.
        chosen: the chosen readings.
        claims: the assessed claims: outcome, headcount, reason, and what `with_average_income`
            adds.

    Returns:
        The same claims. Nothing is added where the claim was put out, where nobody counts, or
        where a figure is missing.
    """
    income = rule.measure.income
    if income is None:
        return claims
    told = [
        *(_average_told(income, item) for item in in_force(rule, chosen, Level.CLAIM)),
        *(_own_told(income, item) for item in in_force(rule, chosen, Level.PERSON)),
    ]
    judged = pl.col("outcome").is_in([AMOUNT, INELIGIBLE])
    judged &= (pl.col("headcount") > 0) & pl.col(EXCLUDED).is_null()
    said = pl.concat_str("reason", *told)
    return claims.with_columns(reason=pl.when(judged).then(said).otherwise("reason"))


def _average_told(income: Income, average: Fact) -> pl.Expr:
    """Where an average comes from; empty where there is none."""
    name = average.column
    taken = pl.concat_str(
        pl.lit(JOIN + average.label + STATED), shown(average, pl.col(name)), pl.lit(YUAN)
    )
    known = pl.col(name).is_not_null()
    if average.key in income.as_stated:
        return pl.when(known).then(taken + NO_MONTHS).otherwise(pl.lit(""))
    apart = (pl.col(stated(name)) - pl.col(name)).abs()
    declared = pl.concat_str(
        pl.lit(DECLARED),
        shown(average, pl.col(stated(name))),
        pl.lit(OFF_BY),
        shown(average, apart),
        pl.lit(CLOSE),
    )
    computed = pl.concat_str(
        pl.lit(JOIN + average.label + FOUND),
        shown(average, pl.col(name)),
        pl.lit(YUAN),
        pl.when(differs_from(income, stated(name), name)).then(declared).otherwise(pl.lit("")),
    )
    return (
        pl.when(pl.col(found(name)).is_not_null())
        .then(computed)
        .when(known)
        .then(taken + NO_PAY)
        .otherwise(pl.lit(""))
    )


def _own_told(income: Income, own: Fact) -> pl.Expr:
    """Where the incomes of single people come from."""
    if own.key in income.as_stated:
        return pl.lit(JOIN + OWN_STATED + NO_MONTHS)
    some = pl.concat_str(pl.lit(SOME_BEFORE), pl.col(DIFFERING).cast(pl.String), pl.lit(SOME_AFTER))
    differing = pl.when(pl.col(DIFFERING) > 0).then(some).otherwise(pl.lit(""))
    return (
        pl.when(pl.col(DIFFERING).is_not_null())
        .then(pl.concat_str(pl.lit(JOIN + OWN_FOUND), differing))
        .otherwise(pl.lit(JOIN + OWN_STATED + NO_PAY))
    )
