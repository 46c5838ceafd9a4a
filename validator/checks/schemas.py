"""pandera schemas, made from the same columns as the templates.

`faults` runs a schema over a sheet and gives the failing rows by the findings they lead to.
"""

import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

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

#: What pandera imports where it finds it.
_HYPOTHESIS = "hypothesis"

_Test = Callable[[pl.LazyFrame, str], pl.LazyFrame]


class CellTest(NamedTuple):
    """What must hold in every cell of a column, and the finding where it does not."""

    code: str
    fault: str  #: the kind of fault, of those that lead to this code
    holds: _Test


@dataclass(frozen=True)
class SheetSchema:
    """The schema of one kind of sheet, and the tests that its columns were given."""

    schema: "pa.DataFrameSchema"
    tests: Mapping[tuple[str, int], tuple[str, CellTest]]
    """The column's key and the test, by the name in normal form and the check's number."""


def schema(sheet: Sheet, choices: Mapping[str, Iterable[str]]) -> SheetSchema:
    """The schema of one kind of sheet in normal form.

    Args:
        sheet: the sheet's definition.
        choices: allowed values of columns whose options do not stand in the form (measure).
    """
    import pandera.polars as pa

    columns: dict[str, pa.Column] = {}
    tests: dict[tuple[str, int], tuple[str, CellTest]] = {}
    for column in sheet.inputs:
        name = normal_name(column)
        found = _tests(sheet, column, choices)
        tests |= {(name, number): (column.key, test) for number, test in enumerate(found)}
        checks = [pa.Check(partial(_run, test.holds), ignore_na=False) for test in found]
        columns[name] = pa.Column(dtype_of(column), checks, nullable=True)
    return SheetSchema(pa.DataFrameSchema(columns, strict=False), tests)


def faults(frame: pl.DataFrame, made: SheetSchema) -> dict[tuple[str, str, str], pl.Series]:
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
        made.schema.validate(frame, lazy=True)
    except pandera.errors.SchemaErrors as error:
        cases = error.failure_cases.select("column", "check_number", "index")
        if any(cases.null_count().row(0)):
            raise
        found = {}
        for at, rows in cases.partition_by("column", "check_number", as_dict=True).items():
            key, test = made.tests[at]
            found[test.code, key, test.fault] = rows["index"]
        return found
    return {}


def load_pandera() -> None:
    """Import pandera, and what it imports only as it validates for the first time."""
    with _without_hypothesis():
        import pandera.polars as pa

        pa.DataFrameSchema({}).validate(pl.DataFrame())


@contextmanager
def _without_hypothesis() -> Iterator[None]:
    """Let pandera believe that hypothesis is not installed, unless somebody has imported it.

    pandera makes examples with it, which nobody here asks for, and where it is installed its
    import takes longer than all checks of a small batch.
    """
    if _HYPOTHESIS in sys.modules:
        yield
        return
    sys.modules[_HYPOTHESIS] = None  # type: ignore[assignment]  # Python: not to be found
    try:
        yield
    finally:
        del sys.modules[_HYPOTHESIS]


def _run(test: _Test, data: "pa.PolarsData") -> pl.LazyFrame:
    return test(data.lazyframe, data.key)


def _tests(sheet: Sheet, column: Column, choices: Mapping[str, Iterable[str]]) -> list[CellTest]:
    """The tests of one column."""
    unread = pl.col(normal_name(column) + UNREAD)
    found: list[CellTest] = []
    if column.required:
        found.append(CellTest("CC206", "empty", _each(_is_filled(column))))
    match column.type:
        case ColumnType.ID_NUMBER:
            found.append(CellTest("CC202", "number", _each(lambda _: unread.is_null())))
            found.append(CellTest("CC201", "wrong", _ids_are_right))
        case ColumnType.DATE | ColumnType.MONTH:
            found.append(CellTest("CC204", "unread", _each(lambda _: unread.is_null())))
            found += [
                CellTest("CC204", "order", _each(partial(_not_before, start)))
                for start, end in SPANS
                if end == column.key and any(other.key == start for other in sheet.inputs)
            ]
        case ColumnType.YUAN | ColumnType.COUNT | ColumnType.PERCENT:
            found.append(CellTest("CC205", "unread", _each(lambda _: unread.is_null())))
            if sheet.kind is not SheetKind.WAGES:  # a wage flow may hold a payment taken back
                found.append(CellTest("CC205", "negative", _each(lambda value: value >= 0)))
            if (known := fact_of(column)) is not None:
                found.append(CellTest("CC205", "range", _each(partial(_within, known))))
        case ColumnType.FLAG:
            found.append(CellTest("CC209", "flag", _each(lambda _: unread.is_null())))
        case ColumnType.PHONE:
            found.append(CellTest("CC207", "phone", _each(_is_phone)))
        case ColumnType.ACCOUNT:
            found.append(CellTest("CC208", "number", _each(lambda _: unread.is_null())))
            found.append(CellTest("CC208", "account", _accounts_are_right))
        case ColumnType.PARTY_CODE:
            found.append(CellTest("CC203", "code", _codes_are_right))
        case ColumnType.CHOICE | ColumnType.MEASURE:
            allowed = list(choices.get(column.key) or column.options or [])
            found.append(CellTest("CC209", "choice", _each(lambda value: value.is_in(allowed))))
    return found


def _is_filled(column: Column) -> Callable[[pl.Expr], pl.Expr]:
    """A cell with text that could not be read is wrong, but not empty."""
    if column.type in _MAY_BE_UNREAD:
        unread = pl.col(normal_name(column) + UNREAD)
        return lambda value: value.is_not_null() | unread.is_not_null()
    return lambda value: value.is_not_null()


def _is_phone(value: pl.Expr) -> pl.Expr:
    return value.str.contains(_PHONE)


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
    # Planned as a whole, so that what a test asks for several times is computed once.
    is_right = different.to_frame().lazy().select(right(pl.col(name))).collect().to_series()
    wrong = different.filter(~is_right)
    return frame.select((~pl.col(name).is_in(wrong.implode())).fill_null(value=True).alias(name))
