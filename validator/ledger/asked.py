"""What a check asks of earlier claims, and a ledger that answers without a database.

Where workbooks are checked on other machines, no machine needs the database. A check there asks
`AskedLedger`, which keeps what it was asked, as keyed hashes; the office's machine looks all of
that up at once (`looked_up_for`), and the few workbooks of which the ledger holds something are
checked again with the answers.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Protocol

import polars as pl

from claimcheck.policy import Rule
from validator.ledger import earlier as earlier_module
from validator.ledger import matching
from validator.ledger.keys import Hasher
from validator.ledger.ledger import REPEATED, repeats_beside
from validator.ledger.matching import HELD, By

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger


class EarlierClaims(Protocol):
    """What a check may ask: see the methods of `Ledger`."""

    def earlier(
        self, frame: pl.DataFrame, rule: Rule, on: date, chosen: Mapping[str, str] | None = None
    ) -> pl.DataFrame:
        """What each row was paid before."""

    def content_hashes(self, contents: pl.Series) -> pl.Series:
        """The hashes of claims' contents."""

    def repeats(self, contents: pl.Series) -> pl.DataFrame:
        """The claims that were recorded with the same content."""


@dataclass
class Questions:
    """What was asked: hashes only."""

    hashes: dict[By, set[bytes]] = field(default_factory=dict)
    measures: dict[By, set[str]] = field(default_factory=dict)
    contents: set[bytes] = field(default_factory=set)


@dataclass(frozen=True)
class Answers:
    """What a ledger holds of what was asked."""

    held: dict[By, pl.DataFrame] = field(default_factory=dict)  #: frames of `HELD`
    contents: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=REPEATED))

    @property
    def none(self) -> bool:
        """Whether it holds nothing of it."""
        return self.contents.is_empty() and all(found.is_empty() for found in self.held.values())

    def to(self, questions: Sequence[Questions]) -> "Answers":
        """The part that answers some of the questions."""
        asked = {
            by: [hash_ for each in questions for hash_ in each.hashes.get(by, ())]
            for by in self.held
        }
        contents = [hash_ for each in questions for hash_ in each.contents]
        return Answers(
            {by: _under(found, "hash", asked[by]) for by, found in self.held.items()},
            _under(self.contents, "content", contents),
        )


class AskedLedger:
    """Answers as a ledger would that holds some answers and nothing else."""

    def __init__(self, hasher: Hasher, answers: Answers) -> None:
        """Keep the questions.

        Args:
            hasher: of the real ledger.
            answers: what is known of it.
        """
        self._hasher, self._answers = hasher, answers
        #: way of asking → frames of `input`, `hash` and the measures asked for
        self._asked: dict[By, list[tuple[pl.DataFrame, set[str]]]] = {}

    def earlier(
        self, frame: pl.DataFrame, rule: Rule, on: date, chosen: Mapping[str, str] | None = None
    ) -> pl.DataFrame:
        """See `Ledger.earlier`."""

        def look_up(by: By, measures: Iterable[str]) -> pl.DataFrame:
            wanted = set(measures)
            hashes = matching.hashes_of(self._hasher, frame, by)
            asked = frame.select("input", hash=hashes).drop_nulls()
            self._asked.setdefault(by, []).append((asked, wanted))
            held = self._answers.held.get(by, pl.DataFrame(schema=HELD))
            return matching.beside(hashes, held.filter(pl.col("measure").is_in(wanted)), by)

        return earlier_module.earlier(frame, rule, on, chosen, look_up)

    def content_hashes(self, contents: pl.Series) -> pl.Series:
        """See `Ledger.content_hashes`."""
        return self._hasher.contents(contents)

    def repeats(self, contents: pl.Series) -> pl.DataFrame:
        """See `Ledger.repeats`."""
        return repeats_beside(contents, self._answers.contents)

    def questions(self, inputs: Collection[int], contents: pl.DataFrame) -> Questions:
        """What was asked about some inputs.

        Args:
            inputs: their numbers.
            contents: input, content: the hashes of all claims.
        """
        of_these = pl.col("input").is_in(inputs)
        found = Questions(contents={*contents.filter(of_these)["content"].drop_nulls()})
        for by, several in self._asked.items():
            for asked, measures in several:
                found.hashes.setdefault(by, set()).update(asked.filter(of_these)["hash"])
                found.measures.setdefault(by, set()).update(measures)
        return found


def looked_up_for(ledger: "Ledger", questions: Sequence[Questions]) -> Answers:
    """What a ledger holds of all that was asked: one look for each way of asking."""
    held = {}
    for by in By:
        hashes = {hash_ for each in questions for hash_ in each.hashes.get(by, ())}
        measures = {name for each in questions for name in each.measures.get(by, ())}
        if hashes:
            held[by] = ledger.held(pl.Series([*hashes], dtype=pl.Binary), by, measures)
    contents = {hash_ for each in questions for hash_ in each.contents}
    return Answers(held, ledger.held_contents(pl.Series([*contents], dtype=pl.Binary)))


def joined(answers: Sequence[Answers]) -> Answers:
    """What is known of several files, together."""
    ways = dict.fromkeys(by for each in answers for by in each.held)
    return Answers(
        {
            by: pl.concat([each.held[by] for each in answers if by in each.held]).unique(
                maintain_order=True
            )
            for by in ways
        },
        pl.concat([pl.DataFrame(schema=REPEATED), *(each.contents for each in answers)]).unique(
            maintain_order=True
        ),
    )


def _under(found: pl.DataFrame, name: str, hashes: list[bytes]) -> pl.DataFrame:
    wanted = pl.DataFrame({name: hashes}, schema={name: pl.Binary}).unique()
    return found.join(wanted, on=name, how="semi", maintain_order="left")
