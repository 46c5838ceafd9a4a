"""A worksheet that writes the same formula of many rows once, and empty cells briefly."""

from collections import namedtuple
from html import escape
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import CellBlankTuple, Worksheet

from addin.template.sharing import moved

#: A cell of a shared formula; the first one also has its text and the last row (0-based).
_Shared = namedtuple("_Shared", ["format", "number", "formula", "last_row"])


class CompactWorksheet(Worksheet):  # type: ignore[misc]
    """A sheet whose formulas use only functions that Excel 2010 knows.

    XlsxWriter looks for each newer function in every formula; over 60,000 formulas that
    takes far longer than all the rest. A test holds that no newer function is used.
    """

    def __init__(self) -> None:
        super().__init__()
        self._shared_formulas = 0
        self._written_last = (-1, -1)
        self.written: set[str] = set()  #: every different formula

    def write_shared_formula(
        self, first_row: int, last_row: int, column: int, formula: str, style: Format | None
    ) -> None:
        """Write a formula into each row of a column; 0-based, the formula as in the first row."""
        self._share(range(first_row, last_row + 1), column, formula, style)

    def write_alternating_formula(
        self, first_row: int, last_row: int, column: int, formula: str, style: Format | None
    ) -> None:
        """Write a formula into each row of a column, with a plus before it in every other row.

        The plus changes no value. It keeps LibreOffice from taking the rows for one group: a
        group is told of each cell that changes in a range where it looks, and tells its own
        cells, so that n cells that look at n cells are told n² times at one entry. Rows that
        stand alone are told once an entry for the whole range, and so is what rests on them.

        Args:
            first_row: 0-based.
            last_row: 0-based.
            column: 0-based.
            formula: as in the first row.
            style: the format of its cells.
        """
        self._share(range(first_row, last_row + 1, 2), column, formula, style)
        others = range(first_row + 1, last_row + 1, 2)
        if others:
            self._share(others, column, "+" + moved(formula, 1), style)

    def _share(self, rows: range, column: int, formula: str, style: Format | None) -> None:
        """Write a formula into some rows, in full into the first."""
        self.written.add(formula)
        number = self._shared_formulas
        self._shared_formulas += 1
        self._check_dimensions(rows[0], column)
        self._check_dimensions(rows[-1], column)
        self.table[rows[0]][column] = _Shared(style, number, formula, rows[-1])
        follower = _Shared(style, number, None, None)
        for row in rows[1:]:
            self.table[row][column] = follower

    def write_block_formula(
        self,
        first_row: int,
        first_column: int,
        last_row: int,
        last_column: int,
        formula: str,
        style: Format | None = None,
    ) -> None:
        """Write one formula that fills a block; 0-based.

        Its other cells are empty, and not written where they have no style: XlsxWriter would put
        zeros there, and a program that does not compute would show them.
        """
        place = (first_row, first_column, last_row, last_column)
        self.write_array_formula(*place, "{=" + formula + "}", style, "")
        for row in range(first_row, last_row + 1):
            for column in range(first_column, last_column + 1):
                if (row, column) != place[:2]:
                    del self.table[row][column]
                    self.write_blank(row, column, None, style)

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:  # noqa: ARG002 - XlsxWriter's signature
        plain = formula.removeprefix("{").removeprefix("=").removesuffix("}")
        self.written.add(plain)
        return plain

    def _write_cell(self, row: int, col: int, cell: Any) -> None:
        """Write a cell; empty ones and those of a shared formula otherwise than XlsxWriter."""
        follows = self._written_last == (row, col - 1)
        self._written_last = (row, col)
        if isinstance(cell, _Shared):
            self._write_shared(row, col, cell)
        elif follows and isinstance(cell, CellBlankTuple):
            # A cell without an address stands behind the one before it (ECMA-376, 18.3.1.4).
            # Where there are many empty cells it takes a sixth off the file. Cells with a formula
            # keep theirs: openpyxl needs it to know what a shared formula means.
            self.fh.write(f'<c s="{cell.format._get_xf_index()}"/>')
        else:
            super()._write_cell(row, col, cell)

    def _write_shared(self, row: int, col: int, cell: _Shared) -> None:
        letters = xl_col_to_name(col)
        style = "" if cell.format is None else f' s="{cell.format._get_xf_index()}"'
        text, where = "/>", ""
        if cell.formula is not None:
            where = f' ref="{letters}{row + 1}:{letters}{cell.last_row + 1}"'
            text = f">{escape(cell.formula, quote=False)}</f>"
        shared = f'<f t="shared"{where} si="{cell.number}"{text}'
        self.fh.write(f'<c r="{letters}{row + 1}"{style}>{shared}</c>')


def add_sheet(workbook: Workbook, name: str) -> CompactWorksheet:
    """Add a compact sheet to a workbook."""
    sheet: CompactWorksheet = workbook.add_worksheet(name, worksheet_class=CompactWorksheet)
    return sheet
