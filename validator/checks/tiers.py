"""The tables of a measure, and which tier of them a claim has reached."""

import polars as pl

from claimcheck.policy.expression import names, parse
from claimcheck.policy.readings import holds
from claimcheck.policy.sums import Table
from claimcheck.policy.uses import amount_in_force
from validator.checks.base import Judged

#: The claimant's people of earlier batches.
EARLIER = "earlier_headcount"


def tables_in_force(judged: Judged) -> list[Table]:
    """The tables that hold under the chosen readings."""
    chosen = judged.evaluation.chosen
    return [table for table in judged.rule.measure.tables if holds(table.when, chosen)]


def adds_earlier(judged: Judged) -> bool:
    """Whether the people of a claimant's earlier batches are added to those of this one.

    A measure may do so in its amount or in a step that leads to it.
    """
    measure, chosen = judged.rule.measure, judged.evaluation.chosen
    texts = list(amount_in_force(measure, chosen).formulas)
    texts += [step.formula for step in measure.values if holds(step.when, chosen)]
    return any(EARLIER in names(parse(text)) for text in texts)


def tier_of(judged: Judged) -> pl.Expr:
    """The tier of a claim: 5—10 人档，; empty where the measure has not one table of people."""
    tables = [table for table in tables_in_force(judged) if table.by == "headcount"]
    if len(tables) != 1:
        return pl.lit("")
    headcount = pl.col("headcount")
    if adds_earlier(judged):
        headcount += pl.col(EARLIER)
    return _named(tables[0], headcount)


def _named(table: Table, headcount: pl.Expr) -> pl.Expr:
    """The words for the tier that so many people reach; empty below the first."""
    text = pl.lit("")
    for tier in table.rows:
        words = f"{tier.start}—{tier.end} 人档" if tier.end else f"{tier.start} 人以上档"
        text = pl.when(headcount >= tier.start).then(pl.lit(f"{words}，")).otherwise(text)
    return text
