"""The words of a PDF page with their places, from PDFium's characters."""

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import cos, pi
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from pypdfium2 import PdfPage

#: Characters further apart than this (points) belong to two words.
_GAP = 2.5
#: Characters whose feet differ by less stand in one line.
_FEET = 3.0
#: A page of a statement has some thousand; a damaged one may claim any number.
_MOST_CHARACTERS = 200_000


@dataclass(frozen=True)
class Word:
    """A text on a page, in points from the left and the top."""

    text: str
    left: float
    right: float
    top: float
    bottom: float

    @property
    def middle(self) -> float:
        """The middle between left and right."""
        return (self.left + self.right) / 2


Line: TypeAlias = list[Word]

#: text, left, right, top, bottom
_Character: TypeAlias = tuple[str, float, float, float, float]


def lines_of(page: "PdfPage") -> list[Line]:
    """Words in lines from top to bottom, each from left to right.

    Blanks that are printed stay inside words. Text that runs askew (watermarks) is left out.
    """
    characters = sorted(_characters(page), key=lambda character: character[4])
    lines: list[list[_Character]] = []
    foot = 0.0
    for character in characters:
        if not lines or character[4] - foot > _FEET:
            lines.append([])
        foot = character[4]
        lines[-1].append(character)
    found = [_words(sorted(line, key=lambda character: character[1])) for line in lines]
    return [line for line in found if line]


def _words(line: list[_Character]) -> Line:
    words: Line = []
    start = 0
    for place in range(1, len(line) + 1):
        if place < len(line) and line[place][1] - line[place - 1][2] <= _GAP:
            continue
        part = line[start:place]
        text = "".join(character[0] for character in part).strip()
        if text:
            inked = [character for character in part if not character[0].isspace()]
            words.append(
                Word(
                    text,
                    inked[0][1],
                    inked[-1][2],
                    min(character[3] for character in inked),
                    max(character[4] for character in inked),
                )
            )
        start = place
    return words


def _characters(page: "PdfPage") -> Iterator[_Character]:
    import pypdfium2.raw as pdfium

    width, height = page.get_mediabox()[2:] if page.get_rotation() else page.get_size()
    turn = page.get_rotation() // 90
    place = _placing(turn, width, height)
    text = page.get_textpage()
    raw: Any = text.raw
    box = pdfium.FS_RECTF()
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    is_made_up, angle_of = pdfium.FPDFText_IsGenerated, pdfium.FPDFText_GetCharAngle
    pointer = ctypes.byref(box)
    high = 0
    try:
        for number in range(min(text.count_chars(), _MOST_CHARACTERS)):
            code = unicode_of(raw, number)
            if 0xD800 <= code < 0xE000:  # a rare character comes as two halves
                high, code = (code, 0) if code < 0xDC00 else (0, _whole(high, code))
            if code < 32 or is_made_up(raw, number) == 1 or not box_of(raw, number, pointer):
                continue
            if cos(angle_of(raw, number) + turn * pi / 2) < 0.99:
                continue
            yield chr(code), *place(box.left, box.right, box.top, box.bottom)
    finally:
        text.close()


def _whole(high: int, low: int) -> int:
    """The character of two halves (UTF-16); 0 where the first is missing."""
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00) if high else 0


def _placing(
    turn: int, width: float, height: float
) -> Callable[[float, float, float, float], tuple[float, float, float, float]]:
    """From PDFium's places (from the bottom, before turning) to left, right, top, bottom.

    Args:
        turn: quarters by which the page is turned clockwise when shown.
        width: of the page before turning, in points.
        height: of the page before turning, in points.
    """
    match turn % 4:
        case 1:
            return lambda left, right, top, bottom: (bottom, top, left, right)
        case 2:
            return lambda left, right, top, bottom: (width - right, width - left, bottom, top)
        case 3:
            return lambda left, right, top, bottom: (
                height - top, height - bottom, width - right, width - left
            )  # fmt: skip
    return lambda left, right, top, bottom: (left, right, height - top, height - bottom)
