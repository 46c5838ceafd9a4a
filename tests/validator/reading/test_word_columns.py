"""Yes and no, options, and identifiers."""

import polars as pl
import pytest

from claimcheck.forms import form
from validator.reading.convert import convert

FORM = form("hiring")
IS_LOCAL = form("broker").sheets[1].column("is_local_hukou")
ID_NUMBER = FORM.sheets[1].column("id_number")
CATEGORY = FORM.sheets[1].column("category")


@pytest.mark.parametrize(("text", "flag"), [("是", True), ("否", False), ("√", True), ("Y", True)])
def test_yes_and_no_are_known_however_they_are_written(text: str, flag: bool):
    assert convert(pl.Series([text]), IS_LOCAL)[0].to_list() == [flag]


def test_what_is_neither_yes_nor_no_is_kept_as_text():
    made, unread = convert(pl.Series(["也许"]), IS_LOCAL)
    assert (made.to_list(), unread.to_list()) == ([None], ["也许"])


def test_an_id_number_is_made_comparable():
    text = pl.Series(["６４０５９８199001011 23x", "640598199001011231"])
    assert convert(text, ID_NUMBER)[0].to_list() == ["64059819900101123X", "640598199001011231"]


def test_an_option_is_known_with_other_brackets_and_width():
    assert convert(pl.Series(["离校２年内未就业 高校毕业生"]), CATEGORY)[0].to_list() == [
        "离校2年内未就业高校毕业生"
    ]
