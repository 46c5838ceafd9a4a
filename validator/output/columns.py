"""How wide a text is on a terminal."""

import unicodedata


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
