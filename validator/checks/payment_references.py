"""Family 3, continued: references that stand at several payments (CC307)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from validator.checks.base import Context
from validator.checks.grouping import first_of
from validator.checks.payments_to_people import with_claims
from validator.checks.running import check

WAGES = SheetKind.WAGES


@check("CC307")
def references(context: Context) -> Iterator[pl.DataFrame]:
    """References that stand at several payments (CC307)."""
    context.require(WAGES, "reference")
    yield from _same_reference(context)


def _same_reference(context: Context) -> Iterator[pl.DataFrame]:
    """A reference that stands at several payments (CC307).

    A firm may pay all its people under one reference on one day. The same person twice under
    one reference, or one reference on different days, is something else.
    """
    wages = context.batch.wages
    group = ["input", "payer", "reference"]
    # The references alone tell nearly always that none stands twice, whatever the file.
    given = wages["reference"].drop_nulls()
    if given.n_unique() == given.len():
        return
    repeated = wages["reference"].is_duplicated() & wages["reference"].is_not_null()
    several = wages.filter(repeated).filter(pl.struct("input", "reference").is_duplicated())
    if several.is_empty():
        return
    # What is said of a payment without a claim is said of every claim of the file.
    several = with_claims(context, several)
    same = [*group, "id_number", "paid_on", "amount_fen"]
    twice = several.filter(pl.len().over(same) > 1)
    yield _references(context, twice, same, "同一笔入账填了 {} 次，流水号“{}”", "error")
    rest = several.join(twice.select("input", "row"), on=["input", "row"], how="anti")
    days = rest.filter(pl.col("paid_on").n_unique().over(group) > 1)
    yield _references(context, days, group, "不同日期的 {} 笔入账用了同一流水号“{}”", "warning")


def _references(
    context: Context, rows: pl.DataFrame, group: list[str], sentence: str, severity: str
) -> pl.DataFrame:
    first = first_of(context, rows, WAGES, "reference", group)
    return context.writer.write(
        "CC307",
        first,
        kind=WAGES,
        key="reference",
        value=pl.col("reference"),
        expected="一笔一个流水号",
        what=pl.format(sentence, pl.col("others").list.len() + 1, "reference"),
        severity=severity,
        related=pl.col("others"),
    )
