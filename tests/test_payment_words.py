"""What memos say: no wage, and the month that a wage is for."""

import random
from datetime import date

import polars as pl
import pytest

from claimcheck.payment_words import (
    counts_against,
    counts_for,
    memos_of_no_wage,
    months_late,
    names_no_wage,
    payment_words,
    reason_against,
    squeezed,
    wage_named,
)
from tests.independent.pay import is_no_wage
from tests.memos import LEFT_AS_WAGES, NO_WAGES, OVERLAPPING


def test_memos_that_name_something_else_are_told_from_wages() -> None:
    memos = pl.Series([*NO_WAGES, *LEFT_AS_WAGES, NO_WAGES[0], None])
    assert sorted(memos_of_no_wage(memos)) == sorted(NO_WAGES)


@pytest.mark.parametrize("memo", NO_WAGES)
def test_what_names_something_else_says_what_it_is(memo: str) -> None:
    assert names_no_wage(memo)
    assert reason_against(memo)
    assert is_no_wage(memo)


@pytest.mark.parametrize("memo", LEFT_AS_WAGES)
def test_what_names_a_wage_or_nothing_is_left_as_one(memo: str) -> None:
    assert not names_no_wage(memo)
    assert not is_no_wage(memo)


@pytest.mark.parametrize(("memo", "no_wage"), OVERLAPPING.items())
def test_a_word_that_two_phrases_share_is_taken_off_twice(memo: str, no_wage: bool) -> None:
    assert names_no_wage(memo) is is_no_wage(memo) is no_wage
    assert memos_of_no_wage(pl.Series([memo])).to_list() == [memo] * no_wage


def test_any_memo_is_judged_alike_one_by_one_all_at_once_and_independently() -> None:
    words = [*counts_for(), *counts_against(), "代发", " ", "3月", "atm存"]
    draw = random.Random(5)  # noqa: S311 - made-up memos
    memos = {"".join(draw.choices(words, k=draw.randint(1, 4))) for _ in range(3000)}
    alone = {memo for memo in memos if names_no_wage(memo)}
    assert {*memos_of_no_wage(pl.Series([*memos]))} == alone
    assert {memo for memo in memos if is_no_wage(memo)} == alone
    assert alone
    assert alone != memos


def test_every_word_against_a_wage_says_so_alone() -> None:
    for entry in payment_words().not_wages:
        for word in entry.words:
            assert reason_against(word), word
            assert names_no_wage(word), word


def test_every_word_for_a_wage_says_so_alone_and_no_phrase_does() -> None:
    words = payment_words()
    assert all(wage_named(word) for word in (*words.wages, *words.plain))
    assert not any(wage_named(phrase) for phrase in words.phrases())
    assert all(names_no_wage(phrase) for phrase in words.sounding_alike)
    assert not any(names_no_wage(phrase) for phrase in words.saying_nothing)


def test_no_phrase_is_a_vain_exception() -> None:
    """Each holds a word that would count if the phrase were not listed."""
    words = payment_words()
    assert all(counts_for()[phrase] < 0 for phrase in words.phrases())
    assert all(counts_against()[phrase] < 0 for phrase in words.by_letters_only)
    assert not any(reason_against(phrase) for phrase in words.by_letters_only)


def test_no_phrase_holds_another_so_that_it_would_be_taken_off_twice() -> None:
    words = payment_words()
    for phrases in (words.phrases(), words.by_letters_only):
        assert not [(one, two) for one in phrases for two in phrases if one != two and one in two]


def test_no_word_overlaps_itself_as_programs_would_count_it_differently() -> None:
    for word in (*counts_for(), *counts_against()):
        assert not any(word.startswith(word[place:]) for place in range(1, len(word))), word


def test_words_are_written_in_capitals_and_without_blanks() -> None:
    assert all(word == squeezed(word) for word in (*counts_for(), *counts_against()))


def test_no_word_stands_twice() -> None:
    words = payment_words()
    other = [word for entry in words.not_wages for word in entry.words]
    every = [*words.wages, *words.phrases(), *words.by_letters_only, *other]
    assert len({*every}) == len(every)


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
