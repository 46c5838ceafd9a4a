"""Small workbooks of some rows of a large sheet, which are never packed, for the reader.

Of single cells the reader is asked here as well: what it makes of a cell that stands many times
in a sheet, but for its address, it is asked once.
"""

import zipfile
from collections.abc import Mapping
from io import BytesIO

import polars as pl

from claimcheck.text_columns import cleaned_columns
from validator.reading.numbers import column_letters
from validator.reading.unreadable import guarded
from validator.reading.whole_rows import UncertainError

_SHEET_ENDS = b"</sheetData></worksheet>"
_BARE = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'

#: The text of the cell in front of a piece.
_MARK = "claimcheck"

#: A cell from behind its address on, without its end: one that holds no other, and no comment.
_ONE_CELL = r'^"(?: [A-Za-z]+="[^"<>&]*")*>'
_MORE = r"<(?:[^<>/: ]+:)?(?:c|row)[ \t\r\n/>]|</|<[!?]"
_CLOSED = r"</(?:f|v|t|is|r|rPr|rPh)>"

#: Numbers that no reader writes otherwise than they stand there, if they are numbers to it at all.
AS_WRITTEN = r"^(?:0|[1-9][0-9]{0,8})(?:\.[0-9]{0,4}[1-9])?$"
_TRIED = ("0", "7", "46000", "123456789", "0.5", "3367.79", "12345678.12345")


class SmallBooks:
    """Makes them, each with what else is in the workbook."""

    def __init__(self, others: Mapping[str, bytes], part: str, name: str) -> None:
        """Nothing is made yet.

        Args:
            others: name of a part → its content, of all but the sheets.
            part: the name of the sheet's part.
            name: the sheet's name.
        """
        self._others, self._part, self._name = others, part, name
        self.head = _BARE  #: the sheet's text before its rows
        self._as_written: dict[str, bool] = {}

    def rows(self, *rows: bytes, above: int = 0, start: int | None = None) -> pl.DataFrame:
        """The cells of some rows as text, cleaned; columns by their letters.

        Args:
            rows: as the sheet has them.
            above: rows of the sheet above the first of the frame.
            start: a column from 0 at which the frame begins; None: the frame begins with the
                sheet's first row, and where its first cell is.

        Raises:
            UncertainError: a cell claims to stand further above.
            UnreadableError: the reader cannot read them.
        """
        if start is None:
            return guarded(lambda: self._frame(self._book(self.head, *rows), 0))
        # The reader begins where the first cell is, so one is put in front.
        content = self._book(self.head, _mark(above, start), *rows)
        frame = guarded(lambda: self._frame(content, None))
        # A cell that claims to stand above its piece would come before the mark.
        if frame.get_column(column_letters(start))[0] != _MARK:
            raise UncertainError
        return frame[1:]

    def texts(self, cells: pl.Series) -> pl.Series:
        """What the reader makes of single cells, cleaned; null where it makes nothing of one.

        Args:
            cells: different ones, each from behind its address to its end, without `</c>`. One
                that is no single cell beyond doubt counts as one of which it makes nothing.

        Raises:
            UncertainError: it made something else of them than one text each.
            UnreadableError: it cannot read them.
        """
        sure = cells.str.contains(_ONE_CELL) & ~cells.str.replace_all(_CLOSED, "").str.contains(
            _MORE
        )
        asked = cells.filter(sure)
        texts = pl.Series([None], dtype=pl.String).new_from_index(0, cells.len())
        if asked.is_empty():
            return texts
        row = pl.int_range(2, asked.len() + 2).cast(pl.String)
        rows = asked.to_frame("cell").select(
            pl.format('<row r="{}"><c r="A{}{}</c></row>', row, row, "cell").str.join("")
        )
        content = self._book(_BARE, _mark(1, 0), rows.item().encode(), _mark(asked.len() + 2, 0))
        frame = guarded(lambda: self._frame(content, 0))
        if frame.shape != (asked.len() + 2, 1):
            raise UncertainError
        return texts.scatter(sure.arg_true(), frame.to_series()[1:-1])

    def as_written(self, opening: str) -> bool:
        """Whether the reader gives numbers of a kind of cells as they are written (`AS_WRITTEN`).

        Args:
            opening: what stands between such a cell's address and its number.
        """
        if opening not in self._as_written:
            tried = pl.Series([f"{opening}{number}</v>" for number in _TRIED])
            self._as_written[opening] = self.texts(tried).to_list() == list(_TRIED)
        return self._as_written[opening]

    def _book(self, *sheet: bytes) -> bytes:
        content = BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as package:
            for name, part in self._others.items():
                package.writestr(name, part)
            with package.open(self._part, "w") as into:
                for some in (*sheet, _SHEET_ENDS):
                    into.write(some)
        return content.getvalue()

    def _frame(self, content: bytes, skipped: int | None) -> pl.DataFrame:
        import fastexcel

        sheet = fastexcel.read_excel(content).load_sheet(
            self._name, header_row=None, skip_rows=skipped, dtypes="string"
        )
        frame = sheet.to_polars()
        places = [info.absolute_index for info in sheet.selected_columns]
        frame.columns = [column_letters(place) for place in places]
        return cleaned_columns(frame)


def _mark(row: int, column: int) -> bytes:
    """A row with one cell; row from 1, column from 0."""
    cell = f'<c r="{column_letters(column)}{row}" t="inlineStr"><is><t>{_MARK}</t></is></c>'
    return f'<row r="{row}">{cell}</row>'.encode()
