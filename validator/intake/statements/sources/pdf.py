"""Text PDFs: words with places become rows of cells.

Statements are printed in columns with or without rules. Columns are found from the text
itself: below the headings, the places that are never covered by text separate them. Where
a long text closes such a gap, a word goes to the heading that it stands under.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from validator.intake.statements.known_headings import known_count
from validator.intake.statements.sources.page import Page
from validator.intake.statements.sources.words import Line, Word, lines_of
from validator.reading.unreadable import UnreadableError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_SCANNED = "这个 PDF 里没有文字，是扫描件或照片。请从网银或手机银行导出电子版。"
_DAMAGED = "PDF 文件已损坏。请从银行重新导出后再导入。"
_LOCKED = "PDF 文件有密码保护。请取消密码（用密码打开后打印为新的 PDF）再导入。"

#: Statements have at most some hundred pages; a damaged file may claim any number.
_MOST_PAGES = 2000


def pdf_pages(content: bytes) -> list[Page]:
    """The pages of a PDF; cells stand in the columns of its headings.

    Raises:
        UnreadableError: damaged, protected, or without text.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
        try:
            pages = list(_read(document))
        finally:
            document.close()
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower() or "security" in str(error).lower()
        raise UnreadableError(_LOCKED if locked else _DAMAGED) from error
    if not any(page.rows for page in pages):
        raise UnreadableError(_SCANNED)
    return pages


def _read(document: "PdfDocument") -> Iterator[Page]:
    columns: list[Word] = []
    for number in range(1, min(len(document), _MOST_PAGES) + 1):
        page = document[number - 1]
        lines = lines_of(page)
        page.close()
        header = next((at for at, line in enumerate(lines) if _is_header(line)), None)
        goes_on = bool(columns) and (header is None or _same(lines[header], columns))
        if header is not None:
            columns = lines[header]
        # The table may go on above headings that are printed once more.
        rows = _cells(lines, 0 if goes_on else header, columns)
        yield Page(f"第 {number} 页", rows, wraps=True, continues=goes_on)


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
