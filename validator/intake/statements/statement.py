"""One statement: read, recognised, checked, its rows told apart."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from pathlib import Path

import polars as pl

from claimcheck.names import HAN
from claimcheck.text import cleaned, one_line
from validator.intake.statements import chain
from validator.intake.statements.amount_headings import AMOUNT_FIELDS
from validator.intake.statements.chain import Chain
from validator.intake.statements.headings import StatementTable, find_table
from validator.intake.statements.holder import Holder, find_holder
from validator.intake.statements.layout import Layout, Owner, Shape, layouts
from validator.intake.statements.months import month_for
from validator.intake.statements.overlapping import without_overlap
from validator.intake.statements.pay import RowKind, told_apart
from validator.intake.statements.remarks import remarks_of
from validator.intake.statements.reversals import without_returned
from validator.intake.statements.rows import Rows, empty_rows, read_rows
from validator.intake.statements.several_holders import refuse_several_holders
from validator.intake.statements.short_dates import period_of
from validator.intake.statements.sources import StatementSource
from validator.intake.statements.sources.page import Page
from validator.intake.statements.units import refuse_other_units
from validator.intake.statements.unrecognised import why_unknown
from validator.reading.unreadable import UnreadableError


@dataclass
class Options:
    """What the caller knows beyond the files."""

    layout: Layout | None = None
    holder: str = ""  #: the holder of statements that do not name one
    holder_from_name: bool = False  #: take it from the beginning of the file's name
    employer: str = ""  #: who paid, for pay lists that do not say
    pay_day: int = 0  #: day of the month, for pay lists without dates
    employers: Collection[str] = ()  #: plain names of the employers on the roster


@dataclass
class Statement:
    """A file as it was read."""

    path: Path
    digest: str
    layout: Layout
    owner: Owner
    holder: Holder
    holder_from: str  #: "对账单", "命令", "文件名" or ""
    frame: pl.DataFrame  #: rows.SCHEMA and kind, reason, month
    chain: Chain
    noise: int = 0
    unread: list[tuple[str, int, str]] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)  #: field → heading
    unused: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)

    def count(self, kind: RowKind) -> int:
        """How many rows are of a kind."""
        return int((self.frame["kind"] == kind).sum())


def read_statement(source: StatementSource, options: Options) -> Statement:
    """Read a statement.

    Raises:
        UnreadableError: no table was recognised; the text shows what was and what was not.
    """
    read, others = _tables(source, options.layout)
    if not read:
        raise UnreadableError(why_unknown(source))
    first = read[0][1]
    refuse_several_holders(read)
    for page, table, _ in read:
        amounts = [place for name in AMOUNT_FIELDS for place in table.columns.get(name, ())]
        refuse_other_units(page, table.row, table.headings, amounts)
    period = period_of((page, max(start - 1, 0)) for page, _, start in read)
    parts = [read_rows(page, table, start, period) for page, table, start in read]
    rows = _together(parts)
    rows.unread += others
    _refuse_several(rows)
    _refuse_unsaved(source, read, rows)
    named = find_holder((page, max(start - 1, 0)) for page, _, start in read)
    holder, holder_from = _holder(named, rows.frame, first, source, options)
    owner = Owner.EMPLOYER if holder.organisation else first.layout.owner
    rows.frame, overlaps = without_overlap(rows.frame)
    frame, found = _checked(rows.frame, first)
    frame = _told(frame, first.layout, owner, holder, options)
    frame, returned = without_returned(frame, owner)
    rows.unread += returned
    return Statement(
        path=source.path,
        digest=source.digest,
        layout=first.layout,
        owner=owner,
        holder=holder,
        holder_from=holder_from,
        frame=frame,
        chain=found,
        noise=rows.noise,
        unread=rows.unread,
        used=first.used(),
        unused=first.unused,
        remarks=[*remarks_of(source, read, holder, rows, found), *overlaps],
    )


def _tables(
    source: StatementSource, extra: Layout | None
) -> tuple[list[tuple[Page, StatementTable, int]], list[tuple[str, int, str]]]:
    """The pages that are read, and what is said of tables that are not.

    Returns:
        Each page with a table, its columns, and the row below its headings; and page, row and
        reason of tables that are left out.
    """
    found: list[tuple[Page, StatementTable, int]] = []
    others: list[tuple[str, int, str]] = []
    for page in source.pages:
        if page.continues and found:
            found.append((page, found[-1][1], 0))
        elif (table := find_table(page, extra)) is None:
            if found and _goes_on(page, found[0][1]):
                others.append((page.name, 1, "没有表头，像是前一个工作表的续页，没有读取"))
        elif found and table.layout.id != found[0][1].layout.id:
            why = f"是另一种版式（{table.layout.title}），没有读取，请单独另存为一个文件再导入"
            others.append((page.name, table.row + 1, why))
        else:
            found.append((page, table, table.row + 1))
    return found, others


def _goes_on(page: Page, table: StatementTable) -> bool:
    """Whether the first lines of a page without headings are transactions of a table."""
    lines = page.rows[:3]
    if not lines:
        return False
    headed = [list(table.headings), *lines]
    tried = read_rows(Page(page.name, headed), replace(table, row=0), 1)
    return tried.frame.height == len(lines)


def _refuse_several(rows: Rows) -> None:
    """Refuse a page on which a table of other columns follows: its rows would be misread.

    Raises:
        UnreadableError: there is such a page.
    """
    if rows.other_headings:
        page, row = rows.other_headings[0]
        raise UnreadableError(
            f"{page}第 {row} 行又有一个表头，与前面的列不同：一个工作表里有几张表。"
            "请把各张表分别另存为一个文件再导入。"
        )


def _refuse_unsaved(
    source: StatementSource, read: list[tuple[Page, StatementTable, int]], rows: Rows
) -> None:
    """Refuse a workbook whose dates or amounts are formulas that nobody computed.

    Raises:
        UnreadableError: there are such formulas.
    """
    if not (rows.unread or rows.frame.is_empty() or rows.noise):
        return
    for page, table, start in read:
        places = {
            place for name in ("date", *AMOUNT_FIELDS) for place in table.columns.get(name, ())
        }
        unsaved = sorted(
            (row, column)
            for row, column in source.unsaved(page)
            if row >= start and column in places and not _holds(page, row, column)
        )
        if unsaved:
            heading = table.headings[unsaved[0][1]].strip()
            raise UnreadableError(unsaved_fault(heading, len(unsaved), unsaved[0][0] + 1))


def _holds(page: Page, row: int, column: int) -> bool:
    cells = page.rows[row] if row < len(page.rows) else []
    return column < len(cells) and bool(cells[column].strip())


def unsaved_fault(heading: str, count: int, row: int) -> str:
    """What to say of formulas without a saved result."""
    return (
        f"“{heading}”列有 {count:,} 格是公式，文件里没有保存计算结果（第 {row} 行起），读不到内容。"
        "请用 Excel 或 WPS 打开这个文件，保存后再导入。"
    )


def _together(parts: list[Rows]) -> Rows:
    frames = [part.frame for part in parts if part.frame.height]
    return Rows(
        pl.concat(frames) if frames else empty_rows(),
        sum(part.noise for part in parts),
        [entry for part in parts for entry in part.unread],
        [entry for part in parts for entry in part.other_headings],
    )


def _holder(
    named: Holder,
    frame: pl.DataFrame,
    table: StatementTable,
    source: StatementSource,
    options: Options,
) -> tuple[Holder, str]:
    """Who the holder is, and from where that is known."""
    name, account = named.name, named.account
    name = name or _only(frame["own_name"]) or table.layout.holder
    account = account or _only(frame["own_account"])
    if name or named.id_number:
        return Holder(name, account, named.id_number), "对账单"
    if options.holder:
        return Holder(one_line(options.holder), account), "命令"
    if options.holder_from_name:
        return Holder(_name_of(source.path), account), "文件名"
    return Holder("", account), "对账单" if account else ""


def _only(values: pl.Series) -> str:
    different = values.drop_nulls().unique()
    return str(different[0]) if len(different) == 1 else ""


def _name_of(path: Path) -> str:
    name = rf"[{HAN}·]{{2,16}}?"
    match = re.match(rf"{name}(?=流水|对账单|明细|账单|工资|银行|[^{HAN}·]|$)", cleaned(path.stem))
    return match[0] if match else ""


def _checked(frame: pl.DataFrame, table: StatementTable) -> tuple[pl.DataFrame, Chain]:
    if table.shape is Shape.SIGNED:
        frame = chain.with_balance(frame)
        frame = chain.with_direction(frame)
    return frame, chain.check(frame)


def _told(
    frame: pl.DataFrame, layout: Layout, owner: Owner, holder: Holder, options: Options
) -> pl.DataFrame:
    yuan = layouts().cells.yuan
    currency = pl.col("currency").str.to_lowercase().str.replace_all(" ", "")
    frame = frame.with_columns(
        currency_is_yuan=currency.is_in(yuan).fill_null(value=True),
    )
    frame = told_apart(frame, layout, owner, holder.name, options.employers)
    maybe = frame.select("memo", "date").filter(frame["kind"] != RowKind.NOT_WAGES).unique()
    months = [month_for(memo or "", day) if day else "" for memo, day in maybe.iter_rows()]
    known = maybe.with_columns(month=pl.Series(months, dtype=pl.String))
    found = frame.select("memo", "date").join(
        known, on=["memo", "date"], how="left", nulls_equal=True, maintain_order="left"
    )
    is_wanted = frame["kind"] != RowKind.NOT_WAGES
    return frame.with_columns(month=found["month"].fill_null("").set(~is_wanted, ""))
