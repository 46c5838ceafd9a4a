"""What an office or a caller has chosen: readings, and the day to judge by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from claimcheck.policy import Rule, check_choice

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Settings:
    """Choices that hold for a whole run."""

    readings: Mapping[str, str] = field(default_factory=lambda: _NONE)  #: id → option
    chosen_by: str = "command"  #: who chose the readings: "command" or "office"
    on: date = field(default_factory=date.today)  #: the day to judge by

    def chosen(self, rule: Rule) -> dict[str, str]:
        """The option in force for every reading of a rule.

        Raises:
            ReadingError: an option was chosen that the reading does not have.
        """
        options = {key: reading.default for key, reading in rule.readings.items()}
        for key, option in self.readings.items():
            if key in options:
                check_choice(rule, key, option)
                options[key] = option
        return options

    def by(self, reading_id: str) -> str:
        """Who chose a reading's option: "default" where nobody did."""
        return self.chosen_by if reading_id in self.readings else "default"

    def with_reading(self, reading_id: str, option: str) -> "Settings":
        """The same settings with one reading changed."""
        return replace(self, readings={**self.readings, reading_id: option})
