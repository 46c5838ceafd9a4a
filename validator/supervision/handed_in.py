"""Reads what a reviewer hands in: a filled-in review workbook, or the file a page saved."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from claimcheck.text import shown_name
from claimcheck.text_columns import cleaned_columns
from validator.ledger.audit.errors import SupervisionError
from validator.ledger.audit.words import decision_of
from validator.reading.date_columns import read_date
from validator.reading.numbers import column_letters
from validator.supervision.proposed import Proposed
from validator.supervision.review_sheet import COLUMNS, ENDING, KEY_PARTS, PLACES, SHEET
from validator.supervision.sealing import sealed_text

if TYPE_CHECKING:
    import polars as pl

#: The header row is looked for in so many rows.
_SEARCHED = 40

#: Bytes that a page may send or save: some 50,000 decisions with their reasons.
LARGEST_FILE = 64 * 1024 * 1024

#: Columns into which a decision may slip when it is typed or pasted.
_BESIDE = ("reason", "reviewer", "decided_on", "until", "hint", "earlier")

_NEEDED = ("key", "decision", "claim_id", "message")


@dataclass
class HandedIn:
    """The decisions of one file."""

    source: str  #: workbook or file
    proposals: list[Proposed] = field(default_factory=list)
    rows: int = 0  #: findings listed
    begun: list[int] = field(default_factory=list)  #: rows with a reason but no decision


def read_decisions(path: Path) -> HandedIn:
    """Read a review workbook (.xlsx) or a decisions file (.json).

    Raises:
        SupervisionError: it cannot be read or is neither.
    """
    if not path.is_file():
        raise SupervisionError(f"没有找到“{shown_name(path)}”。请检查文件名和文件夹。")
    if path.suffix.lower() == ".json":
        return _read_json(path)
    return _read_workbook(path)


def _read_workbook(path: Path) -> HandedIn:
    rows = _cells(path)
    header, places = _header(path, rows)
    found = HandedIn("workbook")
    for number, cells in enumerate(rows[header + 1 :], header + 2):
        row = {key: (cells[place] or "").strip() for key, place in places.items()}
        if not any(row.get(key) for key in ("key", "decision", "reason")):
            continue
        row |= _known(row["key"])
        found.rows += 1
        astray = "" if row["decision"] else _astray(row, places, number)
        if row["decision"] or astray:
            proposed = _proposed(f"{SHEET} 第 {number} 行", row)
            found.proposals.append(replace(proposed, fault=astray) if astray else proposed)
        elif row.get("reason"):
            found.begun.append(number)
    return found


def _cells(path: Path) -> list[list[str | None]]:
    from validator.reading.in_worker import apart
    from validator.reading.unreadable import UnreadableError

    try:
        frame = apart(review_rows, path.absolute())
    except UnreadableError as error:
        raise SupervisionError(f"无法打开“{shown_name(path)}”：{error}") from error
    if frame is None:
        raise SupervisionError(
            f"“{shown_name(path)}”里没有“{SHEET}”表。请交回核查时生成的审核工作簿（{ENDING}）。"
        )
    return [list(row) for row in cleaned_columns(frame).iter_rows()]


def review_rows(path: Path) -> "pl.DataFrame | None":
    """The cells of the sheet of a review workbook; None where it is not there.

    Called in a worker.

    Raises:
        UnreadableError: the file cannot be read.
    """
    from validator.reading.making_sure import make_sure
    from validator.reading.opening import open_reader
    from validator.reading.unreadable import guarded

    reader, _, package = open_reader(path)
    names: list[str] = guarded(lambda: reader.sheet_names)
    if SHEET not in names:
        return None
    make_sure(package, SHEET)
    frame: pl.DataFrame = guarded(
        lambda: reader.load_sheet(SHEET, header_row=None, dtypes="string").to_polars()
    )
    return frame


def _header(path: Path, rows: list[list[str | None]]) -> tuple[int, dict[str, int]]:
    """The place of the header row, and of every column by its heading."""
    for number, cells in enumerate(rows[:_SEARCHED]):
        texts = [(cell or "").strip() for cell in cells]
        places = {
            column.key: texts.index(column.header) for column in COLUMNS if column.header in texts
        }
        if all(key in places for key in _NEEDED):
            return number, places
    raise SupervisionError(
        f"“{shown_name(path)}”的“{SHEET}”表缺少标题行或隐藏的列，无法确认裁定的是哪一项。"
        "请用核查时生成的审核工作簿填写，不要另存为其他格式或只复制可见的列。"
    )


def _known(key: str) -> dict[str, str]:
    """What the hidden cell of a row says; empty texts where it was altered."""
    parts = key.split(" ")
    if len(parts) != len(KEY_PARTS):
        parts = [""] * len(KEY_PARTS)
    return dict(zip(KEY_PARTS, parts, strict=True))


def _astray(row: Mapping[str, str], places: Mapping[str, int], number: int) -> str:
    """Say in Chinese that a decision stands in another column; empty where none does."""
    for key in _BESIDE:
        if decision_of(row.get(key, "")) is None:
            continue
        heading = COLUMNS[PLACES[key]].header
        cell, right = (f"{column_letters(places[one])}{number}" for one in (key, "decision"))
        return (
            f"“{row[key]}”写在“{heading}”一栏（{cell}），“裁定”一栏（{right}）是空的，没有记录。"
            "请移到“裁定”一栏"
        )
    return ""


def _proposed(place: str, row: dict[str, str]) -> Proposed:
    fault = ""
    days: dict[str, date | None] = {}
    for key, words in (("decided_on", "裁定日期"), ("until", "有效期至")):
        text = row.get(key, "")
        days[key] = read_date(text) if text else None
        if text and days[key] is None:
            fault = fault or f"{words}“{text[:20]}”不是日期。请填写如 2026-12-31"
    return Proposed(
        place=place,
        finding=row["id"],
        basis=row["basis"],
        code=row["code"],
        claim=row["claim_id"],
        severity=row["severity"],
        decision=row["decision"],
        reason=row.get("reason", ""),
        reviewer=row.get("reviewer", ""),
        decided_on=days["decided_on"],
        until=days["until"],
        fault=fault,
        sealed=sealed_text(row),
        seal=row["seal"],
    )


def _read_json(path: Path) -> HandedIn:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise SupervisionError(
                f"“{shown_name(path)}”有 {path.stat().st_size / 1e6:,.0f} MB，"
                f"超过 {LARGEST_FILE / 1e6:,.0f} MB，不是网页保存的裁定文件。"
            )
        content = msgspec.json.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError, RecursionError) as error:
        raise SupervisionError(f"无法读取“{shown_name(path)}”：不是网页保存的裁定文件。") from error
    return HandedIn("file", list(proposed_objects(content, shown_name(path))))


def proposed_objects(content: Any, name: str) -> Iterator[Proposed]:
    """The decisions in what a page saves or sends.

    Raises:
        SupervisionError: it is not of that form.
    """
    decisions = content.get("decisions") if isinstance(content, dict) else None
    if not isinstance(decisions, list):
        raise SupervisionError(f"“{name}”不是网页保存的裁定文件。")
    for number, item in enumerate(decisions, 1):
        if not isinstance(item, dict):
            raise SupervisionError(f"“{name}”第 {number} 项不是裁定。")
        row = {
            key: value.strip() if isinstance(value := item.get(key), str) else ""
            for key in (*(column.key for column in COLUMNS), *KEY_PARTS)
        }
        yield _proposed(f"第 {number} 项（{row['code']} {row['claim_id']}）", row)
