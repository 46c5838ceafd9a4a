"""Decides by the bytes of a large part whether it must be read by the parser at all.

A sheet of 300 MB takes the parser as long as all the rest of the program. What is looked for
is seldom there, and its absence shows in the bytes. Nothing is taken from here but "certainly
not there"; every doubt counts as "there":

- A name of an element or attribute is written out wherever it is used (XML has no other way),
  so that a part without the bytes `hidden` hides nothing, whatever its prefixes, quotes and
  order. The names may also stand in texts: then the part is read for nothing.
- A number of 15 digits and more is written in 15 digits or with an exponent, at once after the
  tag `v`. A `v` with attributes counts as there. The reader takes the content of `v` as it
  stands, so that what hides behind character references is no number to it either.
- This holds for encodings that keep ASCII as it is. The reader has no others (`preflight`).
"""

import re
from collections.abc import Iterable
from enum import Enum
from typing import IO

_CHUNK = 1 << 20

#: Hidden rows and columns, merged cells, formulas.
_SELDOM = (b"hidden", b"mergeCell", b"<f", b":f")
_WITH_ATTRIBUTES = re.compile(rb"v\s")
_MAY_BE_LONG = re.compile(rb"v>\s*[+-]?(?:\d{15}|[\d.]+[eE]\+?\d)")


class Need(Enum):
    """What a part needs."""

    NOTHING = "nothing"
    NUMBERS = "numbers"  #: there may be long numbers; nothing else
    PARSER = "parser"


def need(stream: IO[bytes], percents: Iterable[str]) -> Need:
    """What a part needs, by its bytes.

    Args:
        stream: the part.
        percents: the numbers of styles that show percentages.
    """
    styles = b"|".join(re.escape(style.encode()) for style in percents)
    percent = re.compile(rb"\ss\s*=\s*[\"']\s*(?:" + styles + rb")\s*[\"']") if styles else None
    numbers, left = False, b""
    while chunk := stream.read(_CHUNK):
        text = left + chunk
        # What follows the last tag's beginning is kept: no tag and no value is cut in two.
        cut = text.rfind(b"<")
        if cut <= 0:
            return Need.PARSER  # a tag or a text of a megabyte: no table
        text, left = text[:cut], text[cut:]
        if any(name in text for name in _SELDOM) or _WITH_ATTRIBUTES.search(text):
            return Need.PARSER
        if percent is not None and percent.search(text):
            return Need.PARSER
        numbers = numbers or _MAY_BE_LONG.search(text) is not None
    return Need.NUMBERS if numbers else Need.NOTHING
