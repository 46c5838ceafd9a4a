"""Incomes that were stated otherwise than the wage flow tells (CC507)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.income import (
    DIFFERING,
    differs_from,
    found,
    in_force,
    is_listed,
    stated,
)
from claimcheck.evaluate.requirements import shown
from claimcheck.evaluate.rulings import EXCLUDED
from claimcheck.forms import SheetKind
from claimcheck.policy import Fact
from claimcheck.policy.employment import Income
from claimcheck.policy.model import Level
from validator.checks.base import WRONG_CELLS, Context, Judged
from validator.checks.running import check


@check("CC507", judges=True, sees=(WRONG_CELLS,))
def incomes(context: Context) -> Iterator[pl.DataFrame]:
    """A warning for every stated income that differs from what was found."""
    for judged in context.judged:
        income = judged.rule.measure.income
        if income is None:
            continue
        chosen = judged.evaluation.chosen
        for average in in_force(judged.rule, chosen, Level.CLAIM):
            if found(average.column) in judged.claims.columns:
                rows = judged.claims.filter(
                    pl.col(EXCLUDED).is_null() & pl.col(found(average.column)).is_not_null()
                )
                yield _differing(context, judged, income, average, rows, SheetKind.CLAIMS)
        for own in in_force(judged.rule, chosen, Level.PERSON):
            if own.key == income.person:
                by_pay = judged.claims.filter(pl.col(DIFFERING).is_not_null())
                rows = judged.people.filter(is_listed()).join(
                    by_pay.select("input", "claim_id"), on=["input", "claim_id"], how="semi"
                )
                yield _differing(context, judged, income, own, rows, SheetKind.ROSTER)


def _differing(
    context: Context,
    judged: Judged,
    income: Income,
    about: Fact,
    rows: pl.DataFrame,
    kind: SheetKind,
) -> pl.DataFrame:
    """The rows whose cell says something else than the wage flow; a wrong cell says nothing."""
    name, before = about.column, stated(about.column)
    rows = rows.filter(differs_from(income, before, name)).join(
        context.faulty(kind, about.key), on=["input", "row"], how="anti", maintain_order="left"
    )
    title = context.title(kind, about)
    declared, computed = shown(about, pl.col(before)), shown(about, pl.col(name))
    return context.writer.write(
        income.finding,
        rows,
        kind=kind,
        key=about.key,
        value=pl.format("{} 元", declared),
        expected=pl.format("{} 元", computed),
        what=pl.format(
            f"{title}申报为 {{}} 元，按花名册和工资流水核算为 {{}} 元（{judged.rule.cited}）",
            declared,
            computed,
        ),
        clause=judged.rule.clause,
        about="cell",
        grounds=(about.key,),
    )
