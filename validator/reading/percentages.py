"""Which cells show their number as a percentage: 0.3 in the format 0% is 30.

The fast reader gives the number alone. How it is shown is read from the file's own parts: in
.xlsx by the cells' styles (`sheet_part`), in .ods by the type that each value has. .xls and
.xlsb keep formats in a form that no reader here opens: there a fraction stays a fraction, and
is asked back where it matters (CC505).
"""

import zipfile
from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import polars as pl

from validator.reading.kinds import FileKind
from validator.reading.numbers import column_letters
from validator.reading.sheet_part import read_part
from validator.reading.styles import percent_styles
from validator.reading.xml_parts import FAULTS, LocalNames, feed, parser_of

_STYLES = "xl/styles.xml"

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
    except (*FAULTS, zipfile.BadZipFile):
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
class _Document:
    """Reads the same from an .ods, which says of each value what it is."""

    sheet: str
    letters: frozenset[str]
    found: Percentages = field(default_factory=dict)
    inside: bool = False
    row: int = 0  #: of the rows that are done
    repeated: int = 1
    column: int = 0
    local: LocalNames = field(default_factory=LocalNames)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        given = {self.local[key]: value for key, value in attributes.items()}
        match self.local[name]:
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
        match self.local[name]:
            case "table":
                self.inside = False
            case "table-row" if self.inside:
                self.row += self.repeated


def _of_xlsx(path: Path, part: str, letters: frozenset[str]) -> Percentages:
    with zipfile.ZipFile(path) as package:
        with package.open(_STYLES) as stream:
            styles = percent_styles(stream)
        if not styles:
            return {}
        with package.open(part) as stream:
            found = read_part(stream, styles).percents
    return {column: rows for column, rows in found.items() if column in letters}


def _of_ods(path: Path, part: str, letters: frozenset[str]) -> Percentages:
    document = _Document(part, letters)
    with zipfile.ZipFile(path) as package, package.open("content.xml") as stream:
        feed(parser_of(document.start, document.end), stream)
    return document.found
