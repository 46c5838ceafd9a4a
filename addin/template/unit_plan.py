"""Which facts of a rule may be meant in another unit, and which readings of a row they allow."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from claimcheck.forms import Sheet
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.policy import fact


@dataclass(frozen=True)
class UnitPlan:
    """The doubtful facts of one level of a rule."""

    keys: tuple[str, ...]
    #: whether each fact is only read otherwise alone: every reading is a set of columns more,
    #: and in hundreds of rows of people that would be felt
    alone: bool = False

    @cached_property
    def readings(self) -> tuple[frozenset[str], ...]:
        """The sets of facts that are read otherwise, each a reading of its own.

        Those that `claimcheck.evaluate.doubts.comparisons` compares: each fact alone, all of
        a unit, and all but one.
        """
        found: dict[frozenset[str], None] = {frozenset([key]): None for key in self.keys}
        for key in self.keys:
            same = self.same_unit(key)
            found[same] = None
            if rest := self.rest(key):
                found[rest] = None
        return tuple(found)

    def same_unit(self, key: str) -> frozenset[str]:
        """The doubtful facts in the same unit as one of them, with it."""
        if self.alone:
            return frozenset([key])
        return frozenset(name for name in self.keys if fact(name).type is fact(key).type)

    def rest(self, key: str) -> frozenset[str]:
        """Those that all are compared with, to see what one of them does; empty: as written."""
        return self.same_unit(key) - {key}

    def columns(self, results: Iterable[str]) -> tuple[str, ...]:
        """The helper columns, those of each reading with these results."""
        if not self.keys:
            return ()
        names = [f"{part}_{key}" for key in self.keys for part in ("other", "alt", "doubt")]
        names += ["result"]
        for number in range(len(self.readings)):
            names += [self.reading_key(number, name) for name in results]
        return tuple(names)

    def reading_key(self, number: int, name: str) -> str:
        """The column of a result under one of the readings."""
        reading = next(iter(self.readings[number])) if self.alone else f"r{number}"
        return f"{reading}_{name}"


def unit_plan(sheet: Sheet | None, keys: Iterable[str], *, alone: bool = False) -> UnitPlan:
    """The doubtful ones of these facts that have a column of their own on a sheet.

    Args:
        sheet: an entry sheet; None where the form has none.
        keys: keys of facts.
        alone: see `UnitPlan`.
    """
    columns = () if sheet is None else sheet.inputs
    doubtful = {column.key for column in columns if doubtful_fact(column) is not None}
    return UnitPlan(tuple(key for key in dict.fromkeys(keys) if key in doubtful), alone)
