"""One file as what an import keeps of it: what was recognised, and what may be pay."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from claimcheck.identity import mask_account
from claimcheck.text import one_line, shown_name
from validator.intake.statements.employer import NO_DATE, read_list
from validator.intake.statements.layout import Owner
from validator.intake.statements.pay import FOREIGN, RowKind
from validator.intake.statements.provenance import source_key
from validator.intake.statements.sources import open_source
from validator.intake.statements.statement import Options, Statement, read_statement
from validator.reading.unreadable import UnreadableError


@dataclass(frozen=True)
class Payment:
    """A payment that may be pay, and where it was read."""

    name: str
    id_number: str
    account: str
    paid_on: date | None
    amount_fen: int
    payer: str
    reference: str
    memo: str
    month: str  #: the month that it is for, "" where nothing says so
    file: str
    page: str
    source_row: int
    layout: str
    chain: str
    digest: str
    key: str
    by: str = ""  #: how the person was found
    doubt: str = ""  #: why it was not taken
    candidate: str = ""  #: the ID number of the person whom all but the ID number fits


@dataclass
class FileResult:
    """What became of one file."""

    path: Path
    fault: str = ""  #: why it could not be read
    remedy: str = ""
    layout: str = ""
    holder: str = ""
    rows: int = 0
    counts: Counter[str] = field(default_factory=Counter)  #: kind → rows
    reasons: Counter[str] = field(default_factory=Counter)  #: of income that is not pay
    chain: str = ""
    breaks: list[tuple[str, int, str]] = field(default_factory=list)  #: page, row, what
    unread: list[tuple[str, int, str]] = field(default_factory=list)
    used: dict[str, str] = field(default_factory=dict)
    unused: tuple[str, ...] = ()
    remarks: list[str] = field(default_factory=list)
    digest: str = ""
    taken: int = 0
    repeated: int = 0  #: rows that an earlier import took
    shared: int = 0  #: rows that another file of this import holds as well
    unsure: int = 0
    declined: int = 0  #: rows that the clerk says are not pay
    taken_fen: int = 0
    unsure_fen: int = 0
    other: int = 0  #: rows that came in and are no pay: loans, refunds, transfers
    other_fen: int = 0


def read_any(path: Path, options: Options) -> Statement:
    """Read a statement or a pay list.

    Raises:
        UnreadableError: it is neither, or cannot be read.
    """
    source = open_source(path)
    try:
        found = read_list(source, options) if options.layout is None else None
        return found or read_statement(source, options)
    except (UnreadableError, KeyboardInterrupt, SystemExit):
        raise
    except MemoryError as error:
        raise UnreadableError("文件太大，内存不够。请分段导出后再导入。") from error
    except Exception as error:
        # Files are what people and programs made of them: whatever a damaged one leads to,
        # the others must still be read.
        raise UnreadableError("文件内容混乱，读不下去。请从银行重新导出后再导入。") from error


def read_file(path: Path, options: Options) -> tuple[FileResult, list[Payment]]:
    """Read a file; of its rows only those that may be pay are kept."""
    entry = FileResult(path)
    try:
        statement = read_any(path, options)
    except UnreadableError as error:
        entry.fault, entry.remedy = error.fault, error.remedy
        return entry, []
    _describe(entry, statement)
    return entry, _payments(statement)


def _describe(entry: FileResult, statement: Statement) -> None:
    frame = statement.frame
    entry.layout, entry.digest = statement.layout.title, statement.digest
    entry.holder = statement.holder.name or mask_account(statement.holder.account)
    entry.rows = frame.height
    entry.counts = Counter(frame["kind"].to_list())
    not_pay = frame.filter(
        (pl.col("kind") == RowKind.NOT_WAGES) & ~pl.col("reason").is_in(["支出"])
    )
    entry.reasons = Counter(not_pay["reason"].to_list())
    yuan = not_pay.filter(~pl.col("reason").is_in(["收入", FOREIGN]))
    entry.other, entry.other_fen = yuan.height, int(yuan["size_fen"].sum())
    entry.chain = statement.chain.state
    entry.breaks = [(found.page, found.row, found.text()) for found in statement.chain.breaks]
    entry.unread, entry.used = statement.unread, statement.used
    entry.unused, entry.remarks = statement.unused, list(statement.remarks)


def _payments(statement: Statement) -> list[Payment]:
    """The rows of a statement that are pay or may be."""
    rows = statement.frame.filter(pl.col("kind") != RowKind.NOT_WAGES)
    own = statement.owner is Owner.PERSON
    times: Counter[tuple[object, ...]] = Counter()
    places: dict[tuple[object, ...], tuple[str, int]] = {}
    found = []
    for row in rows.iter_rows(named=True):
        holder = statement.holder
        account = (row["own_account"] if own else row["party_account"]) or ""
        name = holder.name if own else row["party"] or ""
        payer = row["party"] or "" if own else row["own_name"] or holder.name
        account = account or (holder.account if own else "")
        facts = (
            account or name,
            row["date"] or row["month"],
            row["size_fen"],
            row["balance_fen"] if row["balance_fen"] is not None else row["memo"],
            row["reference"] or "",
        )
        times[facts] += 1
        first = places.setdefault(facts, (row["page"], row["row"]))
        found.append(
            Payment(
                name=name,
                id_number=(holder.id_number if own else row.get("party_id")) or "",
                account=account,
                paid_on=row["date"],
                amount_fen=row["size_fen"],
                payer=payer,
                reference=row["reference"] or "",
                memo=row["memo"] or "",
                month=row["month"],
                file=one_line(statement.path.name),
                page=row["page"],
                source_row=row["row"],
                layout=statement.layout.title,
                chain=statement.chain.state,
                digest=statement.digest,
                key=source_key((*facts, times[facts])),
                doubt=_doubt(row) or _again(row, first),
            )
        )
    return found


def _doubt(row: dict[str, Any]) -> str:
    if row["kind"] == RowKind.PERHAPS:
        return f"可能是工资：{row['reason']}"
    return "" if row["date"] is not None else NO_DATE


def _again(row: dict[str, Any], first: tuple[str, int]) -> str:
    """Why a row may be one of an earlier page: nothing that tells them apart differs."""
    page, number = first
    return (
        "" if page == row["page"] else f"与“{shown_name(page)}”第 {number} 行完全相同，可能是同一笔"
    )
