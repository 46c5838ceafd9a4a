"""Dates that cannot be read, or that come before the one they follow (CC204)."""

import polars as pl

from validator.checks.faulty_cells import FaultyCells
from validator.checks.schemas import SPANS
from validator.findings.catalogue import entry
from validator.findings.frame import masked

#: A date like 2026.1, which in a number cell may have been 2026.10.
_EITHER_MONTH = r"^\s*\d{4}\.1\s*$"

#: Words for "has not ended" in columns that may be left empty for that.
_STILL = r"长期|无固定|不定期|至今|在职|未离职"
_MAY_BE_OPEN = ("left_on", "contract_end", "insured_to")
_LEAVE_EMPTY = "没有结束日期的请留空。"


def wrong_dates(cells: FaultyCells) -> pl.DataFrame:
    """Findings about dates, by their fault: order, or unread."""
    return _before_start(cells) if cells.fault == "order" else _unread(cells)


def _before_start(cells: FaultyCells) -> pl.DataFrame:
    start = next(first for first, second in SPANS if second == cells.column.key)
    before, title = cells.sheet.column(start).title, cells.title
    first, second = pl.col(start).cast(pl.String), pl.col(cells.name).cast(pl.String)
    return cells.write(
        cells.rows,
        what=pl.format(f"{title} {{}} 早于{before} {{}}", second, first),
        value=second,
        expected=pl.format("不早于 {}", first),
        fix=f"请核对{before}和{title}，更正填错的一个。",
    )


def _unread(cells: FaultyCells) -> pl.DataFrame:
    either = cells.unread.str.contains(_EITHER_MONTH)
    why = pl.when(either).then(pl.lit("分不清是 1 月还是 10 月")).otherwise(pl.lit("不是有效日期"))
    may_be_open = cells.column.key in _MAY_BE_OPEN
    still = cells.unread.str.contains(_STILL) if may_be_open else pl.lit(value=False)
    return cells.write(
        cells.rows,
        what=pl.format(f"{cells.title}“{{}}”{{}}，应如 2026-03-05", masked(cells.unread), why),
        value=cells.unread,
        expected="如 2026-03-05",
        fix=pl.when(still).then(pl.lit(_LEAVE_EMPTY)).otherwise(pl.lit(entry("CC204").fix)),
    )
