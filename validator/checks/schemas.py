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
from claimcheck.identity_columns import ids_are_right
from claimcheck.policy import Fact
from validator.checks.identifiers import accounts_are_plausible, party_code_fault
from validator.reading.normal_form import UNREAD, dtype_of, normal_name

if TYPE_CHECKING:
    import pandera.errors
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

#: So many texts are looked through at a time for those that are different.
_ROWS = 200_000

#: What pandera imports where it finds it.
_HYPOTHESIS = "hypothesis"

_Test = Callable[[pl.LazyFrame, str], pl.LazyFrame]


class CellTest(NamedTuple):
    """What must hold in every cell of a column, and the finding where it does not."""

    code: str
    fault: str  #: the kind of fault, of those that lead to this code
    holds: _Test


class ColumnSchema(NamedTuple):
    """What must hold of a column in normal form."""

    key: str
    dtype: pl.DataType
    tests: list[CellTest]


@dataclass(frozen=True)
class SheetSchema:
    """What must hold of one kind of sheet: its columns by their names in normal form."""

    columns: Mapping[str, ColumnSchema]

    def of(self, names: Iterable[str]) -> "pa.DataFrameSchema":
        """The pandera schema of some of the columns; their tests are its checks, in order."""
        import pandera.polars as pa

        columns = {}
        for name in names:
            column = self.columns[name]
            checks = [pa.Check(partial(_run, test.holds), ignore_na=False) for test in column.tests]
            columns[name] = pa.Column(column.dtype, checks, nullable=True)
        return pa.DataFrameSchema(columns, strict=False)

    def doubts(self, frame: pl.DataFrame) -> "_Doubts":
        """About what pandera has to be asked; about nothing where all cells are right.

        One look over all columns at once costs less than what pandera does about a single one,
        and most cells are right. A frame that is not in normal form is left to pandera whole.
        """
        found = frame.schema
        if any(found.get(name) != column.dtype for name, column in self.columns.items()):
            return _Doubts(list(self.columns), pl.int_range(frame.height, eager=True))
        lazy = frame.lazy()
        looks = [
            test.holds(lazy, name).select(pl.col(name).alias(f"{name} {number}"))
            for name, column in self.columns.items()
            for number, test in enumerate(column.tests)
        ]
        if not looks:
            return _Doubts([], pl.Series([], dtype=pl.Int64))
        hold = pl.concat(looks, how="horizontal").collect()
        wrong = {look.name.rpartition(" ")[0]: None for look in hold if not look.all()}
        columns = [name for name in self.columns if name in wrong]
        rows = hold.select(~pl.all_horizontal(pl.all())).to_series().arg_true()
        return _Doubts(columns, rows)


class _Doubts(NamedTuple):
    """What is not known to be right."""

    columns: list[str]
    rows: pl.Series  #: the 0-based numbers of the frame's rows


def schema(sheet: Sheet, choices: Mapping[str, Iterable[str]]) -> SheetSchema:
    """The schema of one kind of sheet in normal form.

    Args:
        sheet: the sheet's definition.
        choices: allowed values of columns whose options do not stand in the form (measure).
    """
    return SheetSchema(
        {
            normal_name(column): ColumnSchema(
                column.key, dtype_of(column), _tests(sheet, column, choices)
            )
            for column in sheet.inputs
        }
    )


def faults(frame: pl.DataFrame, made: SheetSchema) -> dict[tuple[str, str, str], pl.Series]:
    """Validate a sheet and give the failing rows.

    Returns:
        (code, key, fault) → the 0-based numbers of the frame's failing rows.

    Raises:
        SchemaErrors: the frame is not in normal form, which is our own fault, not the clerk's.
    """
    if frame.is_empty():
        return {}
    columns, rows = made.doubts(frame)
    if not columns:
        return {}
    with _without_hypothesis():  # it imports more as it validates for the first time
        import pandera.errors

        try:
            made.of(columns).validate(frame[rows], lazy=True)
        except pandera.errors.SchemaErrors as error:
            found = _failing(error, made)
            return {fault: rows.gather(places) for fault, places in found.items()}
    return {}


def _failing(
    error: "pandera.errors.SchemaErrors", made: SheetSchema
) -> dict[tuple[str, str, str], pl.Series]:
    """See `faults`, by places among the rows that were asked about.

    Raises:
        SchemaErrors: it is not about cells.
    """
    cases = error.failure_cases.select("column", "check_number", "index")
    if any(cases.null_count().row(0)):
        raise error
    found = {}
    for (name, number), rows in cases.partition_by("column", "check_number", as_dict=True).items():
        column = made.columns[name]
        test = column.tests[number]
        found[test.code, column.key, test.fault] = rows["index"]
    return found


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
    return _once_each(frame, name, ids_are_right)


def _accounts_are_right(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    return _once_each(frame, name, accounts_are_plausible)


def _codes_are_right(frame: pl.LazyFrame, name: str) -> pl.LazyFrame:
    different = frame.select(pl.col(name).drop_nulls().unique()).collect().to_series()
    wrong = pl.Series([code for code in different if party_code_fault(code)], dtype=pl.String)
    return frame.select((~pl.col(name).is_in(wrong.implode())).fill_null(value=True).alias(name))


def _once_each(
    frame: pl.LazyFrame, name: str, are_right: Callable[[pl.Series], pl.Series]
) -> pl.LazyFrame:
    different = _different(frame.select(pl.col(name).drop_nulls()).collect().to_series())
    wrong = different.filter(~are_right(different))
    return frame.select((~pl.col(name).is_in(wrong.implode())).fill_null(value=True).alias(name))


def _different(texts: pl.Series) -> pl.Series:
    """The different ones of many texts, of which equal ones mostly stand together."""
    parts = [
        part.filter(part.ne_missing(part.shift())).unique()
        for part in (texts.slice(start, _ROWS) for start in range(0, texts.len(), _ROWS))
    ]
    return parts[0] if len(parts) == 1 else pl.concat([texts.clear(), *parts]).unique()
