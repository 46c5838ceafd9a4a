"""Households that together get more than a text allows (CC607)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.compute import Compiler, bound, to_fen
from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.readings import holds
from validator.checks.across import Across
from validator.checks.base import Context, Judged
from validator.checks.grouping import first_of, placed
from validator.checks.running import check
from validator.findings.frame import PLACE, FindingWriter, empty

ROSTER = SheetKind.ROSTER


@check("CC607", judges=True)
def households(context: Context) -> Iterator[pl.DataFrame]:
    """The people of one household above its cap, in one claim, which has been cut to it already."""
    for judged in context.judged:
        if judged.rule.measure.household is not None and judged.rule.measure.each:
            yield _in_one_claim(context, judged)


@check("CC607", judges=True)
def households_in_several(across: Across) -> Iterator[pl.DataFrame]:
    """The people of one household in several claims that are together above its cap.

    Which claim the household is paid in is not for a program to choose: in each of them its
    people are out until that is settled.
    """
    for judged in across.judged:
        if judged.rule.measure.household is not None and judged.rule.measure.each:
            yield _in_several_claims(across, judged)


def _in_one_claim(context: Context, judged: Judged) -> pl.DataFrame:
    overpaid = judged.claims.filter(pl.col("claimed_fen") > pl.col("amount_fen")).select(
        "input", "claim_id", over=pl.lit(value=True)
    )
    # The cap has been taken off: it is only said where more was claimed.
    wrong = (
        _above_cap(judged)
        .filter(pl.col("claims") == 1)
        .join(overpaid, on=["input", "claim_id"], how="left", maintain_order="left")
        .filter(pl.col("over").any().over("house"))
    )
    rows = first_of(context, wrong, ROSTER, "id_number", ["house"])
    return _said(context.writer, judged, rows, "", "warning", pl.col("others"), ("household",))


def _in_several_claims(across: Across, judged: Judged) -> pl.DataFrame:
    wrong = placed(across, _above_cap(judged).filter(pl.col("claims") > 1), ROSTER, "id_number")
    if wrong.is_empty():
        return empty()
    here = wrong.select("input", "row", "claim_id", "house")
    others = (
        here.join(
            wrong.select("house", "sheet", "cell", other_input="input", other_claim="claim_id"),
            on="house",
        )
        .filter(
            (pl.col("input") != pl.col("other_input"))
            | (pl.col("claim_id") != pl.col("other_claim"))
        )
        .group_by("input", "row", maintain_order=True)
        .agg(
            others=pl.struct(input="other_input", sheet="sheet", cell="cell").cast(PLACE),
            elsewhere=pl.col("other_claim").unique(maintain_order=True).head(3).str.join("、"),
        )
    )
    rows = wrong.join(others, on=["input", "row"], how="inner", maintain_order="left")
    words = pl.format("，分在几项申报中（另见申报 {}），核实后只在其中一项计入", "elsewhere")
    return _said(across.writer, judged, rows, words, "error", pl.col("others"), ())


def _above_cap(judged: Judged) -> pl.DataFrame:
    """The people who count and whose household gets more than the cap, with what is said of it.

    Returns:
        Rows of `judged.people` with house, had_fen, total_fen, members and claims (of the
        household).
    """
    measure, chosen = judged.rule.measure, judged.evaluation.chosen
    assert measure.household is not None  # noqa: S101 - asked by the callers
    amount = next(amount for amount in measure.each if holds(amount.when, chosen))
    whole = to_fen(Compiler(measure, chosen).formula(amount.formula or "0"))
    return (
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
        .filter(pl.col("total_fen") > bound(measure.numbers[measure.household.cap]))
    )


def _said(
    writer: FindingWriter,
    judged: Judged,
    rows: pl.DataFrame,
    words: pl.Expr | str,
    severity: str,
    related: pl.Expr,
    grounds: tuple[str, ...],
) -> pl.DataFrame:
    measure = judged.rule.measure
    assert measure.household is not None  # noqa: S101 - asked by the callers
    total = shown(fact("decided_yuan"), pl.col("total_fen"))
    limit = shown(fact("decided_yuan"), pl.lit(bound(measure.numbers[measure.household.cap])))
    had = pl.when(pl.col("had_fen") > 0).then(
        pl.format("（含已领 {} 元）", shown(fact("decided_yuan"), pl.col("had_fen")))
    )
    return writer.write(
        "CC607",
        rows,
        kind=ROSTER,
        key="household_id",
        value=pl.format("{} 元", total),
        expected=pl.format("≤ {} 元", limit),
        what=pl.format(
            f"该户 {{}} 人合计 {{}} 元{{}}，每户最多 {{}} 元（{judged.rule.cited}）{{}}",
            "members", total, had.otherwise(pl.lit("")), limit,
            words if isinstance(words, pl.Expr) else pl.lit(words),
        ),
        severity=severity,
        clause=judged.rule.clause,
        related=related,
        about="person",
        grounds=grounds,
    )  # fmt: skip
