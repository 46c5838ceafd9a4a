"""What people earned: added up from the roster and the wage flow, before the claim is tested.

A person's income is the pay of the months that may be counted, each month once over all stints
in the claim. The average is taken over those who count, or over everybody who is listed; which
of the two decides is a reading. People and payments that were put out take no part.

What the claimant has stated is used only where the wage flow has no pay for those whose income
is looked at; it is kept beside the found figure, in a column named by `stated`.
"""

from collections.abc import Mapping

import polars as pl

from claimcheck.evaluate.employment import Counting
from claimcheck.evaluate.pay import Pay
from claimcheck.evaluate.rulings import ADMITTED
from claimcheck.evaluate.stints import PERSON_OF_CLAIM
from claimcheck.money import round_yuan
from claimcheck.policy import Fact, Rule, fact
from claimcheck.policy.employment import Income
from claimcheck.policy.model import Level
from claimcheck.policy.uses import uses

#: The column of people with what each was paid in the months that may be counted.
OWN_PAY = "own_pay_fen"
#: The column of claims with how many people state another income than they were paid; null
#: where nobody was paid anything, so that the stated incomes hold.
DIFFERING = "differing_incomes"


def stated(column: str) -> str:
    """The column that keeps what was stated, beside what was found."""
    return f"stated_{column}"


def found(column: str) -> str:
    """The column of claims with what was found; null where nothing was paid."""
    return f"found_{column}"


def is_listed() -> pl.Expr:
    """Whether a row stands for a person of the list: not put out, and no repeat."""
    return pl.col("met_unique") & pl.col(f"met_{ADMITTED}")


def with_own_income(rule: Rule, roster: pl.DataFrame, pay: Pay, how: Counting) -> pl.DataFrame:
    """Write each person's income into its fact.

    Args:
        rule: a rule that looks at incomes.
        roster: what `prepare_people` gives, with the stated fact.
        pay: the pay of the same people.
        how: how months are counted; it says which months may be.

    Returns:
        The same rows, the fact found from the pay in claims whose people have any, with what
        was stated and OWN_PAY: 0 where nothing was paid, the same for all rows of a person.
    """
    income = rule.measure.income
    if income is None:
        return roster
    column = fact(income.person).column
    rows = roster.select("person", *PERSON_OF_CLAIM)
    paid = (
        pay.inside(how.bounds)
        .join(rows, on="person")
        # The month in which one stint ends and the next begins is one month.
        .unique([*PERSON_OF_CLAIM, "month"])
        .group_by(PERSON_OF_CLAIM)
        .agg(pl.col("pay_fen").sum().alias(OWN_PAY))
    )
    roster = (
        roster.drop(OWN_PAY, strict=False)
        .join(paid, on=PERSON_OF_CLAIM, how="left", maintain_order="left")
        .with_columns(pl.col(OWN_PAY).fill_null(0))
    )
    anybody = pl.when(is_listed()).then(OWN_PAY).otherwise(0).sum().over("claim") > 0
    return roster.with_columns(
        pl.when(anybody).then(OWN_PAY).otherwise(column).alias(column),
        pl.col(column).cast(pl.Int64).alias(stated(column)),
    )


def with_average_income(rule: Rule, people: pl.DataFrame, claims: pl.DataFrame) -> pl.DataFrame:
    """Write the average incomes of each claim into their facts.

    Args:
        rule: the rule.
        people: the assessed people: claim, counted, OWN_PAY and the stated income.
        claims: one row a claim, with the stated facts.

    Returns:
        The same claims with the averages (rounded down to the fen, as a floor is held against
        them), what was stated and what was found of each, and DIFFERING.
    """
    income = rule.measure.income
    if income is None:
        return claims
    own, column = pl.col(OWN_PAY), fact(income.person).column
    averaged = {
        fact(income.counted).column: pl.col("counted"),
        fact(income.listed).column: is_listed(),
    }
    averages = [
        pl.when(own.filter(part).sum() > 0)
        .then(own.filter(part).sum() // part.sum().cast(pl.Int64))
        .alias(found(name))
        for name, part in averaged.items()
    ]
    differs = is_listed() & differs_from(income, stated(column), column)
    differing = pl.when(own.filter(is_listed()).sum() > 0).then(differs.sum().cast(pl.Int64))
    sums = people.lazy().group_by("claim").agg(*averages, differing.alias(DIFFERING)).collect()
    return claims.join(sums, on="claim", how="left", maintain_order="left").with_columns(
        *(pl.coalesce(found(name), name).alias(name) for name in averaged),
        *(pl.col(name).cast(pl.Int64).alias(stated(name)) for name in averaged),
    )


def differs_from(income: Income, one: str, other: str) -> pl.Expr:
    """Whether two sums lie so far apart that it has to be said; false where one is unknown."""
    apart = (pl.col(one) - pl.col(other)).abs() >= round_yuan(income.differs_by)
    return apart.fill_null(value=False)


def in_force(rule: Rule, chosen: Mapping[str, str], level: Level) -> list[Fact]:
    """The incomes that a measure looks at under the chosen readings."""
    income = rule.measure.income
    if income is None:
        return []
    keys = {income.person, income.counted, income.listed, *income.as_stated}
    return [
        use.fact
        for use in uses(rule.measure, chosen)
        if use.level is level and use.fact.key in keys
    ]
