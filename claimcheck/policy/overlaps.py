"""What else covers the same thing: measures in force beside one another, and their rules."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from claimcheck.datafile import Strict, load_toml
from claimcheck.policy.load import Rule, rules
from claimcheck.policy.model import Document, Measure, Window


class OverlapKind(StrEnum):
    """What the texts say about two measures for the same people or thing."""

    BARRED = "barred"  # forbidden in words
    STACKS = "stacks"  # allowed in words
    SILENT = "silent"  # not a word: a warning for the office


class _OverlapData(Strict, frozen=True, rename={"whom": "for"}):
    measures: list[str]
    kind: OverlapKind
    whom: str
    note: str
    reading: str = ""
    fact: str = ""
    words: str = ""


class _File(Strict, frozen=True):
    overlap: list[_OverlapData]


@dataclass(frozen=True)
class Overlap:
    """Another measure that meets the same people, facility or claimant."""

    measure: str
    kind: OverlapKind
    whom: str  #: people, facility, claimant
    note: str
    reading: str  #: the reading that settles it; empty where none does
    fact: str = ""  #: the fact of a claim that says what was paid under the other measure


@cache
def all_overlaps() -> tuple[_OverlapData, ...]:
    """Every overlap of the register."""
    return tuple(load_toml(Path(__file__).with_name("overlaps.toml"), _File).overlap)


def window_of(measure: Measure, document: Document) -> Window:
    """The measure's own window, or the document's where it has none."""
    return measure.window or document.window


def in_force(rule: Rule, day: date | None) -> bool:
    """Whether a measure holds on a day, or at all; an open end of its window never closes."""
    if day is None:
        return True
    window = window_of(rule.measure, rule.document)
    return (window.start is None or window.start <= day) and (
        window.end is None or day <= window.end
    )


def same_region(one: Document, other: Document) -> bool:
    """Whether two documents bind a common area (one area code starts with the other)."""
    return any(a.startswith(b) or b.startswith(a) for a in one.binds for b in other.binds)


def beside(rule: Rule, day: date | None) -> list[Rule]:
    """The other measures of the same claim type, in force in the same region on a day."""
    return [
        other
        for other in rules().values()
        if other.id != rule.id
        and other.measure.type == rule.measure.type
        and other.document.key != rule.document.key
        and same_region(rule.document, other.document)
        and in_force(other, day)
    ]


def overlaps(rule: Rule, day: date | None) -> list[Overlap]:
    """Everything that meets the same people or thing as `rule`.

    Args:
        rule: the measure.
        day: only what is in force on this day. None: what ever was, for where both are claimed
            or paid already. What ended with a year is claimed and paid in the next one too.
    """
    entries = [
        Overlap(other, entry.kind, entry.whom, entry.note, entry.reading, entry.fact)
        for entry in all_overlaps()
        if rule.id in entry.measures
        for other in entry.measures
        if other != rule.id and other in rules() and in_force(rules()[other], day)
    ]
    # A pair may stand in several entries: the first, most specific one speaks for it.
    known = {entry.measure: entry for entry in reversed(entries)}
    others = [
        Overlap(
            other.id,
            OverlapKind.SILENT,
            "people",
            f"{other.document.short}对同一类申报也有规定，当日同样有效。",
            "",
        )
        for other in beside(rule, day)
        if other.id not in known
    ]
    return [*reversed(known.values()), *others]
