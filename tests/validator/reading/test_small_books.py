"""The reader is asked about single cells, and about rows, in workbooks of their own."""

import polars as pl
import pytest

from tests.validator.reading.test_string_table import books
from validator.reading.small_books import SmallBooks
from validator.reading.unreadable import UnreadableError
from validator.reading.whole_rows import UncertainError

__all__ = ["books"]


def test_a_cell_is_what_the_reader_makes_of_it(books: SmallBooks):
    cells = pl.Series(
        [
            '"><v>3.50</v>',
            '" t="str"><f>A1&amp;B1</f><v>马</v>',
            '" t="b"><v>1</v>',
            '" t="inlineStr"><is><t>牛</t></is>',
            '" s="0"><v></v>',
        ]
    )
    assert books.texts(cells).to_list() == ["3.5", "马", "true", "牛", None]


@pytest.mark.parametrize(
    "cell",
    [
        '"><v>1</v><c r="B2"><v>2</v>',
        '"><v>1</v><!-- -->',
        '"><v>1</v></row><row r="9">',
        "\"' t='s'><v>1</v>",
        'x"><v>1</v>',
        '"><v>1</v></sheetData>',
    ],
)
def test_what_may_be_more_than_a_cell_is_not_asked(books: SmallBooks, cell: str):
    assert books.texts(pl.Series([cell, '"><v>1</v>'])).to_list() == [None, "1"]
    assert books.texts(pl.Series([cell])).to_list() == [None]


def test_numbers_are_as_written_where_their_style_shows_them_as_numbers(books: SmallBooks):
    assert books.as_written('"><v>')
    assert not books.as_written('" t="b"><v>')


def test_a_cell_that_the_reader_cannot_read_is_told(books: SmallBooks):
    with pytest.raises(UnreadableError):
        books.texts(pl.Series(['" t="n"><v>x</v>']))


def test_a_cell_above_its_rows_is_told(books: SmallBooks):
    rows = b'<row r="5"><c r="B5"><v>1</v></c></row><row r="6"><c r="B2"><v>2</v></c></row>'
    with pytest.raises(UncertainError):
        books.rows(rows, above=4, start=1)
    first, _ = rows.split(b"</row>", 1)
    assert books.rows(first + b"</row>", above=4, start=0)["B"].to_list() == ["1"]
