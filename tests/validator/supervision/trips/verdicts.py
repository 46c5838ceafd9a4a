"""Random verdicts on findings, recorded in a real trail; and which of them are refused."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from tests.validator.supervision.made import ON
from validator.ledger.audit.events import Verdict
from validator.ledger.audit.trail import Trail
from validator.ledger.audit.words import decision_of
from validator.run.validate import Validation
from validator.supervision.deciding import record
from validator.supervision.listing import listed
from validator.supervision.proposed import Proposed
from validator.supervision.verdicts import contradictions_in

PASS, RETURN, REDUCE, REFUSE = "通过", "退回补正", "核减", "不予支持"

#: One who stands there twice is never let pass; these say nothing of a person or of money.
_NEVER_PASSED = {"CC601"}
_NOT_REDUCED = {"CC702", "CC704", "CC706", "CC412", "CC105", "CC106", "CC107", "CC108"}
#: Reminders that the trips do not take out: what 核减 takes out there is tested by itself.
_ONLY_PASSED = {"CC604", "CC605", "CC606", "CC303", "CC703"}


@dataclass
class Said:
    """What was decided, by the ids of findings."""

    verdicts: dict[str, str] = field(default_factory=dict)
    #: the findings that ever waited: code, claim_id and person by id
    seen: dict[str, tuple[str, str | None, str | None]] = field(default_factory=dict)
    refused: int = 0  #: verdicts that could not be given


def decide(chance: random.Random, review: Validation, trail: Trail, said: Said) -> None:
    """Decide about some of what waits, as a supervisor does, and check what is refused.

    Args:
        chance: the random numbers.
        review: the batch, under the verdicts that stand.
        trail: where they are recorded.
        said: what was decided so far; what is decided now is added.
    """
    rows = [row for row in listed(review).iter_rows(named=True) if row["waiting"]]
    given: dict[str, str] = {}
    moods: dict[str | None, list[str]] = {}
    for row in rows:
        if row["severity"] == "info":
            continue
        mood = moods.setdefault(row["claim_id"], _mood(chance))
        word = chance.choice(mood)
        if row["severity"] == "warning" and chance.random() < 0.3:
            word = ""
        if row["code"] in _ONLY_PASSED and word == REDUCE:
            word = PASS
        if row["code"] == "CC607" and word == PASS:
            word = REDUCE  # of a household in several claims one may pass: tested by itself
        if word:
            given[row["id"]] = word
    said.seen |= {row["id"]: (row["code"], row["claim_id"], row["person"]) for row in rows}
    wrong = _not_to_be_given(given, said)
    outcome = record(
        trail,
        [
            Proposed(
                place=row["id"],
                finding=row["id"],
                basis=row["basis"],
                code=row["code"],
                claim=row["claim_id"] or "",
                severity=row["severity"],
                decision=given[row["id"]],
                reason="已到银行核实",
                reviewer="王审核",
            )
            for row in rows
            if row["id"] in given
        ],
        date.today(),
        "workbook",
        contradictions=contradictions_in(review, trail, ON),
    )
    refused = {line.split("：")[0] for line in outcome.refused}
    assert refused == wrong, outcome.refused
    assert all(len(line.split("：")[1]) > 10 for line in outcome.refused), "in words"
    said.refused += len(wrong)
    said.verdicts |= {name: word for name, word in given.items() if name not in wrong}
    events = [one.event for one in trail.read().recorded]
    recorded = {one.finding: one.decision for one in events if isinstance(one, Verdict)}
    recorded = {name: word for name, word in recorded.items() if name in said.seen}
    assert recorded == {name: decision_of(word) for name, word in said.verdicts.items()}


def _mood(chance: random.Random) -> list[str]:
    """How a supervisor goes through the findings of one claim."""
    return chance.choice(
        (
            [PASS, REDUCE], [PASS, PASS, REDUCE], [PASS, REDUCE, REDUCE], [PASS], [REDUCE],
            [PASS, REDUCE, ""], [PASS, REDUCE, RETURN], [PASS, REDUCE, REFUSE],
            [PASS, REDUCE, RETURN, REFUSE, ""],
        )
    )  # fmt: skip


def _not_to_be_given(given: dict[str, str], said: Said) -> set[str]:
    """The ids of findings about which a verdict must be refused."""
    wrong = {
        name
        for name, word in given.items()
        if (word == PASS and said.seen[name][0] in _NEVER_PASSED)
        or (word == REDUCE and said.seen[name][0] in _NOT_REDUCED)
    }
    left = {name: word for name, word in given.items() if name not in wrong}
    by_claim: dict[str, dict[str, str]] = defaultdict(dict)
    in_claims: dict[str | None, set[str]] = defaultdict(set)
    for name, word in {**said.verdicts, **left}.items():
        code, claim_id, person = said.seen[name]
        if word in (RETURN, REFUSE) and claim_id:
            by_claim[claim_id][name] = word
        if word == PASS and code == "CC602":
            in_claims[person].add(name)
    for decided_so in by_claim.values():
        if len({*decided_so.values()}) > 1:
            wrong |= decided_so.keys() & left.keys()
    for passed in in_claims.values():
        if len(passed) > 1:
            wrong |= passed & left.keys()
    return wrong


def decided(review: Validation, said: Said) -> list[dict[str, object]]:
    """Every finding with the word that was said about it, empty where nothing was."""
    return [
        row | {"word": said.verdicts.get(row["id"], "")}
        for row in review.findings.sort("input", "row", nulls_last=True).iter_rows(named=True)
        if row["severity"] != "info"
    ]


def waiting(review: Validation) -> pl.DataFrame:
    """What still waits for a decision."""
    return listed(review).filter("waiting")
