"""Family 6: the same person, or the same claim number, more than once."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.findings.frame import RELATED

ROSTER, CLAIMS = SheetKind.ROSTER, SheetKind.CLAIMS

#: So many other places are named with a finding.
_NAMED = 5


def same_claim(context: Context) -> Iterator[pl.DataFrame]:
    """The same person twice in one claim (CC601): every row after the first."""
    rows = _placed(context, context.batch.roster, ROSTER, "id_number").filter(
        pl.col("id_number").is_not_null() & pl.col("claim_id").is_not_null()
    )
    group = ["input", "claim_id", "id_number"]
    repeated = rows.with_columns(
        rank=pl.col("row").rank("ordinal").over(group), first=pl.col("row").first().over(group)
    ).filter(pl.col("rank") > 1)
    cell = pl.col("letter") + pl.col("first").cast(pl.String)
    yield context.writer.write(
        "CC601",
        repeated,
        kind=ROSTER,
        key="id_number",
        value=pl.col("id_number"),
        expected="一项申报中每人一行",
        what=pl.format("与第 {} 行身份证号相同，只计一次", "first"),
        related=pl.concat_list(pl.struct("input", "sheet", cell=cell)).cast(RELATED),
        about="person",
    )


def two_claims(context: Context) -> Iterator[pl.DataFrame]:
    """The same person in several claims of the batch (CC602): said in each of them."""
    rows = _placed(context, context.batch.roster, ROSTER, "id_number").filter(
        pl.col("id_number").is_not_null() & pl.col("claim_id").is_not_null()
    )
    once = rows.unique(["input", "claim_id", "id_number"], keep="first", maintain_order=True)
    several = once.filter(pl.len().over("id_number") > 1)
    if several.is_empty():
        return
    names = pl.DataFrame(
        [(entry.number, entry.path.name) for entry in context.batch.inputs],
        schema={"input": pl.Int64, "file": pl.String},
        orient="row",
    )
    cell = pl.col("letter") + pl.col("row").cast(pl.String)
    placed = several.with_columns(cell=cell).join(names, on="input", how="left")
    other = placed.select(
        "id_number",
        other_input="input", other_row="row", other_claim="claim_id", other_sheet="sheet",
        other_cell="cell", other_file="file",
    )  # fmt: skip
    away = pl.col("input") != pl.col("other_input")
    named = pl.concat_str(
        [
            pl.when(away).then(pl.format("“{}”的", "other_file")).otherwise(pl.lit("")),
            pl.format("申报 {}（{} {}）", "other_claim", "other_sheet", "other_cell"),
        ]
    )
    pairs = (
        placed.join(other, on="id_number", maintain_order="left_right")
        .filter(away | (pl.col("claim_id") != pl.col("other_claim")))
        .group_by("input", "row", maintain_order=True)
        .agg(
            others=pl.struct(input="other_input", sheet="other_sheet", cell="other_cell").head(
                _NAMED
            ),
            named=named.head(_NAMED).str.join("、"),
        )
    )
    yield context.writer.write(
        "CC602",
        placed.join(pairs, on=["input", "row"], how="inner", maintain_order="left"),
        kind=ROSTER,
        key="id_number",
        value=pl.col("id_number"),
        expected="一人只列入一项申报",
        what=pl.format("此人同时列入{}", "named"),
        related=pl.col("others").cast(RELATED),
        about="person",
    )


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


def _placed(context: Context, rows: pl.DataFrame, kind: SheetKind, key: str) -> pl.DataFrame:
    here = (pl.col("kind") == str(kind)) & (pl.col("key") == key)
    places = context.batch.places.filter(here).select("input", "sheet", "letter")
    return rows.join(places, on="input", how="left", maintain_order="left")
