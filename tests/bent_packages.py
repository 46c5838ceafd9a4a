"""Workbooks that are whole packages of well-formed XML, and wrong: for `tests.fuzz_workbooks`.

Each function takes a generator of chance and a workbook, and gives another; nothing where the
workbook is too large, or none that it knows how to change.
"""

import io
import random
import re
import warnings
import zipfile
from collections.abc import Callable
from copy import deepcopy
from typing import Any
from xml.etree import ElementTree

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

#: Larger workbooks would take the fuzzer itself too long to change cell by cell.
LARGE, MANY_CELLS = 60_000, 50_000

_EXTREMES = (
    "", "-1", "0", "1048577", "4294967296", "99999999999999999999", "1e308", "NaN", "A0",
    "XFD1048576", "A1:XFD1048576", "ZZZZ1", "true", "rId1", "../../../../../../etc/hosts", "s",
    "e", "str", "inlineStr", "\u202e", "x" * 70_000, "#REF!", "\t\n", "🀄",
)  # fmt: skip
_TARGETS = (
    b"", b".", b"/", b"../workbook.xml", b"../../../../etc/hosts", b"file:///etc/hosts",
    b"http://a/b", b"worksheets/none.xml", b"\\\\server\\share\\a.xml", b"%2e%2e/a.xml",
    b"/xl/workbook.xml", b"/[Content_Types].xml", b"#sheet1", b"x" * 70_000,
    b"worksheets/sheet1.xml&amp;", b"&#0;",
)  # fmt: skip

_ENTRY = re.compile(rb"<(?:Relationship|Override|Default)\s[^>]*>")
_PART = re.compile(rb'(Target|PartName)="[^"]*"')
_KIND = re.compile(rb'(?:Type|ContentType)="[^"]*"')

Element = ElementTree.Element
Rows = list[list[Any]]


def tree(generator: random.Random, content: bytes) -> bytes | None:
    """Elements exchanged, doubled, lost, moved and renamed; attributes that no program writes."""
    parts = unpacked(content)
    texts = [
        place
        for place, (name, text) in enumerate(parts)
        if name.endswith((".xml", ".rels")) and len(text) < LARGE * 10
    ]
    if not texts:
        return None
    # Half of them in a sheet, where most of the shape is.
    sheets = [place for place in texts if "worksheets/" in parts[place][0]] or texts
    place = generator.choice(generator.choice((texts, sheets)))
    name, text = parts[place]
    try:
        root = ElementTree.fromstring(text)  # noqa: S314 - read from a sample
    except ElementTree.ParseError:
        return None
    for _ in range(generator.choice((1, 3, 15))):
        _bend(generator, list(root.iter()))
    parts[place] = (name, ElementTree.tostring(root, encoding="UTF-8", xml_declaration=True))
    return packed(parts)


def _bend(generator: random.Random, elements: list[Element]) -> None:
    """Change one thing about one of these elements of a tree."""
    # Most elements are leaves, and have none to exchange.
    parents = [element for element in elements if len(element)]
    other = generator.choice(elements)
    if not parents or generator.random() < 0.3:
        _bend_attribute(generator, other, generator.choice(elements))
        return
    parent = generator.choice(parents)
    children = list(parent)
    one = generator.choice(children)
    match generator.randrange(6):
        case 0:
            generator.shuffle(children)
            parent[:] = children
        case 1:
            for _ in range(generator.choice((1, 2, 40))):
                parent.append(deepcopy(one))
        case 2:
            parent.remove(one)
        case 3:
            other.append(deepcopy(one))
        case 4:
            parent.tag = other.tag
        case 5:
            parent[:] = []


def _bend_attribute(generator: random.Random, element: Element, other: Element) -> None:
    if not element.attrib:
        return
    key = generator.choice(sorted(element.attrib))
    match generator.randrange(4):
        case 0:
            del element.attrib[key]
        case 1:
            element.attrib[key] = other.attrib.get(key, "")
        case _:
            element.attrib[key] = generator.choice(_EXTREMES)


def relations(generator: random.Random, content: bytes) -> bytes | None:
    """Parts that are named wrongly: missing, in a circle, twice, outside of the package."""
    parts = unpacked(content)
    named = [
        place
        for place, (name, _) in enumerate(parts)
        if name.endswith(".rels") or name == "[Content_Types].xml"
    ]
    if not named:
        return None
    for _ in range(generator.choice((1, 1, 3))):
        place = generator.choice(named)
        name, text = parts[place]
        entries = list(_ENTRY.finditer(text))
        if entries:
            entry, other = generator.choice(entries), generator.choice(entries)
            new = _entry(generator, entry[0], other[0], name.encode())
            parts[place] = (name, text[: entry.start()] + new + text[entry.end() :])
    return packed(parts)


def _entry(generator: random.Random, entry: bytes, other: bytes, own: bytes) -> bytes:
    """An entry that says something else of a part; `own` is the name of the part it stands in."""
    target = generator.choice((b"/" + own, *_TARGETS))
    kind, part = _KIND.search(other), _PART.search(other)
    match generator.randrange(7):
        case 0:
            return b""
        case 1:
            return entry + entry
        case 2:
            return entry + re.sub(rb'Id="[^"]*"', b'Id="rId999"', entry)
        case 3:
            return _KIND.sub(lambda _: kind[0] if kind else b"", entry)
        case 4:
            return _PART.sub(lambda _: part[0] if part else b"", entry)
        case _:
            return _PART.sub(lambda found: found[1] + b'="%s"' % target, entry)


def rows(generator: random.Random, content: bytes) -> bytes | None:
    """Rows as they come out of a paste: moved aside, headings again, signs turned, torn in two."""
    if len(content) > LARGE:
        return None
    try:
        book = load_workbook(io.BytesIO(content))
        sheet = generator.choice(book.worksheets)
    except Exception:  # one of the foreign workbooks that only few programs open
        return None
    cells: Rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    if len(cells) < 5 or len(cells) * sheet.max_column > MANY_CELLS:
        return None
    ways: tuple[Callable[[random.Random, Rows, int], None], ...] = (
        _aside, _heads, _signs, _torn, _longer, _marks,
    )  # fmt: skip
    for _ in range(generator.choice((1, 2, 4))):
        at = generator.randrange(3, len(cells))
        if generator.random() < 0.15:
            _page(generator, book, sheet, cells[generator.choice((0, 3)) : at])
        else:
            generator.choice(ways)(generator, cells, at)
    sheet.delete_rows(1, sheet.max_row)
    for row in cells:
        sheet.append(row)
    stream = io.BytesIO()
    try:
        book.save(stream)
    except Exception:
        return None
    return stream.getvalue()


def _aside(generator: random.Random, cells: Rows, at: int) -> None:
    """All rows from one on moved to the right."""
    for row in cells[at:]:
        row.insert(generator.choice((0, 2)), None)


def _heads(generator: random.Random, cells: Rows, at: int) -> None:
    """The headings again, perhaps in another order."""
    again = list(cells[2])
    if generator.random() < 0.5:
        generator.shuffle(again)
    cells.insert(at, again)


def _signs(_: random.Random, cells: Rows, at: int) -> None:
    cells[at] = [-cell if isinstance(cell, int | float) else cell for cell in cells[at]]


def _torn(generator: random.Random, cells: Rows, at: int) -> None:
    place = generator.randrange(len(cells[at]) + 1)
    cells.insert(at + 1, cells[at][place:])
    del cells[at][place:]


def _longer(generator: random.Random, cells: Rows, at: int) -> None:
    """Two rows on one line."""
    cells[at] = cells[at] + generator.choice(cells)


def _marks(generator: random.Random, cells: Rows, at: int) -> None:
    cells[at] = [generator.choice(("同上", "〃", "小计", None)) for _ in cells[at]]


def _page(generator: random.Random, book: Workbook, sheet: Worksheet, cells: Rows) -> None:
    """Some of the rows on a further sheet."""
    copy = book.create_sheet(f"{sheet.title[:20]}（{generator.randrange(9)}）")
    for row in cells:
        copy.append(row)


def unpacked(content: bytes) -> list[tuple[str, bytes]]:
    """The parts of a package; none where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            return [(name, package.read(name)) for name in package.namelist()]
    except Exception:
        return []


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """A package of these parts."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # a part may be there twice: that is meant
        for name, text in parts:
            package.writestr(name, text)
    return stream.getvalue()
