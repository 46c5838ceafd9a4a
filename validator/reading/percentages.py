"""Which cells show their number as a percentage: 0.3 in the format 0% is 30.

The fast reader gives the number alone. Where a sheet has a column of percentages, its part is
read once more for the formats of the cells in these columns: in .xlsx by the styles, in .ods by
the type that each value has. .xls and .xlsb keep formats in a form that no reader here opens:
there a fraction stays a fraction, and is asked back where it matters (CC505).
"""

import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import IO
from xml.parsers import expat

import polars as pl

from validator.reading.kinds import FileKind
from validator.reading.number_formats import shows_percent
from validator.reading.numbers import column_index, column_letters

_CHUNK = 1 << 16
_STYLES = "xl/styles.xml"

#: The formats of percentages that every workbook knows by number.
_BUILT_IN = {9: "0%", 10: "0.00%"}

#: Digits that a spreadsheet keeps of a number; further ones are noise of its binary form.
_DIGITS = 15

#: letters of a column → the 1-based rows whose cells show a percentage
Percentages = dict[str, set[int]]


def percentages(path: Path, kind: FileKind, part: str, letters: Collection[str]) -> Percentages:
    """The cells of some columns that show their number as a percentage.

    Args:
        path: a workbook that could be read.
        kind: what it is.
        part: the sheet's part of the package in .xlsx, its name in .ods.
        letters: the columns.

    Returns:
        Nothing where the file does not say it as it should, or is of another kind.
    """
    ways = {FileKind.XLSX: _of_xlsx, FileKind.ODS: _of_ods}
    if kind not in ways or not letters:
        return {}
    try:
        return ways[kind](path, part, frozenset(letters))
    except (OSError, KeyError, ValueError, IndexError, zipfile.BadZipFile, expat.ExpatError):
        return {}


def with_signs(text: pl.Series, rows: pl.Series, shown: Collection[int]) -> pl.Series:
    """Write the numbers of some rows as they are shown: 0.3 as 30%.

    Args:
        text: a column as the reader gave it.
        rows: the row of the sheet of each entry.
        shown: the rows that show a percentage.
    """
    written = [
        signed(entry) if row in shown and entry is not None else entry
        for entry, row in zip(text, rows, strict=True)
    ]
    return pl.Series(text.name, written, dtype=pl.String)


def signed(text: str) -> str:
    """A number as a percentage: 0.3 is 30%. Other texts stay as they are."""
    try:
        number = Decimal(f"{float(text):.{_DIGITS}g}")
    except ValueError:
        return text  # a text in a cell with a format of percentages
    return f"{(number * 100).normalize():f}%"


@dataclass
class _Styles:
    """Reads which styles of cells have which format."""

    formats: dict[int, str] = field(default_factory=lambda: dict(_BUILT_IN))
    cells: list[int] = field(default_factory=list)  #: style → number of its format
    inside: bool = False  #: within the styles of cells, not of named styles

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "numFmt":
                self.formats[int(attributes["numFmtId"])] = attributes["formatCode"]
            case "cellXfs":
                self.inside = True
            case "xf" if self.inside:
                self.cells.append(int(attributes.get("numFmtId", "0")))

    def end(self, name: str) -> None:
        if _local(name) == "cellXfs":
            self.inside = False

    def with_sign(self) -> dict[int, str]:
        """Style → format, of the styles that may show a percentage."""
        return {
            style: code
            for style, number in enumerate(self.cells)
            if "%" in (code := self.formats.get(number, ""))
        }


@dataclass
class _Cells:
    """Reads which number cells of some columns show a percentage."""

    letters: frozenset[str]
    styles: dict[int, str]
    found: Percentages = field(default_factory=dict)
    row: int = 0
    column: int = -1  #: 0-based
    format: str = ""  #: of the cell that is read; "" where it does not matter
    in_value: bool = False
    value: str = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        match _local(name):
            case "row":
                self.row = int(attributes.get("r", self.row + 1))
                self.column = -1
            case "c":
                self.column = self._column(attributes.get("r", ""))
                number = attributes.get("t", "n") == "n"
                mine = number and column_letters(self.column) in self.letters
                self.format = self.styles.get(int(attributes.get("s", "0")), "") if mine else ""
                self.value = ""
            case "v":
                self.in_value = self.format != ""

    def _column(self, address: str) -> int:
        letters = address.rstrip("0123456789")
        return column_index(letters) if letters else self.column + 1

    def text(self, text: str) -> None:
        if self.in_value:
            self.value += text

    def end(self, name: str) -> None:
        local = _local(name)
        if local == "v":
            self.in_value = False
        elif local == "c" and self.value and shows_percent(self.format, float(self.value)):
            self.found.setdefault(column_letters(self.column), set()).add(self.row)


@dataclass
class _Document:
    """Reads the same from an .ods, which says of each value what it is."""

    sheet: str
    letters: frozenset[str]
    found: Percentages = field(default_factory=dict)
    inside: bool = False
    row: int = 0  #: of the rows that are done
    repeated: int = 1
    column: int = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        given = {_local(key): value for key, value in attributes.items()}
        match _local(name):
            case "table":
                self.inside, self.row = given.get("name") == self.sheet, 0
            case "table-row" if self.inside:
                self.repeated, self.column = int(given.get("number-rows-repeated", "1")), 0
            case "table-cell" | "covered-table-cell" if self.inside:
                times = int(given.get("number-columns-repeated", "1"))
                if given.get("value-type") == "percentage":
                    for column in range(self.column, self.column + min(times, 1 << 10)):
                        if (letters := column_letters(column)) in self.letters:
                            last = self.row + min(self.repeated, 1 << 16)
                            rows = range(self.row + 1, last + 1)
                            self.found.setdefault(letters, set()).update(rows)
                self.column += times

    def end(self, name: str) -> None:
        match _local(name):
            case "table":
                self.inside = False
            case "table-row" if self.inside:
                self.row += self.repeated


def _of_xlsx(path: Path, part: str, letters: frozenset[str]) -> Percentages:
    with zipfile.ZipFile(path) as package:
        styles = _Styles()
        with package.open(_STYLES) as stream:
            _parse(stream, styles.start, styles.end)
        with_sign = styles.with_sign()
        if not with_sign:
            return {}
        cells = _Cells(letters, with_sign)
        with package.open(part) as stream:
            _parse(stream, cells.start, cells.end, cells.text)
    return cells.found


def _of_ods(path: Path, part: str, letters: frozenset[str]) -> Percentages:
    document = _Document(part, letters)
    with zipfile.ZipFile(path) as package, package.open("content.xml") as stream:
        _parse(stream, document.start, document.end)
    return document.found


def _parse(
    stream: IO[bytes],
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None] | None = None,
) -> None:
    """Read a part piece by piece. A declaration of entities ends it: no workbook has one."""

    def refuse(*_: object) -> None:
        raise ValueError("a declaration of entities")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = text
    parser.EntityDeclHandler = refuse
    while chunk := stream.read(_CHUNK):
        parser.Parse(chunk)
    parser.Parse(b"", True)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]
