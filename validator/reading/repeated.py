"""Headings that stand again inside a table: firms one under another, or strips of pay."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import polars as pl

from claimcheck.forms import Sheet
from validator.reading.headers import Headers, match_row, names_of, plain

#: So many rows above repeated headings may be their title; a title fills so few cells.
_TITLE_ROWS, _TITLE_CELLS = 4, 3
#: So many cells of a row that say what headings say make it doubtful.
_HEADINGS = 2

_SOMEBODY = re.compile(r"\d{14}")
_A_NAME = re.compile(r"[\u4e00-\u9fff·•．]{2,4}")


@dataclass(frozen=True)
class UnreadBlock:
    """Rows under headings that stand in another order than those at the top; from 1."""

    headings: int
    first: int
    last: int


@dataclass
class Repeated:
    """What headings inside a table do to its rows; all rows from 1."""

    headings: set[int] = field(default_factory=set)
    titles: set[int] = field(default_factory=set)  #: directly above headings: the firm's name
    others: list[UnreadBlock] = field(default_factory=list)


def repeated_headings(
    sheet: Sheet, headers: Headers, rows: pl.DataFrame, raw: pl.DataFrame
) -> Repeated:
    """Find headings below the headings.

    Those with the same columns separate the rows and say nothing more. Under those with other
    columns nothing can be read: every address would name another column than its finding.

    Args:
        sheet: the form's sheet.
        headers: its headings.
        rows: all rows below them: `row`, from 1, and the columns by their keys, text trimmed.
        raw: all cells as text; columns named by letters, row 0 is row 1 of the sheet.
    """
    found = Repeated()
    own = [_tidy(cells) for cells in raw.slice(max(headers.row - 1, 0), 2).rows()]
    starts: list[tuple[int, bool]] = []
    seen: dict[tuple[str | None, ...], bool | None] = {}
    for row in _candidates(sheet, headers, rows):
        cells = raw.row(row)
        if cells not in seen:
            seen[cells] = _same_columns(sheet, headers, own, cells)
        same = seen[cells]
        if same is None:
            continue
        starts.append((row, same))
        found.headings.add(row + 1)
        # Of two rows of headings the lower one holds only parts: 起, 止.
        if row + 1 < raw.height and _tidy(raw.row(row + 1)) in own:
            found.headings.add(row + 2)
        found.titles |= _titles(headers, raw, row)
    for (row, same), (end, _) in pairwise([*starts, (raw.height, True)]):
        if not same:
            last = end
            while last > row + 1 and (last in found.titles or not any(_tidy(raw.row(last - 1)))):
                last -= 1
            if last > row + 1:
                found.others.append(UnreadBlock(row + 1, row + 2, last))
    return found


def headings_of(sheet: Sheet, headers: Headers) -> set[str]:
    """All that a heading of a sheet may say, as the form writes it and as the file does."""
    known = {text for text in headers.texts.values() if text}
    for column in sheet.inputs:
        known |= {column.header, *column.aliases}
    return known


def _candidates(sheet: Sheet, headers: Headers, rows: pl.DataFrame) -> list[int]:
    """0-based rows below the headings of which two cells and more are headings."""
    heads = pl.Series(sorted(headings_of(sheet, headers))).implode()
    is_head = pl.exclude("row").is_in(heads)
    # Hardly any sheet has headings below its own: then one look over each column is enough.
    if rows.is_empty() or sum(filter(None, rows.select(is_head.any()).row(0))) < _HEADINGS:
        return []
    again = pl.sum_horizontal(is_head.fill_null(value=False)) >= _HEADINGS
    return [row - 1 for row in rows.filter(again)["row"]]


def _same_columns(
    sheet: Sheet,
    headers: Headers,
    own: Sequence[tuple[str, ...]],
    cells: tuple[str | None, ...],
) -> bool | None:
    """Whether a row of headings has the columns of the first one; None where it is a row."""
    tidy = _tidy(cells)
    if tidy in own:
        return True
    again = match_row(names_of(sheet), cells)
    filled = sum(bool(text) for text in tidy)
    if len(again.positions) < 2 or len(again.positions) * 2 < filled:
        return None
    for key, place in again.positions.items():
        places = (headers.positions.get(key), *headers.doubles.get(key, ()))
        if place not in places:
            return False
    # A heading that means nothing to us over one of our columns means another column.
    at = set(again.positions.values()) | {p for ps in again.doubles.values() for p in ps}
    return not any(tidy[place] and place not in at for place in headers.positions.values())


def _titles(headers: Headers, raw: pl.DataFrame, row: int) -> set[int]:
    """The rows directly above headings that hold a title and nobody; from 1."""
    found: set[int] = set()
    for above in range(row - 1, max(headers.row, row - 1 - _TITLE_ROWS), -1):
        cells = _tidy(raw.row(above))
        texts = [cells[place] for place in headers.positions.values() if cells[place]]
        name = headers.positions.get("name")
        if (
            len(texts) > _TITLE_CELLS
            or any(_SOMEBODY.search(text) for text in texts)
            or (name is not None and _A_NAME.fullmatch(cells[name]))
        ):
            break
        found.add(above + 1)
    return found


def _tidy(cells: Sequence[str | None]) -> tuple[str, ...]:
    return tuple(plain(text) if text else "" for text in cells)
