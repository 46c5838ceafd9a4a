"""Where things stand: blocks of rows with named columns, and the references to them."""

from dataclasses import dataclass

from xlsxwriter.utility import xl_col_to_name

#: the row of the headings on every sheet
HEADER_ROW = 3


@dataclass(frozen=True)
class Block:
    """A table on a sheet: one header row, then `rows` rows. Row numbers are 1-based."""

    sheet: str
    keys: tuple[str, ...]
    header_row: int
    rows: int
    first_column: int = 0  #: 0-based

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

    def far_cell(self, key: str, row: int) -> str:
        """One cell, for formulas on other sheets: '人员花名册'!$C7."""
        return f"{self._prefix}{self.cell(key, row)}"

    def column(self, key: str) -> str:
        """The cells of a column without its header, absolute, with the sheet."""
        letter = self.letter(key)
        return f"{self._prefix}${letter}${self.first_row}:${letter}${self.last_row}"

    def fenced(self, key: str) -> str:
        """A column from its header to the locked row below its last cell.

        Cutting and pasting moves the ends of a range, but header and fence are locked:
        a formula that refers to this range survives whatever is moved between them.
        """
        letter = self.letter(key)
        return f"{self._prefix}${letter}${self.header_row}:${letter}${self.last_row + 1}"

    def area(self, first: str, last: str) -> str:
        """From header to fence (see `fenced`), from one column to another, with the sheet."""
        return (
            f"{self._prefix}${self.letter(first)}${self.header_row}"
            f":${self.letter(last)}${self.last_row + 1}"
        )

    def local_area(self, first: str, last: str) -> str:
        """The rows without the header, from one column to another, without the sheet."""
        return f"{self.letter(first)}{self.first_row}:{self.letter(last)}{self.last_row}"

    @property
    def _prefix(self) -> str:
        return f"'{self.sheet}'!"


def mirrored(block: Block, key: str, row: int) -> str:
    """The cell of another sheet's block at `row`, found by position (see `fenced`)."""
    return f"INDEX({block.fenced(key)},{row - block.header_row + 1})"
