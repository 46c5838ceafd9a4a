"""The tables of one applicant's workbook: each row with its place, and all that a cell shows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from claimcheck.forms import ColumnType, Form, Sheet, SheetKind, forms
from validator.reading.cells import Grid, Value
from validator.reading.headers import (
    SEARCHED_ROWS,
    Headers,
    find_headers,
    match_names,
    plain,
    resembles,
)
from validator.reading.kinds import FileKind, kind_of
from validator.reading.merges import NOT_SPREAD
from validator.reading.numbers import column_letters
from validator.reading.package import look_into
from validator.reading.percentages import percentages, signed
from validator.reading.sheet_part import Found


@dataclass
class SheetRows:
    """The rows of one sheet of the form."""

    kind: SheetKind
    name: str  #: in the workbook
    columns: list[str]  #: key of the form, or the heading of a column that the form lacks
    heads: list[str]  #: headings as they are written
    rows: list[tuple[int, list[Value]]]  #: 1-based row and its values
    header_row: int  #: 1-based
    places: list[int]  #: 0-based column of each


def tables_of(
    form: Form,
    grids: Mapping[str, Grid],
    *,
    keep_strange: bool,
) -> dict[SheetKind, SheetRows]:
    """The tables that are found, by the sheet of the form that each is.

    Args:
        form: what the workbook is of.
        grids: all cells, by the names of their sheets.
        keep_strange: whether columns that the form lacks are kept.
    """
    named = {SheetKind(kind): name for kind, name in match_names(form.sheets, list(grids)).items()}
    found: dict[SheetKind, SheetRows] = {}
    for sheet in form.sheets:
        candidates = [named[sheet.kind]] if sheet.kind in named else [
            name for name in grids if name not in named.values()
        ]  # fmt: skip
        for name in candidates:
            rows = _rows(sheet, name, grids[name], keep_strange=keep_strange)
            if rows is not None and (sheet.kind in named or _resembles(sheet, rows)):
                found[sheet.kind] = rows
                named[sheet.kind] = name
                break
    return found


def keep_percent_signs(path: Path, sheets: Mapping[SheetKind, SheetRows]) -> None:
    """Write percentages as their cells show them: a batch keeps values, but no formats.

    Which form a workbook without our stamp is of is not known yet: any form's column counts.
    """
    for rows in sheets.values():
        wanted = {
            column_letters(place): number
            for number, (place, head) in enumerate(zip(rows.places, rows.heads, strict=True))
            if plain(head) in _percent_headings()
        }
        if not wanted:
            continue
        found = kind_of(path)
        package = look_into(path) if found is FileKind.XLSX else None
        known = package.sheets.get(rows.name) if package else None
        part = known.name if known else rows.name
        shown = percentages(path, found, part, wanted) if isinstance(found, FileKind) else {}
        for letter, cells in shown.items():
            for row, values in rows.rows:
                if row in cells:
                    values[wanted[letter]] = signed(str(values[wanted[letter]]))


def spread(
    form: Form, sheets: Mapping[SheetKind, SheetRows], found_in: Callable[[str], Found | None]
) -> None:
    """Give every row of a merged cell its value: a batch has no merged cells."""
    for kind, rows in sheets.items():
        found, sheet = found_in(rows.name), form.sheet(kind)
        if found is None or not found.merged or sheet is None:
            continue
        summed = {column.key for column in sheet.inputs if column.type in NOT_SPREAD}
        places = {
            column_letters(place): number
            for number, (place, key) in enumerate(zip(rows.places, rows.columns, strict=True))
            if key not in summed
        }
        by_row = dict(rows.rows)
        for first, top, last, bottom in found.merged:
            if first != last or first not in places or top not in by_row:
                continue
            for row in by_row.keys() & set(range(top + 1, bottom + 1)):
                by_row[row][places[first]] = by_row[top][places[first]]


@cache
def _percent_headings() -> frozenset[str]:
    """The headings of percentages in any form, without what people vary."""
    return frozenset(
        plain(name)
        for form in forms().values()
        for sheet in form.sheets
        for column in sheet.inputs
        if column.type is ColumnType.PERCENT
        for name in (column.header, *column.aliases)
    )


def _resembles(sheet: Sheet, rows: SheetRows) -> bool:
    positions = {key: place for place, key in enumerate(rows.columns)}
    return resembles(sheet, Headers(0, positions, {}, ()))


def _rows(
    sheet: Sheet,
    name: str,
    grid: Grid,
    *,
    keep_strange: bool,
) -> SheetRows | None:
    top = [tuple(map(original, row)) for row in grid[:SEARCHED_ROWS]]
    headers = find_headers(sheet, top)
    if headers is None:
        return None
    heads = list(top[headers.row])
    keys = {position: key for key, position in headers.positions.items()}
    places = sorted(keys)
    if keep_strange:
        places = sorted({*places, *(at for at, head in enumerate(heads) if head)})
    # Two columns of the same heading are told apart by their place.
    columns: list[str] = []
    for place in places:
        column = keys.get(place) or str(heads[place])
        columns.append(column if column not in columns else f"{column}（第 {place + 1} 列）")
    rows = []
    for number, cells in enumerate(grid[headers.row + 1 :], headers.row + 2):
        values = [cells[place] if place < len(cells) else None for place in places]
        if any(value not in ("", None) for value in values):
            rows.append((number, values))
    own_heads = [original(grid[headers.row][place]) for place in places]
    return SheetRows(sheet.kind, name, columns, own_heads, rows, headers.row + 1, places)


def original(cell: Value) -> str:
    """A cell's value as text."""
    return "" if cell is None else str(cell)
