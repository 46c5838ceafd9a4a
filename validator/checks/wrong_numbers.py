"""Numbers that cannot be read, are negative, or cannot be so large (CC205)."""

from datetime import date

import polars as pl

from claimcheck.forms import ColumnType
from claimcheck.forms.fact_columns import fact_of
from claimcheck.written import FIRST_DAY, LAST_DAY
from validator.checks.faulty_cells import FaultyCells
from validator.findings.catalogue import entry
from validator.findings.frame import masked

_NUMBERS = {
    ColumnType.YUAN: "最多两位小数的金额（元）",
    ColumnType.COUNT: "整数",
    ColumnType.PERCENT: "百分数，如 5.5",
}
_SCALES = {ColumnType.YUAN: 100, ColumnType.COUNT: 1, ColumnType.PERCENT: 10_000}

#: What is no sum: the length of an ID, an account or a mobile phone, without a decimal point.
_PERSONAL = r"^\s*(\d{15,19}|\d{17}[Xx]|1[3-9]\d{9})\s*$"

_AS_DATE = r"^\d{4,6}-\d\d-\d\d( \d\d:\d\d:\d\d)?$"
_NOT_AS_DATE = (
    "这一格设成了日期格式，看不出填的是几：请把单元格格式改为“数值”，再填写数字。"
    "表里的公式看不见格式，仍按数字核算，以核查为准。"
)
#: 0.4829 where 4829 was meant: parts of a 万元 down to a yuan or fen.
_IN_TEN_THOUSANDS = r"^\s*\d{1,2}\.\d{3,6}\s*$"
_NOT_NEGATIVE = "请核对后更正，不能填负数。"


def wrong_numbers(cells: FaultyCells) -> pl.DataFrame:
    """Findings about numbers, by their fault: negative, range, or unread."""
    match cells.fault:
        case "negative":
            return _negative(cells)
        case "range":
            return _outside(cells)
    return _unread(cells)


def _negative(cells: FaultyCells) -> pl.DataFrame:
    text = _text(cells)
    return cells.write(
        cells.rows,
        what=pl.format(f"{cells.title} {{}} 是负数，应不小于 0", text),
        value=text,
        expected="≥ 0",
        sums=True,
        fix=_NOT_NEGATIVE,
    )


def _outside(cells: FaultyCells) -> pl.DataFrame:
    """Numbers that cannot be: 3000 %, 700 months. The limits are ours and are never masked."""
    column = cells.column
    known = fact_of(column)
    assert known is not None  # noqa: S101 - the schema tests only columns of facts
    text = masked(_text(cells))
    unit = f" {column.unit}" if column.unit else ""
    fix = pl.lit(f"请核对后更正，注意单位是否为“{column.unit}”。" if column.unit else "")
    if column.type is ColumnType.COUNT:
        days = pl.col(cells.name) - _serial(date(1970, 1, 1))
        between = pl.col(cells.name).is_between(_serial(FIRST_DAY), _serial(LAST_DAY))
        day = pl.when(between).then(days.cast(pl.Int32).cast(pl.Date).cast(pl.String))
        fix = pl.coalesce(pl.format("这个数是日期 {}，如“3-8”会变成日期。请只填整数。", day), fix)
    return cells.write(
        cells.rows,
        what=pl.format(f"{cells.title} {{}}{unit} 不合理，应在 {known.range} 之间", text),
        value=text,
        expected=f"{known.range}{unit}",
        fix=fix,
        sums=True,
    )


def _serial(day: date) -> int:
    """A day as a spreadsheet counts it."""
    return (day - date(1899, 12, 30)).days


def _unread(cells: FaultyCells) -> pl.DataFrame:
    wanted, unread = _NUMBERS[cells.column.type], cells.unread
    # A number of a person that got into a column of sums stays hidden.
    number = pl.when(unread.str.contains(_PERSONAL)).then(masked(unread)).otherwise(unread)
    # What the reader gives for a number in a cell with a format of days or hours.
    dated = unread.str.contains(_AS_DATE)
    fix = pl.lit(entry("CC205").fix)
    if cells.column.type is ColumnType.YUAN:
        large = unread.str.contains(_IN_TEN_THOUSANDS)
        fix = pl.when(large).then(_in_yuan(unread)).otherwise(fix)
    return cells.write(
        cells.rows,
        what=pl.format(f"{cells.title}“{{}}”不是{wanted}", number),
        value=number,
        expected=wanted,
        sums=True,
        fix=pl.when(dated).then(pl.lit(_NOT_AS_DATE)).otherwise(fix),
    )


def _in_yuan(unread: pl.Expr) -> pl.Expr:
    """The question whether a sum with so many decimals is one of 万元."""
    text = unread.str.strip_chars()
    yuan = (text.cast(pl.Decimal(12, 6), strict=False) * 10_000).cast(pl.Decimal(12, 2))
    shown = yuan.cast(pl.String).str.replace(r"\.?0+$", "")
    return pl.format(
        "可能以万元为单位：{} 万元是 {} 元。请核对后改填以元为单位的金额。", text, shown
    )


def _text(cells: FaultyCells) -> pl.Expr:
    """A number that was read, in the column's unit."""
    number = pl.col(cells.name) / _SCALES[cells.column.type]
    return number.cast(pl.String).str.strip_suffix(".0")
