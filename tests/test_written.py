from datetime import date
from decimal import Decimal

import pytest

from claimcheck.written import MONTH_UNITS, PERCENT_UNITS, YUAN_UNITS, read_day, read_number


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("40000", "40000"),
        ("40,000.50", "40000.50"),
        ("４００００", "40000"),
        ("¥4", "4"),
        ("人民币4万元整", "40000"),
        ("4万", "40000"),
        ("0.5 万元", "5000"),
        ("1.2亿元", "120000000"),
        ("300元", "300"),
    ],
)
def test_a_sum_is_read_with_its_unit(text: str, yuan: str):
    written = read_number(text, YUAN_UNITS)
    assert written is not None
    assert written.number == Decimal(yuan)


@pytest.mark.parametrize(
    "text", ["4万5", "4-5万", "四万", "4万美元", "4%", "", "元", "1e9999", "nan"]
)
def test_what_may_mean_two_sums_is_no_sum(text: str):
    assert read_number(text, YUAN_UNITS) is None


@pytest.mark.parametrize("text", ["5.5%", "5.5％", "５．５％", "5.5 %"])
def test_a_percentage_may_carry_its_sign(text: str):
    written = read_number(text, PERCENT_UNITS)
    assert written is not None
    assert (written.number, written.unit) == (Decimal("5.5"), "%")


def test_days_are_no_months():
    assert read_number("12个月", MONTH_UNITS) is not None
    assert read_number("180天", MONTH_UNITS) is None


@pytest.mark.parametrize(
    "text",
    [
        *("2026-03-01", "2026/3/1", "2026.3.1", "2026年3月1日", "20260301"),
        *("２０２６－０３－０１", "2026 年 3 月 1 日", "2026-03-01 00:00:00"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str):
    assert read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "26-3-1", "2026-03", "20261301", "三月一日", ""])
def test_what_is_no_day_is_none(text: str):
    assert read_day(text) is None
