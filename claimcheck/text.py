"""Texts without characters that nobody sees, and names of files that are fit to be shown.

Text that is pasted from banks, web pages and other programs brings control and format
characters along (U+000B, U+200B, U+202E and their like). They mean nothing in a form, make
two equal numbers differ, and some may not stand in an .xlsx file or reach a terminal at all.
They are dropped once, where text comes in, and characters of the private area of old systems
become the standard ones; what is written is cleaned again, because names of
files and sheets come in by other ways.

`claimcheck.text_columns` does the same over whole frames.
"""

import re
from pathlib import PurePath
from typing import Any

from claimcheck.identity import hide_numbers
from claimcheck.private_use import PRIVATE, standardised

#: Dropped, as a character class that Python and Rust both read: control characters except tab
#: and the ends of lines; what Unicode says is ignored where it is not supported (zero width,
#: direction, soft hyphen, variation selectors, fillers); and what is no character at all.
_OF_THE_FIRST_PLANE = (
    r"\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F\xAD\u034F\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F"
    r"\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFDD0-\uFDEF\uFE00-\uFE0F\uFEFF\uFFA0"
    r"\uFFF0-\uFFFB\uFFFE\uFFFF"
)
IGNORED = (
    rf"[{_OF_THE_FIRST_PLANE}\U0001BCA0-\U0001BCA3\U0001D173-\U0001D17A"
    + "".join(rf"\U{plane:04X}FFFE\U{plane:04X}FFFF" for plane in range(1, 17))
    + r"\U000E0000-\U000E0FFF]"
)
#: Ends of lines that are written as one \n.
LINE_ENDS = r"\r\n?|[\u2028\u2029]"

#: Half of a character (UTF-16), as it stands for a byte of a file's name that is no text.
_HALF = re.compile("[\ud800-\udfff]")
_IGNORED, _LINE_ENDS = re.compile(IGNORED), re.compile(LINE_ENDS)
_BLANKS = re.compile(r"[\t\n]+")

#: Find fast what may have to be changed. Of the further planes that is any character, for a
#: class that holds single ones of those is searched slowly.
_SUSPECTS = (
    re.compile(rf"[{_OF_THE_FIRST_PLANE}{PRIVATE}\r\u2028\u2029\ud800-\udfff]"),
    re.compile("[\U00010000-\U0010ffff]"),
)


def cleaned(text: str) -> str:
    """The text without what nobody sees, in standard characters.

    Lines end with a line feed, and half a character is �.
    """
    if _is_clean(text):
        return text
    whole = standardised(_HALF.sub("\ufffd", text))
    return _LINE_ENDS.sub("\n", _IGNORED.sub("", whole))


def _is_clean(text: str) -> bool:
    return all(suspect.search(text) is None for suspect in _SUSPECTS)


def cleaned_grid(grid: list[list[Any]]) -> list[list[Any]]:
    """Rows of cells of which every text is cleaned; mostly they are so already."""
    texts = "".join([cell for row in grid for cell in row if type(cell) is str])
    if _is_clean(texts):
        return grid
    return [[cleaned(cell) if type(cell) is str else cell for cell in row] for row in grid]


def one_line(text: str) -> str:
    """The cleaned text on one line."""
    return _BLANKS.sub(" ", cleaned(text))


def shown_name(path: PurePath | str) -> str:
    """The name of a file as it is shown: on one line, and without anybody's number in full."""
    name = path if isinstance(path, str) else path.name
    return hide_numbers(one_line(name))


def shown_path(path: PurePath) -> str:
    """A path as it is shown: on one line, and without anybody's number in full."""
    return hide_numbers(one_line(str(path)))
