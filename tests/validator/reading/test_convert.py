from datetime import date

import polars as pl
import pytest

from claimcheck.forms import form
from validator.reading.convert import Manner, convert, read_date

FORM = form("hiring")
HIRED_ON = FORM.sheets[1].column("hired_on")
LEFT_ON = FORM.sheets[1].column("left_on")
IS_LOCAL = form("broker").sheets[1].column("is_local_hukou")
LAYOFFS = form("retention").sheets[0].column("layoff_rate_percent")
CLAIMED = FORM.sheets[0].column("claimed_yuan")
PEOPLE = FORM.sheets[0].column("claimed_people")
ID_NUMBER = FORM.sheets[1].column("id_number")
CATEGORY = FORM.sheets[1].column("category")


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


def test_day_numbers_count_from_1904_in_such_a_workbook():
    manner = Manner(date1904=True)
    assert convert(pl.Series(["44624"]), HIRED_ON, manner)[0].to_list() == [date(2026, 3, 5)]


def test_amounts_under_a_heading_in_wan_yuan_are_multiplied_exactly():
    manner = Manner(in_ten_thousands=frozenset({"claimed_yuan"}))
    made = convert(pl.Series(["4", "4.0001", "２．５"]), CLAIMED, manner)[0].to_list()
    assert made == [4_000_000, 4_000_100, 2_500_000]


@pytest.mark.parametrize(("text", "flag"), [("是", True), ("否", False), ("√", True), ("Y", True)])
def test_yes_and_no_are_known_however_they_are_written(text: str, flag: bool):
    assert convert(pl.Series([text]), IS_LOCAL)[0].to_list() == [flag]


def test_what_is_neither_yes_nor_no_is_kept_as_text():
    made, unread = convert(pl.Series(["也许"]), IS_LOCAL)
    assert (made.to_list(), unread.to_list()) == ([None], ["也许"])


@pytest.mark.parametrize("text", ["5.5", "5.5%", "５．５％", "5.50"])
def test_a_percentage_is_read_to_a_ten_thousandth_of_a_percent(text: str):
    assert convert(pl.Series([text]), LAYOFFS)[0].to_list() == [55_000]


def test_a_blank_cell_is_neither_read_nor_unread():
    converted, unread = convert(pl.Series([None], dtype=pl.String), HIRED_ON)
    assert (converted.to_list(), unread.to_list()) == ([None], [None])


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("3000", 300_000), ("3000.5", 300_050), ("3,000.50", 300_050), ("３０００元", 300_000),
        ("¥3000.00", 300_000), ("30000000.289999999", 3_000_000_029), ("0.1", 10),
        ("-12.34", -1234), ("2万", 2_000_000), ("2.5万元", 2_500_000),
        ("人民币3000元整", 300_000), ("2999.99", 299_999),
    ],
)  # fmt: skip
def test_money_is_read_to_the_fen(text: str, fen: int):
    assert convert(pl.Series([text]), CLAIMED)[0].to_list() == [fen]


@pytest.mark.parametrize(
    "text", ["三千", "3000.005", "两万", "1e400", "nan", "inf", "3000/2", "#N/A"]
)
def test_what_is_no_amount_is_kept_as_text(text: str):
    converted, unread = convert(pl.Series([text]), CLAIMED)
    assert converted.to_list() == [None]
    assert unread.to_list() == [text]


def test_a_number_of_people_is_whole():
    converted, unread = convert(pl.Series(["12", "12.0", "12人", "12.5"]), PEOPLE)
    assert converted.to_list() == [12, 12, 12, None]
    assert unread.to_list() == [None, None, None, "12.5"]


def test_an_id_number_is_made_comparable():
    text = pl.Series(["６４０５９８199001011 23x", "640598199001011231"])
    assert convert(text, ID_NUMBER)[0].to_list() == ["64059819900101123X", "640598199001011231"]


def test_an_option_is_known_with_other_brackets_and_width():
    assert convert(pl.Series(["离校２年内未就业 高校毕业生"]), CATEGORY)[0].to_list() == [
        "离校2年内未就业高校毕业生"
    ]


def test_a_date_outside_working_life_is_refused():
    assert read_date("1949-12-31") is None
    assert read_date("2099-12-31") == date(2099, 12, 31)


def test_a_unit_that_a_cell_names_goes_before_that_of_the_heading():
    manner = Manner(in_ten_thousands=frozenset({"claimed_yuan"}))
    made = convert(pl.Series(["4万元", "300元", "4"]), CLAIMED, manner)[0].to_list()
    assert made == [4_000_000, 30_000, 4_000_000]


def test_a_column_whose_unit_may_be_mistaken_says_where_the_unit_is_named():
    premium = form("retention").sheets[0].column("employer_premium_yuan")
    values, _, named = convert(pl.Series(["4", "4元", "4万元", None, "４", "四"]), premium)
    assert values.to_list() == [400, 400, 4_000_000, None, 400, None]
    assert named.to_list() == [False, True, True, False, False, False]
    manner = Manner(in_ten_thousands=frozenset({"employer_premium_yuan"}))
    assert convert(pl.Series(["4"]), premium, manner)[2].to_list() == [True]
    assert len(convert(pl.Series(["4"]), CLAIMED)) == 2
