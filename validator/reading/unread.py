"""What of an applicant's workbook a batch would lose without a word: such a workbook is refused.

`validate` names the same as findings; a batch has no place for them.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

import polars as pl

from claimcheck.forms import Form, SheetKind, forms
from claimcheck.policy import rules
from validator.reading import oddities
from validator.reading.cells import Grid, Value
from validator.reading.further import further_sheets
from validator.reading.headers import find_headers
from validator.reading.kinds import FileKind, kind_of
from validator.reading.merges import look_elsewhere
from validator.reading.numbers import column_index, column_letters
from validator.reading.package import look_into
from validator.reading.recognise import SheetSource, recognise
from validator.reading.rows import table_rows
from validator.reading.sheet_look import look_through
from validator.reading.sheet_part import Found


def source_of(path: Path, names: list[str], grids: Mapping[str, Grid]) -> SheetSource:
    """A workbook's typed cells as texts, each sheet turned when it is first asked for."""
    package = look_into(path) if kind_of(path) is FileKind.XLSX else None
    hidden = {name for name, part in package.sheets.items() if part.hidden} if package else set()
    frames: dict[str, pl.DataFrame] = {}

    def load(name: str) -> pl.DataFrame:
        if name not in frames:
            frames[name] = _texts(grids.get(name, []))
        return frames[name]

    return SheetSource([name for name in names if name in grids], load, hidden.__contains__)


def form_of(source: SheetSource) -> Form | None:
    """The form of a workbook by its measures and headings, as `validate` finds it."""
    types = {rule.id: rule.measure.type for rule in rules().values()}
    known = recognise(source, forms(), types)
    return None if known is None else known.form


def lost(
    form: Form,
    source: SheetSource,
    names: Mapping[SheetKind, str],
    found_in: Callable[[str], Found | None],
) -> str:
    """What would be lost, and what to do, in Chinese; empty where nothing would be.

    Args:
        form: the workbook's form.
        source: its sheets.
        names: which of them is which of the form.
        found_in: what the look into a sheet found.
    """
    known = {
        kind: (sheet, name, find_headers(sheet, source.top(name), ten_thousands=True))
        for kind, name in names.items()
        if (sheet := form.sheet(kind)) is not None
    }
    for one in further_sheets(source, known):
        if one.sure:
            return f"{one.what}。{one.fix}"
    for sheet, name, headers in known.values():
        if headers is None:
            continue
        raw = source.load(name)
        letters = {key: raw.columns[place] for key, place in headers.positions.items()}
        cut = table_rows(sheet, headers, letters, raw)
        said = [
            *oddities.unread_blocks(
                name, headers, min(letters.values(), key=column_index), cut.unread
            )
        ]
        found = found_in(name)
        if found is not None:
            said += oddities.without_value(sheet, name, headers, raw, cut.rows["row"], found)
        for odd in said:
            if odd.severity != "warning":
                return f"{name}：{odd.what}。{odd.fix}"
    return ""


def found_of(path: Path, name: str) -> Found | None:
    """What the look into a sheet of a workbook finds; None where there is nothing to look into."""
    kind = kind_of(path)
    if kind is FileKind.XLSX:
        package = look_into(path)
        return None if package is None else look_through(package, name)
    return look_elsewhere(path, kind, name) if isinstance(kind, FileKind) else None


def _texts(grid: Grid) -> pl.DataFrame:
    wide = max(map(len, grid), default=0)
    columns = {
        column_letters(place): pl.Series(
            [_text(row[place]) if place < len(row) else None for row in grid], dtype=pl.String
        )
        for place in range(wide)
    }
    return pl.DataFrame(columns)


def _text(value: Value) -> str | None:
    if value is None or value == "":
        return None
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
