"""Days and months, however they are written."""

from datetime import date

import polars as pl
import pytest

from claimcheck.forms import form
from validator.reading.convert import Manner, convert
from validator.reading.date_columns import read_date

FORM = form("hiring")
HIRED_ON = FORM.sheets[1].column("hired_on")
LEFT_ON = FORM.sheets[1].column("left_on")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05", "2026-03-05 00:00:00", "2026-3-5", "2026/3/5", "2026.3.5", "2026年3月5日",
        "2026 年 3 月 5 日", "20260305", "46086", "２０２６－０３－０５", "2026-03-05 10:30:00",
    ],
)  # fmt: skip
def test_dates_are_read_however_they_are_written(text: str):
    converted, unread = convert(pl.Series([text]), HIRED_ON)
    assert converted.to_list() == [date(2026, 3, 5)]
    assert unread.to_list() == [None]


@pytest.mark.parametrize(
    "text", ["2026-02-30", "2026.1", "3月5日", "昨天", "1", "3026-01-01", "2026-13-05"]
)
def test_what_is_no_date_is_kept_as_text(text: str):
    converted, unread = convert(pl.Series([text]), HIRED_ON)
    assert converted.to_list() == [None]
    assert unread.to_list() == [text]


@pytest.mark.parametrize("text", ["2026-03", "2026年3月", "2026.3", "2026.03", "202603", "2026/3"])
def test_a_month_stands_for_its_first_day_or_its_last_where_something_ends(text: str):
    assert convert(pl.Series([text]), HIRED_ON)[0].to_list() == [date(2026, 3, 1)]
    assert convert(pl.Series([text]), LEFT_ON)[0].to_list() == [date(2026, 3, 31)]


@pytest.mark.parametrize(
    ("shown", "typed", "read"),
    [
        ("1905-07-18 07:12:00", "2026.3", date(2026, 3, 1)),
        ("1905-07-18 02:52:48", "2026.12", date(2026, 12, 1)),
        ("1905-07-18 02:24:00", "2026.1", None),
        ("1900-01-03 19:12:00", "3.8", None),
    ],
)
def test_a_month_typed_with_a_dot_into_a_cell_of_dates_is_read_as_it_was_typed(
    shown: str, typed: str, read: date | None
):
    """The template's formulas see the number 2026.3; the reader gives some time in 1905."""
    converted, unread = convert(pl.Series([shown]), HIRED_ON)
    assert converted.to_list() == [read]
    assert unread.to_list() == [None if read else typed]


def test_day_numbers_count_from_1904_in_such_a_workbook():
    manner = Manner(date1904=True)
    assert convert(pl.Series(["44624"]), HIRED_ON, manner)[0].to_list() == [date(2026, 3, 5)]


def test_a_date_outside_working_life_is_refused():
    assert read_date("1949-12-31") is None
    assert read_date("2099-12-31") == date(2099, 12, 31)
