"""What becomes of a claim, and how it is told: the order of the cases and their words.

The columns of `claimcheck.evaluate` and the cells of a template are both made from this.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Generic

from claimcheck.compiler.backend import LogicBackend, T, Telling
from claimcheck.compiler.words import QUALIFIED, sentence
from claimcheck.policy.model import Measure, People
from claimcheck.policy.sums import Amount

AMOUNT = "amount"
INELIGIBLE = "ineligible"
INCOMPLETE = "incomplete"
NEEDS_DECISION = "needs_decision"
IN_KIND = "in_kind"

#: What is said of a claim none of whose people counts, where nothing else failed.
NOBODY = "没有合格人员"
#: what is said of a fact without which there is no sum
LACKING = "缺少“{label}”"

#: unit of a measure → how its result is introduced, and what it is counted in
RESULTS = {
    "CNY": ("核定", "元"),
    "CNY_tax": ("可扣减", "元"),
    "CNY_loan": ("可贷", "元"),
    "CNY_quota": ("应达到", "元"),
    "grade": ("高定", "级"),
}


@dataclass(frozen=True)
class Sums(Generic[T]):
    """The numbers of a claim; unknown where there is none."""

    computed: T
    decided: T
    least: T
    most: T


def outcome_of(amount: Amount, sums: Sums[T], backend: LogicBackend[T], unknown: T) -> T:
    """The outcome of a claim that is eligible and complete.

    Args:
        amount: what is paid.
        sums: the numbers.
        backend: writes it.
        unknown: the outcome where a formula rests on something that is not known.
    """
    granted, open_ = backend.text(AMOUNT), backend.text(NEEDS_DECISION)
    if amount.formula:
        otherwise = open_ if amount.decided else unknown
        return backend.choose([(backend.missing(sums.computed), otherwise)], granted)
    if amount.in_kind:
        return backend.text(IN_KIND)
    decided = sums.decided
    # Outside a range nothing is cut: the office has to look again.
    outside = [backend.compare("<", decided, sums.least)] if amount.least else []
    outside += [backend.compare(">", decided, sums.most)] if amount.least and amount.most else []
    cases = [(backend.missing(decided), open_), *((beyond, open_) for beyond in outside)]
    bounds = [sums.least] if amount.least else []
    bounds += [sums.most] if amount.most else []
    cases = [*((backend.missing(bound), unknown) for bound in bounds), *cases]
    return backend.choose(cases, granted)


@dataclass(frozen=True)
class Told(Generic[T]):
    """What the reason of a claim is made of. Conditions stand with what is said where they hold."""

    outcome: T
    headcount: T  #: as people read it
    amount: T  #: as people read it
    range: T  #: which sums the office may decide on
    unmet: Sequence[tuple[T, T]]  #: the claim is put out, nobody counts, requirements that failed
    lacking: Sequence[tuple[T, T]]  #: facts that are missing
    beside_amount: Sequence[T] = ()  #: what goes on where a sum is granted
    beside_unmet: Sequence[T] = ()  #: what goes on where the claim is ineligible
    also: Sequence[tuple[str, T]] = field(default=())  #: further outcomes, and what they say


def reason_of(measure: Measure, amount: Amount, told: Told[T], backend: Telling[T]) -> T:
    """The reasons of a claim in one line."""
    people = []
    if measure.people is not People.NONE:
        people = sentence(QUALIFIED, {"headcount": told.headcount}, backend)
    verb, unit = RESULTS[measure.unit]
    found = [backend.text(f"{verb} "), told.amount, backend.text(f" {unit}")]
    cases: list[tuple[str, T]] = [
        (AMOUNT, backend.join([*people, *found, *told.beside_amount])),
        (INELIGIBLE, backend.join([backend.listed(told.unmet), *told.beside_unmet])),
        (INCOMPLETE, backend.listed(told.lacking)),
        *told.also,
        (IN_KIND, backend.join([*people, backend.text(amount.in_kind or "")])),
    ]
    return backend.choose(
        [(backend.compare("==", told.outcome, backend.text(name)), said) for name, said in cases],
        backend.join([*people, told.range]),
    )
