"""How a check ended."""

from dataclasses import dataclass
from enum import StrEnum


class Mark(StrEnum):
    """How a check ended."""

    RIGHT = "right"
    FAULT = "fault"
    NOTE = "note"

    @property
    def sign(self) -> str:
        """The mark as people see it."""
        return {Mark.RIGHT: "√", Mark.FAULT: "×", Mark.NOTE: "·"}[self]


@dataclass(frozen=True)
class Diagnosis:
    """One check: what was found, and what to do about it."""

    name: str
    mark: Mark
    found: str
    fix: str = ""
