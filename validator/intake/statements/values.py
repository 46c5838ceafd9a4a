"""Texts of statements into values: days and whole fen, in the ways in which banks write them."""

from collections.abc import Iterable
from datetime import date

import polars as pl

from claimcheck.forms import Column, ColumnType
from validator.reading.convert import convert

#: Dates between these need no second look.
_LIKELY = (date(1990, 1, 1), date(2090, 1, 1))
_DATE = Column(key="date", header="", type=ColumnType.DATE)
_MONEY = Column(key="money_yuan", header="", type=ColumnType.YUAN)
_START_OF_DATE = r"^(\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}日?|\d{8}|\d{5}(?:\.\d+)?$)"


def days_of(text: pl.Series, *, day_first: bool) -> pl.Series:
    """Dates; the usual ways to write them at once, others one by one."""
    text = half_width(text)
    start = pl.col("text").str.extract(_START_OF_DATE).str.replace_all(" ", "", literal=True)
    dashed = pl.col("start").str.replace_all("[/.年月]", "-").str.strip_chars_end("日")
    day = (
        pl.when(pl.col("start").str.len_bytes() == 8)
        .then(pl.col("start").str.to_date("%Y%m%d", strict=False))
        .otherwise(dashed.str.to_date("%Y-%m-%d", strict=False))
    )
    found = text.to_frame("text").select(start=start).with_columns(day=day)
    found = found.with_columns(
        likely=pl.col("day").is_between(*_LIKELY).fill_null(value=False) | pl.col("start").is_null()
    )
    days = found["day"]
    if not found["likely"].all():
        days = days.zip_with(found["likely"], convert(found["start"], _DATE)[0])
    if days.null_count() == text.null_count():
        return days
    return days.fill_null(_western(text, day_first=day_first))


def _western(text: pl.Series, *, day_first: bool) -> pl.Series:
    """Dates with the year last: 24/03/2026, 24 Mar 2026.

    Whether the day or the month comes first is seen from the whole column; where that does
    not tell and the layout does not either, they stay unread.
    """
    numbers = text.str.extract(r"^(\d{1,2}[/.-]\d{1,2}[/.-]\d{4})").str.replace_all("[.-]", "/")
    first = numbers.str.extract(r"^(\d+)").cast(pl.Int64)
    second = numbers.str.extract(r"^\d+/(\d+)").cast(pl.Int64)
    if bool((first > 12).any()) or (day_first and not bool((second > 12).any())):
        days = numbers.str.to_date("%d/%m/%Y", strict=False)
    elif bool((second > 12).any()):
        days = numbers.str.to_date("%m/%d/%Y", strict=False)
    else:
        days = pl.Series([None], dtype=pl.Date).new_from_index(0, len(text))
    named = text.str.extract(r"^(\d{1,2}[ -][A-Za-z]{3}[ -]\d{4})").str.replace_all("-", " ")
    return days.fill_null(named.str.to_titlecase().str.to_date("%d %b %Y", strict=False))


def read_fen(text: str) -> int | None:
    """One amount in fen; None where it is none."""
    value = fen_of(pl.Series([text], dtype=pl.String))[0]
    return None if value is None else int(value)


def fen_by_text(texts: Iterable[str]) -> dict[str, int | None]:
    """Many amounts in fen, each text once; None where one is none."""
    different = pl.Series(list(set(texts)), dtype=pl.String)
    return dict(zip(different.to_list(), fen_of(different).to_list(), strict=True))


def fen_of(text: pl.Series) -> pl.Series:
    """Amounts in fen (Int64), with the sign that is written; null where a text is none."""
    if text.null_count() == len(text):
        return text.cast(pl.Int64)
    text = half_width(text)
    # What is written plainly is a number already: the rest is made so.
    if text.cast(pl.Float64, strict=False).null_count() > text.null_count():
        # 5.000,00 and 5,00 are written with a decimal comma: five thousand or five hundred?
        text = text.str.replace(r"^.*[,，]\d{0,2}(?:\D.*)?$", "?")
        text = (
            text.str.replace_all(r"[\s,，¥￥]|RMB|CNY|人民币|元$|[(（]已退款.*[)）]$", "")
            .str.replace_all("[−－负]", "-")
            .str.replace(r"^[(（](.+)[)）]$", "-${1}")
            # Some programs write the sign behind, or say by letters which way money went.
            .str.replace(r"^(\d.*)(?:-|(?i:DR))$", "-${1}")
            .str.replace(r"^(\d.*)(?:\+|(?i:CR))$", "${1}")
            .str.strip_prefix("+")
        )
    return convert(text, _MONEY)[0]


def half_width(text: pl.Series) -> pl.Series:
    """The same with ordinary digits and signs where ２０２６－０３ was typed."""
    if not text.str.contains("[０-９]").any():
        return text
    return text.str.normalize("NFKC")
