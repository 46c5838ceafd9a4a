"""Where every imported row came from, and whether it was changed afterwards.

A workbook with imported rows has the sheet 导入记录: for each row its file, page and line,
the statement's content hash, and a hash of what was written, cell by cell. The hashes find
changes made by hand; they are no seal against someone who also rewrites the record.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from claimcheck.forms import Sheet
from validator.reading.convert import convert
from validator.reading.normal_form import normal_name
from validator.reading.results import SheetRead

if TYPE_CHECKING:
    from validator.reading.cells import Grid

RECORD_SHEET = "导入记录"
FILES_SHEET = "导入文件"
UNSURE_SHEET = "待确认收入"
#: Headings of 导入文件 that are read back.
DIGEST_HEAD, BREAKS_HEAD = "对账单校验值", "余额断开处"
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
class ImportedRow:
    """A row that was imported, and what has become of it."""

    row: int | None  #: where it stands now in 工资流水; None when it is gone
    keys: tuple[str, ...]  #: the columns that differ from what was imported
    file: str
    page: str
    source_row: int
    digest: str  #: of the statement
    chain: str  #: how the statement's balance was found
    letters: Mapping[str, str]  #: key → the column's letters

    @property
    def gone(self) -> bool:
        """Whether the row was deleted."""
        return self.row is None

    @property
    def changed(self) -> bool:
        """Whether it was changed or deleted by hand."""
        return self.gone or bool(self.keys)

    @property
    def source(self) -> str:
        """Where it was read: “马小龙.csv”第 12 行."""
        return f"“{self.file}”{self.page}第 {self.source_row} 行"


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


def traced(records: Sequence[Mapping[str, str]], wages: SheetRead) -> list[ImportedRow]:
    """What has become of each imported row, in the order of the records.

    A row that was only moved (sorted, collected) is not changed. Rows typed by hand are not
    listed.
    """
    keys = [column.key for column in wages.sheet.inputs]
    now = {row["row"]: cell_hashes(wages.sheet, _trusted(wages, row))
           for row in wages.frame.iter_rows(named=True)}  # fmt: skip
    same, left = _accounted(records, now)
    by_source = _rows_of_sources(wages)
    alike = _Alike(keys, left)
    found = []
    for number, record in enumerate(records):
        written_to = _number(record["row"])
        place = same.get(number)
        differing: tuple[str, ...] = ()
        if place is None:
            place, cells = alike.take(record, by_source.get(written_to, written_to))
            before = record["cells"].split()
            pairs = zip(keys, before, cells or before, strict=False)
            differing = tuple(key for key, old, new in pairs if old != new)
        found.append(
            ImportedRow(
                place,
                differing,
                record["file"],
                record["page"],
                _number(record["source_row"]),
                record["digest"],
                record["chain"],
                wages.letters,
            )
        )
    return found


def _number(text: str) -> int:
    try:
        return int(float(text or 0))
    except (ValueError, OverflowError):  # the record was changed by hand
        return 0


def _rows_of_sources(wages: SheetRead) -> dict[int, int]:
    """Of a collected workbook: row in the applicant's workbook → row now."""
    if wages.origin is None:
        return {}
    return dict(wages.origin.select("source_row", "row").drop_nulls().iter_rows())


def _trusted(wages: SheetRead, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row with a text that could not be read in place of its value."""
    from validator.reading.normal_form import UNREAD

    found = dict(row)
    for column in wages.sheet.inputs:
        name = normal_name(column)
        if found.get(name) is None and found.get(name + UNREAD) is not None:
            found[name] = f"?{found[name + UNREAD]}"
    return found


def _accounted(
    records: Sequence[Mapping[str, str]], now: Mapping[int, list[str]]
) -> tuple[dict[int, int], dict[int, list[str]]]:
    """The records whose row is somewhere as it was written, and the rows no record explains.

    Returns:
        Number of the record → row, and the other rows with their cells.
    """
    places: dict[str, list[int]] = defaultdict(list)
    for row in sorted(now, reverse=True):
        places[row_hash(now[row])].append(row)
    same = {}
    for number, record in enumerate(records):
        if places.get(record["written"]):
            same[number] = places[record["written"]].pop()
    explained = set(same.values())
    return same, {row: cells for row, cells in now.items() if row not in explained}


#: Cells by which a row is looked for when others of it were changed.
_SIGNS = (("reference",), ("id_number", "paid_on"), ("id_number", "amount_yuan"),
          ("paid_on", "amount_yuan"), ("name", "paid_on"))  # fmt: skip
#: So many rows of the same sign are compared.
_COMPARED = 30


class _Alike:
    """Rows that no record explains, to be found by what was left unchanged in them."""

    def __init__(self, keys: Sequence[str], rows: dict[int, list[str]]) -> None:
        self._left = dict(rows)
        places = {key: place for place, key in enumerate(keys)}
        self._signs = [
            tuple(places[key] for key in sign)
            for sign in _SIGNS
            if all(key in places for key in sign)
        ]
        self._rows: dict[tuple[object, ...], list[int]] = defaultdict(list)
        for row, cells in rows.items():
            for sign in self._signs:
                self._rows[self._key(sign, cells)].append(row)

    @staticmethod
    def _key(sign: tuple[int, ...], cells: Sequence[str]) -> tuple[object, ...]:
        return (sign, *(cells[place] if place < len(cells) else "" for place in sign))

    def take(self, record: Mapping[str, str], own: int) -> tuple[int | None, list[str] | None]:
        """The row that a record's row became: the most alike, first of all its own place."""
        before = record["cells"].split()
        rows = {own} if own in self._left else set()
        for sign in self._signs:
            same = self._rows.get(self._key(sign, before), [])
            rows.update([row for row in same[-_COMPARED:] if row in self._left])

        def alike(row: int) -> tuple[int, bool]:
            cells = self._left[row]
            return sum(old == new for old, new in zip(before, cells, strict=False)), row == own

        best = max(sorted(rows), key=alike, default=None)
        if best is None or alike(best)[0] * 2 < len(before):
            return None, None
        return best, self._left.pop(best)


def read_records(workbook: Path) -> list[dict[str, str]]:
    """The rows of 导入记录; empty where nothing was imported into the workbook."""
    return records_in(read_sheet(workbook, RECORD_SHEET))


def records_in(grid: "Grid") -> list[dict[str, str]]:
    """The rows of 导入记录 by the keys of `RECORD_COLUMNS`; a cell that is not there is empty."""
    keys = [key for key, _ in RECORD_COLUMNS]
    found = _by_heading(grid, {title: key for key, title in RECORD_COLUMNS})
    return [{key: row.get(key, "") for key in keys} for row in found]


def breaks_in(grid: "Grid") -> dict[str, str]:
    """Of 导入文件: content hash of a statement → where its balance is broken."""
    rows = _by_heading(grid, {DIGEST_HEAD: "digest", BREAKS_HEAD: "breaks"})
    return {row["digest"]: row["breaks"] for row in rows if row.get("digest") and row.get("breaks")}


def read_sheet(workbook: Path, name: str) -> "Grid":
    """The cells of one of our own sheets; empty where there is none."""
    from validator.reading.cells import read_cells

    return read_cells(workbook.read_bytes(), only=(name,))[1].get(name, [])


def _by_heading(grid: "Grid", keys: Mapping[str, str]) -> list[dict[str, str]]:
    if len(grid) <= HEADER_ROW:
        return []
    # Imported late: most workbooks hold no rows that were imported.
    from validator.intake.statements.sources.workbook import cell_text

    heads = [keys.get(str(cell).strip(), "") for cell in grid[HEADER_ROW]]
    return [
        {head: cell_text(cell) for head, cell in zip(heads, row, strict=False) if head}
        for row in grid[HEADER_ROW + 1 :]
        if any(row)
    ]
