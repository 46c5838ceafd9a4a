"""Family 5: what was claimed against what the evaluation gives."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.claims import AMOUNT
from claimcheck.forms import SheetKind
from claimcheck.money import show_large
from claimcheck.policy.expression import names, parse
from claimcheck.policy.model import People, Table
from claimcheck.policy.uses import amount_in_force
from validator.checks.base import Context, Judged
from validator.findings.frame import empty

CLAIMS = SheetKind.CLAIMS


def amounts(context: Context) -> Iterator[pl.DataFrame]:
    """Amount (CC501) and number of people (CC503) claimed and found."""
    for judged in context.judged:
        yield _money(context, judged)
        yield _people(context, judged)


def _money(context: Context, judged: Judged) -> pl.DataFrame:
    rows = _readable(context, judged.claims).filter(pl.col("claimed_fen") != pl.col("amount_fen"))
    if rows.is_empty():
        return empty()
    over = pl.col("claimed_fen") > pl.col("amount_fen")
    texts = rows.select(
        claimed=_large(rows["claimed_fen"]),
        assessed=_large(rows["amount_fen"]),
        difference=_large((rows["claimed_fen"] - rows["amount_fen"]).abs()),
    )
    rows = rows.hstack(texts.get_columns())
    cited = judged.rule.cited
    because = (
        pl.when(pl.col("outcome") == AMOUNT)
        .then(
            pl.format(
                "按 {} 名合格人员应为 {}（{}{}）",
                "headcount",
                "assessed",
                _tier(judged),
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


def _people(context: Context, judged: Judged) -> pl.DataFrame:
    if judged.rule.measure.people is People.NONE or "claimed_people" not in judged.claims.columns:
        return empty()
    rows = _readable(context, judged.claims).filter(pl.col("claimed_people") != pl.col("headcount"))
    difference = pl.col("claimed_people") - pl.col("headcount")
    direction = pl.when(difference > 0).then(pl.lit("多报 ")).otherwise(pl.lit("少报 "))
    return context.writer.write(
        "CC503",
        rows,
        kind=CLAIMS,
        key="claimed_people",
        value=pl.format("{} 人", "claimed_people"),
        expected=pl.format("{} 人", "headcount"),
        what=pl.format(
            "申报 {} 人，花名册 {} 人中合格 {} 人，{}{} 人",
            "claimed_people", "people", "headcount", direction, difference.abs(),
        ),
        severity=pl.when(difference > 0).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )  # fmt: skip


def _readable(context: Context, claims: pl.DataFrame) -> pl.DataFrame:
    """Claims whose own row is in order: from a wrong cell no figure can follow."""
    wrong = context.faulty(CLAIMS)
    return claims.join(wrong, on=["input", "row"], how="anti", maintain_order="left")


def _tier(judged: Judged) -> pl.Expr:
    """The tier of a claim: 5—10 人档，; empty where the measure has not one table of people."""
    tables = [table for table in judged.rule.measure.tables if table.by == "headcount"]
    if len(tables) != 1:
        return pl.lit("")
    headcount = pl.col("headcount")
    formula = amount_in_force(judged.rule.measure, judged.evaluation.chosen).formula
    if "earlier_headcount" in names(parse(formula)):
        headcount += pl.col("earlier_headcount")
    return _tier_text(tables[0], headcount)


def _tier_text(table: Table, headcount: pl.Expr) -> pl.Expr:
    text = pl.lit("")
    for tier in table.rows:
        words = f"{tier.start}—{tier.end} 人档" if tier.end else f"{tier.start} 人以上档"
        text = pl.when(headcount >= tier.start).then(pl.lit(f"{words}，")).otherwise(text)
    return text


def _large(fen: pl.Series) -> pl.Series:
    return fen.map_elements(show_large, return_dtype=pl.String)
