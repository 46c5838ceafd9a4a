"""Payments that may be the pay of another month than the one in which they came.

Months are counted by the day on which money came. Where a person lacks months, it helps to see
that another month holds two pays, or that a memo speaks of several months; whether they count
is for the office to say.
"""

import polars as pl

from claimcheck.evaluate.by_files import joined
from claimcheck.evaluate.pay import month_number

#: Pay that comes by this day of a month may be that of the month before.
_EARLY_DAYS = 5

#: Memos of pay that was owed, or of several months: 补发3月工资, 3-4月工资, 3、4月工资.
_SEVERAL = r"补发|补\s*\d|欠薪|\d\s*[-—－~～至到和、,，/]\s*\d{1,2}\s*月"

#: So many are named with a person.
_NAMED = 2


def month_hints(people: pl.DataFrame, wages: pl.DataFrame) -> pl.DataFrame:
    """What to look at among the payments of people who lack months.

    Args:
        people: person, input, id_number.
        wages: payments in normal form.

    Returns:
        person, hint: only people with any.
    """
    memo = pl.col("memo") if "memo" in wages.columns else pl.lit(None, pl.String)
    paid = (
        joined(
            wages.select("input", "id_number", "paid_on", "amount_fen", memo=memo),
            people.select("person", "input", "id_number"),
            "id_number",
        )
        .filter((pl.col("amount_fen") > 0) & pl.col("paid_on").is_not_null())
        .with_columns(month=month_number("paid_on"))
        .sort("person", "paid_on")
    )
    before = paid.select("person", month=pl.col("month") + 1, before=pl.lit(value=True)).unique()
    told = paid.join(before, on=["person", "month"], how="left", maintain_order="left")
    early = (
        (pl.col("paid_on").dt.day() <= _EARLY_DAYS)
        & (pl.len().over("person", "month") > 1)
        & pl.col("before").is_null()
    )
    day = pl.col("paid_on").cast(pl.String)
    hint = (
        pl.when(pl.col("memo").str.contains(_SEVERAL))
        .then(pl.format("{} 入账的摘要为“{}”", day, "memo"))
        .when(early)
        .then(pl.format("{} 入账的可能是上月工资", day))
    )
    return (
        told.with_columns(hint=hint)
        .drop_nulls("hint")
        .group_by("person", maintain_order=True)
        .agg(hint=pl.col("hint").head(_NAMED).str.join("，"))
    )
