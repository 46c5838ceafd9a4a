"""Households that together get more than a text allows (CC607)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.compute import Compiler, bound, to_fen
from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import holds
from validator.checks.base import Context, Judged
from validator.checks.related import first_of

ROSTER = SheetKind.ROSTER


def households(context: Context) -> Iterator[pl.DataFrame]:
    """The people of one household, in one claim or in several, above the household's cap."""
    for judged in context.judged:
        if judged.rule.measure.household is not None and judged.rule.measure.each:
            yield from _over(context, judged)


def _over(context: Context, judged: Judged) -> Iterator[pl.DataFrame]:
    measure, chosen = judged.rule.measure, judged.evaluation.chosen
    assert measure.household is not None  # noqa: S101 - asked by the caller
    cap = bound(measure.numbers[measure.household.cap])
    amount = next(amount for amount in measure.each if holds(amount.when, chosen))
    whole = to_fen(Compiler(measure, chosen).formula(amount.formula or "0"))
    overpaid = judged.claims.filter(pl.col("claimed_fen") > pl.col("amount_fen")).select(
        "input", "claim_id", over=pl.lit(value=True)
    )
    people = (
        judged.people.filter("counted")
        .with_columns(
            house=pl.coalesce("household_id", "id_number"),
            whole_fen=whole,
            had_fen=pl.col(fact(measure.household.paid).column).fill_null(0),
        )
        .with_columns(
            total_fen=pl.col("whole_fen").sum().over("house")
            + pl.col("had_fen").max().over("house"),
            members=pl.len().over("house"),
            claims=pl.struct("input", "claim_id").n_unique().over("house"),
        )
        .filter(pl.col("total_fen") > cap)
        .join(overpaid, on=["input", "claim_id"], how="left", maintain_order="left")
    )
    # In one claim the cap has been taken off already: it is only said where more was claimed.
    wrong = people.filter((pl.col("claims") > 1) | pl.col("over").any().over("house"))
    rows = first_of(context, wrong, ROSTER, "id_number", ["house"])
    total = shown(fact("decided_yuan"), pl.col("total_fen"))
    limit = shown(fact("decided_yuan"), pl.lit(cap))
    had = pl.when(pl.col("had_fen") > 0).then(
        pl.format("（含已领 {} 元）", shown(fact("decided_yuan"), pl.col("had_fen")))
    )
    yield context.writer.write(
        "CC607",
        rows,
        kind=ROSTER,
        key="household_id",
        value=pl.format("{} 元", total),
        expected=pl.format("≤ {} 元", limit),
        what=pl.format(
            f"该户 {{}} 人合计 {{}} 元{{}}，每户最多 {{}} 元（{judged.rule.cited}）",
            "members", total, had.otherwise(pl.lit("")), limit,
        ),
        severity=pl.when(pl.col("claims") > 1).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        related=pl.col("others"),
        about="person",
        grounds=("household",),
    )  # fmt: skip
