"""A run that was checked elsewhere, of which results can be made under supervisors' verdicts."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import polars as pl

from validator.checks import Ran
from validator.checks.base import Judged
from validator.checks.rulings import Rulings
from validator.reading.batch import Input
from validator.run.spread.sent import Part, renumbered
from validator.run.spread.together import (
    Group,
    claims_of,
    findings_of,
    judged_of,
)

#: Has groups checked again under rulings, gives what was found in each.
CheckAgain = Callable[[Sequence[tuple[Group, pl.DataFrame]]], Sequence[Part]]


@dataclass(eq=False)  # one is the same as another only where it is the same object
class SpreadContext:
    """One group under rulings; it stands where `Context` does on one machine."""

    batch: Group  #: as it was checked first
    rulings: Rulings
    group: Group | None  #: under these rulings; None before it was checked

    @cached_property
    def files(self) -> Collection[int]:
        """The numbers of the files, and of the parts of collected ones."""
        return {*self.batch.numbers.values()}

    def ruled(self, rulings: Rulings) -> "SpreadContext":
        """The same files under other rulings, still to be checked."""
        return SpreadContext(self.batch, rulings, None)


@dataclass(frozen=True)
class SpreadAssembly:
    """Results of all groups; it stands where `Assembly` does on one machine."""

    inputs: Sequence[Input]
    contexts: Sequence[SpreadContext]
    again: CheckAgain = field(repr=False)

    @cached_property
    def wholes(self) -> Mapping[int, int]:
        """The number of a part → the number of the collected file that holds it."""
        found: dict[int, int] = {}
        for context in self.contexts:
            places = iter([*context.batch.numbers.values()][len(context.batch.inputs) :])
            for entry, facts in zip(context.batch.inputs, context.batch.part.files, strict=True):
                found |= {next(places): entry.number for _ in range(facts.parts)}
        return found

    def results(
        self, contexts: Sequence[SpreadContext] | None = None
    ) -> tuple[pl.DataFrame, list[list[Ran]]]:
        """All findings; groups under new rulings are checked once more, how is not told."""
        groups = self._groups(self.contexts if contexts is None else contexts)
        return findings_of(self.inputs, groups), []

    def claims(self, contexts: Sequence[SpreadContext], findings: pl.DataFrame) -> pl.DataFrame:
        """One row a claim, `verdict` as it follows from the findings of the groups."""
        del findings
        return claims_of(self.inputs, self._groups(contexts))

    def judged(self, contexts: Sequence[SpreadContext]) -> list[Judged]:
        """What is shown of the evaluations."""
        return judged_of(self._groups(contexts))

    def _groups(self, contexts: Sequence[SpreadContext]) -> list[Group]:
        open_ = [context for context in contexts if context.group is None]
        asked = [(context.batch, _sent(context)) for context in open_]
        for context, part in zip(open_, self.again(asked), strict=True):
            context.group = replace(context.batch, part=part)
        return [context.group for context in contexts if context.group is not None]


def spread_context(group: Group) -> SpreadContext:
    """A group as it was checked first."""
    marks = renumbered(group.part.rulings, group.numbers)
    return SpreadContext(group, Rulings(marks.sort(_ORDER)), group)


#: As `validator.checks.rulings.rulings_of` sorts marks.
_ORDER = ("kind", "file", "row", "claim_id", "key", "excluded")


def _sent(context: SpreadContext) -> pl.DataFrame:
    there = {here: there for there, here in context.batch.numbers.items()}
    return renumbered(context.rulings.marks, there)
