"""Counting working days: Monday to Friday, less holidays, plus the weekends that are worked."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from claimcheck.text import shown_name
from validator.ledger.audit.errors import SupervisionError

#: The list that is read where no other is named.
DEFAULT_NAME = "节假日.txt"

_LINE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[\s,，]*(\S*)")


@dataclass(frozen=True)
class Calendar:
    """Which days are worked."""

    holidays: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()  #: weekends that are worked in turn

    def __or__(self, other: "Calendar") -> "Calendar":
        """What either of the two knows."""
        return Calendar(self.holidays | other.holidays, self.worked | other.worked)

    def works(self, day: date) -> bool:
        """Whether a day is a working day."""
        if day in self.worked:
            return True
        return day.weekday() < 5 and day not in self.holidays

    def first(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self.works(day):
            day += timedelta(days=1)
        return day

    def last(self, start: date, count: int) -> date:
        """The last of `count` working days from `start` on, which is counted where it is one."""
        day = self.first(start)
        for _ in range(count - 1):
            day = self.first(day + timedelta(days=1))
        return day


def read_calendar(path: Path) -> Calendar:
    """Read a list of days, one a line: 2026-10-01, or 2026-10-10 班 for a worked weekend.

    Raises:
        SupervisionError: it cannot be read, or a line is no date.
    """
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SupervisionError(
            f"无法读取节假日名单“{shown_name(path)}”：应为 UTF-8 文本，每行一个日期。"
        ) from error
    holidays: set[date] = set()
    worked: set[date] = set()
    for number, line in enumerate(lines, 1):
        text = line.split("#")[0].strip()
        if not text:
            continue
        match = _LINE.fullmatch(text)
        try:
            assert match is not None  # noqa: S101 - caught below
            day = date(*(int(part) for part in match.groups()[:3]))
        except (AssertionError, ValueError):
            raise SupervisionError(
                f"节假日名单“{shown_name(path)}”第 {number} 行“{text[:20]}”不是日期。"
                "请写成 2026-10-01，调休上班的写成 2026-10-10 班。"
            ) from None
        (worked if "班" in match[4] else holidays).add(day)
    return Calendar(frozenset(holidays), frozenset(worked))
