"""The one type of all options that take a day: spelt in any way that a fact may be spelt."""

from datetime import datetime, time
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    _Base = click.ParamType[datetime]
else:  # older releases of click have no type arguments
    _Base = click.ParamType


class Day(_Base):
    """A day: 2026-03-01, 2026/3/1, 2026年3月1日, 20260301. The value is its midnight."""

    name = "日期"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime:
        """Read what was typed; a fault is said as click says all others."""
        if isinstance(value, datetime):
            return value
        from claimcheck.written import read_day

        day = read_day(str(value))
        if day is None:
            self.fail(f"“{value}”不是日期，应如 2026-03-01 或 2026年3月1日。", param, ctx)
        return datetime.combine(day, time())


DAY = Day()
