"""The month that a payment is for."""

from datetime import date

import pytest

from validator.intake.statements.months import month_for


@pytest.mark.parametrize(
    ("memo", "month"),
    [
        ("2026年3月工资", "2026-03"),
        ("26年3月工资", "2026-03"),
        ("3月工资", "2026-03"),
        ("３月份工资", "2026-03"),
        ("十二月工资", "2025-12"),
        ("12月工资", "2025-12"),
        ("工资202603", "2026-03"),
        ("工资 2026-02", "2026-02"),
        ("上月工资", "2026-03"),
        ("工资", ""),
        ("1-3月工资", ""),
        ("2月、3月工资", ""),
        ("工资20260315", ""),
        ("工资13月", ""),
    ],
)
def test_the_memo_says_the_month_or_nothing_does(memo, month):
    assert month_for(memo, date(2026, 4, 10)) == month
