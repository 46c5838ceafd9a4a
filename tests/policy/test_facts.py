"""Facts are read exactly, and what cannot be true is refused."""

from datetime import date

import pytest

from claimcheck.errors import FactError
from claimcheck.policy import fact, facts


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
        ("hired_on", "2026-02-30"),
        ("category", "无此类别"),
        ("is_recognised", "也许"),
    ],
)
def test_an_impossible_entry_is_refused_by_name(key, entered):
    with pytest.raises(FactError, match=key):
        fact(key).parse(entered)


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
