"""Turns the text of a sheet into normal form, column by column.

Normal form: text trimmed, blanks null; ID numbers tidy; dates Date; counts Int64; money
Int64 fen under `…_fen`. What cannot be converted becomes null, and its text stands in a
second column `…:unread`, so that a finding can show it.
"""

import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

import polars as pl

from claimcheck.forms import Column, ColumnType
from claimcheck.identity_columns import tidy_text
from validator.reading.headers import plain

UNREAD = ":unread"

_EPOCH = date(1899, 12, 30)
_EARLIEST, _LATEST = date(1950, 1, 1), date(2099, 12, 31)
_DATE_PARTS = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[T ]?\d{1,2}[:时].*)?")
_DATE_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_DATE_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")

#: Beyond this a float of yuan no longer holds every fen; no claim comes near.
_MOST_YUAN = 1e11


def normal_name(column: Column) -> str:
    """What a column is called in normal form: claimed_yuan is claimed_fen."""
    if column.type is ColumnType.YUAN:
        return column.key.removesuffix("_yuan") + "_fen"
    return column.key


def dtype_of(column: Column) -> pl.DataType:
    """The dtype of a column in normal form."""
    if column.type is ColumnType.DATE:
        return pl.Date()
    if column.type in (ColumnType.YUAN, ColumnType.COUNT):
        return pl.Int64()
    return pl.String()


def convert(text: pl.Series, column: Column) -> list[pl.Series]:
    """Convert one column of text.

    Args:
        text: trimmed text, blanks null.
        column: what the column should hold.

    Returns:
        The column in normal form and, for types that can fail, its `…:unread` column.
    """
    name = normal_name(column)
    match column.type:
        case ColumnType.DATE:
            return _with_unread(text, name, _dates(text))
        case ColumnType.YUAN:
            return _with_unread(text, name, _scaled(text, 100, _fen))
        case ColumnType.COUNT:
            return _with_unread(text, name, _scaled(text, 1, _count))
        case ColumnType.ID_NUMBER:
            # Which of them are number cells is found out later; until then none is.
            return [_tidy(text).alias(name), _nothing(text).alias(name + UNREAD)]
        case ColumnType.PARTY_CODE | ColumnType.MEASURE | ColumnType.ACCOUNT | ColumnType.PHONE:
            return [_tidy(text).alias(name)]
        case ColumnType.CHOICE:
            return [_choice(text, column.options or []).alias(name)]
    return [text.alias(name)]


def read_date(text: str) -> date | None:
    """A date as people write it: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, 46086."""
    tidy = unicodedata.normalize("NFKC", text).strip()
    match = _DATE_PARTS.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", tidy))
    match = match or _DATE_DIGITS.fullmatch(tidy)
    try:
        if match:
            day = date(*map(int, match.groups()[:3]))
        elif serial := _DATE_SERIAL.fullmatch(tidy):
            day = _EPOCH + timedelta(days=int(serial[1]))
        else:
            return None
    except ValueError:
        return None
    return day if _EARLIEST <= day <= _LATEST else None


def _dates(text: pl.Series) -> pl.Series:
    """What the reader gives for a date cell is read at once, the rest one by one."""
    plain_date = pl.col("text").str.head(10).str.to_date("%Y-%m-%d", strict=False)
    length = pl.col("text").str.len_bytes()
    sure = (length == 10) | ((length == 19) & pl.col("text").str.ends_with(" 00:00:00"))
    in_range = plain_date.is_between(pl.lit(_EARLIEST), pl.lit(_LATEST))
    fast = text.to_frame("text").select(pl.when(sure & in_range).then(plain_date)).to_series()
    return _rest(text, fast, read_date, pl.Date())


def _scaled(text: pl.Series, scale: int, slow: Callable[[str], int | None]) -> pl.Series:
    """Plain numbers at once, as whole multiples of 1/scale; the rest one by one."""
    number = pl.col("text").cast(pl.Float64, strict=False)
    scaled = (number * scale).round()
    # A cell's number may come as 30000000.289999999: that is 30000000.29.
    sure = (
        number.is_finite() & (number.abs() < _MOST_YUAN) & ((number * scale - scaled).abs() < 1e-4)
    )
    fast = (
        text.to_frame("text")
        .select(pl.when(sure).then(scaled).cast(pl.Int64, strict=False))
        .to_series()
    )
    return _rest(text, fast, slow, pl.Int64())


def _fen(text: str) -> int | None:
    number = _number(text, "元圆整")
    fen = None if number is None else number * 100
    return int(fen) if fen is not None and fen == fen.to_integral_value() else None


def _count(text: str) -> int | None:
    number = _number(text, "人名个")
    return int(number) if number is not None and number == number.to_integral_value() else None


def _number(text: str, units: str) -> Decimal | None:
    tidy = unicodedata.normalize("NFKC", text)
    tidy = re.sub(r"[\s,，]", "", tidy).removeprefix("人民币").lstrip("¥￥").rstrip(units)
    try:
        number = Decimal(tidy)
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < _MOST_YUAN else None


def _rest(
    text: pl.Series, fast: pl.Series, slow: Callable[[str], object], dtype: pl.DataType
) -> pl.Series:
    """Fill what the fast way left open; each different text is looked at once."""
    open_ = fast.is_null() & text.is_not_null()
    if not open_.any():
        return fast
    different = text.filter(open_).unique()
    values = pl.Series([slow(entry) for entry in different], dtype=dtype)
    table = pl.DataFrame({"text": different, "value": values})
    found = text.to_frame("text").join(table, on="text", how="left", maintain_order="left")["value"]
    return fast.zip_with(~open_, found)


def _with_unread(text: pl.Series, name: str, values: pl.Series) -> list[pl.Series]:
    unread = pl.select(pl.when(values.is_null()).then(text)).to_series()
    return [values.alias(name), unread.alias(name + UNREAD)]


def _nothing(text: pl.Series) -> pl.Series:
    return pl.Series([None], dtype=pl.String).new_from_index(0, len(text))


def _tidy(text: pl.Series) -> pl.Series:
    """Identifiers in comparable form; whole columns are mostly so already."""
    if text.str.contains(r"^[0-9A-Z\-]*$").all():
        return text
    return text.to_frame("text").select(tidy_text(pl.col("text"))).to_series()


def _choice(text: pl.Series, options: list[str]) -> pl.Series:
    """Write an option as the form writes it, however its brackets and blanks were typed."""
    different = text.drop_nulls().unique()
    by_plain = {plain(option): option for option in options}
    known = {entry: by_plain[plain(entry)] for entry in different if plain(entry) in by_plain}
    return text.replace(known) if known else text
