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
- A cell with an error says so in its attribute `t`, by the letter `e` alone in quotes.
- How far the cells reach is only asked of parts in which every cell begins with its address,
  as all common programs write it: `<c r="D12"`.
- This holds for encodings that keep ASCII as it is. The reader has no others (`preflight`).
"""

import re
from collections.abc import Iterable, Iterator
from enum import Enum
from typing import IO

from validator.reading import limits
from validator.reading.numbers import column_letters
from validator.reading.preflight import span_fault

_CHUNK = 1 << 20

#: Hidden rows and columns, merged cells, formulas.
_SELDOM = (b"hidden", b"mergeCell", b"<f", b":f")
_WITH_ATTRIBUTES = re.compile(rb"v\s")
_ERRORS = (b'"e"', b"'e'")
_MAY_BE_LONG = re.compile(rb"v>\s*[+-]?(?:\d{15}|[\d.]+[eE]\+?\d)")


#: A cell's tag with any prefix, and whether its address comes first.
_CELL = re.compile(rb'<(?:[^\s<>/:]+:)?c(?=[\s/>])(?: (r="))?')


#: Addresses of seven digits beyond the last row of all, but for a few hundred.
_FAR_DOWN = r"[A-Za-z]*(?:[2-9]\d{6}|1[1-9]\d{5}|10[5-9]\d{4})"


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
    numbers = False
    for text in _pieces(stream):
        if text is None:
            return Need.PARSER
        if any(name in text for name in (*_SELDOM, *_ERRORS)) or _WITH_ATTRIBUTES.search(text):
            return Need.PARSER
        if percent is not None and percent.search(text):
            return Need.PARSER
        numbers = numbers or _MAY_BE_LONG.search(text) is not None
    return Need.NUMBERS if numbers else Need.NOTHING


def lies_within(stream: IO[bytes], rows: int, columns: int) -> bool:
    """Whether certainly no cell of a part lies so far beyond these that memory may not suffice.

    What a sheet says of its reach is not believed: one cell far out takes all memory. An
    address with more digits than the last row has, or more letters than the last column, lies
    beyond; to compare each address exactly takes six times as long.

    Args:
        stream: the part.
        rows: the last row that is said to be used, from 1.
        columns: the last column that is said to be used, from 1.
    """
    digits, letters = len(str(rows)), column_letters(columns - 1)
    highest = sum(26**place for place in range(1, len(letters) + 1))
    tallest = min(10**digits - 1, limits.ROWS)
    further = [f"[A-Za-z]{{{len(letters) + 1}}}", f"[A-Za-z]*\\d{{{digits + 1}}}"]
    if tallest == limits.ROWS:
        further.append(_FAR_DOWN)
    if span_fault(tallest, min(highest, limits.COLUMNS)):
        if span_fault(tallest, columns):
            return False
        further += _letters_beyond(letters)
    beyond = re.compile(f'c r="(?:{"|".join(further)})'.encode())
    for text in _pieces(stream):
        if text is None:
            return False
        if not _all_have_addresses(text) or beyond.search(text):
            return False
    return True


def _all_have_addresses(text: bytes) -> bool:
    """Whether every cell begins with its address, whatever the prefix of its name."""
    if b":c" not in text and text.count(b"<c") == text.count(b'<c r="'):
        return True
    return all(cell == b'r="' for cell in _CELL.findall(text))


def _pieces(stream: IO[bytes]) -> Iterator[bytes | None]:
    """The part in pieces that cut no tag and no value in two; None where that is impossible."""
    left = b""
    while chunk := stream.read(_CHUNK):
        text = left + chunk
        # What follows the last tag's beginning is kept.
        cut = text.rfind(b"<")
        if cut <= 0:
            yield None  # a tag or a text of a megabyte: no table
            return
        yield text[:cut]
        left = text[cut:]


def _letters_beyond(last: str) -> Iterator[str]:
    """Patterns of the columns after one with as many letters: one for each that differs first."""
    for place, letter in enumerate(last):
        if letter < "Z":
            before = "".join(f"[{same}{same.lower()}]" for same in last[:place])
            above = f"{chr(ord(letter) + 1)}-Z{chr(ord(letter) + 1).lower()}-z"
            yield f"{before}[{above}][A-Za-z]{{{len(last) - place - 1}}}\\d"
