"""Text PDFs: words with places become rows of cells.

Statements are printed in columns with or without rules. Columns are found from the text
itself: below the headings, the places that are never covered by text separate them. Where
a long text closes such a gap, a word goes to the heading that it stands under.
"""

import io
import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from validator.reading.opening import UnreadableError
from validator.statements.headings import known_count
from validator.statements.sources.page import Page

if TYPE_CHECKING:
    from pdfplumber.page import Page as PdfPage

_SCANNED = "这个 PDF 里没有文字，是扫描件或照片。请从网银或手机银行导出电子版。"
_DAMAGED = "PDF 文件已损坏。请从银行重新导出后再导入。"
_LOCKED = "PDF 文件有密码保护。请取消密码（用密码打开后打印为新的 PDF）再导入。"

#: Statements have at most some hundred pages; a damaged file may claim any number.
_MOST_PAGES = 2000


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


def pdf_pages(content: bytes) -> list[Page]:
    """The pages of a PDF; cells stand in the columns of its headings.

    Raises:
        UnreadableError: damaged, protected, or without text.
    """
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    try:
        pages = list(_read(content))
    except (KeyboardInterrupt, SystemExit, MemoryError, UnreadableError):
        raise
    except BaseException as error:  # the parser raises whatever a damaged file leads it to
        names = {type(cause).__name__ for cause in _causes(error)}
        locked = any("Password" in name or "Encryption" in name for name in names)
        raise UnreadableError(_LOCKED if locked else _DAMAGED) from error
    if not any(page.rows for page in pages):
        raise UnreadableError(_SCANNED)
    return pages


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        yield from (part for part in error.args if isinstance(part, BaseException))
        error = error.__cause__ or error.__context__


def _read(content: bytes) -> Iterator[Page]:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(content)) as document:
        columns: list[Word] = []
        for number, page in enumerate(document.pages[:_MOST_PAGES], 1):
            lines = _lines(page)
            page.close()
            header = next((at for at, line in enumerate(lines) if _is_header(line)), None)
            goes_on = bool(columns) and (header is None or _same(lines[header], columns))
            if header is not None:
                columns = lines[header]
            # The table may go on above headings that are printed once more.
            rows = _cells(lines, 0 if goes_on else header, columns)
            yield Page(f"第 {number} 页", rows, wraps=True, continues=goes_on)


def _lines(page: "PdfPage") -> list[Line]:
    """Words in lines from top to bottom, each from left to right."""
    found = page.extract_words(keep_blank_chars=True, x_tolerance=2.5, y_tolerance=3)
    words = [
        Word(item["text"].strip(), item["x0"], item["x1"], item["top"], item["bottom"])
        for item in found
        if item["text"].strip()
    ]
    words.sort(key=lambda word: (word.top, word.left))
    lines: list[Line] = []
    for word in words:
        if lines and word.top - lines[-1][0].top < (word.bottom - word.top) * 0.6:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _is_header(line: Line) -> bool:
    texts = [word.text for word in line]
    return known_count(texts) >= max(3, len(texts) / 2)


def _same(line: Line, columns: Sequence[Word]) -> bool:
    return [word.text for word in line] == [word.text for word in columns]


def _cells(lines: Sequence[Line], header: int | None, columns: Sequence[Word]) -> list[list[str]]:
    start = header if header is not None else 0 if columns else len(lines)
    above = [["  ".join(word.text for word in line)] for line in lines[:start]]
    bands = _bands(lines[start:], columns)
    return above + [_row(line, columns, bands) for line in lines[start:]]


def _bands(lines: Sequence[Line], columns: Sequence[Word]) -> list[tuple[float, float]]:
    """The x-range of each column, where the text leaves clear gaps between all of them."""
    # A line of notes runs across columns: only lines like the table's count.
    enough = max(3, len(columns) // 2)
    spans = sorted(
        (word.left, word.right) for line in lines if len(line) >= enough for word in line
    )
    bands: list[tuple[float, float]] = []
    for left, right in spans:
        if bands and left <= bands[-1][1]:
            bands[-1] = (bands[-1][0], max(bands[-1][1], right))
        else:
            bands.append((left, right))
    held = [sum(left <= column.middle <= right for column in columns) for left, right in bands]
    return bands if held and all(count == 1 for count in held) else []


def _row(line: Line, columns: Sequence[Word], bands: Sequence[tuple[float, float]]) -> list[str]:
    cells = [""] * len(columns)
    for word in line:
        place = _place(word, columns, bands)
        cells[place] = f"{cells[place]} {word.text}".strip()
    return cells


def _place(word: Word, columns: Sequence[Word], bands: Sequence[tuple[float, float]]) -> int:
    for place, (left, right) in enumerate(bands):
        if left <= word.middle <= right:
            return place

    def distance(place: int) -> tuple[float, float]:
        column = columns[place]
        overlap = min(word.right, column.right) - max(word.left, column.left)
        return (-max(overlap, 0.0), abs(word.middle - column.middle))

    return min(range(len(columns)), key=distance)
