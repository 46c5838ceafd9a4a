"""Leaves out rows at the end of a sheet that differ in their number alone and are blank.

A template has rows for 500 people and 3,000 payments. Those that nobody has filled in hold formats
and formulas without a result, until a program has computed them. Of each kind of such rows the last
stays, so that whoever looks at the text finds the same columns with formulas, down to the same
rows.
"""

import re
import sys

_END, _BEGIN, _OWN = b"</row>", b'<row r="', b'\0"'

#: A cell without a value, in a row whose number was taken out. Formulas have lost their texts.
#: What is computed to an empty text says so by its type, and is no blank cell to the reader.
_CELL = (
    rb'<c(?: r="[A-Z]{1,3}\0")?(?: s="[0-9]{1,6}")?(?: t="n")?'
    rb"(?:/>|>(?:<f(?: [^<>\0]*)?(?:/>|></f>))?(?:<v></v>|<v/>)?</c>)"
)
_ROW = re.compile(rb'<row r="\0"[^<>\0]*>(?:%b)*' % _CELL)

#: A number at the end of an address, or of a row.
_NUMBER = re.compile(rb'( r="[A-Z]{0,3})([0-9]+)"')

#: More kinds of rows are no rows that a program has made ready to be filled in.
_KINDS = 16

#: So many rows less are worth putting the others together again.
_WORTH = 32


def without_alike(content: bytes) -> bytes:
    """A sheet's part without the blank rows at its end that are like another one.

    Args:
        content: the part; formulas without their texts.

    Returns:
        The part as it is where there are hardly any such rows.
    """
    end = content.rfind(_END)
    begin = content.rfind(_BEGIN, 0, end)
    # Of most sheets already the last row is filled in, or one soon before it.
    if begin < 0 or _shape(content[begin:end]) is None or b"\0" in content:
        return content
    rows = content[:end].rsplit(_END, _WORTH)
    if len(rows) <= _WORTH or _shape(rows[1]) is None:
        return content
    rows[:1] = rows[0].split(_END)
    kinds: dict[bytes, int] = {}
    number, first = sys.maxsize, len(rows)
    for row in reversed(rows):
        number -= 1
        # Nearly all rows are numbered one by one, and of a kind that is known already.
        if row.replace(b'%d"' % number, _OWN) not in kinds:
            shape = _shape(row)
            if shape is None or len(kinds) == _KINDS or _number(row) > number:
                break
            number = _number(row)
            kinds.setdefault(shape, first - 1)
        first -= 1
    if len(rows) - first - len(kinds) < _WORTH:
        return content
    last = [rows[place] for place in sorted(kinds.values())]
    return _END.join([*rows[:first], *last, content[end + len(_END) :]])


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
