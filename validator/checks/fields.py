"""Family 2: single cells, by the schemas made from the form's columns."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.checks.faulty_cells import FaultyCells
from validator.checks.payments_to_people import with_claims
from validator.checks.running import check
from validator.checks.schemas import faults, schema
from validator.checks.unnamed_payments import unnamed_payments
from validator.checks.wrong_choices import wrong_choices, wrong_flags
from validator.checks.wrong_dates import wrong_dates
from validator.checks.wrong_identifiers import IDENTIFIERS, wrong_identifiers
from validator.checks.wrong_numbers import wrong_numbers


@check("CC201", "CC202", "CC203", "CC204", "CC205", "CC206", "CC207", "CC208", "CC209")
def fields(context: Context) -> Iterator[pl.DataFrame]:
    """All faults of single cells: CC201 to CC209."""
    choices = {"measure": list(context.rules)}
    for sheet in context.batch.form.sheets:
        frame = context.batch.frames[sheet.kind]
        for (code, key, fault), rows in faults(frame, schema(sheet, choices)).items():
            failing = _with_column(context, sheet.kind, key, frame[rows])
            if sheet.kind is SheetKind.WAGES and not failing.is_empty():
                failing = with_claims(context, failing)
            if not failing.is_empty():
                column = sheet.column(key)
                cells = FaultyCells(context, sheet, column, code, fault, failing)
                yield _told(cells, choices.get(key) or column.options or [])


@check("CC209")
def unknown_claims(context: Context) -> Iterator[pl.DataFrame]:
    """People whose claim is not in the claims sheet (CC209)."""
    claims = context.batch.claims.select("input", "claim_id").unique()
    with_claims = context.batch.roster.filter(
        pl.col("claim_id").is_not_null() & pl.col("input").is_in(claims["input"].implode())
    )
    strangers = with_claims.join(
        claims, on=["input", "claim_id"], how="anti", maintain_order="left"
    )
    yield context.writer.write(
        "CC209",
        strangers,
        kind=SheetKind.ROSTER,
        key="claim_id",
        value=pl.col("claim_id"),
        expected="申报表中的申报编号",
        what=pl.format("申报编号“{}”在申报表中没有", "claim_id"),
        fix="请与申报表的申报编号核对后更正。",
    )


def _with_column(context: Context, kind: SheetKind, key: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Only rows of inputs that have the column: a missing column is said once (CC103)."""
    places = context.batch.places
    present = places.filter((pl.col("kind") == str(kind)) & (pl.col("key") == key))["input"]
    return rows.filter(pl.col("input").is_in(present.implode()))


def _told(cells: FaultyCells, allowed: list[str]) -> pl.DataFrame:
    """The findings about these cells; `allowed` are the values that the column may have."""
    match (cells.code, cells.fault):
        case (code, _) if code in IDENTIFIERS:
            return wrong_identifiers(cells)
        case ("CC204", _):
            return wrong_dates(cells)
        case ("CC205", _):
            return wrong_numbers(cells)
        case ("CC206", _) if cells.sheet.kind is SheetKind.WAGES:
            return unnamed_payments(cells.context, cells.column, cells.rows)
        case ("CC206", _):
            return _empty(cells)
        case ("CC209", "flag"):
            return wrong_flags(cells)
    return wrong_choices(cells, allowed)


def _empty(cells: FaultyCells) -> pl.DataFrame:
    what = pl.lit(f"“{cells.title}”未填写")
    return cells.write(cells.rows, what=what, value=pl.lit("（空）"), expected="必填")
