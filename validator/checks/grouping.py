"""Grouping repeats: one finding for many rows, the first speaks and the others stand beside."""

from typing import Protocol

import polars as pl

from claimcheck.forms import SheetKind
from validator.findings.frame import RELATED, FindingWriter


class HasWriter(Protocol):
    """A context that knows where columns stand."""

    @property
    def writer(self) -> FindingWriter:
        """Makes findings."""


def placed(context: HasWriter, rows: pl.DataFrame, kind: SheetKind, key: str) -> pl.DataFrame:
    """Add `sheet`, `letter` and `cell`, where a column of these rows stands."""
    places = context.writer.places
    here = places.filter((pl.col("kind") == str(kind)) & (pl.col("key") == key))
    return (
        rows.drop("sheet", "letter", "cell", strict=False)
        .join(
            here.select("input", "sheet", "letter"), on="input", how="left", maintain_order="left"
        )
        .with_columns(cell=pl.col("letter") + pl.col("row").cast(pl.String))
    )


def first_of(
    context: HasWriter, rows: pl.DataFrame, kind: SheetKind, key: str, group: list[str]
) -> pl.DataFrame:
    """The first row of each group, with the places of the rest in `others`.

    First is who comes first by claim and number, not by row, so that a finding stays the
    same when rows are moved; who is in no claim comes last.
    """
    if rows.is_empty():
        return rows.with_columns(others=pl.lit([], RELATED))
    ordered = [name for name in ("claim_id", "id_number") if name in rows.columns]
    here = placed(context, rows.sort(ordered, nulls_last=True, maintain_order=True), kind, key)
    others = here.group_by(group, maintain_order=True).agg(
        first_input=pl.col("input").first(),
        first_row=pl.col("row").first(),
        others=pl.struct("input", "sheet", "cell").slice(1),
    )
    found = others.select(
        input="first_input", row="first_row", others=pl.col("others").cast(RELATED)
    )
    return here.join(found, on=["input", "row"], how="inner", maintain_order="left")


def times() -> pl.Expr:
    """How many payments a finding speaks for, where there are several."""
    count = pl.col("others").list.len() + 1
    return pl.when(count > 1).then(pl.format("（共 {} 笔）", count)).otherwise(pl.lit(""))
