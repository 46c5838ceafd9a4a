"""Reads what a sheet's part says beyond the cells' texts, by a parser, in one pass."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import IO
from xml.parsers import expat

from validator.reading import limits
from validator.reading.number_formats import shows_percent
from validator.reading.numbers import column_index, column_letters, is_long
from validator.reading.xml_parts import Enough, LocalNames, feed, parser_of, read_clean

_DIGITS = "0123456789"
_TRUE = ("1", "true")

#: Whose `v` is no number: an index of a shared string, a text, true or false.
_NO_NUMBER = frozenset(("s", "str", "inlineStr", "b", "d", "e"))

#: A sheet's address: the letters of a column and a 1-based row.
Address = tuple[str, int]

#: Letters of the first column, first row, letters of the last column, last row; rows from 1.
Merged = tuple[str, int, str, int]

#: Letters of a column → 1-based rows.
Cells = dict[str, set[int]]


class TooManyCellsError(ValueError):
    """A part that takes the parser too long; the text says why, in Chinese."""


@dataclass
class Found:
    """What was found in a sheet's part."""

    numbers: set[Address] = field(default_factory=set)  #: number cells of 15 digits and more
    unknown: bool = False  #: there may be such cells that are not among `numbers`
    percents: Cells = field(default_factory=dict)  #: number cells that show a percentage
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)  #: first, last; from 1
    formulas: Cells = field(default_factory=dict)
    unsaved: Cells = field(default_factory=dict)  #: formulas without a result
    errors: dict[str, dict[int, str]] = field(default_factory=dict)  #: column → row → #REF!
    merged: list[Merged] = field(default_factory=list)
    reach: tuple[int, int] = (0, 1)  #: the last row and column with a cell; from 1


def read_part(stream: IO[bytes], percents: Mapping[str, str]) -> Found:
    """Read a sheet's part.

    Args:
        stream: the part.
        percents: number of a cell's style, as written → a format that may show percentages.

    Raises:
        TooManyCellsError: it has more cells than any table.
        ValueError, expat.ExpatError, …: `xml_parts.FAULTS`; it is not as it should be.
    """
    return read_clean(lambda: _Part(percents), stream).result()


def dimension(stream: IO[bytes]) -> tuple[int, int]:
    """The last row and column that a sheet says it has; (0, 0) where it says nothing of use.

    Only what stands before the cells is read. One cell alone is what some writers put there
    before they know.
    """
    spans = [(0, 0)]

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(":")[2]
        if local == "dimension" and ":" in attributes.get("ref", ""):
            _, _, right, bottom = _area(attributes["ref"])
            spans.append((bottom, column_index(right) + 1))
        elif local == "sheetData":
            raise Enough

    feed(parser_of(start), stream)
    return spans[-1]


def _area(reference: str) -> Merged:
    """`A2:B3` and `$A$2:$B$3`; one cell is an area too."""
    first, _, last = reference.replace("$", "").partition(":")
    return *_address(first), *_address(last or first)


def _address(text: str) -> Address:
    letters = text.rstrip(_DIGITS)
    return _Places()[letters][0], int(text[len(letters) :])


class _Places(dict[str, tuple[str, int]]):
    """Letters as written → as they should be, and the column from 1. Each is worked out once."""

    def __missing__(self, written: str) -> tuple[str, int]:
        letters = written.upper()
        if not (letters.isascii() and letters.isalpha()):
            raise ValueError("no address")
        self[written] = letters, column_index(letters) + 1
        return self[written]


class _Part:
    """The handlers of the parser, and where in the sheet they are.

    They are called some hundred thousand times for a filled template, most of whose cells are
    formulas of ours, so that what most cells do not need stands behind a question.
    """

    def __init__(self, percents: Mapping[str, str]) -> None:
        self.found = Found()
        self.percents = percents
        self.local = LocalNames()
        self.places = _Places()
        self.inside = False  #: among the rows; form controls have rows and columns of their own
        self.row = self.rows = self.cells = 0
        self.number = ""  #: of the row, as the cell before wrote it
        self.column = self.columns = 0  #: from 1
        self.letters = ""
        self.cell: dict[str, str] | None = None  #: the attributes of the cell that is read
        self.kind: str | None = None  #: its type, as written
        self.wanted = False  #: its value: it may be a number, or says itself that it is an error
        self.formula = False
        self.value = ""

    def parser(self) -> expat.XMLParserType:
        self.expat = parser_of(self.start, self.end)
        return self.expat

    def result(self) -> Found:
        self.found.reach = self.rows, max(self.columns, 1)
        return self.found

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = self.local[name]
        if local == "c":
            if self.inside:
                self._start_cell(attributes)
        elif local == "v":
            # A text is computed, whichever it is: its formula has a result.
            if self.cell is not None and (self.wanted or (self.formula and self.kind != "str")):
                self.expat.CharacterDataHandler = self.text
        elif local == "f":
            self.formula = self.cell is not None
        elif local == "row":
            if self.inside:
                self._start_row(attributes)
        elif local == "sheetData":
            self.inside = True
        elif local == "col" and attributes.get("hidden") in _TRUE:
            self.found.hidden_columns.append((int(attributes["min"]), int(attributes["max"])))
        elif local == "mergeCell":
            self.found.merged.append(_area(attributes["ref"]))

    def _start_row(self, attributes: dict[str, str]) -> None:
        self.row = int(attributes.get("r", self.row + 1))
        self.number = ""
        self.rows = max(self.rows, self.row)
        if self.rows > limits.ROWS:
            raise TooManyCellsError(f"有工作表超过 {limits.ROWS:,} 行，超出表格的范围")
        self.column = 0
        if attributes.get("hidden") in _TRUE:
            self.found.hidden_rows.add(self.row)

    def _start_cell(self, attributes: dict[str, str]) -> None:
        self.cells += 1
        if self.cells > limits.PARSED_CELLS:
            raise TooManyCellsError(f"有工作表超过 {limits.PARSED_CELLS:,} 个单元格")
        address = attributes.get("r")
        if address is not None:
            # The cell's own address holds, whatever its row says: so does the reader see it.
            written = address.rstrip(_DIGITS)
            self.letters, self.column = self.places[written]
            number = address[len(written) :]
            if number != self.number:  # most cells stand in the row of the one before
                self.number, self.row = number, int(number)
                self.rows = max(self.rows, self.row)
        else:
            self.column += 1
            self.letters = column_letters(self.column - 1)
        self.columns = max(self.columns, self.column)
        self.cell = attributes
        self.kind = kind = attributes.get("t")
        self.wanted = kind is None or kind == "e" or kind not in _NO_NUMBER
        self.formula, self.value = False, ""

    def text(self, text: str) -> None:
        self.value += text

    def end(self, name: str) -> None:
        local = self.local[name]
        if local == "c":
            if self.cell is not None:
                if self.formula or self.value:
                    self._end_cell(self.cell)
                self.cell = None
        elif local == "v":
            self.expat.CharacterDataHandler = None
        elif local == "sheetData":
            self.inside = False

    def _end_cell(self, attributes: dict[str, str]) -> None:
        value, found, kind = self.value.strip(), self.found, self.kind
        if self.formula:
            rows = found.formulas.get(self.letters)
            if rows is None:
                rows = found.formulas[self.letters] = set()
            rows.add(self.row)
            # A formula whose result is an empty text has been computed.
            if not value and kind != "str":
                found.unsaved.setdefault(self.letters, set()).add(self.row)
        if not value:
            return
        if kind == "e":
            found.errors.setdefault(self.letters, {})[self.row] = value
        elif self.wanted:
            if is_long(value):
                found.numbers.add((self.letters, self.row))
            code = self.percents.get(attributes.get("s", "0"))
            if code and shows_percent(code, float(value)):
                found.percents.setdefault(self.letters, set()).add(self.row)
