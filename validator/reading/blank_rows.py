"""Leaves out rows at the end of a sheet that differ in their number alone and hold nothing.

A template has rows for 500 people and 3,000 payments. Those that nobody has filled in hold formats,
and formulas that come to nothing. Of several such rows one under another the last stays, so that
whoever looks at the text finds the same columns with formulas, down to the same rows.
"""

import re
import sys
from typing import NamedTuple

_END, _BEGIN, _OWN = b"</row>", b'<row r="', b"\0"

#: A cell without a value, in a row whose number was taken out. Formulas have lost their texts.
#: What a program has computed to an empty text says so by its type.
_CELL = (
    rb'<c(?: r="[A-Z]{1,3}\0")?(?: s="[0-9]{1,6}")?(?: t="(?:n|str)")?'
    rb"(?:/>|>(?:<f(?: [^<>\0]*)?(?:/>|></f>))?(?:<v></v>|<v/>)?</c>)"
)
_ROW = re.compile(rb'<row r="\0"[^<>\0]*>(?:%b)*</row>' % _CELL)

#: A number at the end of an address, or of a row.
_NUMBER = re.compile(rb'( r="[A-Z]{0,3})([0-9]+)(?=")')

_EMPTY_TEXT = b' t="str"'

#: More runs of such rows are no rows that a program has made ready to be filled in.
_RUNS = 16

#: So many rows are compared at first; then more, until some of them are not alike.
_AT_FIRST, _AT_ONCE = 32, 256

#: So many rows less are worth putting the others together again.
_WORTH = 32


class Shortened(NamedTuple):
    """A sheet's part without rows that are alike."""

    text: bytes
    blank: bool  #: whether to the reader, too, nothing is in what was left out


def without_alike(content: bytes) -> Shortened:
    """A sheet's part without the rows at its end that hold nothing and are like the one behind.

    Args:
        content: the part; formulas without their texts.

    Returns:
        The part as it is where there are hardly any such rows.
    """
    behind = end = content.rfind(_END) + len(_END)
    kept: list[bytes] = []
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
    if left_out < _WORTH:
        return Shortened(content, blank=True)
    text = b"".join((content[:end], *reversed(kept), content[behind:]))
    # An empty text is no blank cell.
    return Shortened(text, blank=not any(_EMPTY_TEXT in row for row in kept))


def _run(content: bytes, begin: int, number: int, shape: bytes) -> tuple[int, int]:
    """Where rows begin that are alike and numbered one by one, and the first one's number.

    Args:
        content: the part.
        begin: where the last of them begins.
        number: its number.
        shape: what they are but for their numbers.
    """
    between, size, grows = shape.split(_OWN), _AT_FIRST, True
    while size := min(size, number - 1):
        # To make such rows and compare all of them takes less time than to look at each.
        rows = b"".join([(b"%d" % own).join(between) for own in range(number - size, number)])
        if content.endswith(rows, 0, begin):
            begin, number = begin - len(rows), number - size
        else:
            grows = False
        size = min(2 * size, _AT_ONCE) if grows else (size + 1) // 2 if size > 1 else 0
    return begin, number


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
