"""Chinese in VBA source.

VBA source is stored in one code page; on a PC with another, Chinese in it would turn to
rubbish. So texts are written as their character codes, and the function `CcText` of the
module `claimcheck_tools` makes characters of them again.
"""

#: Characters a piece: VBA lines end at 1,023 characters, and continue 24 times at most.
_PIECE = 200


def quote(text: str) -> str:
    """A VBA expression for a text: plain where it is ASCII, else by character codes."""
    if text.isascii() and text.isprintable():
        return '"' + text.replace('"', '""') + '"'
    pieces = [text[start : start + _PIECE] for start in range(0, len(text), _PIECE)]
    return " & _\n        ".join(f'CcText("{_codes(piece)}")' for piece in pieces)


def _codes(text: str) -> str:
    """UTF-16 as four hexadecimal digits a unit, as ChrW takes it."""
    return text.encode("utf-16-be").hex().upper()
