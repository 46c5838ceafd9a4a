"""Cuts the text of a sheet into pieces of whole rows, while it is unpacked."""

from collections.abc import Iterator
from typing import IO

_TABLE, TABLE_ENDS = b"<sheetData>", b"</sheetData>"

#: So many bytes are unpacked at a time.
_CHUNK = 1 << 20


class UncertainError(Exception):
    """Raised where the pieces might not give what the whole sheet gives."""


def texts_of(stream: IO[bytes], first: int, size: int) -> Iterator[bytes]:
    """What stands before the rows, then the rows in pieces, then what stands behind them.

    Args:
        stream: the sheet's part.
        first: bytes in which the rows must begin, and of which the first piece is made.
        size: bytes of the other pieces, about.

    Raises:
        UncertainError: it is not written as all common programs write it.
    """
    head, begins, text = stream.read(first).partition(_TABLE)
    if not begins:
        raise UncertainError
    yield head + begins
    left, wanted = [text], first
    while True:
        if _read_on(stream, wanted, left) < wanted:
            text = b"".join(left)
            ends = text.find(TABLE_ENDS)
            if ends < 0:
                raise UncertainError
            yield from filter(None, (text[:ends], text[ends:]))
            return
        whole = _whole_rows(left)
        if not whole:
            raise UncertainError
        yield b"".join(whole)
        wanted = size


def _read_on(stream: IO[bytes], wanted: int, into: list[bytes]) -> int:
    """Read so many bytes, if there are as many, and say how many there were.

    Of much at once the stream copies several times what is still packed.
    """
    there = 0
    while there < wanted:
        asked = min(_CHUNK, wanted - there)
        into.append(stream.read(asked))
        there += len(into[-1])
        if len(into[-1]) < asked:
            break
    return there


def _whole_rows(left: list[bytes]) -> list[bytes]:
    """Take all up to the beginning of the last row; nothing where that is the only one."""
    for place in reversed(range(len(left))):
        cut = left[place].rfind(b"<row")
        if cut >= 0:
            whole = [*left[:place], left[place][:cut]]
            left[: place + 1] = [left[place][cut:]]
            return whole if any(whole) else []
    return []
