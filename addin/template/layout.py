"""Where things stand: blocks of rows with named columns, and the references to them.

A column is shown to other sheets by a defined name (`person_counted`). Excel shares one
formula among the cells of a column only where it names no other sheet, and thousands of cells
with the same formula are the bulk of a template; names are no sheets.
"""

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

#: The row of the headings on every sheet. Above it: title, result, what is missing, three faults.
HEADER_ROW = 7
#: the column of a helper sheet that counts its rows from 1
PLACE = "place"
#: ends the name of a column that is given with its heading and the rows below it
_WHOLE = "_whole"
#: ends the name of a column with its heading and many rows below it, where too much may stand
_FAR = "_far"
#: so many rows below the last one are looked at
LOOKED_AT = 50_000


@dataclass(frozen=True)
class Block:
    """A table on a sheet: one header row, then `rows` rows. Row numbers are 1-based."""

    sheet: str
    alias: str  #: begins the names of its columns
    keys: tuple[str, ...]
    header_row: int
    rows: int
    #: so many rows below the last one may be deleted before rows that are computed get lost
    spare: int = 0
    first_column: int = 0  #: 0-based; blocks with the same rows may stand side by side

    @property
    def first_row(self) -> int:
        """The first row below the header."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The last row."""
        return self.header_row + self.rows

    def index(self, key: str) -> int:
        """The 0-based column of a key. Raises ValueError where the block has none."""
        return self.first_column + self.keys.index(key)

    def letter(self, key: str) -> str:
        """The column letter of a key."""
        return str(xl_col_to_name(self.index(key)))

    def cell(self, key: str, row: int) -> str:
        """One cell, for formulas on the same sheet: $C7."""
        return f"${self.letter(key)}{row}"

    def local_cell(self, key: str, row: int) -> str:
        """One cell that moves with its column, for rules of cells: C7."""
        return f"{self.letter(key)}{row}"

    def rows_of(self, key: str) -> str:
        """All cells of a column without its header, for formulas on the same sheet."""
        letter = self.letter(key)
        return f"${letter}${self.first_row}:${letter}${self.last_row}"

    def beside(self, key: str, place: str | None = None) -> str:
        """The cell of a column in the same place as the formula's row, for other sheets.

        Args:
            key: the column.
            place: a formula of the place; that of a row below the same header where None.
        """
        return f"INDEX({self.column(key)},{place or f'ROW()-{self.header_row}'})"

    @property
    def own_row(self) -> str:
        """The place of the formula's own row on a sheet where no rows are put in or taken out."""
        return f"ROW()-{self.header_row}"

    @property
    def own_place(self) -> str:
        """The place of the formula's own row, whatever rows were put in or taken out above it."""
        return f"ROW()-ROW($A${self.header_row})"

    def entered(self, key: str, place: str) -> str:
        """The cell of a column at a place, found by position (see `fenced`)."""
        return f"INDEX({self.fenced(key)},{place}+1)"

    def entered_beside(self, key: str, own: "Block") -> str:
        """The cell of a column in the place of the formula's row, which is one of `own`."""
        return f"INDEX({self.fenced(key)},ROW()-{own.header_row - 1})"

    def there(self, key: str, own: "Block", row: int) -> str:
        """The cell of a column in the same place as a row of another block of helper rows.

        Side by side it is the cell itself: a formula that names it is told of nothing else,
        while one that looks in the whole column is told of every row that changes.
        """
        if self.sheet == own.sheet:
            return self.cell(key, row)
        return f"INDEX({self.column(key)},{own.cell(PLACE, row)})"

    def column(self, key: str) -> str:
        """The name of a column's cells, without its header."""
        return f"{self.alias}_{key}"

    def fenced(self, key: str) -> str:
        """The name of a column from its header to some rows below its last cell.

        Cutting and pasting, inserting and deleting move the ends of a range, or the cells that
        a formula names. A formula that looks at a place of this range survives whatever is done
        between its ends: it sees what stands in that place now. What is done to the header, or
        to more than the spare rows below, is said (`faults`).
        """
        return f"{self.alias}_{key}{_WHOLE}"

    def far(self, key: str) -> str:
        """The name of a column from its header to far below the last row."""
        return f"{self.alias}_{key}{_FAR}"

    def named(self, name: str) -> str | None:
        """What a name of a column, see above, refers to; None where it is no column of this."""
        if not name.startswith(f"{self.alias}_"):
            return None
        key = name[len(self.alias) + 1 :]
        first, last = self.first_row, self.last_row
        for ending, below in ((_WHOLE, self.spare + 1), (_FAR, LOOKED_AT)):
            if key not in self.keys and key.endswith(ending):
                key, first = key.removesuffix(ending), self.header_row
                last = self.last_row + below
                break
        if key not in self.keys:
            return None
        letter = self.letter(key)
        return f"{self._prefix}${letter}${first}:${letter}${last}"

    def area(self, first: str, last: str) -> str:
        """From the header to the row below the last, from one column to another, with the sheet."""
        return (
            f"{self._prefix}${self.letter(first)}${self.header_row}"
            f":${self.letter(last)}${self.last_row + 1}"
        )

    def moving_area(self, first: str, last: str) -> str:
        """From the header to the row below the last, wherever rows were put in or taken out."""
        from_, until = (self.named(self.fenced(key)) for key in (first, last))
        return f"INDEX({from_},1):INDEX({until},{self.rows + 2})"

    def local_area(self, first: str, last: str) -> str:
        """The rows without the header, from one column to another, without the sheet."""
        return f"{self.letter(first)}{self.first_row}:{self.letter(last)}{self.last_row}"

    @property
    def _prefix(self) -> str:
        return f"'{self.sheet}'!"


def mirrored(block: Block, key: str, own: Block, row: int) -> str:
    """The cell of another sheet's block, in the same place as a row of the block `own`.

    It is found by position (see `Block.fenced`).
    """
    return block.entered(key, own.cell(PLACE, row))
