"""Leaves out rows at the end of a sheet that differ in their number alone and hold nothing.

A template has rows for 500 people and 3,000 payments. Those that nobody has filled in hold formats,
and formulas that come to nothing. Of several such rows one under another the last stays, so that
whoever looks at the text finds the same columns with formulas, down to the same rows. What the
reader makes of that row, it would have made of those that were left out.
"""

import re
import sys
from functools import lru_cache
from typing import NamedTuple

import polars as pl

_END, _BEGIN, _OWN = b"</row>", b'<row r="', b"\0"

#: A cell without a value, in a row whose number was taken out. Formulas may have their texts.
#: What a program has computed to an empty text says so by its type.
_FORMULA = rb'<f(?: [^<>\0]*)?(?:/>|></f>)|<f(?: aca="false")?>[^<]+</f>'
_CELL = (
    rb'<c(?: r="[A-Z]{1,3}\0")?(?: s="[0-9]{1,6}")?(?: t="(?:n|str)")?'
    rb"(?:/>|>(?:%b)?(?:<v></v>|<v/>)?</c>)" % _FORMULA
)
_ROW = re.compile(rb'<row r="\0"[^<>\0]*>(?:%b)*+</row>' % _CELL)

#: A number at the end of an address, or of a row.
_NUMBER = re.compile(rb'( r="[A-Z]{0,3})([0-9]+)(?=")')

_EMPTY_TEXT = b' t="str"'

#: More runs of such rows are no rows that a program has made ready to be filled in.
_RUNS = 16

#: So many rows are made and compared at a time; those of a shape of no more bytes are kept.
_TOGETHER, _SHORT = 20, 1 << 12

#: So many rows less are worth putting the others together again.
_WORTH = 32


class Shortened(NamedTuple):
    """A sheet's part without rows that are alike."""

    text: bytes
    #: First and last row of each run of which the last stayed, and may be no blank one to the
    #: reader; in their order.
    filled: tuple[tuple[int, int], ...] = ()

    def restored(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The cells of the whole sheet: rows that were left out are again as the last of their run.

        Args:
            frame: the cells of `text`; row 0 is row 1 of the sheet.
        """
        places, done = [pl.Series(dtype=pl.Int64)], 0
        for first, last in self.filled:
            if last > frame.height:  # the reader takes it for blank, too
                break
            places.append(pl.int_range(done, first - 1, eager=True))
            places.append(pl.repeat(last - 1, last - first, dtype=pl.Int64, eager=True))
            done = last - 1
        if not done:
            return frame
        return frame[pl.concat([*places, pl.int_range(done, frame.height, eager=True)])]


def without_alike(content: bytes) -> Shortened:
    """A sheet's part without the rows at its end that hold nothing and are like the one behind.

    Args:
        content: the part.

    Returns:
        The part as it is where there are hardly any such rows.
    """
    behind = end = content.rfind(_END) + len(_END)
    kept: list[bytes] = []
    filled: list[tuple[int, int]] = []
    below, left_out = sys.maxsize, 0
    # Of most sheets already the last row is filled in, or one soon before it.
    while len(kept) < _RUNS:
        begin = max(content.rfind(_BEGIN, 0, end), 0)
        row = content[begin:end]
        number, shape = _number(row), _shape(row)
        if shape is None or number >= below:
            break
        end, below = _run(content, begin, number, shape)
        left_out += number - below
        kept.append(row)
        if _EMPTY_TEXT in row:  # an empty text is no blank cell
            filled.append((below, number))
    if left_out < _WORTH:
        return Shortened(content)
    text = b"".join((content[:end], *reversed(kept), content[behind:]))
    return Shortened(text, tuple(reversed(filled)))


def _run(content: bytes, begin: int, number: int, shape: bytes) -> tuple[int, int]:
    """Where rows begin that are alike and numbered one by one, and the first one's number.

    Args:
        content: the part.
        begin: where the last of them begins.
        number: its number.
        shape: what they are but for their numbers.
    """
    made = _kept_rows if len(shape) <= _SHORT else _rows
    while number > 1:
        # To make such rows and compare all of them takes less time than to look at each.
        first = max((number - 1) // _TOGETHER * _TOGETHER, 1)
        rows = made(shape, first, number - 1)
        if not content.endswith(rows, 0, begin):
            break
        begin, number = begin - len(rows), first
    while number > 1 and content.endswith(row := _rows(shape, number - 1, number - 1), 0, begin):
        begin, number = begin - len(row), number - 1
    return begin, number


def _rows(shape: bytes, first: int, last: int) -> bytes:
    """Rows that are like a shape but for their numbers."""
    between = shape.split(_OWN)
    return b"".join([(b"%d" % own).join(between) for own in range(first, last + 1)])


#: The copies of one template have the same rows.
_kept_rows = lru_cache(maxsize=200)(_rows)


def _number(row: bytes) -> int:
    """The number that a row begins with; 0 where it does not."""
    written = row[len(_BEGIN) : row.find(b'"', len(_BEGIN))] if row.startswith(_BEGIN) else b""
    return int(written) if written.isdigit() else 0


def _shape(row: bytes) -> bytes | None:
    """A row without its number; None where it holds a value, or is not written as usual."""
    number = b"%d" % _number(row)

    def own(found: re.Match[bytes]) -> bytes:
        return found[1] + _OWN if found[2] == number else found[0]

    shape = _NUMBER.sub(own, row)
    return shape if _ROW.fullmatch(shape) else None
