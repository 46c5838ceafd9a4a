"""What memos say: no wage, and the month that a wage is for."""

from datetime import date

import polars as pl
import pytest

from claimcheck.payment_words import (
    memos_of_no_wage,
    months_late,
    names_no_wage,
    payment_words,
    reason_against,
    wage_named,
)
from tests.independent.pay import _is_no_wage
from tests.memos import LEFT_AS_WAGES, NO_WAGES


def test_memos_that_name_something_else_are_told_from_wages() -> None:
    memos = pl.Series([*NO_WAGES, *LEFT_AS_WAGES, NO_WAGES[0], None])
    assert sorted(memos_of_no_wage(memos)) == sorted(NO_WAGES)


@pytest.mark.parametrize("memo", NO_WAGES)
def test_what_names_something_else_says_what_it_is(memo: str) -> None:
    assert names_no_wage(memo)
    assert reason_against(memo)
    assert _is_no_wage(memo)


@pytest.mark.parametrize("memo", LEFT_AS_WAGES)
def test_what_names_a_wage_or_nothing_is_left_as_one(memo: str) -> None:
    assert not names_no_wage(memo)
    assert not _is_no_wage(memo)


def test_every_word_against_is_looked_for_alone() -> None:
    """A word that holds one of the other list would never be found, or always."""
    words = payment_words()
    for entry in words.not_wages:
        for word in entry.words:
            assert reason_against(word), word
            assert names_no_wage(word), word
    assert all(wage_named(word) for word in (*words.wages, *words.plain))
    assert not any(wage_named(phrase) for phrase in words.phrases())
    assert not any(names_no_wage(phrase) for phrase in words.saying_nothing)


def test_words_by_letters_only_are_no_vain_exceptions() -> None:
    """Each holds a word that would speak against the wage if it were not listed."""
    for word in payment_words().by_letters_only:
        assert not reason_against(word)
        assert any(other in word for other in payment_words().other()), word


def test_no_word_stands_twice() -> None:
    words = payment_words()
    other = [word for entry in words.not_wages for word in entry.words]
    assert len({*words.wages, *words.phrases(), *other}) == len(
        [*words.wages, *words.phrases(), *other]
    )


def test_all_phrases_hold_the_word_that_they_take_away() -> None:
    """So that it is the same which of two overlapping phrases is taken away first."""
    assert all("工资" in phrase for phrase in payment_words().phrases())


@pytest.mark.parametrize(
    ("memo", "paid_on", "late"),
    [
        ("3月工资", date(2026, 4, 1), 1),
        ("2026年03月工资", date(2026, 4, 1), 1),
        ("3月工资", date(2026, 3, 31), 0),
        ("12月工资", date(2027, 1, 10), 1),
        ("3月工资", date(2026, 9, 30), 6),
        ("3月工资", date(2026, 10, 1), 0),
        ("4月工资", date(2026, 3, 31), 0),
        ("补发1-3月工资", date(2026, 4, 1), 0),
        ("补发1、2月工资", date(2026, 4, 1), 0),
        ("1月和2月工资", date(2026, 4, 1), 0),
        ("13月工资", date(2026, 4, 1), 0),
        ("202603月工资", date(2026, 4, 1), 0),
        ("工资", date(2026, 4, 1), 0),
        (None, date(2026, 4, 1), 0),
    ],
)
def test_a_month_that_the_memo_names_is_believed_for_half_a_year(memo, paid_on, late) -> None:
    frame = pl.DataFrame(
        {"memo": [memo], "paid_on": [paid_on]}, schema_overrides={"memo": pl.String}
    )
    assert frame.select(months_late("memo", "paid_on")).item() == late
