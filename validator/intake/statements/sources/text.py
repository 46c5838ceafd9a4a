"""Text files: comma or tab separated, UTF-8 with or without mark, GBK, GB18030."""

import codecs
import csv
import io
import re

from validator.intake.statements.headings import SEARCHED_ROWS
from validator.intake.statements.known_headings import known_count
from validator.intake.statements.sources.page import Page
from validator.reading.unreadable import UnreadableError

_AS_TEXT = re.compile(r'\s*="([^"]*)"\s*')
_DELIMITERS = (",", "\t", "|", ";")
#: A text with more characters than this share unreadable is no text.
_MOST_UNREADABLE = 0.01


def decode(content: bytes) -> str:
    """The text of a file, whatever of the usual encodings it is in.

    A last character that was cut in two is left out. GB18030 holds GBK and GB2312.

    Raises:
        UnreadableError: it is no text.
    """
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = content.decode("utf-16", errors="replace")
    else:
        try:
            text = codecs.getincrementaldecoder("utf-8-sig")().decode(content)
        except UnicodeDecodeError:
            text = content.decode("gb18030", errors="replace")
    bad = sum(map(text.count, ("\ufffd", "\x00")))
    if bad > len(text) * _MOST_UNREADABLE + 1:
        raise UnreadableError("不是文本、Excel 或 PDF 对账单，或已损坏。请从银行重新导出后再导入。")
    return text.replace("\x00", "")


def text_pages(content: bytes) -> list[Page]:
    """The lines of a separated text file as one page.

    Raises:
        UnreadableError: it is no text or its quotes do not end.
    """
    text = decode(content)
    head = text.splitlines()[:SEARCHED_ROWS]
    delimiter = max(
        _DELIMITERS,
        key=lambda mark: max((known_count(line.split(mark)) for line in head), default=0),
    )
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        rows = list(reader)
        if reader.line_num != len(rows):
            rows = _by_line(text, delimiter)
    except csv.Error as error:
        raise UnreadableError(
            "文件的引号或分隔符有误，已损坏。请从银行重新导出后再导入。"
        ) from error
    return [Page("", [[_bare(cell) for cell in row] for row in rows] if '="' in text else rows)]


def _bare(cell: str) -> str:
    """A cell without the formula ="…" by which programs keep Excel from making numbers of it."""
    found = _AS_TEXT.fullmatch(cell)
    return found[1] if found else cell


def _by_line(text: str, delimiter: str) -> list[list[str]]:
    """Rows of which some take several lines: each keeps the number that an editor shows."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    rows: list[list[str]] = []
    for cells in reader:
        while len(rows) < reader.line_num - 1:
            rows.append([])
        rows.append(cells)
    return rows
