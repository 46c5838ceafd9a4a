"""Looks into the .xlsx package itself for what the fast reader does not tell.

The reader gives every cell as text, so that a number cell and a text cell look the same, and
hidden rows look like any other. For an ID number the difference matters: a number cell has
lost its last digits.
"""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree

from validator.reading.numbers import is_long

_CHUNK = 1 << 22
_TAG = 256  #: more than the opening tag of a cell or a row takes
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"

STAMP = "claimcheck_template"
_OWN_ADDIN = "claimcheck.xlam"

_HIDDEN_ROW = re.compile(rb'<row r="(\d+)"[^>]*? hidden="(?:1|true)"')
_HIDDEN_COLUMN = re.compile(rb"<col\s[^>]*?>")
# What may be a long number; whether it is one is found by reading it as a number.
_LONG_NUMBER = re.compile(rb"<v>\s*(\d{15}[\d.]*|\d[\d.]*[Ee][+-]?\d{1,3})\s*<")
_ADDRESS = re.compile(rb' r="([A-Z]{1,3})(\d+)"')
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d+)"[^>]*>\s*<f[ >/]')
_UNSAVED = re.compile(
    rb'<c r="([A-Z]{1,3})(\d+)"(?![^>]* t="str")[^>]*>\s*<f[^>]*(?:/>|>[^<]*</f>)\s*'
    rb"(?:<v\s*/>|<v></v>)?\s*</c>"
)
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)"')

#: A sheet's address: the letters of a column and a 1-based row.
Address = tuple[str, int]


@dataclass(frozen=True)
class SheetPart:
    """A sheet's part in the package."""

    name: str
    hidden: bool
    size: int  #: bytes, unpacked


@dataclass(frozen=True)
class Package:
    """What a package says about the workbook as a whole."""

    path: Path | BytesIO
    sheets: dict[str, SheetPart]
    date1904: bool = False
    macros: bool = False
    links: tuple[str, ...] = ()  #: names of other workbooks that formulas point to
    stamp: str = ""  #: "hiring 1" where it is one of our templates


@dataclass
class Found:
    """What a look through a sheet's text found."""

    numbers: set[Address] = field(default_factory=set)  #: number cells of 15 digits and more
    unknown: bool = False  #: there are such cells without an address
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  #: first, last; from 1
    formulas: dict[str, set[int]] = field(default_factory=dict)  #: letters → rows
    unsaved: dict[str, set[int]] = field(default_factory=dict)  #: formulas without a result
    merged: list[tuple[str, int, str, int]] = field(default_factory=list)


def look_into(path: Path | BytesIO) -> Package | None:
    """What the package says; None where it does not say it as it should.

    Args:
        path: the file, or its content.
    """
    try:
        with zipfile.ZipFile(path) as package:
            return _read(path, package)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile, ElementTree.ParseError):
        return None


def _read(path: Path | BytesIO, package: zipfile.ZipFile) -> Package:
    sizes = {part.filename: part.file_size for part in package.infolist()}
    workbook = ElementTree.fromstring(package.read("xl/workbook.xml"))  # noqa: S314 - see preflight
    targets = _targets(package, "xl/_rels/workbook.xml.rels")
    sheets = {}
    for entry in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(entry.get(f"{_OFFICE}id", ""), "")
        name = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        hidden = entry.get("state", "visible") != "visible"
        sheets[entry.get("name", "")] = SheetPart(name, hidden, sizes.get(name, 0))
    properties = workbook.find(f"{_MAIN}workbookPr")
    stamps = [
        (entry.text or "").strip('="')
        for entry in workbook.iter(f"{_MAIN}definedName")
        if entry.get("name") == STAMP
    ]
    return Package(
        path,
        sheets,
        date1904=properties is not None and properties.get("date1904") in ("1", "true"),
        macros=any(name.lower().endswith("vbaproject.bin") for name in sizes),
        links=tuple(_links(package, sizes)),
        stamp=stamps[0] if stamps else "",
    )


def _targets(package: zipfile.ZipFile, name: str) -> dict[str, str]:
    relations = ElementTree.fromstring(package.read(name))  # noqa: S314 - see preflight
    return {entry.get("Id", ""): entry.get("Target", "") for entry in relations}


def _links(package: zipfile.ZipFile, names: dict[str, int]) -> Iterator[str]:
    """Other workbooks that this one points to, without our own add-in."""
    for name in names:
        if name.startswith("xl/externalLinks/_rels/") and name.endswith(".rels"):
            for target in _targets(package, name).values():
                file = PurePosixPath(target.replace("\\", "/").replace("%20", " ")).name
                if file.lower() != _OWN_ADDIN:
                    yield file


def look_through(package: Package, sheet: str) -> Found | None:
    """Look through a sheet's text once.

    Args:
        package: of the workbook.
        sheet: the sheet's name.

    Returns:
        What was found; None where the sheet's part cannot be read.
    """
    part = package.sheets.get(sheet)
    if part is None:
        return None
    try:
        with zipfile.ZipFile(package.path) as opened, opened.open(part.name) as stream:
            return _scan(lambda: stream.read(_CHUNK))
    except Exception:  # a part that only the reader can unpack: other ways are left
        return None


def _scan(read: Callable[[], bytes]) -> Found:
    """Search a sheet's text, holding about one chunk at a time."""
    found = Found()
    tail = b""
    while chunk := read():
        text = tail + chunk
        _note(text, found)
        # A tag may be cut in two by the border of a chunk.
        tail = text[-_TAG:]
    return found


def _note_long_numbers(text: bytes, found: Found) -> None:
    """Note the cells whose number is too long for a float."""
    for match in _LONG_NUMBER.finditer(text):
        if not is_long(match[1].decode()):
            continue
        opening = text[text.rfind(b"<c", 0, match.start()) : match.start()]
        if b' t="' in opening and b' t="n"' not in opening:
            continue
        if address := _ADDRESS.search(opening):
            found.numbers.add((address[1].decode(), int(address[2])))
        else:
            found.unknown = True


def _note(text: bytes, found: Found) -> None:
    """Note what is seldom there; whether it is there at all is found out fast."""
    _note_long_numbers(text, found)
    if b' hidden="' in text:
        found.hidden_rows |= {int(match[1]) for match in _HIDDEN_ROW.finditer(text)}
        for match in _HIDDEN_COLUMN.finditer(text):
            if b'hidden="1"' in match[0] or b'hidden="true"' in match[0]:
                first, last = (
                    re.search(rb'min="(\d+)"', match[0]),
                    re.search(rb'max="(\d+)"', match[0]),
                )
                if first and last:
                    found.hidden_columns.append((int(first[1]), int(last[1])))
    if b"<f" in text:
        for match in _FORMULA.finditer(text):
            found.formulas.setdefault(match[1].decode(), set()).add(int(match[2]))
        for match in _UNSAVED.finditer(text):
            found.unsaved.setdefault(match[1].decode(), set()).add(int(match[2]))
    if b"<mergeCell " in text:
        found.merged += [
            (match[1].decode(), int(match[2]), match[3].decode(), int(match[4]))
            for match in _MERGED.finditer(text)
        ]
