"""XML spreadsheets of Excel 2003, which banks and old programs hand out under the name .xls."""

import codecs
import io
import re
from collections.abc import Iterator
from xml.etree import ElementTree

from validator.intake.statements.sources.hidden import Hidden
from validator.intake.statements.sources.page import Page
from validator.intake.statements.sources.text import decode
from validator.reading import limits
from validator.reading.unreadable import UnreadableError

_DAMAGED = "XML 表格文件已损坏。请用 Excel 或 WPS 打开，另存为 .xlsx 后再交。"
_NAMESPACE = "{urn:schemas-microsoft-com:office:spreadsheet}"
_MARK = b"urn:schemas-microsoft-com:office:spreadsheet"
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]*encoding=["']([\w-]+)["'][^>]*\?>""")
#: A cell may say that it stands further right; a damaged file may claim any place.
_MOST_COLUMNS = 1000


def is_spreadsheet_xml(content: bytes) -> bool:
    """Whether a file is such a spreadsheet, whatever its name."""
    head = content[:8192]
    if head.startswith(_WIDE):
        head = head.decode("utf-16", errors="ignore").encode()
    return _MARK in head and b"<" in head


def spreadsheet_xml_pages(content: bytes) -> list[Page]:
    """The sheets of such a file.

    Raises:
        UnreadableError: it is damaged.
    """
    if b"<!DOCTYPE" in content[:4096] or b"<!ENTITY" in content:
        raise UnreadableError(_DAMAGED)
    try:
        return list(_sheets(_in_utf8(content)))
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise UnreadableError(_DAMAGED) from error


def _in_utf8(content: bytes) -> bytes:
    """The file in the one encoding that every parser reads; old programs write GBK."""
    wide = content.startswith(_WIDE)
    content = decode(content).encode() if wide else content
    declared = _DECLARED.match(content)
    if declared is None or declared[1].lower() == b"utf-8":
        return content
    rest = content[declared.end() :]
    return rest if wide else decode(rest).encode()


def _sheets(content: bytes) -> Iterator[Page]:
    name, rows = "", list[list[str]]()
    hidden, columns, last = set[int](), set[int](), 0
    for event, element in ElementTree.iterparse(io.BytesIO(content), ["start", "end"]):  # noqa: S314
        match event, element.tag.removeprefix(_NAMESPACE):
            case "start", "Worksheet":
                name, rows = element.get(f"{_NAMESPACE}Name") or "", []
                hidden, columns, last = set(), set(), 0
            case "end", "Column":
                first = int(element.get(f"{_NAMESPACE}Index") or last + 1)
                last = first + int(element.get(f"{_NAMESPACE}Span") or 0)
                if not 0 < first <= last <= _MOST_COLUMNS:
                    raise ValueError
                if element.get(f"{_NAMESPACE}Hidden") == "1":
                    columns.update(range(first - 1, last))
            case "end", "Row":
                place = int(element.get(f"{_NAMESPACE}Index") or len(rows) + 1)
                if not len(rows) < place <= limits.ROWS:
                    raise ValueError
                rows.extend([] for _ in range(place - 1 - len(rows)))
                rows.append(_cells(element))
                if element.get(f"{_NAMESPACE}Hidden") == "1":
                    hidden.add(place)
                element.clear()
            case "end", "Worksheet":
                yield Page(name, rows, hidden=Hidden(False, frozenset(hidden), frozenset(columns)))
                element.clear()


def _cells(row: ElementTree.Element) -> list[str]:
    cells: list[str] = []
    for cell in row.iter(f"{_NAMESPACE}Cell"):
        place = int(cell.get(f"{_NAMESPACE}Index") or len(cells) + 1)
        if not len(cells) < place <= _MOST_COLUMNS:
            raise ValueError
        cells.extend([""] * (place - 1 - len(cells)))
        data = cell.find(f"{_NAMESPACE}Data")
        cells.append(_text(data) if data is not None else "")
        wide = min(int(cell.get(f"{_NAMESPACE}MergeAcross") or 0), _MOST_COLUMNS)
        cells.extend([""] * wide)
    return cells


def _text(data: ElementTree.Element) -> str:
    text = "".join(data.itertext())
    if data.get(f"{_NAMESPACE}Type") == "DateTime":
        day, _, time = text.partition("T")
        time = time.removesuffix(".000")
        return day if time in ("", "00:00:00") else f"{day} {time}"
    return text
