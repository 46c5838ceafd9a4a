"""Writing the ledger's entries as CSV, JSON or a workbook, masked, whole or not at all."""

import json
from collections.abc import Callable, Iterable
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import IO

import polars as pl

from claimcheck.forms import forms
from claimcheck.text import shown_name
from claimcheck.writing import written_whole
from validator.common.workbooks import open_workbook
from validator.ledger.errors import LedgerError
from validator.ledger.listing import SCHEMA
from validator.ledger.verdicts import VERDICT_WORDS

#: Rows that one sheet holds, besides its headings.
SHEET_ROWS = 1_048_575

#: The only sheet of an exported workbook.
SHEET = "台账"

HEADINGS = {
    "batch_id": "批次序号",
    "batch": "批次",
    "accepted_on": "登记日期",
    "claim_id": "申报编号",
    "measure": "事项编号",
    "type": "申报类型",
    "applicant": "申报主体",
    "county": "申报县区",
    "period_start": "期间起",
    "period_end": "期间止",
    "year": "年度",
    "person": "姓名",
    "pseudonym": "人员代号",
    "amount_yuan": "个人金额（元）",
    "claim_amount_yuan": "整项金额（元）",
    "verdict": "结论",
    "reason": "理由",
}

Parts = Iterable[pl.DataFrame]
_Writer = Callable[[Parts, Path], int]


def export(parts: Parts, target: Path) -> int:
    """Write entries to a file of the kind that its name says.

    Args:
        parts: frames of `listing.SCHEMA`.
        target: the file; replaced where it is there.

    Returns:
        How many rows were written.

    Raises:
        LedgerError: the kind is unknown, or a sheet cannot hold it.
        WriteError: it cannot be written.
    """
    writer = _WRITERS.get(target.suffix.lower())
    if writer is None:
        raise LedgerError(
            f"不能导出为“{shown_name(target)}”，文件名请以 {'、'.join(_WRITERS)} 结尾。"
        )
    with written_whole(target) as draft:
        return writer(parts, draft)


def write_csv(parts: Parts, target: IO[bytes]) -> int:
    """Write UTF-8 CSV, with the mark at the start by which Excel knows it."""
    target.write(b"\xef\xbb\xbf")
    head = pl.DataFrame(schema=dict.fromkeys(HEADINGS.values(), pl.String()))
    target.write(head.write_csv().encode())
    written = 0
    for part in parts:
        text = _for_people(part).write_csv(include_header=False, float_precision=2)
        target.write(text.encode())
        written += part.height
    return written


def write_json(parts: Parts, target: IO[bytes]) -> int:
    """Write a JSON list, one entry a line."""
    written = 0
    target.write(b"[")
    for part in parts:
        for row in objects(part):
            target.write(b"\n" if written == 0 else b",\n")
            target.write(json.dumps(row, ensure_ascii=False).encode())
            written += 1
    target.write(b"\n]\n" if written else b"]\n")
    return written


def objects(part: pl.DataFrame) -> list[dict[str, object]]:
    """Entries as objects: keys of `HEADINGS`, money in yuan, dates as text."""
    made = _in_yuan(part)
    return [
        {name: _plain(value) for name, value in row.items()} for row in made.iter_rows(named=True)
    ]


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _csv_file(parts: Parts, draft: Path) -> int:
    with draft.open("wb") as target:
        return write_csv(parts, target)


def _json_file(parts: Parts, draft: Path) -> int:
    with draft.open("wb") as target:
        return write_json(parts, target)


def _workbook(parts: Parts, draft: Path) -> int:
    frames, height = [pl.DataFrame(schema=SCHEMA)], 0
    for part in parts:
        height += part.height
        if height > SHEET_ROWS:
            raise LedgerError(
                f"一张工作表放不下（最多 {SHEET_ROWS:,} 行）。请按批次、事项或年度分开导出，"
                "或导出为 .csv。"
            )
        frames.append(part)
    shown = _for_people(pl.concat(frames))
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    content = BytesIO()  # zipped in memory: on a full disk only one write can fail
    with open_workbook(content, options) as book:
        shown.write_excel(
            book,
            SHEET,
            freeze_panes=(1, 0),
            autofilter=True,
            column_formats={HEADINGS["year"]: "0", HEADINGS["batch_id"]: "0"},
            dtype_formats={pl.Float64: "#,##0.00", pl.Date: "yyyy-mm-dd"},
            column_widths=dict(zip(HEADINGS.values(), _PIXELS, strict=True)),
        )
    draft.write_bytes(content.getbuffer())
    return height


_PIXELS = (70, 180, 90, 90, 80, 90, 220, 90, 90, 90, 60, 80, 110, 110, 110, 120, 180)

_WRITERS: dict[str, _Writer] = {".csv": _csv_file, ".json": _json_file, ".xlsx": _workbook}


def _in_yuan(part: pl.DataFrame) -> pl.DataFrame:
    # Polars multiplies by 1/100: rounding gives the number that the fen stand for.
    return (
        part.drop("claim")
        .rename({"amount_fen": "amount_yuan", "claim_amount_fen": "claim_amount_yuan"})
        .with_columns((pl.col("amount_yuan", "claim_amount_yuan") / 100).round(2))
    )


def _for_people(part: pl.DataFrame) -> pl.DataFrame:
    """Chinese headings and words; no text that a spreadsheet would run as a formula."""
    text = pl.col(pl.String)
    harmless = (
        pl.when(text.str.contains(r"^\s*[=+\-@＝＋－＠]")).then(pl.lit("'") + text).otherwise(text)
    )
    return (
        _in_yuan(part)
        .with_columns(
            pl.col("verdict").replace(VERDICT_WORDS),
            pl.col("type").replace({kind: form.title for kind, form in forms().items()}),
        )
        .with_columns(harmless.name.keep())
        .rename(HEADINGS)
    )
