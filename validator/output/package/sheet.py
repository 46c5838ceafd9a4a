"""Marks cells of a sheet: the formats of single cells change, and a drawing of notes is named."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Set

from validator.output.package.splicing import Scan, element, prefix_of
from validator.reading.numbers import column_index, column_letters
from validator.reading.xml_parts import Enough

#: What stands behind the drawing of notes in a sheet.
_BEHIND_NOTES = frozenset((
    "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems",
    "tableParts", "extLst", "AlternateContent",
))  # fmt: skip

_TRUE = ("1", "true")

#: A cell: its row and its column, from 1.
Cell = tuple[int, int]

#: The number of the format that a cell is to have, made of the one that it has.
Restyle = Callable[[int], int]


def cell_of(address: str) -> Cell:
    """`B4` as its row and column."""
    letters = address.rstrip("0123456789")
    return int(address[len(letters) :]), column_index(letters) + 1


def address_of(cell: Cell) -> str:
    """Row and column as `B4`."""
    return f"{column_letters(cell[1] - 1)}{cell[0]}"


class SheetHead(Scan):
    """Reads only what stands before the cells: whether the sheet is one that is selected.

    Several selected sheets are changed all at once by whoever types into one of them.
    """

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the selection away."""
        local = name.rpartition(":")[2]
        if local == "sheetView" and attributes.get("tabSelected") in _TRUE:
            self.edits.set(self.at, "tabSelected", None)
        elif local == "sheetData":
            raise Enough

    def end(self, name: str) -> None:
        """Nothing is noted at an end."""


class SheetScan(Scan):
    """Reads a sheet and notes how the formats of its cells change."""

    def __init__(self, restyled: Mapping[Cell, Restyle], if_there: Set[Cell]) -> None:
        """Prepare to read.

        Args:
            restyled: how the formats of cells change.
            if_there: those of them that are not made where they are not there yet.
        """
        super().__init__()
        self.notes = ""  #: the id of the relation to the drawing of notes that is there
        self.widths: list[tuple[int, int, float]] = []  #: first and last column, in characters
        self.height = 15.0  #: of a row, in points
        #: cells of `restyled` that a merged area covers → the cell of that area that is seen
        self.covering: dict[Cell, Cell] = {}
        self._if_there = if_there
        self._made: list[Cell] = []  #: the cells that were not there
        self._span = (-1, "")  #: where the sheet says how far it reaches, and what
        self._wanted: dict[int, dict[int, Restyle]] = {}
        self._columns: dict[int, list[int]] = {}
        for (row, column), restyle in sorted(restyled.items()):
            self._wanted.setdefault(row, {})[column] = restyle
            self._columns.setdefault(column, []).append(row)
        self._rows = sorted(self._wanted)  #: that were not met yet
        self._next = 0
        self._styles: list[tuple[int, int, int]] = []  #: first and last column, format
        self._row, self._column = 0, 0
        self._row_at, self._row_style = 0, 0
        self._cells: dict[int, Restyle] = {}  #: of the row, not met yet
        self._any_cell = False
        self._data_at = -1
        self._any_row = False
        self._names = ("", "", "")  #: of a row, a cell and all cells, as they are written
        self._prefix = ""
        self._notes_place = -1

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """What stands before the cells."""
        local = name.rpartition(":")[2]
        if local == "sheetView" and attributes.get("tabSelected") in _TRUE:
            self.edits.set(self.at, "tabSelected", None)
        elif local == "col":
            self._column_group(attributes)
        elif local == "dimension":
            self._span = (self.at, attributes.get("ref", ""))
        elif local == "sheetFormatPr":
            self.height = float(attributes.get("defaultRowHeight", self.height))
        elif local == "sheetData":
            p = self._prefix = prefix_of(name)
            self._names = (f"{p}row", f"{p}c", name)
            self._data_at = self.at
            self.parser.StartElementHandler = self._start_in_rows
            self.parser.EndElementHandler = self._end_in_rows

    def end(self, name: str) -> None:
        """Nothing is noted at an end before the cells."""

    def _column_group(self, attributes: dict[str, str]) -> None:
        first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
        if "style" in attributes:
            self._styles.append((first, last, int(attributes["style"])))
        if "width" in attributes:
            hidden = attributes.get("hidden") in _TRUE
            self.widths.append((first, last, 0 if hidden else float(attributes["width"])))

    def _start_in_rows(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._names[0]:
            self._start_row(attributes)

    def _start_in_marked_row(self, name: str, attributes: dict[str, str]) -> None:
        if name == self._names[1]:
            self._start_cell(attributes)

    def _start_row(self, attributes: dict[str, str]) -> None:
        row = int(attributes.get("r", self._row + 1))
        if row <= self._row:
            raise ValueError("rows that are not in their order")
        self._row, self._any_row = row, True
        self._missing_rows(row)
        if self._next == len(self._rows) or self._rows[self._next] != row:
            # Half as fast again as being told of every cell.
            self.parser.StartElementHandler = None
            return
        self._next += 1
        self._cells = dict(self._wanted[row])
        self._row_at, self._column, self._any_cell = self.at, 0, False
        own = attributes.get("customFormat") in _TRUE and "s" in attributes
        self._row_style = int(attributes["s"]) if own else -1
        if "spans" in attributes:
            self.edits.set(self.at, "spans", None)  # cells may come to stand outside of it
        self.parser.StartElementHandler = self._start_in_marked_row

    def _start_cell(self, attributes: dict[str, str]) -> None:
        address = attributes.get("r")
        column = cell_of(address)[1] if address else self._column + 1
        if column <= self._column:
            raise ValueError("cells that are not in their order")
        self._column, self._any_cell = column, True
        restyle = self._cells.pop(column, None)
        if self._cells:
            made = self._missing_cells(self._row, column)
            if made:
                self.edits.insert(self.at, made)
        if restyle is not None:
            self.edits.set(self.at, "s", str(restyle(int(attributes.get("s", "0")))))

    def _end_in_rows(self, name: str) -> None:
        if name == self._names[0]:
            made = self._missing_cells(self._row) if self._cells else ""
            if made and self._any_cell:
                self.edits.insert(self.at, made)
            elif made:
                self.edits.fill(self._row_at, made)
            self.parser.StartElementHandler = self._start_in_rows
        elif name == self._names[2]:
            made = self._missing_rows()
            if made and not self._any_row:
                self.edits.fill(self._data_at, made)
            self._reach_out()
            self.parser.StartElementHandler = self._start_behind
            self.parser.EndElementHandler = self._end_behind

    def _missing_cells(self, row: int, before: int | None = None) -> str:
        """The cells of a row that are wanted and not there, up to a column."""
        found = sorted(column for column in self._cells if before is None or column < before)
        made = []
        for column in found:
            restyle = self._cells.pop(column)
            if (row, column) in self._if_there:
                continue
            self._made.append((row, column))
            style = restyle(self._style_of_nothing(column))
            address = address_of((row, column))
            made.append(element(self._names[1], {"r": address, "s": style or None}))
        return "".join(made)

    def _style_of_nothing(self, column: int) -> int:
        """The format of a cell that is not there: its row's, else its column's."""
        if self._row_style >= 0:
            return self._row_style
        groups = (style for first, last, style in self._styles if first <= column <= last)
        return next(groups, 0)

    def _missing_rows(self, before: int | None = None) -> str:
        """The rows that are wanted and not there, up to a row, are put in here."""
        made = []
        while self._next < len(self._rows):
            row = self._rows[self._next]
            if before is not None and row >= before:
                break
            self._next += 1
            self._cells, self._row_style = dict(self._wanted[row]), -1
            cells = self._missing_cells(row)
            if cells:
                made.append(element(self._names[0], {"r": row}, cells))
        rows = "".join(made)
        if rows and (before is not None or self._any_row):
            self.edits.insert(self.at, rows)
        return rows

    def _reach_out(self) -> None:
        """Let the sheet say that it reaches to the cells that were made."""
        at, said = self._span
        if at < 0 or not self._made:
            return
        first, _, last = said.replace("$", "").partition(":")
        rows, columns = zip(cell_of(first), cell_of(last or first), *self._made, strict=True)
        corners = ((min(rows), min(columns)), (max(rows), max(columns)))
        self.edits.set(at, "ref", ":".join(map(address_of, corners)))

    def _start_behind(self, name: str, attributes: dict[str, str]) -> None:
        """What stands behind the cells."""
        local = name.rpartition(":")[2]
        if local == "mergeCell":
            self._merged(attributes.get("ref", ""))
        elif self.depth == 0:
            if local == "legacyDrawing":
                self.notes = next(v for k, v in attributes.items() if k.endswith(":id"))
            elif local in _BEHIND_NOTES and self._notes_place < 0:
                self._notes_place = self.at
        self.depth += 1

    def _end_behind(self, _: str) -> None:
        if self.depth == 0 and self._notes_place < 0:
            self._notes_place = self.at
        self.depth -= 1

    def _merged(self, reference: str) -> None:
        first, _, last = reference.replace("$", "").partition(":")
        top, left = cell_of(first)
        bottom, right = cell_of(last or first)
        for column in [at for at in self._columns if left <= at <= right]:
            rows = self._columns[column]
            begin, end = bisect_left(rows, top), bisect_left(rows, bottom + 1)
            covered = [row for row in rows[begin:end] if (row, column) != (top, left)]
            self.covering |= dict.fromkeys([(row, column) for row in covered], (top, left))
            # Areas that overlap are against the rules: only the first counts.
            rows[begin:end] = rows[begin:end][: end - begin - len(covered)]

    def name_notes(self, identity: str, namespace: str) -> None:
        """Say in the sheet which drawing shows its notes."""
        made = {"xmlns:r": namespace, "r:id": identity}
        self.edits.insert(self._notes_place, element(f"{self._prefix}legacyDrawing", made))
