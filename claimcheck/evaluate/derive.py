"""Facts about people that follow from the dates and numbers in a roster.

A clerk writes when a contract begins and ends; the rules ask for its months. Each fact here
is found from the roster's columns where the roster does not state the fact itself.
"""

from collections.abc import Mapping

import polars as pl

#: fact column → the roster columns that it is found from
SOURCES: Mapping[str, tuple[str, ...]] = {
    "has_contract": ("contract_start",),
    "contract_months": ("contract_start", "contract_end"),
    "is_insured": ("insured_from",),
    "insured_months": ("insured_from", "insured_to"),
    "months_employed": ("hired_on", "left_on"),
    "age": ("id_number", "hired_on"),
}

#: The column of a roster with the birthday of who has no number that tells it; need not be there.
BORN_ON = "born_on"

#: A contract without an end runs on; more months than any rule asks for.
OPEN_ENDED_MONTHS = 600


def derive(roster: pl.DataFrame, wanted: set[str], last_day: pl.Expr) -> pl.DataFrame:
    """Fill the wanted facts where the roster does not state them.

    Args:
        roster: one row a person, with a column (perhaps empty) for every wanted fact, and
            BORN_ON where anybody's number does not tell his birthday.
        wanted: fact columns that the rule asks for.
        last_day: the last day that open spans are counted to.

    Returns:
        The same rows; a stated fact goes before a found one.
    """
    birthday = born_on("id_number")
    if BORN_ON in roster.columns:
        birthday = pl.coalesce(birthday, BORN_ON)
    found = []
    for column, sources in SOURCES.items():
        if column in wanted and all(source in roster.columns for source in sources):
            found.append(pl.coalesce(column, _find(column, last_day, birthday)).alias(column))
    return roster.with_columns(found)


def full_months(start: pl.Expr, end: pl.Expr) -> pl.Expr:
    """Full months from start to end, both days included; at least 0, null where one is."""
    after = end.dt.offset_by("1d")
    months = (
        (after.dt.year().cast(pl.Int64) - start.dt.year()) * 12
        + after.dt.month().cast(pl.Int64)
        - start.dt.month()
        - (after.dt.day() < start.dt.day()).cast(pl.Int64)
    )
    return pl.when(months < 0).then(0).otherwise(months)


def _find(column: str, last_day: pl.Expr, born: pl.Expr) -> pl.Expr:
    match column:
        case "has_contract":
            return pl.when(pl.col("contract_start").is_not_null()).then(pl.lit(value=True))
        case "contract_months":
            begun, open_ended = pl.col("contract_start"), pl.col("contract_end").is_null()
            months = full_months(begun, pl.col("contract_end"))
            return (
                pl.when(begun.is_not_null() & open_ended).then(OPEN_ENDED_MONTHS).otherwise(months)
            )
        case "is_insured":
            return pl.when(pl.col("insured_from").is_not_null()).then(pl.lit(value=True))
        case "insured_months":
            # Insurance is written by month: the last month counts whole.
            end = pl.coalesce(pl.col("insured_to").dt.month_end(), last_day)
            return full_months(pl.col("insured_from").dt.month_start(), end)
        case "months_employed":
            return full_months(pl.col("hired_on"), pl.min_horizontal("left_on", last_day))
    years = pl.col("hired_on").dt.year() - born.dt.year()
    not_yet = pl.col("hired_on").dt.to_string("%m%d") < born.dt.to_string("%m%d")
    return (years - not_yet.cast(pl.Int32)).cast(pl.Int64)


def born_on(number: str) -> pl.Expr:
    """The birthday in a column of ID numbers; null where a number has none."""
    return pl.col(number).str.slice(6, 8).str.to_date("%Y%m%d", strict=False)
