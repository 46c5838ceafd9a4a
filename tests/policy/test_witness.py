"""Numbers are read out of quoted words."""

from datetime import date
from fractions import Fraction

import pytest

from claimcheck.policy.witness import dates, witnesses


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("补贴2万元", {20_000}),
        ("吸纳5—10人", {5, 10}),
        ("给予5、10、20、30、50万元补贴", {50_000, 100_000, 200_000, 300_000, 500_000}),
        ("2万-10万的一次性补贴", {20_000, 100_000}),
        ("不超过1.2万元", {12_000}),
        ("不高于5.5％", {Fraction("5.5")}),
        ("实际缴费的2/3", {Fraction(2, 3)}),
        ("不超过1年", {1, 12}),
        ("毕业两年内", {2, 24}),
        ("月工资达到3000元以上", {3000}),
        ("６个月", {6}),
    ],
)
def test_every_number_in_the_words_is_found(words, numbers):
    assert numbers <= witnesses(words)


def test_a_number_that_is_not_there_is_not_found():
    assert not {3001, 30_000_000, 36_000} & witnesses("月工资达到3000元以上")
    assert 20_001 not in witnesses("补贴2万元")


def test_dates_are_found():
    assert dates("自2026年1月1日起施行，2026年12月31日截止") == {
        date(2026, 1, 1),
        date(2026, 12, 31),
    }
