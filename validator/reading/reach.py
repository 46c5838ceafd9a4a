"""Decides by the text of a part whether certainly no cell of it lies too far out.

What a sheet says of its reach is not believed: one cell far out takes all memory. An address
with more digits than the last row has, or more letters than the last column, lies beyond; to
compare each address exactly takes six times as long. How far cells reach is only asked of parts
in which every cell begins with its address.
"""

from collections.abc import Iterator

import polars as pl

from validator.reading import limits
from validator.reading.numbers import column_letters
from validator.reading.preflight import span_fault

#: What follows `<c` where a cell's address does not come first.
_NO_ADDRESS = '[\\t\\r\\n/>]| (?:[^r]|r(?:[^=]|=[^"]))'
#: A cell's tag, whatever its prefix, of which the address does not come first.
_UNPLACED = f"<(?:[^<>/: \\t\\r\\n]+:)?c(?:{_NO_ADDRESS})"

#: Addresses of seven digits beyond the last row of all, but for a few hundred.
_FAR_DOWN = "[A-Za-z]*(?:[2-9][0-9]{6}|1[1-9][0-9]{5}|10[5-9][0-9]{4})"


def far_out(rows: int, columns: int) -> str | None:
    """A pattern of addresses beyond these; None where already these may be too many cells."""
    digits, letters = len(str(rows)), column_letters(columns - 1)
    highest = sum(26**place for place in range(1, len(letters) + 1))
    tallest = min(10**digits - 1, limits.ROWS)
    further = [f"[A-Za-z]{{{len(letters) + 1}}}", f"[A-Za-z]*[0-9]{{{digits + 1}}}"]
    if tallest == limits.ROWS:
        further.append(_FAR_DOWN)
    if span_fault(tallest, min(highest, limits.COLUMNS)):
        if span_fault(tallest, columns):
            return None
        further += _letters_beyond(letters)
    return "|".join(further)


def is_near(piece: pl.Series | None, far: str) -> bool:
    """Whether certainly every cell of a piece has an address, and none beyond."""
    if piece is None:
        return False
    # All common programs write cells without a prefix: then one look is enough.
    if not piece.str.contains(unplaced_or(far))[0]:
        return True
    return not any(piece.str.contains(asked)[0] for asked in (f'c r="(?:{far})', _UNPLACED))


def unplaced_or(far: str) -> str:
    """A pattern of cells without prefixes that have no address or one of these, and of prefixes."""
    return f'<c(?:{_NO_ADDRESS}| r="(?:{far}))|:c[ \\t\\r\\n/>]'


def _letters_beyond(last: str) -> Iterator[str]:
    """Patterns of the columns after one with as many letters: one for each that differs first."""
    for place, letter in enumerate(last):
        if letter < "Z":
            before = "".join(f"[{same}{same.lower()}]" for same in last[:place])
            above = f"{chr(ord(letter) + 1)}-Z{chr(ord(letter) + 1).lower()}-z"
            yield f"{before}[{above}][A-Za-z]{{{len(last) - place - 1}}}[0-9]"
