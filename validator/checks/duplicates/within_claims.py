"""Family 6: the same person, or the same claim number, more than once in a batch."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.stints import stands_apart
from claimcheck.forms import SheetKind
from claimcheck.policy.employment import MonthsFrom
from validator.checks.base import Context
from validator.checks.grouping import placed
from validator.checks.running import check
from validator.findings.frame import RELATED

ROSTER, CLAIMS = SheetKind.ROSTER, SheetKind.CLAIMS


@check("CC601")
def same_claim(context: Context) -> Iterator[pl.DataFrame]:
    """The same person twice in one claim (CC601): every row after the first.

    Not where the clause adds up months by dates and the rows are stints that lie apart.
    """
    rows = context.batch.roster.filter(
        pl.col("id_number").is_not_null() & pl.col("claim_id").is_not_null()
    )
    group = ["input", "claim_id", "id_number"]
    repeated = rows.filter(~pl.struct(group).is_first_distinct())
    repeated = repeated.join(_stints(context), on=["input", "row"], how="anti")
    if repeated.is_empty():
        return
    first = rows.join(repeated.select(group).unique(), on=group, how="semi").group_by(group)
    repeated = placed(context, repeated, ROSTER, "id_number").join(
        first.agg(first=pl.col("row").min()), on=group, how="left", maintain_order="left"
    )
    cell = pl.col("letter") + pl.col("first").cast(pl.String)
    yield context.writer.write(
        "CC601",
        repeated,
        kind=ROSTER,
        key="id_number",
        value=pl.col("id_number"),
        expected="一项申报中每人一行",
        what=pl.format("与第 {} 行身份证号相同，只计一次；内容不一致的，核实前不计入", "first"),
        grounds=("agreement", "unique"),
        related=pl.concat_list(pl.struct("input", "sheet", cell=cell)).cast(RELATED),
        about="person",
    )


def _stints(context: Context) -> pl.DataFrame:
    """Input and row of the roster's rows that are a stint apart from the person's others."""
    roster, claims = context.batch.roster, context.batch.claims
    by_dates = [
        measure_id
        for measure_id, rule in context.rules.items()
        if rule.measure.employment and rule.measure.employment.months is MonthsFrom.DATES
    ]
    if not by_dates or not {"hired_on", "left_on"} <= {*roster.columns}:
        return pl.DataFrame(schema={"input": pl.Int64, "row": pl.Int64})
    added_up = claims.filter(pl.col("measure").is_in(by_dates)).select("input", "claim_id")
    rows = roster.join(added_up.unique(), on=["input", "claim_id"], how="semi").with_columns(
        person=pl.int_range(pl.len()), claim=pl.struct("input", "claim_id"), same_person="id_number"
    )
    apart = stands_apart(rows) & rows["hired_on"].is_not_null()
    return rows.filter(apart).select("input", "row")


@check("CC609")
def claim_numbers(context: Context) -> Iterator[pl.DataFrame]:
    """The same claim number on several rows of the claims sheet (CC609)."""
    rows = context.batch.claims.filter(pl.col("claim_id").is_not_null())
    group = ["input", "claim_id"]
    repeated = rows.with_columns(
        rank=pl.col("row").rank("ordinal").over(group), first=pl.col("row").first().over(group)
    ).filter(pl.col("rank") > 1)
    yield context.writer.write(
        "CC609",
        repeated,
        kind=CLAIMS,
        key="claim_id",
        value=pl.col("claim_id"),
        expected="每项申报一个编号",
        what=pl.format("申报编号“{}”与第 {} 行重复", "claim_id", "first"),
    )
