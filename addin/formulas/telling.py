"""What cells are held against, and sentences, as spreadsheet formulas."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from addin.formulas.expression import CellLogic, number_text
from addin.formulas.text import quote
from claimcheck.policy import Fact


class CellTelling(CellLogic):
    """A backend of `claimcheck.compiler` over cells in written units."""

    def join(self, parts: Sequence[str]) -> str:
        """Texts one behind the other."""
        return "&".join(parts)

    def listed(self, cases: Sequence[tuple[str, str]]) -> str:
        """The texts whose conditions hold, with “；” between them."""
        if not cases:
            return '""'
        texts = (f'IF({condition},"；"&{text},"")' for condition, text in cases)
        return f"MID({'&'.join(texts)},2,500)"

    def bound(self, fact: Fact, number: Fraction) -> str:  # noqa: ARG002 - as it is written
        """A number as it is written: cells hold yuan, and percentages as 5.5."""
        return number_text(number)

    def day(self, day: date) -> str:
        """A day."""
        return f"DATE({day.year},{day.month},{day.day})"

    def yes_or_no(self, *, yes: bool) -> str:
        """How a form says it."""
        return quote("是" if yes else "否")
