"""Money, counts and percentages, with and without their units."""

import polars as pl
import pytest

from claimcheck.forms import form
from validator.reading.convert import Manner, convert

FORM = form("hiring")
LAYOFFS = form("retention").sheets[0].column("layoff_rate_percent")
CLAIMED = FORM.sheets[0].column("claimed_yuan")
PEOPLE = FORM.sheets[0].column("claimed_people")


def test_amounts_under_a_heading_in_wan_yuan_are_multiplied_exactly():
    manner = Manner(in_ten_thousands=frozenset({"claimed_yuan"}))
    made = convert(pl.Series(["4", "4.0001", "２．５"]), CLAIMED, manner)[0].to_list()
    assert made == [4_000_000, 4_000_100, 2_500_000]


@pytest.mark.parametrize("text", ["5.5", "5.5%", "５．５％", "5.50"])
def test_a_percentage_is_read_to_a_ten_thousandth_of_a_percent(text: str):
    assert convert(pl.Series([text]), LAYOFFS)[0].to_list() == [55_000]


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
