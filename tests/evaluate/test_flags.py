"""What to know of a rule before relying on what it gives."""

from datetime import date

import pytest

from claimcheck.evaluate.flags import flags_of
from claimcheck.policy import rule
from claimcheck.settings import Settings


@pytest.mark.parametrize(
    ("day", "flags"),
    [
        (date(2025, 12, 31), ["not_yet", "draft"]),
        (date(2026, 1, 1), ["draft"]),
        (date(2026, 12, 31), ["draft"]),
        (date(2027, 1, 1), ["expired", "draft"]),
    ],
)
def test_the_day_decides_the_flags(day, flags):
    assert flags_of(rule("ZW26-3"), Settings(on=day)) == flags
