"""Random claims of any type, drawn around every bound that its rules name."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

import polars as pl

from addin.template.computed import rules_of
from claimcheck.evaluate import evaluate
from claimcheck.forms import SheetKind, whole_form
from claimcheck.forms.fact_columns import is_decided
from claimcheck.policy import Rule
from claimcheck.policy.areas import areas
from claimcheck.policy.model import Level, People
from claimcheck.policy.overlaps import window_of
from tests.addin.template.any_batch import AnyBatch
from tests.addin.template.any_people import Crowd, add_person
from tests.addin.template.drawing import Drawing, plain_bound
from tests.addin.template.rows import Row

#: the longest lists that are drawn at random; longer ones only where they are asked for
_USUAL_SIZE = 40
_LONG = 15


def random_any(
    claim_type: str, seed: int, claims: int, at_bounds: int = 0, only: str | None = None
) -> AnyBatch:
    """A batch with random claims of every rule of a type, mixed.

    Args:
        claim_type: the claim type.
        seed: of the random numbers.
        claims: claims of each rule.
        at_bounds: how many claims of each rule have just as many people who count as one of
            its bounds asks for, one fewer, or one more.
        only: one rule's id, where only its claims are wanted.
    """
    chance = random.Random(f"{claim_type} {seed}")  # noqa: S311 - no secret
    batch = AnyBatch(form=whole_form(claim_type))
    people = iter(range(seed * 200_000, seed * 200_000 + 199_999))
    chosen = [rule for rule in rules_of(claim_type) if only in {None, rule.id}]
    order = [(rule, number) for rule in chosen for number in range(claims)]
    chance.shuffle(order)
    wanted: dict[str, int] = {}
    for rule, number in order:
        bounds = head_bounds(rule)
        heads = None
        if number < at_bounds and bounds:
            # Each bound in turn, and of each in turn what is below, on and above it.
            turn = number + seed * at_bounds
            heads = bounds[turn // 3 % len(bounds)] + turn % 3 - 1
        claim_id = _add_claim(chance, batch, rule, heads, people)
        if heads is not None:
            wanted[claim_id] = heads
    _send_home(batch, wanted)
    _decide(chance, batch)
    # Neither people nor claims stand in the order of their dates or numbers.
    for rows in (batch.claims, batch.roster, batch.wages):
        chance.shuffle(rows)
    return batch


def head_bounds(rule: Rule) -> list[int]:
    """The numbers of people at which something changes; none where a rule counts nobody."""
    measure = rule.measure
    if measure.people is People.NONE:
        return []
    found = {int(number.exact) for number in measure.numbers.values() if number.unit == "people"}
    for table in measure.tables:
        if table.by == "headcount":
            found |= {int(row.start) for row in table.rows}
            found |= {int(row.end) for row in table.rows if row.end}
    for requirement in measure.requirements:
        tested = f"{requirement.fact} {requirement.formula}"
        if "headcount" in tested and requirement.of is Level.CLAIM:
            found.add(plain_bound(rule, requirement) or 0)
    return sorted(bound for bound in found if bound > 0)


def _send_home(batch: AnyBatch, wanted: dict[str, int]) -> None:
    """Drop people who count until each claim has no more of them than are wanted."""
    while leaving := _too_many(batch, wanted):
        # With all their rows: who is listed twice would still count with the other row.
        batch.roster[:] = [row for row in batch.roster if _who(row) not in leaving]
    known = {row.get("id_number") for row in batch.roster}
    batch.wages[:] = [row for row in batch.wages if row["id_number"] in known]


def _too_many(batch: AnyBatch, wanted: dict[str, int]) -> set[tuple[object, object]]:
    """Those who count beyond what their claims want."""
    leaving: set[tuple[object, object]] = set()
    frames = [batch.frame(kind) for kind in SheetKind]
    for rule in rules_of(batch.form.type):
        mine = frames[0].filter((pl.col("measure") == rule.id) & pl.col("claim_id").is_in(wanted))
        if mine.is_empty():
            continue
        left = dict(wanted)
        counted = evaluate(rule, mine, frames[1], frames[2]).people["counted"]
        for person, counts in zip(batch.roster, counted, strict=True):
            if counts and person["claim_id"] in left:
                left[person["claim_id"]] -= 1
                if left[person["claim_id"]] < 0:
                    leaving.add(_who(person))
    return leaving


def _who(person: Row) -> tuple[object, object]:
    return person["claim_id"], person.get("id_number")


def _decide(chance: random.Random, batch: AnyBatch) -> None:
    """Write what the office has decided: mostly at or around the bounds that the text names."""
    frames = [batch.frame(kind) for kind in SheetKind]
    for rule in filter(is_decided, rules_of(batch.form.type)):
        mine = frames[0].filter(pl.col("measure") == rule.id)
        rows = [claim for claim in batch.claims if claim["measure"] == rule.id]
        found = evaluate(rule, mine, frames[1], frames[2]).claims
        bounds = found.select("least_fen", "most_fen").rows()
        for claim, (least, most) in zip(rows, bounds, strict=True):
            around = [value for value in (least, most) if value is not None]
            if len(around) == 2:
                around += [(least + most) // 2] * 2
            fen = chance.choice(around or [100_000, 333_333])
            fen += chance.choice((0, 0, 0, 1, -1, -70_000))
            claim["decided_yuan"] = None if chance.random() < 0.2 else max(fen, 0) / 100


def _add_claim(
    chance: random.Random, batch: AnyBatch, rule: Rule, heads: int | None, people: Iterator[int]
) -> str:
    """Add a claim; more people than `heads` where that is a number. Gives its claim id."""
    drawing, number = Drawing(chance, rule), len(batch.claims)
    sheet = batch.form.sheet(SheetKind.CLAIMS)
    assert sheet is not None
    good = heads is not None or chance.random() < 0.75
    first = window_of(rule.measure, rule.document).start or date(2025, 1, 1)
    own_code = f"91640522MA76{number:04d}0A"
    claim: Row = {
        "claim_id": f"SB-{number:03d}",
        "measure": rule.id,
        "applicant": f"海原县试样第{number}号",
        "applicant_code": chance.choice((own_code, own_code, own_code, "91640522MA76SAME01")),
        "county": next(area.name for area in areas() if area.is_bound(rule)),
        "period_start": first,
        "period_end": chance.choice(
            (first + timedelta(364), first + timedelta(364), first + timedelta(250))
        ),
        "claimed_people": 3,
        "claimed_yuan": 20_000,
    }
    for column in sheet.inputs:
        if column.key not in {*claim, "decided_yuan"} or column.key == "headcount":
            claim[column.key] = drawing.value(column, good or chance.random() < 0.6)
            default = rule.measure.defaults.get(column.key)
            if default is not None and chance.random() < (0.8 if good else 0.5):
                claim[column.key] = chance.choice((None, default))
            if column.required and claim[column.key] is None:
                # Without it there is no sum, neither in the sheet nor by `validate`.
                drawn = (drawing.value(column, good=True) for _ in range(20))
                filled = next((value for value in drawn if value is not None), default)
                usual = column.options or [1]
                claim[column.key] = chance.choice(usual) if filled is None else filled
    size = _size(chance, rule, heads)
    batch.claims.append(claim)
    if batch.form.sheet(SheetKind.ROSTER) is not None:
        crowd = Crowd(chance, batch, drawing, claim, first, size, chance.random() < 0.4)
        # In long lists most people are right, or no list would reach its bound.
        share = 0.98 if size >= _LONG else 0.9
        for _ in range(size):
            add_person(crowd, next(people), chance.random() < share)
    return str(claim["claim_id"])


def _size(chance: random.Random, rule: Rule, heads: int | None) -> int:
    if heads is not None:
        # A few of a list do not count: list so many more, `_send_home` takes back the rest.
        return heads + heads // 4 + 8
    if rule.measure.people is People.NONE:
        return chance.choice((0, 0, 0, 1))
    small = [bound for bound in head_bounds(rule) if bound <= _USUAL_SIZE]
    if small and chance.random() < 0.6:
        return max(chance.choice(small) + chance.choice((0, 0, -1, 1, 1, 2, 3)), 0)
    return chance.choice((0, 1, 1, 2, 2, 3, 4))
