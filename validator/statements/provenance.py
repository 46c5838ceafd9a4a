"""Where every imported row came from, and whether it was changed afterwards.

A workbook with imported rows has the sheet 导入记录: for each row its file, page and line,
the statement's content hash, and a hash of what was written, cell by cell. The hashes find
changes made by hand; they are no seal against someone who also rewrites the record.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from claimcheck.forms import Sheet, SheetKind, forms
from validator.reading.convert import convert, normal_name
from validator.reading.workbook import SheetRead, read_workbook

RECORD_SHEET = "导入记录"
FILES_SHEET = "导入文件"
UNSURE_SHEET = "待确认收入"
#: 0-based row of the headings in these sheets.
HEADER_ROW = 2

#: Key and heading of the columns of 导入记录.
RECORD_COLUMNS = (
    ("row", "工资流水行"), ("name", "姓名"), ("file", "来源文件"), ("page", "工作表或页"),
    ("source_row", "来源行"), ("layout", "版式"), ("by", "归属依据"), ("month", "所属月份"),
    ("chain", "余额核对"), ("digest", "对账单校验值"), ("key", "来源行校验值"),
    ("written", "写入校验值"), ("cells", "逐格校验值"),
)  # fmt: skip


@dataclass(frozen=True)
class ChangedRow:
    """An imported row that is no longer what was imported."""

    row: int | None  #: where it stands now in 工资流水; None when it is gone
    imported_as: int  #: the row that it was written to
    keys: tuple[str, ...]  #: the columns that differ
    file: str
    page: str
    source_row: int
    letters: Mapping[str, str]  #: key → the column's letters

    @property
    def gone(self) -> bool:
        """Whether the row was deleted."""
        return self.row is None


def source_key(parts: tuple[object, ...]) -> str:
    """What makes a row of a statement the same row in another file."""
    return hashlib.sha256("\x1f".join(map(str, parts)).encode()).hexdigest()[:24]


def normal(sheet: Sheet, rows: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows as the validator will read them, so that a hash now equals one after reading."""
    if not rows:
        return []
    columns = []
    for column in sheet.inputs:
        texts = [_text(row.get(column.key)) for row in rows]
        series = pl.Series(texts, dtype=pl.String).str.strip_chars().replace("", None)
        columns.append(convert(series, column)[0])
    return pl.DataFrame(columns).to_dicts()


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def cell_hashes(sheet: Sheet, row: Mapping[str, Any]) -> list[str]:
    """A short hash of each cell of a row in normal form, in the order of the form."""
    return [
        hashlib.sha256(f"{column.key}={row.get(normal_name(column))}".encode()).hexdigest()[:8]
        for column in sheet.inputs
    ]


def row_hash(cells: list[str]) -> str:
    """One hash for a whole row."""
    return hashlib.sha256(" ".join(cells).encode()).hexdigest()[:24]


def changed_rows(workbook: Path, wages: SheetRead | None = None) -> list[ChangedRow]:
    """The imported rows of a workbook that were changed or deleted by hand.

    A row that was only moved (sorted) is not changed. Rows typed by hand are not listed.

    Args:
        workbook: the file; it is only read.
        wages: its 工资流水 as `read_workbook` gives it, where that has been read already.

    Raises:
        UnreadableError: the file cannot be read.
    """
    records = read_records(workbook)
    if not records:
        return []
    if wages is None:
        wages = read_workbook(workbook, forms(), lambda _: None).sheets.get(SheetKind.WAGES)
    if wages is None:
        return []
    keys = [column.key for column in wages.sheet.inputs]
    now = {row["row"]: cell_hashes(wages.sheet, _trusted(wages, row))
           for row in wages.frame.iter_rows(named=True)}  # fmt: skip
    free = _unaccounted(records, now)
    changed = []
    for record in free.records:
        place, cells = free.nearest(record)
        before = record["cells"].split()
        differing = tuple(
            key for key, old, new in zip(keys, before, cells or before, strict=False) if old != new
        )
        changed.append(
            ChangedRow(
                place,
                int(float(record["row"] or 0)),
                differing,
                record["file"],
                record["page"],
                int(float(record["source_row"] or 0)),
                wages.letters,
            )
        )
    return changed


def _trusted(wages: SheetRead, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with a text that could not be read in place of its value."""
    from validator.reading.convert import UNREAD

    found = dict(row)
    for column in wages.sheet.inputs:
        name = normal_name(column)
        if found.get(name) is None and found.get(name + UNREAD) is not None:
            found[name] = f"?{found[name + UNREAD]}"
    return found


@dataclass
class _Unaccounted:
    """Records whose row is nowhere as it was written, and rows that no record explains."""

    records: list[dict[str, str]]
    rows: dict[int, list[str]]

    def nearest(self, record: Mapping[str, str]) -> tuple[int | None, list[str] | None]:
        """The row that the record's row became: its own place, else the most alike."""
        before = record["cells"].split()

        def alike(cells: list[str]) -> int:
            return sum(old == new for old, new in zip(before, cells, strict=False))

        own = int(float(record["row"] or 0))
        best = max(self.rows, key=lambda row: (alike(self.rows[row]), row == own), default=None)
        if best is None or alike(self.rows[best]) * 2 < len(before):
            return None, None
        return best, self.rows.pop(best)


def _unaccounted(records: list[dict[str, str]], now: Mapping[int, list[str]]) -> _Unaccounted:
    places: dict[str, list[int]] = defaultdict(list)
    for row, cells in now.items():
        places[row_hash(cells)].append(row)
    left = Counter({written: len(rows) for written, rows in places.items()})
    missing, used = [], Counter[str]()
    for record in records:
        if left[record["written"]] > 0:
            left[record["written"]] -= 1
            used[record["written"]] += 1
        else:
            missing.append(record)
    explained = {row for written, count in used.items() for row in places[written][:count]}
    return _Unaccounted(missing, {row: cells for row, cells in now.items() if row not in explained})


def read_records(workbook: Path) -> list[dict[str, str]]:
    """The rows of 导入记录; empty where nothing was imported into the workbook."""
    return _read_sheet(workbook, RECORD_SHEET, {title: key for key, title in RECORD_COLUMNS})


def _read_sheet(workbook: Path, name: str, keys: Mapping[str, str]) -> list[dict[str, str]]:
    from validator.statements.sources.cells import read_cells
    from validator.statements.sources.workbook import cell_text

    _, grids = read_cells(workbook.read_bytes())
    rows = grids.get(name, [])
    if len(rows) <= HEADER_ROW:
        return []
    heads = [keys.get(str(cell).strip(), "") for cell in rows[HEADER_ROW]]
    return [
        {head: cell_text(cell) for head, cell in zip(heads, row, strict=False) if head}
        for row in rows[HEADER_ROW + 1 :]
        if any(row)
    ]
