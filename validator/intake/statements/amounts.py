"""The amounts of transactions, with their sign, and what makes an amount doubtful.

Money in is positive, money out negative, whatever the statement's own way to write it. Two
columns of amounts never become one in silence.
"""

import re
from collections.abc import Callable
from typing import TypeAlias

import polars as pl

from validator.intake.statements.amount_headings import amount_field
from validator.intake.statements.headings import StatementTable
from validator.intake.statements.layout import Shape, layouts
from validator.intake.statements.values import fen_of

#: Gives the text of a field; nulls where the table has no such column.
Cells: TypeAlias = Callable[[str], pl.Series]


def rival_name(place: int) -> str:
    """What the column of a place is called in a frame of texts."""
    return f"rival {place}"


def rivals_of(table: StatementTable, width: int) -> list[int]:
    """The columns beside the table's in which money may stand, also those without a heading."""
    unnamed = (
        place
        for place in range(width)
        if place >= len(table.headings) or not table.headings[place].strip()
    )
    return sorted({place for place in table.rivals if place < width} | set(unnamed))


def doubts_of(
    table: StatementTable,
    text: pl.DataFrame,
    column: Cells,
    complete: pl.Series,
    sizes: pl.Series,
    noise: pl.Series,
) -> pl.Series:
    """Why a line that may be a transaction must not be read as it stands; null where it may.

    Two columns of amounts never become one: what stands in a column beside those that were
    taken is said, and so is a line with money in and money out at once.
    """
    doubt = pl.Series([None], dtype=pl.String).new_from_index(0, text.height)
    dated = text["date"].is_not_null() if "date" in text.columns else doubt.is_not_null()
    places = [int(name.split()[1]) for name in text.columns if name.startswith(rival_name(0)[:-1])]
    for place in places:
        heading = table.headings[place].strip() if place < len(table.headings) else ""
        named = f"“{heading}”" if heading else f"第 {place + 1} 列（没有列名）"
        money = fen_of(text[rival_name(place)])
        there = dated & (money.fill_null(0) != 0) & ~noise
        missed = there & (sizes.fill_null(0) == 0)
        doubt = _said(doubt, missed, f"{named}有金额，没有读取")
        field_name = amount_field(heading) if heading else ""
        own = table.columns.get(field_name, ()) if table.layout.signature == [] else ()
        if own and field_name not in table.layout.headings:
            taken = table.headings[own[0]].strip()
            read = fen_of(column(field_name))
            differs = there & read.is_not_null() & (read.abs() != money.abs())
            doubt = _said(doubt, differs, f"“{taken}”和“{heading}”两列的金额不同")
    if table.shape is Shape.SPLIT:
        income, expense = fen_of(column("income")), fen_of(column("expense"))
        both = (income.fill_null(0) != 0) & (expense.fill_null(0) != 0) & ~noise
        doubt = _said(doubt, both, "收入和支出两列都有金额")
    return _said(doubt, complete & noise, "像合计或说明，却有日期和金额，没有读取")


def _said(doubts: pl.Series, which: pl.Series, why: str) -> pl.Series:
    """The same with a reason where there is none yet."""
    found = pl.select(pl.when(doubts.is_null() & which).then(pl.lit(why)).otherwise(doubts))
    return found.to_series()


def amounts_of(table: StatementTable, column: Cells) -> tuple[pl.Series, pl.Series]:
    """Amounts without and with sign, in fen."""
    if table.shape is Shape.SPLIT:
        return _split(fen_of(column("income")), fen_of(column("expense")))
    amount = fen_of(column("amount"))
    size = amount.abs()
    if table.shape is Shape.SIGNED:
        return size, amount
    cells = layouts().cells
    words_in = {*cells.money_in, *map(str.lower, table.layout.money_in)}
    words_out = {*cells.money_out, *map(str.lower, table.layout.money_out)}
    said = column("direction").str.replace_all(r"[\s（）()]+", "").str.to_lowercase()
    strip = re.compile(r"[\s（）()]+")
    sign = said.replace_strict(
        {strip.sub("", word): 1 for word in words_in}
        | {strip.sub("", word): -1 for word in words_out},
        default=None,
        return_dtype=pl.Int64,
    )
    # A reversal is written as a negative amount in its own direction.
    return size, amount * sign


def _split(income: pl.Series, expense: pl.Series) -> tuple[pl.Series, pl.Series]:
    # Some banks print the column of money out with minus signs, all of them.
    if len(expense.drop_nulls()) and int(expense.fill_null(0).max() or 0) <= 0:  # type: ignore[arg-type]
        expense = expense.abs()
    neither = income.is_null() & expense.is_null()
    signed = income.fill_null(0) - expense.fill_null(0)
    signed = pl.select(pl.when(~neither).then(signed)).to_series()
    return signed.abs(), signed
