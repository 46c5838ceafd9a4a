"""Turns the text of a sheet into normal form, column by column.

Normal form: text trimmed, blanks null; ID numbers tidy; dates Date; counts Int64; money
Int64 fen under `…_fen`. What cannot be converted becomes null, and its text stands in a
second column `…:unread`, so that a finding can show it. Of a number whose unit may be
mistaken for another, `…:unit` says whether the cell names the unit.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

import polars as pl

from claimcheck.columns.model import LAST_DAY_COLUMNS
from claimcheck.forms import Column, ColumnType
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.identity_columns import tidy_text
from claimcheck.policy import facts, rules
from claimcheck.written import (
    COUNT_UNITS,
    FIRST_DAY,
    LAST_DAY,
    NO,
    PERCENT_UNITS,
    YES,
    YUAN_UNITS,
    closed_date,
    read_day,
    read_number,
)
from validator.reading.headers import plain

UNREAD = ":unread"
UNIT = ":unit"

_EPOCH = date(1899, 12, 30)
_MONTH_PARTS = re.compile(r"(\d{4})(?:[-/.年]|(?=\d\d$))(\d{1,2})月?份?")
#: a measure's id and, behind it, its words, as the drop-down of a template offers them
_MEASURE_AND_WORDS = re.compile(r"\s*([A-Za-z]{2}\d{2}-\d+[A-Za-z]?)[^0-9A-Za-z-].*", re.DOTALL)
#: What the reader makes of a number that is far too large for a date: +57371-06-01.
_FAR_DATE = re.compile(r"\+?(\d{4,6})-(\d\d)-(\d\d)(?: 00:00:00)?")
_DATE_SERIAL = re.compile(r"(\d{5})(?:\.\d+)?")

#: Beyond this a float of yuan no longer holds every fen; no claim comes near.
_MOST_YUAN = 1e11

#: Stored units in one unit of a column.
_SCALES = {ColumnType.YUAN: 100, ColumnType.COUNT: 1, ColumnType.PERCENT: 10_000}

#: Days from the usual first day to 1904-01-01.
_YEARS_1904 = 1462

#: In a column that is headed as a monthly sum, and in no other: 3500元/月.
_MONTHLY_UNITS: Mapping[str, int] = {**YUAN_UNITS, "元/月": 1, "元每月": 1}


def normal_name(column: Column) -> str:
    """What a column is called in normal form: claimed_yuan is claimed_fen."""
    if column.type is ColumnType.YUAN:
        return column.key.removesuffix("_yuan") + "_fen"
    return column.key


def dtype_of(column: Column) -> pl.DataType:
    """The dtype of a column in normal form."""
    if column.type in (ColumnType.DATE, ColumnType.MONTH):
        return pl.Date()
    if column.type in (ColumnType.YUAN, ColumnType.COUNT, ColumnType.PERCENT):
        return pl.Int64()
    return pl.Boolean() if column.type is ColumnType.FLAG else pl.String()


@dataclass(frozen=True)
class Manner:
    """How a workbook writes its values."""

    date1904: bool = False  #: days are counted from 1904-01-01
    in_ten_thousands: frozenset[str] = frozenset()  #: keys of money columns headed 万元


def convert(text: pl.Series, column: Column, manner: Manner | None = None) -> list[pl.Series]:
    """Convert one column of text.

    Args:
        text: trimmed text, blanks null.
        column: what the column should hold.
        manner: how the workbook writes its values.

    Returns:
        The column in normal form and, for types that can fail, its `…:unread` column.
    """
    return convert_all(text.alias(column.key).to_frame(), [column], manner or Manner())


def convert_all(table: pl.DataFrame, columns: Sequence[Column], manner: Manner) -> list[pl.Series]:
    """Convert all columns of a table of text.

    What most texts need is done to all columns in one query: hundreds of small tables would
    spend their time in beginning queries.

    Args:
        table: trimmed text, blanks null; columns by their keys, of which some may be absent.
        columns: what they should hold.
        manner: how the workbook writes its values.

    Returns:
        In the order of `columns`: see `convert`.
    """
    nothing = pl.Series([None], dtype=pl.String).new_from_index(0, table.height)
    texts = {column.key: table.get_column(column.key, default=nothing) for column in columns}
    asked = [
        quick(pl.col(column.key)).alias(column.key)
        for column in columns
        if (quick := _quick_way(column, manner)) and not _says_nothing(texts[column.key])
    ]
    quickly = table.select(asked).to_dict() if asked else {}
    converted: list[pl.Series] = []
    for column in columns:
        converted += _convert(texts[column.key], column, manner, quickly.get(column.key))
    return converted


def _quick_way(column: Column, manner: Manner) -> Callable[[pl.Expr], pl.Expr] | None:
    """What is done to a column as a whole: nulls, or false, remain where that was not enough."""
    match column.type:
        case ColumnType.DATE | ColumnType.MONTH:
            return _plain_dates
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            scale = _SCALES[column.type] * _factor(column, manner)
            return partial(_plain_numbers, scale=scale)
        case ColumnType.PARTY_CODE | ColumnType.PHONE | ColumnType.ID_NUMBER | ColumnType.ACCOUNT:
            return _are_tidy
    return None


def _factor(column: Column, manner: Manner) -> int:
    """Units of a column in one of those that its heading names."""
    return 10_000 if column.key in manner.in_ten_thousands else 1


def _convert(
    text: pl.Series, column: Column, manner: Manner, quick: pl.Series | None
) -> list[pl.Series]:
    """See `convert`; `quick` is what `_quick_way` gave, None where the column says nothing."""
    name = normal_name(column)
    match column.type:
        case ColumnType.DATE:
            by_month = _month_end if column.key in LAST_DAY_COLUMNS else _month_start
            days = _dates(text, quick, manner, by_month)
            if days.null_count() > text.null_count():
                text = _without_far_dates(text, manner)
            return _with_unread(text, name, days)
        case ColumnType.MONTH:
            months = _dates(text, quick, manner, _month_start)
            return _with_unread(text, name, months.dt.month_start())
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            return _numbers(text, quick, column, _factor(column, manner))
        case ColumnType.FLAG:
            return _with_unread(text, name, _flags(text))
        case ColumnType.ID_NUMBER | ColumnType.ACCOUNT:
            # Which of them are number cells is found out later; until then none is.
            return [_tidy(text, quick).alias(name), _nothing(text).alias(name + UNREAD)]
        case ColumnType.MEASURE:
            return [_measure(text).alias(name)]
        case ColumnType.PARTY_CODE | ColumnType.PHONE:
            return [_tidy(text, quick).alias(name)]
        case ColumnType.CHOICE:
            return [_choice(text, column.options or []).alias(name)]
    return [text.alias(name)]


def read_date(
    text: str,
    *,
    date1904: bool = False,
    by_month: Callable[[int, int], date] | None = None,
) -> date | None:
    """A date as people write it: 2026-03-05, 2026/3/5, 2026.3.5, 2026年3月5日, 20260305, 46086.

    Args:
        text: what stands in the cell.
        date1904: whether numbers count from 1904-01-01.
        by_month: the day to take where only a month is given (2026年3月); None: no date.
    """
    tidy = number_of_far_date(unicodedata.normalize("NFKC", text).strip(), date1904=date1904)
    closed = closed_date(tidy)
    day = read_day(closed)
    try:
        if day is not None:
            pass
        elif by_month and (month := _MONTH_PARTS.fullmatch(closed)):
            if month[0][4] == "." and month[2] == "1":
                return None  # 2026.10 in a number cell is 2026.1 as well
            day = by_month(int(month[1]), int(month[2]))
        elif serial := _DATE_SERIAL.fullmatch(closed):
            day = _EPOCH + timedelta(days=int(serial[1]) + (_YEARS_1904 if date1904 else 0))
        else:
            return None
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def number_of_far_date(text: str, *, date1904: bool = False) -> str:
    """The number that stands in a cell where its format makes an impossible date of it.

    20260520 in a cell with a format of dates is read as a day of the year 57371. Any other
    text stays.
    """
    match = _FAR_DATE.fullmatch(text)
    if match is None or int(match[1]) <= LAST_DAY.year:
        return text
    year, month, day = map(int, match.groups())
    # The calendar repeats every 400 years of 146,097 days.
    cycles, year = divmod(year - 2000, 400)
    try:
        days = (date(2000 + year, month, day) - _EPOCH).days + cycles * 146_097
    except ValueError:
        return text
    return str(days - (_YEARS_1904 if date1904 else 0))


def _month_start(year: int, month: int) -> date:
    return date(year, month, 1)


def _month_end(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def _plain_dates(text: pl.Expr) -> pl.Expr:
    """Dates as the reader gives them for a date cell."""
    plain_date = text.str.head(10).str.to_date("%Y-%m-%d", strict=False)
    length = text.str.len_bytes()
    sure = (length == 10) | ((length == 19) & text.str.ends_with(" 00:00:00"))
    in_range = plain_date.is_between(pl.lit(FIRST_DAY), pl.lit(LAST_DAY))
    return pl.when(sure & in_range).then(plain_date)


def _dates(
    text: pl.Series,
    quick: pl.Series | None,
    manner: Manner,
    by_month: Callable[[int, int], date],
) -> pl.Series:
    """What the reader gives for a date cell is read at once, the rest one by one."""
    if quick is None:
        return _nothing(text, pl.Date())
    slow = partial(read_date, date1904=manner.date1904, by_month=by_month)
    return _rest(text, quick, slow, pl.Date())


def _without_far_dates(text: pl.Series, manner: Manner) -> pl.Series:
    """The same with numbers in place of what the reader made of them."""
    if _says_nothing(text):
        return text
    far = text.filter(text.str.starts_with("+")).unique()
    if far.is_empty():
        return text
    return text.replace(
        {entry: number_of_far_date(entry, date1904=manner.date1904) for entry in far}
    )


def _flags(text: pl.Series) -> pl.Series:
    return _rest(text, _nothing(text, pl.Boolean()), _flag, pl.Boolean())


def _flag(text: str) -> bool | None:
    tidy = unicodedata.normalize("NFKC", text).strip().lower().removesuffix(".0")
    return True if tidy in YES else False if tidy in NO else None


def _plain_numbers(text: pl.Expr, scale: int) -> pl.Expr:
    """Plain numbers as whole multiples of 1/scale."""
    number = text.cast(pl.Float64, strict=False)
    scaled = (number * scale).round()
    # A cell's number may come as 30000000.289999999: that is 30000000.29.
    sure = (
        number.is_finite() & (number.abs() < _MOST_YUAN) & ((number * scale - scaled).abs() < 1e-4)
    )
    return pl.when(sure).then(scaled).cast(pl.Int64, strict=False)


def _numbers(
    text: pl.Series, quick: pl.Series | None, column: Column, factor: int
) -> list[pl.Series]:
    """A column of numbers, and for doubtful ones whether a cell or the heading names the unit.

    Args:
        text: what the cells hold.
        quick: the plain numbers among them.
        column: the column.
        factor: units of the column in one of those that the heading names.
    """
    name, units = normal_name(column), _units(column)
    slow = partial(_stored, units, _SCALES[column.type], factor)
    values = _nothing(text, pl.Int64()) if quick is None else _rest(text, quick, slow, pl.Int64())
    found = _with_unread(text, name, values)
    if doubtful_fact(column) is not None:
        named = pl.Series([factor > 1], dtype=pl.Boolean).new_from_index(0, len(text))
        number = text.cast(pl.Float64, strict=False)
        if number.null_count() > text.null_count():
            table = {entry: _names_unit(entry, units) for entry in text.drop_nulls().unique()}
            named |= text.replace_strict(table, default=False, return_dtype=pl.Boolean)
        found.append(named.alias(name + UNIT))
    return found


def _units(column: Column) -> Mapping[str, int]:
    """The units that may stand behind a number of a column."""
    if column.type is ColumnType.YUAN:
        return _MONTHLY_UNITS if column.header.startswith("月") else YUAN_UNITS
    if column.type is ColumnType.PERCENT:
        return PERCENT_UNITS
    known = facts().get(column.key)
    return COUNT_UNITS if known is None else {**COUNT_UNITS, **known.units}


def _names_unit(text: str, units: Mapping[str, int]) -> bool:
    written = read_number(text, units)
    return written is not None and written.unit != ""


def _stored(units: Mapping[str, int], scale: int, factor: int, text: str) -> int | None:
    """A number in stored units; the heading's unit holds where the cell names none."""
    written = read_number(text, units)
    if written is None or abs(written.number) >= _MOST_YUAN:
        return None
    stored = written.number * scale * (1 if written.unit else factor)
    return int(stored) if stored == stored.to_integral_value() else None


def _rest(
    text: pl.Series, fast: pl.Series, slow: Callable[[str], object], dtype: pl.DataType
) -> pl.Series:
    """Fill what the fast way left open; each different text is looked at once."""
    if fast.null_count() == text.null_count():
        return fast
    open_ = fast.is_null() & text.is_not_null()
    different = text.filter(open_).unique()
    values = pl.Series([slow(entry) for entry in different], dtype=dtype)
    table = pl.DataFrame({"text": different, "value": values})
    found = text.to_frame("text").join(table, on="text", how="left", maintain_order="left")["value"]
    return fast.zip_with(~open_, found)


def _with_unread(text: pl.Series, name: str, values: pl.Series) -> list[pl.Series]:
    if values.null_count() == text.null_count():
        unread = _nothing(text)
    else:
        unread = pl.select(pl.when(values.is_null()).then(text)).to_series()
    return [values.alias(name), unread.alias(name + UNREAD)]


def _says_nothing(text: pl.Series) -> bool:
    """Whether all cells are blank, as in most columns that may be left empty."""
    return text.null_count() == len(text)


def _nothing(text: pl.Series, dtype: pl.DataType | None = None) -> pl.Series:
    """As many blank cells, of texts where no dtype is given."""
    return pl.Series([None], dtype=dtype or pl.String()).new_from_index(0, len(text))


def _are_tidy(text: pl.Expr) -> pl.Expr:
    return text.str.contains(r"^[0-9A-Z\-]*$").all()


def _tidy(text: pl.Series, quick: pl.Series | None) -> pl.Series:
    """Identifiers in comparable form; whole columns are mostly so already."""
    if quick is None or quick.all():
        return text
    return text.to_frame("text").select(tidy_text(pl.col("text"))).to_series()


def _measure(text: pl.Series) -> pl.Series:
    """A measure's id as the rules write it: ZW26-6a, however its case and width were typed."""
    known = {measure.upper(): measure for measure in rules()}
    written = {entry: measure_of(entry) for entry in text.drop_nulls().unique()}
    ids = text.replace(written) if written else text
    return ids.to_frame("text").select(tidy_text(pl.col("text"))).to_series().replace(known)


def measure_of(text: str) -> str:
    """The id of a measure where its words follow it: “ZW26-3 小微企业…”; else the whole text."""
    found = _MEASURE_AND_WORDS.match(unicodedata.normalize("NFKC", text))
    return found.group(1) if found else text


def _choice(text: pl.Series, options: list[str]) -> pl.Series:
    """Write an option as the form writes it, however its brackets and blanks were typed."""
    if _says_nothing(text):
        return text
    different = text.drop_nulls().unique()
    by_plain = {plain(option): option for option in options}
    known = {entry: by_plain[plain(entry)] for entry in different if plain(entry) in by_plain}
    return text.replace(known) if known else text
