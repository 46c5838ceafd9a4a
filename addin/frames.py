"""Blocks of cells as frames in the normal form that `claimcheck.evaluate` works on.

A block starts with its header row. Columns are found by heading, so their order does not
matter and further columns are ignored. Whole columns are converted at once: a roster of
500 people and their 3,000 payments take a few milliseconds.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from types import NoneType

import polars as pl

from addin.convert import EPOCH, Block, CellError, to_day, to_text
from claimcheck.forms import Column, ColumnType, Sheet
from claimcheck.forms.fact_columns import doubtful_fact

# Excel hands errors over as these texts; LibreOffice does not call the function at all.
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#SPILL!", "#CALC!"}
_DAYS_TO_1970 = (date(1970, 1, 1) - EPOCH).days
_LAST_SERIAL = 2_958_465  # 9999-12-31

_MONTH_LENGTH = len("2026-03")
_FLAGS = {"是": True, "否": False}

_IDENTIFIERS = {
    ColumnType.ID_NUMBER,
    ColumnType.PARTY_CODE,
    ColumnType.ACCOUNT,
}
Values = tuple[object, ...]


@dataclass(frozen=True)
class SheetBlock:
    """A block in normal form, one row for each row below the header."""

    frame: pl.DataFrame
    blank: pl.Series  #: true where no cell of the columns that people fill in holds anything
    damaged: pl.Series  #: true where the ID number is a number: its last digits are lost

    def only(self, mine: pl.Series) -> "SheetBlock":
        """The same block with every other row blank."""
        return SheetBlock(self.frame, self.blank | ~mine, self.damaged)


def read_block(
    block: Block,
    sheet: Sheet,
    also: Iterable[Column] = (),
    only: Collection[str] | None = None,
) -> SheetBlock:
    """Convert a block.

    Args:
        block: rows of cells, the header row first.
        sheet: which columns to look for.
        also: further columns that the block may have.
        only: the keys of the columns that are wanted; the others are looked through for
            errors, but not converted. All where None.

    Raises:
        CellError: a column that the sheet insists on is missing, the rows differ in length,
            or a cell holds an error.
    """
    if len({len(row) for row in block}) > 1:
        raise CellError(f"“{sheet.name}”的区域各行长短不一。")
    columns = [*sheet.inputs, *also]
    places = _find(block[0] if block else [], columns)
    missing = [
        column.header for column in sheet.inputs if column.required and column.key not in places
    ]
    if missing:
        raise CellError(f"“{sheet.name}”的区域中没有列：{'、'.join(missing)}。")
    cells: list[Values] = list(zip(*block[1:], strict=True))
    rows = len(block) - 1
    empty: Values = (None,) * rows
    series, entered, damaged = [], [], pl.repeat(value=False, n=rows, eager=True)
    for column in columns:
        values = cells[places[column.key]] if column.key in places and cells else empty
        if not _ERRORS.isdisjoint(values):
            raise CellError(f"“{sheet.name}”的“{column.header}”列中有错误值。")
        if only is not None and column.key not in only:
            continue
        if doubtful_fact(column) is not None and str in _kinds(values):
            values = _with_units(values, column)
        converted = _CONVERTERS[column.type](values).alias(_name(column))
        series.append(converted)
        if column in sheet.inputs:
            entered.append(converted.is_not_null())
        if column.key == "id_number":
            damaged = _damaged(values)
    frame = pl.DataFrame(series).with_columns(input=pl.lit(0, pl.Int64))
    blank = (
        ~pl.DataFrame([mask.alias(str(number)) for number, mask in enumerate([*entered, damaged])])
        .select(pl.any_horizontal(pl.all()))
        .to_series()
    )
    return SheetBlock(frame, blank, damaged)


def heading(text: object) -> str:
    """A heading made comparable: half-width, without blanks and marks of required columns."""
    return re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", to_text(text)))


def _find(header: Iterable[object], columns: list[Column]) -> dict[str, int]:
    """Where each column stands, by key; its own heading is preferred to its aliases."""
    found = [heading(cell) for cell in header]
    places: dict[str, int] = {}
    for names in (_own_heading, _other_headings):
        for column in columns:
            wanted = {heading(name) for name in names(column)}
            for index, name in enumerate(found):
                if column.key not in places and index not in places.values() and name in wanted:
                    places[column.key] = index
    return places


def _own_heading(column: Column) -> list[str]:
    return [column.header]


def _other_headings(column: Column) -> list[str]:
    return [*column.aliases, column.key]


def _name(column: Column) -> str:
    """Money columns end in `_fen` in normal form."""
    if column.type is ColumnType.YUAN:
        return column.key.removesuffix("_yuan") + "_fen"
    return column.key


def _damaged(values: Values) -> pl.Series:
    """Where an identifier is a number."""
    if _kinds(values) <= {str, NoneType}:
        return pl.repeat(value=False, n=len(values), eager=True)
    return pl.Series([_is_number(value) for value in values], dtype=pl.Boolean)


# Columns mostly hold one kind of value: then nothing need be looked at one by one.
def _kinds(values: Values) -> set[type]:
    return set(map(type, values))


def _is_number(value: object) -> bool:
    # LibreOffice may hand over an empty cell as 0.
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool) and value != 0


def _text(values: Values) -> pl.Series:
    if not _kinds(values) <= {str, NoneType}:
        values = tuple(to_text(value) for value in values)
    trimmed = pl.Series(values, dtype=pl.String).str.strip_chars()
    return trimmed.set(trimmed == "", None)


def _identifier(values: Values) -> pl.Series:
    """Identifiers made comparable; one that is stored as a number is never repaired."""
    if not _kinds(values) <= {str, NoneType}:
        values = tuple(value if isinstance(value, str) else None for value in values)
    series = pl.Series(values, dtype=pl.String)
    tidy = series.str.normalize("NFKC").str.replace_all(r"\s", "").str.to_uppercase()
    return tidy.set(tidy == "", None)


def _with_units(values: Values, column: Column) -> Values:
    """Texts as numbers where their unit stands behind them: 30%, 4万元, 6个月.

    Percentages are entered as text, or 30% would become 0.3: there a number alone counts, too.
    """
    known = doubtful_fact(column)
    assert known is not None  # noqa: S101 - asked before
    alone = column.type is ColumnType.PERCENT
    found = {
        value: float(written.number)
        for value in {value for value in values if isinstance(value, str)}
        if (written := known.read(value)) is not None and (written.unit or alone)
    }
    return tuple(found.get(value, value) if isinstance(value, str) else value for value in values)


def _numbers(values: Values) -> pl.Series:
    """Numbers only: text that looks like a number is none, as for SUM."""
    kinds = _kinds(values)
    if kinds <= {float, int, NoneType}:
        return pl.Series(values, dtype=pl.Float64)
    if kinds <= {float, int, NoneType, str}:
        numbers = [None if type(value) is str else value for value in values]
        return pl.Series(numbers, dtype=pl.Float64)
    kept = [
        float(value)
        if isinstance(value, (float, int, Decimal)) and not isinstance(value, bool)
        else None
        for value in values
    ]
    return pl.Series(kept, dtype=pl.Float64)


def _fen(values: Values) -> pl.Series:
    """Yuan as whole fen; more than two decimals are no amount."""
    exact = _numbers(values) * 100
    whole = exact.round()
    return whole.set((exact - whole).abs() > 0.0001, None).cast(pl.Int64, strict=False)


def _count(values: Values) -> pl.Series:
    numbers = _numbers(values)
    return numbers.set(numbers != numbers.round(), None).cast(pl.Int64, strict=False)


def _days(values: Values) -> pl.Series:
    kinds = _kinds(values)
    if kinds <= {datetime, NoneType}:
        return pl.Series(values, dtype=pl.Datetime("us")).dt.date()
    numbers = kinds <= {float, int, NoneType}
    if kinds <= {float, int, NoneType, str}:
        # LibreOffice sends empty cells as empty texts.
        numbers = not any(type(value) is str and value for value in values)
    if numbers:
        serial = _numbers(values)
        serial = serial.set((serial < 1) | (serial > _LAST_SERIAL), None)
        return (serial.floor().cast(pl.Int32) - _DAYS_TO_1970).cast(pl.Date)
    return pl.Series([_day(value) for value in values], dtype=pl.Date)


def _months(values: Values) -> pl.Series:
    """Months as a day in them; 2026-03 is its first day."""
    return _days(
        tuple(
            f"{value}-01" if isinstance(value, str) and len(value) == _MONTH_LENGTH else value
            for value in values
        )
    )


def _scaled(values: Values) -> pl.Series:
    """Percentages in 1/10000 of a percent; more than four decimals are none."""
    exact = _numbers(values) * 10_000
    whole = exact.round()
    return whole.set((exact - whole).abs() > 0.0001, None).cast(pl.Int64, strict=False)


def _flags(values: Values) -> pl.Series:
    texts = [value.strip() if isinstance(value, str) else None for value in values]
    return pl.Series([_FLAGS.get(text) if text else None for text in texts], dtype=pl.Boolean)


def _day(value: object) -> date | None:
    if type(value) is datetime:
        return value.date()
    if value is None or value == "":
        return None
    try:
        return to_day(value)
    except CellError:
        return None


_CONVERTERS: dict[ColumnType, Callable[[Values], pl.Series]] = {
    **dict.fromkeys(ColumnType, _text),
    **dict.fromkeys(_IDENTIFIERS, _identifier),
    ColumnType.YUAN: _fen,
    ColumnType.COUNT: _count,
    ColumnType.DATE: _days,
    ColumnType.MONTH: _months,
    ColumnType.PERCENT: _scaled,
    ColumnType.FLAG: _flags,
}
