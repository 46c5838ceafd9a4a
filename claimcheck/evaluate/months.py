"""Months that a text allows a person in all: how many of them a claim pays for."""

from collections.abc import Mapping

import polars as pl

from claimcheck.evaluate.compute import Compiler, to_fen
from claimcheck.evaluate.people import add_amounts
from claimcheck.policy import Rule, fact

#: For how many months a claim pays a person, and for how many all claims together may.
PAID_FOR, ALLOWED = "months_paid_for", "months_allowed"


def with_months(rule: Rule, chosen: Mapping[str, str], people: pl.DataFrame) -> pl.DataFrame:
    """Add the columns `PAID_FOR` and `ALLOWED`: whole months, null where a fact is missing.

    Args:
        rule: the measure; where its text names no such ceiling, both are null.
        chosen: the chosen readings.
        people: of an evaluation under these readings.
    """
    months = rule.measure.months
    if months is None:
        none = pl.lit(None, pl.Int64)
        return people.with_columns(none.alias(PAID_FOR), none.alias(ALLOWED))
    compiler = Compiler(rule.measure, chosen)
    return people.with_columns(
        to_fen(compiler.formula(months.paid)).alias(PAID_FOR),
        to_fen(compiler.formula(months.most)).alias(ALLOWED),
    )


def each_had_before(
    rule: Rule, chosen: Mapping[str, str], people: pl.DataFrame, had: pl.Expr
) -> pl.Series:
    """What each person would be paid, in fen, if so many months had been paid before.

    Args:
        rule: a measure with such a ceiling.
        chosen: the chosen readings.
        people: of an evaluation under these readings; whether they count is not asked.
        had: months.

    Returns:
        Fen, null where the measure pays nobody singly.
    """
    assert rule.measure.months is not None  # noqa: S101 - asked by the caller
    column = fact(rule.measure.months.earlier).column
    supposed = people.with_columns(
        had.cast(people.schema[column]).alias(column), counted=pl.lit(value=True)
    )
    return add_amounts(rule, dict(chosen), supposed)["amount_fen"]
