"""Sums that are ten thousand times too little or too much: 元 taken for 万元, or the reverse."""

import polars as pl

from claimcheck.evaluate.by_files import some_files_each
from claimcheck.evaluate.employment import counting
from claimcheck.forms import SheetKind
from claimcheck.money import round_yuan
from validator.checks.base import Context, Judged
from validator.checks.sums_shown import yuan
from validator.checks.tiers import tables_in_force
from validator.findings.frame import empty

#: 元 and 万元 differ by this.
_TEN_THOUSAND = 10_000


def is_wrong_unit(judged: Judged) -> pl.Expr:
    """Whether a claim's sum, in the other unit, is the one found or one that the measure knows."""
    claimed = pl.col("claimed_fen")
    # Other sums that the measure knows: a clerk who wrote 4 for 4 万 may have taken
    # another tier than the people allow.
    unit = (
        ((claimed * _TEN_THOUSAND).is_in(_known_sums(judged)))
        | (claimed * _TEN_THOUSAND == pl.col("amount_fen"))
        | ((pl.col("amount_fen") > 0) & (claimed == pl.col("amount_fen") * _TEN_THOUSAND))
    )
    return unit.fill_null(value=False) & (claimed > 0)


def _known_sums(judged: Judged) -> list[int]:
    """The sums in fen that stand in the measure's tables of amounts."""
    return [
        round_yuan(row.value)
        for table in tables_in_force(judged)
        if table.unit == "yuan"
        for row in table.rows
        if row.value >= _TEN_THOUSAND
    ]


def wrong_unit_of_claims(context: Context, judged: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """Ten thousand times too little or too much (CC504)."""
    small = pl.col("claimed_fen") < pl.coalesce(pl.col("amount_fen"), pl.lit(10**15))
    guess = (
        pl.when(small).then(pl.lit("可能把万元填成了元")).otherwise(pl.lit("可能把元填成了万元"))
    )
    return context.writer.write(
        "CC504",
        rows,
        kind=SheetKind.CLAIMS,
        key="claimed_yuan",
        value=pl.format("{} 元", yuan("claimed_fen")),
        expected="以元为单位",
        what=pl.format(
            "申报 {} 元，核定 {} 元，{}", yuan("claimed_fen"), yuan("amount_fen"), guess
        ),
        clause=judged.rule.clause,
        sums=True,
    )


def wrong_unit_of_wages(context: Context) -> pl.DataFrame:
    """A wage flow in 万元: by its median no wage, ten thousand times it one (CC504).

    Said once a file, whatever measures it claims.
    """
    if context.batch.wages.is_empty():
        return empty()
    wages = context.batch.wages.select("input", "row", "amount_fen")
    medians = pl.concat(
        some.filter(pl.col("amount_fen") > 0)
        .group_by("input", maintain_order=True)
        .agg(median=pl.col("amount_fen").median(), row=pl.col("row").first())
        for some, _ in some_files_each(wages, wages.clear())
    )
    counted = (counting(one.rule, one.evaluation.chosen) for one in context.judged)
    no_wage = [
        (pl.col("median") * 50 < how.floor_fen)
        & (pl.col("median") * _TEN_THOUSAND * 2 >= how.floor_fen)
        for how in counted
        if how is not None and how.floor_fen
    ]
    return context.writer.write(
        "CC504",
        medians.filter(pl.any_horizontal(pl.lit(value=False), *no_wage)),
        kind=SheetKind.WAGES,
        key="amount_yuan",
        expected="以元为单位",
        what=pl.lit("多数入账金额只有几元或更少，可能把万元填成了元"),
    )
