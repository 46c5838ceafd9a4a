"""Opens a workbook, finds the sheets of a form in it, and reads each once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import polars as pl

from claimcheck.forms import ColumnType, Form, Sheet, SheetKind
from validator.reading.convert import UNREAD, convert
from validator.reading.headers import (
    SEARCHED_ROWS,
    Headers,
    find_headers,
    match_names,
    resembles,
)
from validator.reading.numbers import column_letters, stored_as_numbers
from validator.reading.opening import UnreadableError, guarded, open_reader

if TYPE_CHECKING:
    from fastexcel import ExcelReader

#: Lines below a table that are no rows of it.
_NOTE = (
    r"^(合计|总计|小计|本页|制表|填表|审核|经办|复核|单位负责人|负责人|法定代表人|签字|盖章"
    r"|单位[（(]盖章|日期[:：]|注[:：]|说明[:：]|备注[:：])"
)


_Found: TypeAlias = tuple[Sheet, str, Headers | None]


@dataclass
class SheetRead:
    """One sheet as it was read."""

    sheet: Sheet
    name: str  #: the sheet's name in the workbook
    headers: Headers | None  #: None where no header row was found
    frame: pl.DataFrame  #: normal form, with `row`, the 1-based row of the sheet
    letters: dict[str, str] = field(default_factory=dict)  #: key → the column's letters
    cells: int = 0  #: cells that were looked at

    @property
    def missing(self) -> list[str]:
        """The keys of required columns that the sheet lacks."""
        present = self.headers.positions if self.headers else {}
        return [
            column.key
            for column in self.sheet.inputs
            if column.required and column.key not in present
        ]


@dataclass
class WorkbookRead:
    """A workbook as it was read: its form and the sheets found."""

    form: Form
    names: tuple[str, ...]  #: of all its sheets
    sheets: dict[SheetKind, SheetRead]


def empty_frame(sheet: Sheet) -> pl.DataFrame:
    """The frame of a sheet without rows."""
    return _normal(sheet, pl.DataFrame(schema={"row": pl.Int64()}))


def read_workbook(
    path: Path, forms: dict[str, Form], progress: Callable[[str], None]
) -> WorkbookRead:
    """Read the sheets of a form from a workbook.

    Args:
        path: the file; it is only read.
        forms: the forms it may be.
        progress: told in Chinese which sheet is being read.

    Raises:
        UnreadableError: damaged, encrypted, empty, or no workbook at all.
    """
    reader = open_reader(path)
    names = [str(name) for name in guarded(lambda: reader.sheet_names, path)]
    if not names:
        raise UnreadableError("文件中没有工作表。请用 Excel 或 WPS 打开后另存为 .xlsx 再交。")
    loaded: dict[str, pl.DataFrame] = {}
    hidden: set[str] = set()

    def load(name: str) -> pl.DataFrame:
        if name not in loaded:
            progress(name)
            loaded[name], visible = guarded(lambda: _load(reader, name), path)
            if not visible:
                hidden.add(name)
        return loaded[name]

    form, named = _choose_form(forms, names)
    found = {kind: _recognise(form, kind, name, load) for kind, name in named.items()}
    for kind in [sheet.kind for sheet in form.sheets if sheet.kind not in found]:
        others = [name for name in names if name not in named.values()]
        other = _by_headers(form, kind, others, load, hidden)
        if other is not None:
            found[kind] = other
            named[kind] = other[1]
    sheets = {}
    for kind, (sheet, name, headers) in found.items():
        sheets[kind] = _read_sheet(path, sheet, name, headers, loaded.pop(name))
    return WorkbookRead(form, tuple(names), sheets)


def _load(reader: "ExcelReader", name: str) -> tuple[pl.DataFrame, bool]:
    """All cells of a sheet as text, and whether it is visible.

    Row 0 of the frame is row 1 of the sheet.
    """
    sheet = reader.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
    frame: pl.DataFrame = sheet.to_polars()
    # Leading empty columns are left out by the reader: name columns by their true letters.
    frame.columns = [column_letters(info.absolute_index) for info in sheet.selected_columns]
    return frame, sheet.visible == "visible"


def _choose_form(forms: dict[str, Form], names: list[str]) -> tuple[Form, dict[SheetKind, str]]:
    """The form most of whose sheets are there by name."""
    matches = [(form, match_names(form, names)) for form in forms.values()]
    form, found = max(matches, key=lambda match: len(match[1]) / len(match[0].sheets))
    return form, {SheetKind(kind): name for kind, name in found.items()}


def _top(frame: pl.DataFrame) -> list[tuple[str | None, ...]]:
    return frame.head(SEARCHED_ROWS).rows()


def _recognise(
    form: Form, kind: SheetKind, name: str, load: Callable[[str], pl.DataFrame]
) -> _Found:
    sheet = form.sheet(kind)
    assert sheet is not None  # noqa: S101 - the kind came from the form
    return sheet, name, find_headers(sheet, _top(load(name)))


def _by_headers(
    form: Form,
    kind: SheetKind,
    names: list[str],
    load: Callable[[str], pl.DataFrame],
    hidden: set[str],
) -> _Found | None:
    """A sheet under another name whose headings show what it is; never a hidden one."""
    best: _Found | None = None
    for name in names:
        sheet, _, headers = _recognise(form, kind, name, load)
        if name in hidden or headers is None or not resembles(sheet, headers):
            continue
        if best is None or best[2] is None or len(headers.positions) > len(best[2].positions):
            best = (sheet, name, headers)
    return best


def _read_sheet(
    path: Path, sheet: Sheet, name: str, headers: Headers | None, raw: pl.DataFrame
) -> SheetRead:
    if headers is None:
        return SheetRead(sheet, name, None, empty_frame(sheet))
    letters = {key: raw.columns[place] for key, place in headers.positions.items()}
    trimmed = (
        raw.with_row_index("row", offset=1)
        .slice(headers.row + 1)
        .select(
            pl.col("row").cast(pl.Int64),
            *(
                pl.col(letter).str.strip_chars().replace("", None).alias(key)
                for key, letter in letters.items()
            ),
        )
        .filter(_is_row(sheet, list(letters)))
    )
    # The file is searched for number cells while the columns are converted.
    with ThreadPoolExecutor(1) as beside:
        searches = {
            column.key: beside.submit(
                stored_as_numbers,
                path,
                name,
                trimmed["row"],
                trimmed[column.key],
                letters[column.key],
            )
            for column in sheet.inputs
            if column.type is ColumnType.ID_NUMBER and column.key in letters
        }
        frame = _normal(sheet, trimmed)
        for key, search in searches.items():
            frame = _without_numbers(frame, key, search.result())
    return SheetRead(sheet, name, headers, frame, letters, frame.height * len(letters))


def _without_numbers(frame: pl.DataFrame, key: str, rows: set[int]) -> pl.DataFrame:
    """Move ID numbers that are number cells out of the column: they are not to be trusted."""
    if not rows:
        return frame
    number = pl.col("row").is_in(list(rows))
    return frame.with_columns(
        pl.when(~number).then(pl.col(key)).alias(key),
        pl.when(number).then(pl.col(key)).alias(key + UNREAD),
    )


def _normal(sheet: Sheet, trimmed: pl.DataFrame) -> pl.DataFrame:
    """All columns of a sheet in normal form, in the form's order; absent ones empty."""
    columns = [trimmed["row"]]
    for column in sheet.inputs:
        absent = pl.Series([None], dtype=pl.String).new_from_index(0, trimmed.height)
        columns += convert(trimmed.get_column(column.key, default=absent), column)
    return pl.DataFrame(columns)


def _is_row(sheet: Sheet, keys: list[str]) -> pl.Expr:
    """A row of the table: not blank, and no line of totals or signatures below it."""
    required = [c.key for c in sheet.inputs if c.required and c.key in keys]
    blank = pl.all_horizontal(pl.col(key).is_null() for key in keys)
    filled = pl.sum_horizontal(pl.col(key).is_not_null() for key in required)
    note = pl.any_horizontal(pl.col(key).str.contains(_NOTE).fill_null(value=False) for key in keys)
    return ~blank & ~((filled * 2 < len(required)) & note)
