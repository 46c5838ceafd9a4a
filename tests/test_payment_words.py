"""What memos say: no wage, and the month that a wage is for."""

from datetime import date

import polars as pl
import pytest

from claimcheck.payment_words import memos_of_no_wage, months_late, payment_words


def test_memos_that_name_something_else_are_told_from_wages() -> None:
    memos = pl.Series(["工资", "代发住房公积金", None, "工资及差旅报销", "费用报销", "费用报销"])
    assert sorted(memos_of_no_wage(memos)) == ["代发住房公积金", "费用报销"]


def test_no_word_stands_on_both_lists() -> None:
    words = payment_words()
    assert not {*words.wages} & {*words.not_wages}


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
