"""What the rows of a table are like, by some of them: which cells they have, and what is around.

A program that writes a table writes row after row the same way, but for the number of the row and
what the cells hold.
"""

import re
from collections import Counter
from enum import Enum
from typing import NamedTuple

import polars as pl

from validator.reading.numbers import column_index

#: Rows by which it is judged what rows of a piece are like, one in how many of them must be like
#: one for that, and how many kinds of rows there may be.
_SAMPLE, _OFTEN, _KINDS = 50, 10, 4

_ROW = re.compile(r'<row r="([1-9][0-9]{0,6})"[^<>]*>')
_CELL = re.compile(r'<c r="([A-Z]{1,3})([0-9]{1,7})("[^<>]*?)(?:(/>)|>(.*?)</c>)', re.DOTALL)
_UNTYPED = r'"(?: (?!t=|r=)[a-z]+="[A-Za-z0-9]*")*'
_BLANK = re.compile(_UNTYPED)
_NUMBER = re.compile(f'{_UNTYPED}(?: t="n")?')
_TEXT = re.compile(f'{_UNTYPED} t="inlineStr"')
_SHARED = re.compile(f'{_UNTYPED} t="s"')
_INLINE = re.compile(r'(<is><t(?: xml:space="preserve")?>)[^<>]*</t></is>')
_VALUE = re.compile(r"<v>[^<>]*</v>")


class CellKind(Enum):
    """What a cell holds between what all cells of its column have around it."""

    TEXT = "a text"
    SHARED = "a place in the table of shared texts"
    NUMBER = "a number"
    OTHER = "all but its address"


class RowCell(NamedTuple):
    """A filled cell of a row, with the blank ones in front of it."""

    letters: str
    before: tuple[str, ...]  #: up to what it holds; between them stands the row's number
    kind: CellKind
    after: str  #: from there to its end


class RowShape(NamedTuple):
    """What rows are like but for their tags."""

    cells: tuple[RowCell, ...]
    behind: tuple[str, ...]  #: blank cells at the end; between them stands the row's number


def shapes_of(lines: pl.Series) -> list[RowShape]:
    """What most rows are like, the most frequent first.

    Args:
        lines: rows, each from its tag on without its end.
    """
    sample = lines.gather_every(max(lines.len() // _SAMPLE, 1)).head(_SAMPLE).to_list()
    shapes = Counter(filter(None, map(_shape, sample)))
    return [shape for shape, count in shapes.most_common(_KINDS) if count * _OFTEN >= len(sample)]


def _shape(line: str) -> RowShape | None:
    """What a row is like; None where it is not written as common programs write it."""
    tag = _ROW.match(line)
    assert tag is not None  # noqa: S101 - it has a number
    place, last = tag.end(), -1
    cells, around = list[RowCell](), [""]
    while place < len(line):
        cell = _CELL.match(line, place)
        if cell is None or cell[2] != tag[1] or column_index(cell[1]) <= last:
            return None
        place, last = cell.end(), column_index(cell[1])
        around[-1] += f'<c r="{cell[1]}'
        if cell[4]:
            if not _BLANK.fullmatch(cell[3]):
                return None
            around.append(f"{cell[3]}/>")
        else:
            opening, kind, after = _kind(cell[3], cell[5])
            cells.append(RowCell(cell[1], (*around, opening), kind, after))
            around = [""]
    return RowShape(tuple(cells), tuple(around)) if cells else None


def _kind(attributes: str, content: str) -> tuple[str, CellKind, str]:
    """What stands before what a cell holds, what that is, and what stands behind it."""
    text = _INLINE.fullmatch(content)
    if text and _TEXT.fullmatch(attributes):
        return f"{attributes}>{text[1]}", CellKind.TEXT, "</t></is>"
    if _VALUE.fullmatch(content):
        if _SHARED.fullmatch(attributes):
            return f"{attributes}><v>", CellKind.SHARED, "</v>"
        if _NUMBER.fullmatch(attributes):
            return f"{attributes}><v>", CellKind.NUMBER, "</v>"
    return "", CellKind.OTHER, ""
