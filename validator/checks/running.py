"""What a check is, what it may see of other checks, and how it went."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, Generic, Literal, Protocol, TypeVar

import polars as pl

from validator.findings.catalogue import named
from validator.findings.frame import empty

Status = Literal["ran", "skipped", "failed"]

#: The codes of which the check that runs, in its own thread, may see what others found.
_sees: ContextVar[frozenset[str]] = ContextVar("sees", default=frozenset())


class SkippedError(Exception):
    """Raised by a check that cannot be run; the text says why, in Chinese."""

    def __init__(self, why: str, reach: int = 0) -> None:
        """Say why.

        Args:
            why: in Chinese.
            reach: how far the check came: of several files, the one that came farthest speaks.
        """
        super().__init__(why)
        self.reach = reach


class Subject(Protocol):
    """What a list of checks is run over: a batch of one form, or all batches together."""

    found: list[pl.DataFrame]

    @property
    def first_input(self) -> int:
        """The input that speaks for a check that failed."""

    def make_ready(self) -> None:
        """Evaluate what the judging checks need. Raises SkippedError where nothing can be."""


Of_contra = TypeVar("Of_contra", bound=Subject, contravariant=True)


def said(found: Sequence[pl.DataFrame], *names: str) -> pl.DataFrame:
    """What was found under some codes, for the check that runs.

    Args:
        found: the findings among which is looked.
        names: codes, or groups of the catalogue.

    Raises:
        ValueError: the check does not declare that it sees them, so that it may run before them.
    """
    codes = named(names)
    if undeclared := sorted(codes - _sees.get()):
        raise ValueError(f"the check looks at {undeclared[0]}, but does not declare it (`sees`)")
    return of_codes(found, codes)


def of_codes(found: Sequence[pl.DataFrame], codes: Collection[str]) -> pl.DataFrame:
    """The findings of these codes."""
    return pl.concat([empty(), *(part.filter(pl.col("code").is_in(codes)) for part in found)])


@dataclass(frozen=True)
class Check(Generic[Of_contra]):
    """One family of tests and the codes they may raise."""

    codes: tuple[str, ...]
    run: Callable[[Of_contra], Iterable[pl.DataFrame]]
    #: whether it needs the evaluation
    judges: bool = False
    #: codes, or groups of the catalogue, of which it looks at what others found: see `said`
    sees: tuple[str, ...] = ()

    @property
    def after(self) -> frozenset[str]:
        """The codes whose checks, but for this one, run before it."""
        return named(self.sees)

    def findings(self, subject: Of_contra) -> list[pl.DataFrame]:
        """What it finds.

        Raises:
            ValueError: it raised a code that it does not declare.
        """
        _sees.set(self.after)
        found = [part for part in self.run(subject) if not part.is_empty()]
        raised = {code for part in found for code in part["code"].unique()}
        if undeclared := sorted(raised.difference(self.codes)):
            raise ValueError(f"{undeclared[0]} is not among the codes that the check declares")
        return found


def check(
    *codes: str, judges: bool = False, sees: tuple[str, ...] = ()
) -> Callable[[Callable[[Of_contra], Iterable[pl.DataFrame]]], Check[Of_contra]]:
    """Make a check of a function.

    Args:
        codes: every code that it may raise.
        judges: whether it needs the evaluation.
        sees: codes, or groups of the catalogue, of which it looks at what others found.
    """
    return lambda run: Check(codes, run, judges, sees)


def in_order(checks: Sequence[Check[Of_contra]]) -> list[Check[Of_contra]]:
    """The same checks, each after those that raise what it sees; else as they were.

    Raises:
        ValueError: two of them see what the other raises.
    """
    left, ordered = list(checks), []
    while left:
        for one in left:
            if not any(one.after & {*other.codes} for other in left if other is not one):
                break
        else:
            raise ValueError(f"checks wait for each other: {left[0].codes[0]}")
        left.remove(one)
        ordered.append(one)
    return ordered


@dataclass(frozen=True)
class Ran:
    """How one code's check went (CONTRACT: `checks`)."""

    code: str
    status: Status
    found: int = 0
    why: str = ""
    reach: int = 0  #: how far a check came that was skipped, see `SkippedError`
    #: by input, of one run of checks: how many it found there
    counts: Mapping[int, int] = field(default_factory=dict, compare=False)


#: Which of two results of a code is reported.
RANK: dict[str, Any] = {"failed": 0, "ran": 1, "skipped": 2}


def merged(runs: Sequence[Sequence[Ran]], *, as_one: bool = False) -> list[Ran]:
    """One line a code for several runs: failed before ran before skipped, numbers added up.

    Args:
        runs: of several batches.
        as_one: they are parts of one batch, for which the part speaks that came farthest.
    """
    found: dict[str, Ran] = {}
    for ran in (one for several in runs for one in several):
        known = found.get(ran.code)
        if known is None:
            found[ran.code] = ran
            continue
        first, _ = sorted(
            (known, ran), key=lambda one: (RANK[one.status], -one.reach if as_one else 0)
        )
        together = known.found + ran.found
        found[ran.code] = Ran(ran.code, first.status, together, first.why, first.reach)
    return [found[code] for code in sorted(found)]
