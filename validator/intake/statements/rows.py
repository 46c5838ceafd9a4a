"""Turns the table of a page into columns: dates, whole fen, texts.

Money in is positive, money out negative, whatever the statement's own way to write it.
"""

import re
from dataclasses import dataclass, field
from itertools import zip_longest

import polars as pl

from validator.intake.statements.amount_headings import AMOUNT_FIELDS
from validator.intake.statements.amounts import Cells, amounts_of, doubts_of, rival_name, rivals_of
from validator.intake.statements.headings import StatementTable, find_table
from validator.intake.statements.known_headings import known_count
from validator.intake.statements.layout import layouts
from validator.intake.statements.other_side import with_both, with_payer
from validator.intake.statements.short_dates import Period, is_short, short_days, why_not
from validator.intake.statements.sources.page import Page
from validator.intake.statements.unwrapped import unwrapped
from validator.intake.statements.values import days_of, fen_of

#: Columns of every frame of transactions.
SCHEMA = {
    "page": pl.String(),
    "row": pl.Int64(),  # 1-based line of the page
    "date": pl.Date(),
    "amount_fen": pl.Int64(),  # in is positive; null where the direction is not known
    "size_fen": pl.Int64(),  # without sign
    "balance_fen": pl.Int64(),
    "maybe_balance_fen": pl.Int64(),
    "currency": pl.String(),
    "party": pl.String(),
    "party_account": pl.String(),
    "payee": pl.String(),
    "payee_account": pl.String(),
    "reference": pl.String(),
    "memo": pl.String(),
    "status": pl.String(),
    "own_account": pl.String(),
    "own_name": pl.String(),
    "time": pl.String(),  # the date as it is written, which may hold the time
}

#: No text of a statement is longer; a damaged file may hold anything.
_LONGEST = 300
_BLANKS = " \t\r\n\x0b\x0c\u00a0\u3000\ufeff"
_BLANK = r"[\s\u00a0\u3000\ufeff\x00-\x1f]"
_TEXTS = (
    "currency", "party", "party_account", "payee", "payee_account", "reference", "memo",
    "status", "own_account", "own_name",
)  # fmt: skip


@dataclass
class Rows:
    """The transactions of a table, and what could not be read as one."""

    frame: pl.DataFrame
    noise: int = 0  #: lines of totals, repeated headings, notes
    unread: list[tuple[str, int, str]] = field(default_factory=list)
    #: (page, row, why): lines that look like a transaction and are none
    other_headings: list[tuple[str, int]] = field(default_factory=list)
    #: (page, row): headings of another table below this one


def empty_rows() -> pl.DataFrame:
    """A frame without transactions."""
    return pl.DataFrame(schema=SCHEMA)


def read_rows(page: Page, table: StatementTable, start: int, period: Period | None = None) -> Rows:
    """The transactions of a page.

    Args:
        page: the page.
        table: its columns.
        start: the first 0-based row below the headings.
        period: the days that the statement is about, where it says so.
    """
    body = page.rows[start:]
    _forget_damaged(page, table, start)
    if page.wraps:
        body = unwrapped(body, table)
    if not body:
        return Rows(empty_rows())
    columns = [list(column) for column in zip_longest(*body, fillvalue="")]
    text = _text_frame(columns, table, start)
    return _transactions(page, table, text, period)


def _forget_damaged(page: Page, table: StatementTable, start: int) -> None:
    """Empty the cells of accounts that were stored as numbers: their last digits are false."""
    accounts = {
        place
        for name, places in table.columns.items()
        if name.endswith("account")
        for place in places
    }
    for row, column in page.numbers:
        if row >= start and column in accounts:
            page.rows[row][column] = ""


def _text_frame(columns: list[list[str]], table: StatementTable, start: int) -> pl.DataFrame:
    """The fields as tidy text, with `row` and the first text of each line."""
    height = len(columns[0])
    frame = pl.DataFrame(
        {f"c{place}": pl.Series(column, dtype=pl.String) for place, column in enumerate(columns)}
    )
    # Most columns have blanks only around their cells: looking is cheaper than replacing.
    stripped = frame.select(pl.all().str.strip_chars(_BLANKS))
    inside = stripped.select(pl.all().str.contains(_BLANK).any()).row(0, named=True)
    tidy = stripped.select(_tidy(name, blanks=bool(inside[name])) for name in frame.columns)
    picked = {
        name: [f"c{place}" for place in places if place < len(columns)]
        for name, places in table.columns.items()
    }
    return tidy.select(
        pl.int_range(start + 1, start + 1 + height, dtype=pl.Int64).alias("row"),
        pl.coalesce(pl.all()).fill_null("").alias("first"),
        *(_joined(names).alias(name) for name, names in picked.items() if names),
        *(pl.col(f"c{place}").alias(rival_name(place)) for place in rivals_of(table, len(columns))),
    )


def _tidy(name: str, *, blanks: bool) -> pl.Expr:
    """A column without padding and control characters; null where a cell says nothing."""
    text = pl.col(name)
    if blanks:
        text = text.str.replace_all(_BLANK + "+", " ")
    text = text.str.strip_chars(" \"'`").str.head(_LONGEST)
    blank = (text.str.strip_chars("-—–/\\") == "") | text.is_in(layouts().cells.empty)
    return pl.when(~blank).then(text)


def _joined(names: list[str]) -> pl.Expr:
    if len(names) == 1:
        return pl.col(names[0])
    joined = pl.concat_str(names, separator=" ", ignore_nulls=True)
    return pl.when(joined != "").then(joined)


def _transactions(
    page: Page, table: StatementTable, text: pl.DataFrame, period: Period | None
) -> Rows:
    def column(name: str) -> pl.Series:
        if name in text.columns:
            return text[name]
        return pl.Series(name, [None], dtype=pl.String).new_from_index(0, text.height)

    noise_words = [re.escape(word.strip()) for word in layouts().cells.noise]
    headings = [table.headings[place].strip() for place in table.columns["date"]]
    date_text = column("date")
    noise = text["first"].str.contains(f"^(?:{'|'.join(noise_words)})") | date_text.is_in(headings)
    noise = noise.fill_null(value=False) | _is_total(column("memo"))
    days = days_of(date_text, day_first=table.layout.day_first)
    if days.null_count() > date_text.null_count():
        days = days.fill_null(short_days(date_text, period))
    sizes, signed = amounts_of(table, column)
    # A second line of headings has texts in both, but no digit.
    has_both = _has_digit(date_text) & _any_amount(column)
    complete = days.is_not_null() & sizes.is_not_null()
    doubts = doubts_of(table, text, column, complete, sizes, noise)
    real = complete & ~noise & doubts.is_null()
    half = (days.is_not_null() | sizes.is_not_null()) & ~complete
    odd = ~real & ~noise & (half | has_both) | doubts.is_not_null()
    frame = pl.DataFrame(
        {
            "row": text["row"],
            "date": days,
            "amount_fen": signed,
            "size_fen": sizes,
            "balance_fen": fen_of(column("balance")),
            "maybe_balance_fen": fen_of(column("maybe_balance")),
            "time": date_text,
            **{name: column(name) for name in _TEXTS},
        }
    )
    frame = with_both(frame, column("party_both"))
    frame = with_payer(frame, column)
    frame = frame.with_columns(page=pl.lit(page.name)).select(list(SCHEMA))
    unread = [
        (page.name, row, why or ("金额看不懂" if day is not None else _no_day(said, period)))
        for row, said, day, why in zip(
            text["row"].filter(odd).to_list(),
            date_text.filter(odd).to_list(),
            days.filter(odd).to_list(),
            doubts.filter(odd).to_list(),
            strict=True,
        )
    ]
    blank = text["first"] == ""
    left = text["row"].filter(~real & ~blank).to_list()
    others = [(page.name, row) for row in left if _heads_another(page, table, row)]
    return Rows(frame.filter(real), int((~real & ~odd & ~blank).sum()), unread, others)


def _no_day(said: str | None, period: Period | None) -> str:
    return why_not(said, period) if said and is_short(said) else "日期看不懂"


def _is_total(memo: pl.Series) -> pl.Series:
    """Whether a line adds up others, as its memo says: 本月合计, 本月合计工资收入."""
    cells = layouts().cells
    words = "|".join(sorted(map(re.escape, cells.totals), key=len, reverse=True))
    behind = "|".join(map(re.escape, cells.added_up))
    text = memo.str.replace_all(_BLANK, "")
    return text.str.contains(rf"^(?:{words})(?:{behind}|$)").fill_null(value=False)


def _heads_another(page: Page, table: StatementTable, row: int) -> bool:
    """Whether a line is the headings of a table whose dates or amounts stand elsewhere."""
    cells = page.rows[row - 1] if row <= len(page.rows) else []
    if known_count(cells) < 3:
        return False
    other = find_table(Page("", [cells]), table.layout)
    names = ("date", *AMOUNT_FIELDS)
    return other is not None and any(
        other.columns.get(name) != table.columns.get(name) for name in names
    )


def _has_digit(text: pl.Series) -> pl.Series:
    return text.str.contains(r"[\d#]").fill_null(value=False)


def _any_amount(column: Cells) -> pl.Series:
    """Whether a line has text where the amount should stand."""
    found: pl.Series = column("date").is_null() & False
    for name in AMOUNT_FIELDS:
        found = found | column(name).is_not_null()
    return found
