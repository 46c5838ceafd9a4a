"""Wordings that counties read in more than one way, and what holds under the way chosen."""

from collections.abc import Mapping

from claimcheck.datafile import Strict
from claimcheck.policy.employment import EmploymentChange

#: reading id → the options under which a part holds
When = dict[str, list[str]]


def holds(when: When, chosen: Mapping[str, str]) -> bool:
    """Whether a part holds under the chosen options."""
    return all(chosen.get(reading_id) in options for reading_id, options in when.items())


class Option(Strict, frozen=True, kw_only=True):
    """One way to read a wording."""

    key: str
    means: str
    employment: EmploymentChange | None = None


class Reading(Strict, frozen=True, kw_only=True):
    """A wording that counties read in more than one way."""

    id: str
    question: str
    wording: str
    weight: int  #: 3 decides much money, 1 little
    options: list[Option]
    default: str
    why: str
    measures: list[str] = []  #: empty where `applies_to` says which
    applies_to: str = ""  #: "months" or "wage_floor": every measure that has them

    def option(self, key: str) -> Option:
        """The option with this key. Raises KeyError where there is none."""
        for option in self.options:
            if option.key == key:
                return option
        raise KeyError(key)
