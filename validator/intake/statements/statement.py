"""One statement: read, recognised, checked, its rows told apart."""

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from validator.intake.statements import chain
from validator.intake.statements.chain import Chain
from validator.intake.statements.fields import FIELDS
from validator.intake.statements.headings import SEARCHED_ROWS, Table, find_table, known_count
from validator.intake.statements.holder import Holder, find_holder
from validator.intake.statements.layout import Layout, Owner, Shape, layouts
from validator.intake.statements.months import month_for
from validator.intake.statements.pay import Kind, told_apart
from validator.intake.statements.rows import Rows, empty_rows, read_rows
from validator.intake.statements.sources import Source
from validator.intake.statements.sources.page import Page
from validator.reading.opening import UnreadableError


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

    def count(self, kind: Kind) -> int:
        """How many rows are of a kind."""
        return int((self.frame["kind"] == kind).sum())


def read_statement(source: Source, options: Options) -> Statement:
    """Read a statement.

    Raises:
        UnreadableError: no table was recognised; the text shows what was and what was not.
    """
    read = _tables(source, options.layout)
    if not read:
        raise UnreadableError(_unknown(source))
    first = read[0][1]
    parts = [read_rows(page, table, start) for page, table, start in read]
    rows = _together(parts)
    named = find_holder((page, max(start - 1, 0)) for page, _, start in read)
    holder, holder_from = _holder(named, rows.frame, first, source, options)
    owner = Owner.EMPLOYER if holder.organisation else first.layout.owner
    frame, found = _checked(rows.frame, first)
    frame = _told(frame, first.layout, owner, holder, options)
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
        remarks=_remarks(source, read, holder, first, rows),
    )


def _tables(source: Source, extra: Layout | None) -> list[tuple[Page, Table, int]]:
    """Each page with a table, its columns, and the row below its headings."""
    found: list[tuple[Page, Table, int]] = []
    for page in source.pages:
        if page.continues and found:
            found.append((page, found[-1][1], 0))
        elif (table := find_table(page, extra)) is not None:
            found.append((page, table, table.row + 1))
    # Sheets of another layout beside the statement (a summary) are left out.
    return [entry for entry in found if entry[1].layout.id == found[0][1].layout.id]


def _together(parts: list[Rows]) -> Rows:
    frames = [part.frame for part in parts if part.frame.height]
    return Rows(
        pl.concat(frames) if frames else empty_rows(),
        sum(part.noise for part in parts),
        [entry for part in parts for entry in part.unread],
    )


def _holder(
    named: Holder, frame: pl.DataFrame, table: Table, source: Source, options: Options
) -> tuple[Holder, str]:
    """Who the holder is, and from where that is known."""
    name, account = named.name, named.account
    name = name or _only(frame["own_name"]) or table.layout.holder
    account = account or _only(frame["own_account"])
    if name or named.id_number:
        return Holder(name, account, named.id_number), "对账单"
    if options.holder:
        return Holder(options.holder, account), "命令"
    if options.holder_from_name:
        return Holder(_name_of(source.path), account), "文件名"
    return Holder("", account), "对账单" if account else ""


def _only(values: pl.Series) -> str:
    different = values.drop_nulls().unique()
    return str(different[0]) if len(different) == 1 else ""


def _name_of(path: Path) -> str:
    match = re.match(r"[一-鿿·]{2,16}?(?=流水|对账单|明细|账单|工资|银行|[^一-鿿·]|$)", path.stem)
    return match[0] if match else ""


def _checked(frame: pl.DataFrame, table: Table) -> tuple[pl.DataFrame, Chain]:
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
    maybe = frame.select("memo", "date").filter(frame["kind"] != Kind.NOT_WAGES).unique()
    months = [month_for(memo or "", day) if day else "" for memo, day in maybe.iter_rows()]
    known = maybe.with_columns(month=pl.Series(months, dtype=pl.String))
    found = frame.select("memo", "date").join(
        known, on=["memo", "date"], how="left", nulls_equal=True, maintain_order="left"
    )
    is_wanted = frame["kind"] != Kind.NOT_WAGES
    return frame.with_columns(month=found["month"].fill_null("").set(~is_wanted, ""))


def _remarks(
    source: Source,
    read: list[tuple[Page, Table, int]],
    holder: Holder,
    table: Table,
    rows: Rows,
) -> list[str]:
    remarks = [table.layout.note] if table.layout.note else []
    if not holder.name and not holder.id_number:
        remarks.append(
            "对账单没有写明户名。可用 --holder 指定，或用 --holder-from-name 取文件名开头的姓名。"
        )
    accounts = table.columns.get("own_account", ())
    if any(column in accounts for page, _, _ in read for _, column in page.numbers):
        remarks.append("账号列被存成了数字，末几位已丢失，没有用来匹配。")
    skipped = len(source.pages) - len(read)
    if skipped > 0 and any(len(page.rows) > 1 for page in source.pages):
        remarks.append(f"另有 {skipped} 个工作表或页没有流水表格，已略过。")
    if rows.frame.is_empty():
        remarks.append("表格里没有读到流水行。")
    return remarks


def _unknown(source: Source) -> str:
    """What was recognised and what was not, and what to do."""
    if {"申报表", "工资流水"} <= {page.name for page in source.pages}:
        return "这是申报工作簿，不是对账单。要把工资写入它，请用 --into 指定。"
    best: tuple[int, str, list[str]] = (0, "", [])
    for page in source.pages:
        for number, cells in enumerate(page.rows[:SEARCHED_ROWS], 1):
            count = known_count(cells)
            if count > best[0]:
                where = f"{page.name}第 {number} 行" if page.name else f"第 {number} 行"
                best = (count, where, [cell.strip() for cell in cells if cell.strip()])
    if best[0] < 2:
        return (
            "没有找到流水表格：前 60 行里没有认得的列名（如 交易日期、交易金额、余额）。"
            f"{_like_headings(source)}"
            "请确认是银行流水；列名特殊的，请写一个版式文件用 --layout 指定（见说明）。"
        )
    common = layouts().headings
    from validator.intake.statements.headings import forms_of
    from validator.reading.headers import plain

    names = {plain(text): FIELDS[field] for field, texts in common.items() for text in texts}
    known: list[str] = []
    strange: list[str] = []
    for cell in best[2]:
        title = next((names[form] for form in forms_of(cell) if form in names), "")
        (known if title else strange).append(f"{cell}（{title}）" if title else cell)
    lacking = "日期" if not any("（日期）" in text for text in known) else "金额"
    return (
        f"{best[1]}像表头，但缺少{lacking}列。认得：{'、'.join(known) or '无'}；"
        f"不认得：{'、'.join(strange) or '无'}。"
        "请写一个版式文件说明各列，用 --layout 指定（见说明）。"
    )


def _like_headings(source: Source) -> str:
    """The line that looks most like headings, in words; empty where none does."""
    best: tuple[int, int, list[str]] = (3, 0, [])
    for page in source.pages:
        for number, cells in enumerate(page.rows[:SEARCHED_ROWS], 1):
            texts = [cell.strip() for cell in cells if cell.strip()]
            named = [text for text in texts if len(text) <= 16 and not re.search(r"\d", text)]
            if len(named) == len(texts) and len(texts) > best[0]:
                best = (len(texts), number, texts)
    if not best[2]:
        return ""
    return f"第 {best[1]} 行像表头，但列名都不认得：{'、'.join(best[2][:12])}。"
