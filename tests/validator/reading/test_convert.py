"""What holds for columns of every kind."""

import polars as pl

from claimcheck.forms import form
from validator.reading.convert import convert

FORM = form("hiring")
HIRED_ON = FORM.sheets[1].column("hired_on")


def test_a_blank_cell_is_neither_read_nor_unread():
    converted, unread = convert(pl.Series([None], dtype=pl.String), HIRED_ON)
    assert (converted.to_list(), unread.to_list()) == ([None], [None])
