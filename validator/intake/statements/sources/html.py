"""HTML tables: statements by e-mail, and “.xls” files that are web pages in truth."""

import re
from html.parser import HTMLParser

from validator.intake.statements.sources.page import Page

_BLANKS = re.compile(r"\s+")


def html_pages(content: bytes) -> list[Page]:
    """All text of a web page as rows: a table's row is a row, other text a row of one cell."""
    from validator.intake.statements.sources.text import decode

    parser = _Rows()
    parser.feed(decode(content))
    parser.close()
    parser.end_row()
    return [Page("", parser.rows)]


class _Rows(HTMLParser):
    """Collects the cells of all tables in order."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._row: list[str] = []
        self._text: list[str] = []
        self._in_cell = False
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "title"):
            self._hidden += 1
        elif tag in ("tr", "table", "p", "div", "br", "li") and not self._in_cell:
            self.end_row()
        elif tag in ("td", "th"):
            self._end_cell()
            self._in_cell = True
            wide = dict(attrs).get("colspan") or "1"
            self._wide = int(wide) if wide.isdigit() and len(wide) < 3 else 1

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style", "title"):
            self._hidden = max(self._hidden - 1, 0)
        elif tag in ("td", "th"):
            self._end_cell()
        elif tag in ("tr", "table"):
            self._end_cell()
            self.end_row()

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._text.append(data)

    def _end_cell(self) -> None:
        if self._in_cell:
            self._row.append(_BLANKS.sub(" ", "".join(self._text)).strip())
            self._row.extend([""] * (self._wide - 1))
            self._text.clear()
        self._in_cell = False

    def end_row(self) -> None:
        """Close the row that is open."""
        self._end_cell()
        loose = _BLANKS.sub(" ", "".join(self._text)).strip()
        self._text.clear()
        if loose:
            self._row.append(loose)
        if self._row:
            self.rows.append(self._row)
        self._row = []
