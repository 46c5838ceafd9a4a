"""Claims whose sum rests on facts that are missing for some of the people who count.

Such a claim has no sum: a missing fare is not a fare of 0.
"""

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT, INCOMPLETE, NEEDS_DECISION
from claimcheck.evaluate.claims import counted_as
from claimcheck.evaluate.compute import Compiler
from claimcheck.policy import Rule
from claimcheck.policy.model import Level
from claimcheck.policy.uses import used_counts, uses

#: before and after the number of those people
UNKNOWN_BEFORE, UNKNOWN_AFTER = "有 ", " 名合格人员缺少计算所需的资料，请在人员花名册中补齐"
#: where no person is to blame
UNKNOWN = "缺少计算所需的资料，请补齐"


def without_unknown_sums(
    rule: Rule, chosen: dict[str, str], people: pl.DataFrame, claims: pl.DataFrame
) -> pl.DataFrame:
    """Make incomplete each claim whose sum cannot be known.

    Args:
        rule: the rule.
        chosen: the chosen readings.
        people: the assessed people: claim, counted, each_fen and the person facts.
        claims: the assessed claims: claim, outcome, amount_fen, reason.

    Returns:
        The same claims with `unknown_people`, how many people lack a fact that the sum
        rests on; where some do, outcome, amount_fen (null) and reason say so.
    """
    numbers = (
        people.lazy()
        .filter(pl.col("counted") & _is_unknown(rule, chosen))
        .group_by("claim")
        .agg(unknown_people=pl.len().cast(pl.Int64))
        .collect()
    )
    claims = claims.join(numbers, on="claim", how="left", maintain_order="left")
    claims = claims.with_columns(pl.col("unknown_people").fill_null(0))
    some = pl.col("unknown_people") > 0
    said = pl.concat_str(
        pl.lit(UNKNOWN_BEFORE), pl.col("unknown_people").cast(pl.String), pl.lit(UNKNOWN_AFTER)
    )
    # A sum that is not known for another reason.
    open_sum = (pl.col("outcome") == AMOUNT) & pl.col("amount_fen").is_null()
    open_sum |= (pl.col("outcome") == NEEDS_DECISION) & pl.col("reason").is_null()
    return claims.with_columns(
        outcome=pl.when(some | open_sum).then(pl.lit(INCOMPLETE)).otherwise("outcome"),
        amount_fen=pl.when(~some).then("amount_fen"),
        reason=pl.when(some).then(said).when(open_sum).then(pl.lit(UNKNOWN)).otherwise("reason"),
    )


def lacking_facts(rule: Rule, chosen: dict[str, str], people: pl.DataFrame) -> dict[str, int]:
    """The person facts that a sum rests on, each with how many of these people lack it.

    Args:
        rule: the rule.
        chosen: the chosen readings.
        people: the assessed people of one claim.
    """
    counted = people.filter("counted")
    deciding = [
        use.fact for use in uses(rule.measure, chosen) if use.level is Level.PERSON and use.required
    ]
    found = {fact.key: counted[fact.column].null_count() for fact in deciding}
    return {key: number for key, number in found.items() if number}


def _is_unknown(rule: Rule, chosen: dict[str, str]) -> pl.Expr:
    compiler = Compiler(rule.measure, chosen)
    parts = [counted_as(compiler, count).is_null() for count in used_counts(rule.measure, chosen)]
    if rule.measure.each:
        parts.append(pl.col("each_fen").is_null())
    return pl.any_horizontal([pl.lit(value=False), *parts])
