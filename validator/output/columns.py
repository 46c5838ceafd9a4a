"""What stands in the columns of a terminal: how wide a text is, and the cells of a table."""

import unicodedata
from collections.abc import Container, Sequence

from claimcheck.money import show_yuan


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def cut(text: str, width: int) -> str:
    """Shorten a text to `width` columns, with … where something was left out."""
    if len(text) <= width and columns(text) <= width:
        return text
    text = text[:width]  # a character takes at least one column
    while text and columns(text) > width - 1:
        text = text[:-1]
    return text + "…"


def aligned(cells: Sequence[str], widths: Sequence[int], right: Container[int]) -> str:
    """A table's row.

    Args:
        cells: its texts; what is too wide is cut.
        widths: of its columns, as many.
        right: the places of the columns that end in one line, as figures do.
    """
    parts = []
    for place, (cell, width) in enumerate(zip(cells, widths, strict=True)):
        text = cut(cell, width)
        space = " " * (width - columns(text))
        parts.append(space + text if place in right else text + space)
    return " ".join(parts).rstrip()


def money_cell(fen: int | None) -> str:
    """A sum in a table; a dash where there is none."""
    return "—" if fen is None else show_yuan(fen)
