"""Facts are read exactly, and what cannot be true is refused."""

from datetime import date

import pytest

from claimcheck.errors import FactError
from claimcheck.identity import hide_numbers
from claimcheck.policy import FactType, fact, facts


@pytest.mark.parametrize(
    ("key", "entered", "stored"),
    [
        ("headcount", "12", 12),
        ("headcount", 12.0, 12),
        ("monthly_wage_yuan", "3,000.5", 300_050),
        ("monthly_wage_yuan", 3000, 300_000),
        ("hired_on", "2026-03-05", date(2026, 3, 5)),
        ("category", " 残疾人 ", "残疾人"),
        ("is_recognised", "是", True),
        ("is_recognised", False, False),
        ("is_recognised", 1.0, True),
        ("layoff_rate_percent", "5.5%", 55_000),
        ("layoff_rate_percent", "30％", 300_000),
        ("layoff_rate_percent", "0.055", 550),
        ("requested_yuan", "4万元", 4_000_000),
        ("requested_yuan", "4万", 4_000_000),
        ("months_employed", "12个月", 12),
        ("headcount", "12人", 12),
        ("headcount", "１２", 12),
        ("hired_on", "2026年3月1日", date(2026, 3, 1)),
        ("hired_on", "20260301", date(2026, 3, 1)),
        ("hired_on", "２０２６－０３－０１", date(2026, 3, 1)),
    ],
)
def test_an_entry_is_stored_exactly(key, entered, stored):
    assert fact(key).parse(entered) == stored


@pytest.mark.parametrize(
    ("key", "entered"),
    [
        ("headcount", "-1"),
        ("headcount", "1.5"),
        ("headcount", "十二"),
        ("headcount", True),
        ("headcount", "nan"),
        ("headcount", "inf"),
        ("monthly_wage_yuan", "3000.001"),
        ("months_employed", 601),
        ("months_employed", "180天"),
        ("layoff_rate_percent", "3000%"),
        ("requested_yuan", "4万5"),
        ("hired_on", "2026-02-30"),
        ("category", "无此类别"),
        ("is_recognised", "也许"),
    ],
)
def test_an_impossible_entry_is_refused_by_name(key, entered):
    with pytest.raises(FactError, match=key):
        fact(key).parse(entered)


def test_a_limit_is_written_in_groups_so_that_nothing_takes_it_for_an_account_number():
    with pytest.raises(FactError, match="0 至 1,000,000,000,000 之间的数") as refused:
        fact("requested_yuan").parse(10**13)
    assert "0 至 1,000,000,000,000 之间的数" in hide_numbers(str(refused.value))


@pytest.mark.parametrize(
    ("key", "written", "other"),
    [
        ("layoff_rate_percent", "0.3", 300_000),
        ("layoff_rate_percent", "0.9999", 999_900),
        ("layoff_rate_percent", "1", None),
        ("layoff_rate_percent", "0", None),
        ("requested_yuan", "4", 4_000_000),
        ("requested_yuan", "999.99", 999_990_000),
        ("requested_yuan", "1000", None),
        ("requested_yuan", "0", None),
        ("subsidy_months", "60", None),
        ("subsidy_months", "61", 2),
        ("subsidy_months", "180", 6),
        ("subsidy_months", "24", None),
    ],
)
def test_a_number_beyond_what_is_plausible_may_be_meant_in_another_unit(key, written, other):
    assert fact(key).other_reading(fact(key).parse(written)) == other


_IN_SUMS = [
    item
    for item in facts().values()
    if item.type in {FactType.YUAN, FactType.MONTHS, FactType.PERCENT} and not item.derived
]


@pytest.mark.parametrize("item", _IN_SUMS, ids=lambda item: item.key)
def test_the_unit_of_every_sum_share_and_number_of_months_can_be_doubted(item):
    # A year has twelve months at most where the year is the bound.
    assert item.slip is not None or item.maximum == 12


def test_a_number_can_be_entered_as_it_is_spelt():
    for key, stored in [
        ("layoff_rate_percent", 3_000),
        ("requested_yuan", 400),
        ("requested_yuan", 350_050),
        ("subsidy_months", 180),
    ]:
        assert fact(key).parse(fact(key).spell(stored)) == stored
    assert fact("requested_yuan").spell_other(400) == "4万元"
    assert fact("requested_yuan").parse("4万元") == fact("requested_yuan").other_reading(400)
    assert fact("layoff_rate_percent").spell_other(3_000) == "30%"
    assert fact("subsidy_months").spell_other(180) == "180天"


def test_stored_values_are_shown_for_people():
    assert fact("monthly_wage_yuan").show(300_050) == "3000.50"
    assert fact("monthly_wage_yuan").plain(300_050) == 3000.5
    assert fact("monthly_wage_yuan").plain(300_000) == 3000
    assert fact("hired_on").show(date(2026, 3, 5)) == "2026-03-05"
    assert fact("is_recognised").show(True) == "是"
    assert fact("headcount").show(None) == "未提供"


@pytest.mark.parametrize("item", facts().values(), ids=lambda item: item.key)
def test_every_fact_has_a_chinese_label(item):
    assert any("\u4e00" <= character <= "\u9fff" for character in item.label)
