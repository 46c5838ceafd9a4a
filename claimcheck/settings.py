"""What holds for a run: chosen readings, the office's decisions, and the day to judge by."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType

from claimcheck.office import Office, ReadingChoice, empty
from claimcheck.policy import Rule, check_choice

#: how the choice of the wage month is named among the readings that a template passes on
WAGE_MONTH = "wage_month"

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Settings:
    """Choices that hold for a whole run. The caller's readings go before the office's."""

    readings: Mapping[str, str] = field(default_factory=lambda: _NONE)  #: id → option
    on: date = field(default_factory=date.today)  #: the day to judge by
    office: Office = field(default_factory=empty)

    def __reduce__(self) -> tuple[type["Settings"], tuple[object, ...]]:
        """Sent to another process with plain readings: a view of a dictionary cannot be sent."""
        return Settings, ({**self.readings}, self.on, self.office)

    def chosen(self, rule: Rule) -> dict[str, str]:
        """The option in force for every reading of a rule.

        Raises:
            ReadingError: an option was chosen that the reading does not have.
        """
        options = {key: reading.default for key, reading in rule.readings.items()}
        options |= {
            key: choice.option for key in options if (choice := self.office_choice(key)) is not None
        }
        for key, option in self.readings.items():
            if key in options:
                check_choice(rule, key, option)
                options[key] = option
        return options

    def office_choice(self, reading_id: str) -> ReadingChoice | None:
        """What the office has chosen for a reading on the day; the latest where several."""
        found = [
            choice
            for choice in self.office.readings
            if choice.id == reading_id and (choice.start is None or choice.start <= self.on)
        ]
        return max(found, key=lambda choice: choice.start or date.min, default=None)

    @property
    def wage_month_by_memo(self) -> bool:
        """Whether a payment counts for the month that its memo names."""
        said = self.office.wage_month
        return said is not None and said.by == "memo"

    def by(self, reading_id: str) -> str:
        """Who chose a reading's option: command, office, or default where nobody did."""
        if reading_id in self.readings:
            return "command"
        return "default" if self.office_choice(reading_id) is None else "office"

    def with_reading(self, reading_id: str, option: str) -> "Settings":
        """The same settings with one reading changed."""
        return replace(self, readings={**self.readings, reading_id: option})
