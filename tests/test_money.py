"""Exact amounts and how they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimcheck.errors import FactError
from claimcheck.money import capital, round_fen, show_large, show_yuan, to_fen, to_yuan


@pytest.mark.parametrize(
    ("fen", "written"),
    [
        (0, "零元整"),
        (5, "伍分"),
        (50, "伍角整"),
        (55, "伍角伍分"),
        (105, "壹元零伍分"),
        (150, "壹元伍角整"),
        (1_200_000, "壹万贰仟元整"),
        (10_100_000, "壹拾万零壹仟元整"),
        (101_010_000, "壹佰零壹万零壹佰元整"),
        (2_000_000_000, "贰仟万元整"),
        (10_000_000_000_005, "壹仟亿元零伍分"),
        (-100, "负壹元整"),
    ],
)
def test_an_amount_in_capital_characters(fen, written):
    assert capital(fen) == written


@given(st.integers(0, 10**15))
def test_capital_characters_never_repeat_a_zero(fen):
    assert "零零" not in capital(fen)


@given(st.integers(0, 10**12))
def test_yuan_and_fen_convert_back(fen):
    assert to_fen(str(to_yuan(fen))) == fen


@pytest.mark.parametrize("entered", ["1.234", "abc", "1e-9"])
def test_an_amount_below_a_fen_or_no_number_is_refused(entered):
    with pytest.raises(ValueError, match=r"decimals|amount"):
        to_fen(entered)


def test_rounding_goes_half_up():
    assert [round_fen(5, 2), round_fen(7, 2), round_fen(10, 3)] == [3, 4, 3]


def test_amounts_are_shown_for_people():
    assert show_yuan(1_200_000) == "12,000.00"
    assert show_large(4_000_000) == "4 万元"
    assert show_large(20_000) == "200 元"


def test_an_amount_too_large_to_write_is_refused():
    assert capital(10**18 - 1).endswith("分")
    with pytest.raises(FactError, match="金额过大"):
        capital(10**18)
