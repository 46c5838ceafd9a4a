"""Numbers that may be meant in another unit, where that changes what follows from them.

A share typed as 0.3 is 0.3 % as it stands; 4 in a column of yuan is four yuan. What is written
is what is computed, but where the other reading gives another result, both are named. A unit
that is written with the number (0.3%, 4元, 180个月) settles it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimcheck.compiler.outcomes import INELIGIBLE
from claimcheck.evaluate.evaluation import Evaluation, evaluate_facts
from claimcheck.policy import Fact, Rule, fact
from claimcheck.policy.facts import Value

#: What of a claim is compared between two readings.
COMPARED = ("outcome", "amount_fen", "least_fen", "most_fen")


@dataclass(frozen=True)
class Doubt:
    """One fact that may be meant in another unit, and what follows from either reading."""

    fact: Fact
    stored: int  #: as it is written
    other: int  #: as it may be meant
    here: Evaluation
    there: Evaluation

    @property
    def sentence(self) -> str:
        """Both readings with their results, and how to settle it, in Chinese."""
        here, there = (found.claims.row(0, named=True) for found in (self.here, self.there))
        return both_readings(self.fact, self.stored, _said(here), _said(there))


def both_readings(
    doubtful: Fact, stored: int, here: str, there: str, called: str | None = None
) -> str:
    """The sentence that names both readings of a number.

    Args:
        doubtful: the fact.
        stored: its value as it is written.
        here: what follows from that.
        there: what follows from the other reading.
        called: the heading of its column on the sheet; the fact's own name where None.
    """
    one, other = doubtful.spell(stored), doubtful.spell_other(stored)
    return (
        f"“{called or doubtful.label}”写的数没有单位："
        f"按 {one} 计，{here}；如果是 {other}，{there}。"
        f"请写明单位，如“{one}”或“{_to_enter(doubtful, stored)}”"
    )


def _to_enter(doubtful: Fact, stored: int) -> str:
    """How the other reading is entered: what is in days has to be given in months."""
    other = doubtful.other_reading(stored)
    return doubtful.spell(stored if other is None else other)


def other_readings(entered: Mapping[str, object], given: Mapping[str, Value]) -> dict[str, int]:
    """The facts that may be meant in another unit, and what they are then.

    Args:
        entered: what was entered, by fact key.
        given: the same as stored values.
    """
    found = {}
    for key, value in given.items():
        written = fact(key).read(entered[key])
        other = fact(key).other_reading(value)
        if written is not None and not written.unit and other is not None:
            found[key] = other
    return found


def doubts(
    rule: Rule, entered: Mapping[str, object], given: Mapping[str, Value], here: Evaluation
) -> list[Doubt]:
    """The facts whose other reading gives another result, alone or all together.

    Args:
        rule: the rule.
        entered: what was entered, by fact key.
        given: the same as stored values.
        here: the evaluation of these.
    """
    others = other_readings(entered, given)

    def read(keys: Sequence[str]) -> Evaluation:
        return evaluate_facts(rule, {**given, **{key: others[key] for key in keys}}, here.settings)

    found = []
    for key in others:
        for keys, without in comparisons(key, list(others)):
            there = read(keys)
            before = here if not without else read(without)
            stored = given[key]
            if isinstance(stored, int) and _result(there) != _result(before):
                found.append(Doubt(fact(key), stored, others[key], here, there))
                break
    return found


def comparisons(key: str, keys: Sequence[str]) -> list[tuple[list[str], list[str]]]:
    """The readings that show whether one of several doubtful facts matters.

    Alone, and then with all others in the same unit: who writes one sum in 万元 writes the
    others so, too, and the smaller of two sums may hide what the other one does.

    Returns:
        Pairs: the facts read otherwise, and those that are so in what this is compared with.
    """
    same = [other for other in keys if fact(other).type is fact(key).type]
    pairs: list[tuple[list[str], list[str]]] = [([key], [])]
    if len(same) > 1:
        pairs.append((same, [other for other in same if other != key]))
    return pairs


def _result(evaluation: Evaluation) -> tuple[object, ...]:
    return evaluation.claims.select(COMPARED).row(0)


def _said(claim: Mapping[str, object]) -> str:
    """The outcome of a claim in words."""
    if claim["outcome"] == INELIGIBLE:
        return f"不符合（{claim['reason']}）"
    return str(claim["reason"])
