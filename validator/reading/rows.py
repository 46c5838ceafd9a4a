"""Which rows of a sheet are rows of its table, and what stands below the table instead."""

import re
from functools import lru_cache
from typing import NamedTuple

import polars as pl

from claimcheck.forms import Sheet
from validator.reading.ditto import MARK, with_dittos
from validator.reading.headers import Headers
from validator.reading.origin import origin_of
from validator.reading.repeated import Repeated, UnreadBlock, headings_of, repeated_headings
from validator.reading.table_look import look_at
from validator.reading.together import Asking, answered

#: Lines below a table that are no rows of it.
NOTE = (
    r"^(合\s*计|总\s*计|小\s*计|本页|承上页|过次页|制表|填表|审核|经办|复核|单位负责人|负责人"
    r"|法定代表人|签字|盖章|单位[（(]盖章|日期[:：]|注[:：]|说明[:：]|备注[:：])"
)

#: A line of sums, whatever else it holds: how many people, how much; but nobody's number.
_TOTAL = r"^(本页|本月|本期|全年|本单位)?[合总小共]\s*计\s*[:：]?$"

#: The same with words before: 马龙小计, 1-7月合计. A payment may be for such a thing too.
_TOTAL_OF = r"^.{1,12}[合总小共]\s*计\s*[:：]?$"

#: What a cell has that may make its row one of these, in any of its lines.
_MAY_BE_NOTE = f"(?m)(?:{NOTE}|{_TOTAL}|{_TOTAL_OF})"

#: What else a cell may be as a whole that makes it no ordinary one.
_SPECIAL = tuple(pattern[1:-1] for pattern in (_TOTAL, _TOTAL_OF, MARK))

#: What has white space around it, or nothing in it.
_RAGGED = r"^\s|\s$|^$"

#: So many of the last rows may be something else than rows of the table.
_LAST = 50

#: What a row below the table must hold to be somebody all the same.
_NUMBER = re.compile(r"\d{14}")
_A_NAME = re.compile(r"[\u4e00-\u9fff·•．]{2,4}")


class TableRows(NamedTuple):
    """What was cut out of a sheet."""

    rows: pl.DataFrame  #: `row` and the columns by their keys, text trimmed, blanks null
    below: dict[int, str]  #: left out below the table: row → the key of its first cell
    unread: list[UnreadBlock]  #: left out under other headings inside the table


def table_rows(
    sheet: Sheet, headers: Headers, letters: dict[str, str], raw: pl.DataFrame
) -> TableRows:
    """Cut the table out of a sheet. For arguments see `cut_out`."""
    return answered(cut_out(sheet, headers, letters, raw))


def cut_out(
    sheet: Sheet, headers: Headers, letters: dict[str, str], raw: pl.DataFrame
) -> Asking[TableRows]:
    """Cut the table out of a sheet.

    Args:
        sheet: the form's sheet.
        headers: its headings.
        letters: key → the column's letters.
        raw: all cells as text; columns named by letters, row 0 is row 1 of the sheet.
    """
    keys = list(letters)
    columns = dict(zip(raw.columns, raw.get_columns(), strict=True))
    cells = pl.DataFrame([columns[letter].alias(key) for key, letter in letters.items()])
    cells = cells.slice(headers.row + 1)
    headings = _patterns(frozenset(headings_of(sheet, headers)))
    look = yield from look_at(cells, [NOTE[1:]], [*_SPECIAL, *headings])
    if not look.tidy:
        cells = _trimmed(cells)
    first = headers.row + 2
    places = pl.int_range(first, first + cells.height, eager=True).alias("row")
    rows = cells.insert_column(0, places)
    if not look.filled.all():
        rows = rows.filter(look.filled)
    again = Repeated()
    if look.special:
        again = repeated_headings(sheet, headers, rows, raw)
        rows = _without_notes(sheet, keys, rows)
    if left_out := _left_out(again):
        rows = rows.filter(~pl.col("row").is_in(left_out))
    below = _below(sheet, keys, rows)
    rows = rows.filter(~pl.col("row").is_in(list(below))) if below else rows
    origin = origin_of(headers, raw, rows["row"])
    files = None if origin is None else origin["file"]
    if look.special:
        rows = with_dittos(sheet, rows, files)
    return TableRows(rows, below, again.others)


@lru_cache(maxsize=256)
def _patterns(headings: frozenset[str]) -> tuple[str, ...]:
    """Headings as patterns; in one order, so that the engine need not build them anew."""
    return tuple(map(pl.escape_regex, sorted(headings)))


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    """All texts trimmed, blanks null.

    A column of which every text is so already is not copied, as that of a large sheet is.
    """
    ragged = cells.select(pl.all().str.contains(_RAGGED).any()).row(0)
    return cells.with_columns(
        pl.col(key).str.strip_chars().replace("", None)
        for key, is_ragged in zip(cells.columns, ragged, strict=True)
        if is_ragged
    )


def _left_out(again: Repeated) -> list[int]:
    unread = (range(block.first, block.last + 1) for block in again.others)
    return sorted({*again.headings, *again.titles, *(row for rows in unread for row in rows)})


def _without_notes(sheet: Sheet, keys: list[str], rows: pl.DataFrame) -> pl.DataFrame:
    """Leave out what is no row of the table: lines of totals and of signatures.

    One look tells which few rows must be looked at closely.
    """
    said = pl.any_horizontal(pl.col(keys).str.contains(_MAY_BE_NOTE))
    doubtful = rows.filter(said)
    if doubtful.is_empty():
        return rows
    notes = doubtful.filter(_is_note(sheet, keys))["row"]
    return rows.filter(~pl.col("row").is_in(notes.implode()))


def _is_note(sheet: Sheet, keys: list[str]) -> pl.Expr:
    """A line of totals or signatures."""
    columns = [column for column in sheet.inputs if column.key in keys]
    required = [column.key for column in columns if column.required]
    filled = pl.sum_horizontal(pl.col(key).is_not_null() for key in required)
    texts = pl.sum_horizontal(pl.col(key).is_not_null() for key in keys)
    notes = pl.sum_horizontal(pl.col(key).str.contains(NOTE).fill_null(value=False) for key in keys)
    total = _any(keys, _TOTAL)
    somebody = _any(keys, _NUMBER.pattern)
    of_notes = (notes > 0) & ((filled * 2 < len(required)) | (notes * 2 >= texts))
    return of_notes | (
        (total | (_any(keys, _TOTAL_OF) & (filled * 2 <= len(required)))) & ~somebody
    )


def _any(keys: list[str], pattern: str) -> pl.Expr:
    return pl.any_horizontal(
        pl.col(key).str.contains(pattern).fill_null(value=False) for key in keys
    )


def _below(sheet: Sheet, keys: list[str], rows: pl.DataFrame) -> dict[int, str]:
    """Single cells that stand below the table, such as a remark or a sum without a word.

    Such a row fills less than a third of the required columns and comes after the last row
    that fills more. It is no row of the table where a gap or a line of totals is between, or
    where it holds one cell only; but a person's number always makes it one, and so does a name
    directly below the table.
    """
    required = [column.key for column in sheet.inputs if column.required and column.key in keys]
    last = rows.tail(_LAST)
    # Of nearly every sheet the very last row is one of the table.
    if last.is_empty() or _is_solid(last.row(-1, named=True), required):
        return {}
    solid = [_is_solid(cells, required) for cells in last.iter_rows(named=True)]
    if not any(solid):
        return {}
    end = len(solid) - 1 - solid[::-1].index(True)
    found: dict[int, str] = {}
    before = last["row"][end]
    for cells in last.slice(end + 1).iter_rows(named=True):
        given = {key: cells[key] for key in keys if cells[key] is not None}
        apart = cells["row"] > before + 1
        if not _may_be_somebody(given, apart=apart) and (apart or len(given) == 1):
            found[cells["row"]] = next(iter(given))
        else:
            before = cells["row"]
    return found


def _is_solid(cells: dict[str, object], required: list[str]) -> bool:
    """Whether a row fills at least a third of the required columns."""
    return sum(cells[key] is not None for key in required) * 3 >= len(required)


def _may_be_somebody(given: dict[str, str], *, apart: bool) -> bool:
    if any(_NUMBER.search(text) for text in given.values()):
        return True
    return not apart and _A_NAME.fullmatch(given.get("name", "")) is not None
