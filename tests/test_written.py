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
        ("3500（含加班）", "3500"),
        ("3500.50元（其中含补贴）", "3500.50"),
    ],
)
def test_a_sum_is_read_with_its_unit(text: str, yuan: str):
    written = read_number(text, YUAN_UNITS)
    assert written is not None
    assert written.number == Decimal(yuan)


@pytest.mark.parametrize(
    "text",
    [
        *("4万5", "4-5万", "四万", "4万美元", "4%", "", "元", "1e9999", "nan"),
        *(
            "3500（未发）",
            "3500（不含加班）",
            "3500（含加班200）",
            "（含）3500",
            "约3500",
            "3500-4000",
        ),
    ],
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
        *("二〇二六年三月一日", "二○二六年三月一日", "二零二六年 三月 一日", "2026年3月1号"),
        *("2026、3、1", "2026。3。1", "２０２６．３．１"),
    ],
)
def test_a_day_is_read_however_it_is_written(text: str):
    assert read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize("text", ["2026-02-30", "26-3-1", "2026-03", "20261301", "三月一日", ""])
def test_what_is_no_day_is_none(text: str):
    assert read_day(text) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("二〇二六年十月十日", date(2026, 10, 10)),
        ("二〇二六年十二月二十日", date(2026, 12, 20)),
        ("二〇一九年元月三十一日", date(2019, 1, 31)),
        ("二〇二六年十一月十九日", date(2026, 11, 19)),
        ("二〇二六年二月三十日", None),
        ("二〇二六年一月十十日", None),
    ],
)
def test_chinese_figures_make_a_day_of_the_calendar(text: str, day: date | None):
    assert read_day(text) == day
