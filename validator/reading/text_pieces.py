"""A part's text in pieces, for the engine that looks for patterns in them."""

import re
from collections.abc import Iterator
from typing import IO

import polars as pl

#: Pieces of this size stay near the processor while several patterns go over them.
_CHUNK = 1 << 20

#: The instruction with which most parts begin.
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?<\?xml [^<>]*\?>")


def pieces_of(stream: IO[bytes]) -> Iterator[pl.Series | None]:
    """The part in pieces of one text each, of which none cuts a row, a tag or a value in two.

    Gives None, and no more, where that is impossible or the bytes are no UTF-8: the reader has
    hardly any other encoding (see `preflight`), and such a part is left to the parser.
    """
    left, first, last = b"", True, False
    while not last:
        chunk = stream.read(_CHUNK)
        last = len(chunk) < _CHUNK
        text = left + chunk if left else chunk
        if first and (instruction := _FIRST.match(text)):
            text = text[instruction.end() :]
        first = False
        if not last:
            # What follows the beginning of the last row is kept, or else of the last tag.
            cut = text.rfind(b"<row")
            if cut <= 0:
                cut = text.rfind(b"<")
            if cut <= 0:
                yield None  # a tag or a text of megabytes: no table
                return
            text, left = text[:cut], text[cut:]
        piece = _text(text)
        yield piece
        if piece is None:
            return


def piece_of(content: bytes) -> pl.Series | None:
    """The same of a small part as a whole."""
    instruction = _FIRST.match(content)
    return _text(content[instruction.end() :] if instruction else content)


def _text(content: bytes) -> pl.Series | None:
    try:
        # The engine tests the bytes, without a text of Python's own in between.
        return pl.Series("text", [content], pl.Binary).cast(pl.String)
    except pl.exceptions.PolarsError:
        return None
