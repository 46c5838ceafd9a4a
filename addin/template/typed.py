"""Cells as values of their type, "" where they hold none: what `validate` reads, too."""

from addin.formulas.text import is_one_of, quote, tidy
from addin.formulas.written import day, is_number, number
from addin.template.slot_numbers import PAID_FROM, PAID_TO
from claimcheck.columns.model import LAST_DAY_COLUMNS
from claimcheck.forms import Column, ColumnType
from claimcheck.forms.fact_columns import fact_of
from claimcheck.written import COUNT_UNITS, NO, PERCENT_UNITS, YES, YUAN_UNITS

#: of so many yuan a spreadsheet's number still holds every fen, whatever it is multiplied with
LARGEST_AMOUNT = 9_999_999_999.99
LARGEST_COUNT = 999_999
#: a payment may go back: its sum is negative then
PAYMENTS_FROM = -LARGEST_AMOUNT


def limits(column: Column) -> tuple[float, float]:
    """The smallest and the largest number that a column can hold, in the unit of its cells."""
    known = fact_of(column)
    largest = LARGEST_COUNT if column.type is ColumnType.COUNT else LARGEST_AMOUNT
    if column.type is ColumnType.PERCENT:
        largest = 100
    if known is None:
        return 0, largest
    return max(known.minimum, 0), min(known.maximum, LARGEST_AMOUNT)


def typed(column: Column, cell: str) -> str:
    """The formula of a cell's value by the type of its column."""
    match column.type:
        case ColumnType.DATE:
            return _unless_empty(cell, day(cell, month_end=column.key in LAST_DAY_COLUMNS))
        case ColumnType.MONTH:
            return _unless_empty(cell, day(cell))
        case ColumnType.YUAN | ColumnType.PERCENT | ColumnType.COUNT:
            least, most = limits(column)
            return number(cell, _SCALES[column.type], _units(column), least=least, most=most)
        case ColumnType.FLAG:
            found = [is_one_of(cell, words) for words in (YES, NO)]
            return f'IFERROR(IF({found[0]},"是",IF({found[1]},"否","")),"")'
        case ColumnType.ID_NUMBER | ColumnType.PARTY_CODE | ColumnType.ACCOUNT:
            return f'IFERROR(IF(OR({cell}="",ISNUMBER({cell})),"",{tidy(cell)}),"")'
        case ColumnType.MEASURE:
            return f'IFERROR(IF({cell}="","",{measure_id(cell)}),"")'
    return f'IFERROR(IF({cell}="","",TRIM({cell})),"")'


def measure_id(cell: str) -> str:
    """The id of a measure, which its words may follow: “ZW26-3 小微企业…”."""
    text = f"TRIM({cell})"
    return f'LEFT({text},FIND(" ",{text}&" ")-1)'


def is_offered(column: Column, text: str) -> str:
    """Whether a text is one of those that a column's list offers."""
    return f"ISNUMBER(MATCH({text},{_row(tuple(column.options or ()))},0))"


def _row(words: tuple[str, ...]) -> str:
    return "{" + ",".join(map(quote, words)) + "}"


def payment_day(cell: str) -> str:
    """The day of a payment, "" where it has none that counts."""
    return _unless_empty(cell, day(cell, first=PAID_FROM, last=PAID_TO))


def is_sum(cell: str) -> str:
    """Whether the number in a cell is a sum that can be paid, or go back."""
    return is_number(cell, 100, PAYMENTS_FROM, LARGEST_AMOUNT)


_SCALES = {ColumnType.YUAN: 100, ColumnType.COUNT: 1, ColumnType.PERCENT: 10_000}


def _units(column: Column) -> dict[str, int]:
    if column.type is ColumnType.YUAN:
        return dict(YUAN_UNITS)
    if column.type is ColumnType.PERCENT:
        return dict(PERCENT_UNITS)
    known = fact_of(column)
    return {**COUNT_UNITS, **(known.units if known else {})}


def _unless_empty(cell: str, formula: str) -> str:
    # An error in the cell is nothing: the formula catches errors, this comparison does not.
    return f'IFERROR(IF({cell}="","",{formula}),"")'
