"""Writes a workbook again as other programs write it, row by row.

`samples.make_batch` puts every text into its cell (`t="inlineStr"`), as programs do that write
large tables without keeping them. Excel, WPS and LibreOffice keep each text once, in
`xl/sharedStrings.xml`, and write its number into the cells.
"""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from openpyxl.utils import column_index_from_string as column_number

#: `inline`: texts in the cells; `shared`: each kept once, as Excel writes them.
SHAPES = ("inline", "shared")

_CHUNK = 1 << 20

_TEXT = re.compile(rb' t="inlineStr"><is>(<t[^<>]*>[^<]*</t>)</is></c>')
_ROW = re.compile(rb"<row ([^<>]*)>")

_STRINGS = "xl/sharedStrings.xml"
_HEAD = (
    b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
    b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
)
#: What Excel puts behind a text that was typed with an input method, here behind some.
_TYPED, _EVERY = b'<phoneticPr fontId="1" type="noConversion"/>', 100

_CONTENT = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
    b'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>'
)
_RELATION = (
    b'<Relationship Id="rIdTexts" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
)
_NAMESPACES = (
    b' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" mc:Ignorable="x14ac"'
    b' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"><dimension'
)


def with_shared_texts(source: Path, target: Path) -> None:
    """Write a workbook again with each text kept once, as Excel does.

    Args:
        source: a workbook with its texts in the cells.
        target: where the other goes.
    """
    numbers: dict[bytes, int] = {}
    cells = 0

    def shared(found: re.Match[bytes]) -> bytes:
        nonlocal cells
        cells += 1
        return b' t="s"><v>%d</v></c>' % numbers.setdefault(found[1], len(numbers))

    with (
        zipfile.ZipFile(source) as package,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as written,
    ):
        for part in package.infolist():
            with package.open(part) as stream, written.open(part.filename, "w") as into:
                if part.filename.startswith("xl/worksheets/"):
                    _rewrite(stream, into, shared)
                else:
                    into.write(_announced(part.filename, stream.read()))
        with written.open(_STRINGS, "w") as into:
            into.write(_HEAD + b' count="%d" uniqueCount="%d">' % (cells, len(numbers)))
            for text, number in numbers.items():
                into.write(b"<si>%b%b</si>" % (text, b"" if number % _EVERY else _TYPED))
            into.write(b"</sst>")


def _rewrite(
    stream: IO[bytes], into: IO[bytes], shared: Callable[[re.Match[bytes]], bytes]
) -> None:
    """Write a sheet's part again, piece by piece."""
    left, spans = b"", b""
    while chunk := stream.read(_CHUNK):
        text = left + chunk
        cut = max(text.rfind(b"<row "), 0)
        text, left = text[:cut], text[cut:]
        if not spans and text:
            text = text.replace(b"><dimension", _NAMESPACES, 1)
            last = re.search(rb'<dimension ref="A1:([A-Z]+)', text)
            assert last is not None
            spans = b' spans="1:%d" x14ac:dyDescent="0.2"' % column_number(last[1].decode())
        into.write(_TEXT.sub(shared, _ROW.sub(rb"<row \1" + spans + b">", text)))
    into.write(_TEXT.sub(shared, _ROW.sub(rb"<row \1" + spans + b">", left)))


def _announced(name: str, content: bytes) -> bytes:
    """A part of the package, with the shared texts among what it lists."""
    if name == "[Content_Types].xml":
        return content.replace(b"</Types>", _CONTENT)
    if name == "xl/_rels/workbook.xml.rels":
        return content.replace(b"</Relationships>", _RELATION)
    return content
