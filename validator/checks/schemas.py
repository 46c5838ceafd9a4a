"""pandera schemas, made from the same columns as the templates.

Every check of a schema is named after the finding it leads to: code, key and fault,
joined by "|". `faults` runs a schema over a sheet and gives the failing rows by check.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.forms import Column, ColumnType, Sheet, SheetKind
from claimcheck.forms.fact_columns import fact_of
from claimcheck.identity_columns import id_is_right
from claimcheck.policy import Fact
from validator.checks.identifiers import account_is_plausible, party_code_fault
from validator.reading.convert import UNREAD, dtype_of, normal_name

if TYPE_CHECKING:
    import pandera.polars as pa

#: Pairs of dates of which the second may not come before the first.
SPANS = (
    ("period_start", "period_end"),
    ("hired_on", "left_on"),
    ("contract_start", "contract_end"),
    ("insured_from", "insured_to"),
)

_MAY_BE_UNREAD = (
    ColumnType.ID_NUMBER,
    ColumnType.ACCOUNT,
    ColumnType.DATE,
    ColumnType.MONTH,
    ColumnType.YUAN,
    ColumnType.COUNT,
    ColumnType.PERCENT,
    ColumnType.FLAG,
)

#: A mobile number, or a fixed line with its area code.
_PHONE = r"^(\+?86-?)?(1[3-9]\d{9}|0\d{2,3}-?\d{7,8}(-\d+)?)$"

_Test = Callable[[pl.LazyFrame, str], pl.LazyFrame]


def schema(sheet: Sheet, choices: Mapping[str, Iterable[str]]) -> "pa.DataFrameSchema":
    """The schema of one kind of sheet in normal form.

    Args:
        sheet: the sheet's definition.
        choices: allowed values of columns whose options do not stand in the form (measure).
    """
    import pandera.polars as pa

    columns: dict[str, pa.Column] = {}
    for column in sheet.inputs:
        name = normal_name(column)
        checks = [
            pa.Check(
                partial(_run, test),
                name=f"{code}|{column.key}|{fault}",
                ignore_na=False,
            )
            for code, fault, test in _tests(sheet, column, choices)
        ]
        columns[name] = pa.Column(dtype_of(column), checks, nullable=True)
    return pa.DataFrameSchema(columns, strict=False)


def faults(
    frame: pl.DataFrame, made: "pa.DataFrameSchema"
) -> dict[tuple[str, str, str], pl.Series]:
    """Validate a sheet and give the failing rows.

    Returns:
        (code, key, fault) → the 0-based numbers of the frame's failing rows.

    Raises:
        SchemaErrors: the frame is not in normal form, which is our own fault, not the clerk's.
    """
    import pandera.errors

    if frame.is_empty():
        return {}
    try:
        with without_hypothesis():
            made.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases
        unexpected = cases.filter(pl.col("check").str.count_matches("|", literal=True) != 2)
        if not unexpected.is_empty():
            raise
        groups = cases.select("check", "index").partition_by("check", as_dict=True)
        return {_three(str(check)): rows["index"] for (check,), rows in groups.items()}
    return {}


@contextmanager
def without_hypothesis() -> Iterator[None]:
    """Keep pandera from importing hypothesis, which it needs only to invent example data.

    Where hypothesis is installed (a developer's machine) the import takes half a second and
    brings in pytest.
    """
    if "hypothesis" in sys.modules:
        yield
        return
    sys.modules["hypothesis"] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules["hypothesis"]


def _run(test: _Test, data: "pa.PolarsData") -> pl.LazyFrame:
    return test(data.lazyframe, data.key)


def _three(name: str) -> tuple[str, str, str]:
    code, key, fault = name.split("|")
    return code, key, fault


def _tests(
    sheet: Sheet, column: Column, choices: Mapping[str, Iterable[str]]
) -> list[tuple[str, str, _Test]]:
    """The tests of one column: code, kind of fault, what must hold."""
    unread = pl.col(normal_name(column) + UNREAD)
    found: list[tuple[str, str, _Test]] = []
    if column.required:
        found.append(("CC206", "empty", _each(_is_filled(column))))
    match column.type:
        case ColumnType.ID_NUMBER:
            found.append(("CC202", "number", _each(lambda _: unread.is_null())))
            found.append(("CC201", "wrong", _ids_are_right))
        case ColumnType.DATE | ColumnType.MONTH:
            found.append(("CC204", "unread", _each(lambda _: unread.is_null())))
            found += [
                ("CC204", "order", _each(partial(_not_before, start)))
                for start, end in SPANS
                if end == column.key and any(other.key == start for other in sheet.inputs)
            ]
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            found.append(("CC205", "unread", _each(lambda _: unread.is_null())))
            if sheet.kind is not SheetKind.WAGES:  # a wage flow may hold a payment taken back
                found.append(("CC205", "negative", _each(lambda value: value >= 0)))
            if (known := fact_of(column)) is not None:
                found.append(("CC205", "range", _each(partial(_within, known))))
        case ColumnType.FLAG:
            found.append(("CC209", "flag", _each(lambda _: unread.is_null())))
        case ColumnType.PHONE:
            found.append(("CC207", "phone", _each(lambda value: value.str.contains(_PHONE))))
        case ColumnType.ACCOUNT:
            found.append(("CC208", "number", _each(lambda _: unread.is_null())))
            found.append(("CC208", "account", _accounts_are_right))
        case ColumnType.PARTY_CODE:
            found.append(("CC203", "code", _codes_are_right))
        case ColumnType.CHOICE | ColumnType.MEASURE:
            allowed = list(choices.get(column.key) or column.options or [])
            found.append(("CC209", "choice", _each(lambda value: value.is_in(allowed))))
    return found


def _is_filled(column: Column) -> Callable[[pl.Expr], pl.Expr]:
    """A cell with text that could not be read is wrong, but not empty."""
    if column.type in _MAY_BE_UNREAD:
        unread = pl.col(normal_name(column) + UNREAD)
        return lambda value: value.is_not_null() | unread.is_not_null()
    return lambda value: value.is_not_null()


def _not_before(start: str, end: pl.Expr) -> pl.Expr:
    return end >= pl.col(start)


def _within(known: Fact, value: pl.Expr) -> pl.Expr:
    """Not more than the fact can be, and not less; below 0 has a fault of its own."""
    return (value < 0) | value.is_between(known.minimum * known.scale, known.maximum * known.scale)


def _each(holds: Callable[[pl.Expr], pl.Expr]) -> _Test:
    """A test over whole columns; an empty cell passes what says nothing about it."""
    return lambda frame, name: frame.select(holds(pl.col(name)).fill_null(value=True).alias(name))


def _ids_are_right(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    """Each different number is tested once: a wage flow repeats every person."""
    return _once_each(frame, name, id_is_right)


def _accounts_are_right(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    return _once_each(frame, name, account_is_plausible)


def _codes_are_right(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    different = frame.select(pl.col(name).drop_nulls().unique()).collect().to_series()
    wrong = pl.Series([code for code in different if party_code_fault(code)], dtype=pl.String)
    return frame.select((~pl.col(name).is_in(wrong.implode())).fill_null(value=True).alias(name))


def _once_each(frame: pl.LazyFrame, name: str, right: Callable[[pl.Expr], pl.Expr]) -> pl.LazyFrame:
    different = frame.select(pl.col(name).drop_nulls().unique()).collect().to_series()
    wrong = different.filter(~different.to_frame().select(right(pl.col(name))).to_series())
    return frame.select((~pl.col(name).is_in(wrong.implode())).fill_null(value=True).alias(name))
