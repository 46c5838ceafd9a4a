"""Reads columns of money, counts and percentages, with the units that stand behind a number."""

from collections.abc import Mapping
from functools import partial

import polars as pl

from claimcheck.forms import Column, ColumnType
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.policy import facts
from claimcheck.written import COUNT_UNITS, PERCENT_UNITS, YUAN_UNITS, read_number
from validator.reading.normal_form import UNIT, normal_name
from validator.reading.texts import fill_rest, nothing, with_unread

#: Beyond this a float of yuan no longer holds every fen; no claim comes near.
_MOST_YUAN = 1e11

#: Stored units in one unit of a column.
_SCALES = {ColumnType.YUAN: 100, ColumnType.COUNT: 1, ColumnType.PERCENT: 10_000}

#: In a column that is headed as a monthly sum, and in no other: 3500元/月.
_MONTHLY_UNITS: Mapping[str, int] = {**YUAN_UNITS, "元/月": 1, "元每月": 1}


def plain_numbers(text: pl.Expr, column: Column, factor: int) -> pl.Expr:
    """Plain numbers in stored units: fen, ten-thousandths of a percent, or as they are.

    Args:
        text: what the cells hold.
        column: the column.
        factor: units of the column in one of those that the heading names.
    """
    scale = _SCALES[column.type] * factor
    number = text.cast(pl.Float64, strict=False)
    scaled = (number * scale).round()
    # A cell's number may come as 30000000.289999999: that is 30000000.29.
    sure = (
        number.is_finite() & (number.abs() < _MOST_YUAN) & ((number * scale - scaled).abs() < 1e-4)
    )
    return pl.when(sure).then(scaled).cast(pl.Int64, strict=False)


def read_numbers(
    text: pl.Series, quick: pl.Series | None, column: Column, factor: int
) -> list[pl.Series]:
    """A column of numbers, and for doubtful ones whether a cell or the heading names the unit.

    Args:
        text: what the cells hold.
        quick: the plain numbers among them (`plain_numbers`); None where the column says nothing.
        column: the column.
        factor: units of the column in one of those that the heading names.
    """
    name, units = normal_name(column), _units(column)
    slow = partial(_stored, units, _SCALES[column.type], factor)
    values = (
        nothing(text, pl.Int64()) if quick is None else fill_rest(text, quick, slow, pl.Int64())
    )
    found = with_unread(text, name, values)
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
