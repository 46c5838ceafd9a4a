"""Numbers that may be meant in another unit, where that changes the outcome: CC504, CC505.

What is written is what is computed; the finding names the other reading and what it would
give. A cell that names its unit (0.3%, 4元, 180个月), or a heading that does, is not doubted.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import polars as pl

from claimcheck.compiler.outcomes import INELIGIBLE
from claimcheck.evaluate import Evaluation
from claimcheck.evaluate.doubts import COMPARED, both_readings, comparisons
from claimcheck.forms import SheetKind
from claimcheck.forms.fact_columns import doubtful_fact
from claimcheck.money import show_yuan
from claimcheck.policy import Fact, FactType, fact
from claimcheck.policy.facts import Slip
from claimcheck.policy.uses import uses
from validator.checks.base import Context, Judged
from validator.checks.running import check
from validator.findings.frame import empty
from validator.reading.normal_form import UNIT

#: What of a person is compared between two readings.
_OF_PERSON = ("counted", "each_fen", "amount_fen")

_CODES = {FactType.YUAN: "CC504", FactType.PERCENT: "CC505", FactType.MONTHS: "CC505"}

_KINDS = (SheetKind.CLAIMS, SheetKind.ROSTER)


@check("CC504", "CC505", judges=True)
def doubts(context: Context) -> Iterator[pl.DataFrame]:
    """A finding for every cell whose other reading gives another result."""
    for judged in context.judged:
        readings = _Readings(context, judged)
        for key, kind in readings.doubtful.items():
            yield _written(context, judged, kind, fact(key), readings.differing(key, kind))


def other_reading(doubtful: Fact, slip: Slip, named: pl.Expr) -> pl.Expr:
    """What a number without a unit may be meant to be, in stored units; null where plausible.

    The same as `Fact.other_reading`, over a column.
    """
    stored, scale = pl.col(doubtful.column), doubtful.scale
    bound = doubtful.plausible * scale
    beyond = stored < bound if slip.side == "below" else stored > bound
    other = stored * slip.times // slip.parts
    possible = other.is_between(doubtful.minimum * scale, doubtful.maximum * scale)
    given = (stored > 0) & (stored <= doubtful.maximum * scale)
    return pl.when(given & beyond & possible & ~named).then(other)


@dataclass
class _Readings:
    """The claims of one measure under the readings that their doubtful numbers allow."""

    context: Context
    judged: Judged
    frames: dict[SheetKind, pl.DataFrame] = field(init=False)  #: with `other:KEY` columns
    doubtful: dict[str, SheetKind] = field(init=False)  #: facts that some cell leaves in doubt
    made: dict[frozenset[str], Evaluation] = field(default_factory=dict)

    def __post_init__(self) -> None:
        batch, self.frames, self.doubtful = self.context.batch, {}, {}
        used = {
            use.fact.key for use in uses(self.judged.rule.measure, self.judged.evaluation.chosen)
        }
        asked = [
            (kind, known)
            for kind in _KINDS
            if (sheet := batch.form.sheet(kind)) is not None
            for column in sheet.inputs
            if (known := doubtful_fact(column)) is not None and known.key in used
        ]
        # The rows of these claims are put aside only where any row of all is in doubt.
        if all(_others(batch.frames[kind], known) is None for kind, known in asked):
            return
        rows = self.judged.claims.select("input", "row", "claim_id")
        self.frames = {
            SheetKind.CLAIMS: batch.claims.join(
                rows, on=["input", "row"], how="semi", maintain_order="left"
            ),
            SheetKind.ROSTER: batch.roster.join(
                rows, on=["input", "claim_id"], how="semi", maintain_order="left"
            ),
        }
        for kind, known in asked:
            other = _others(self.frames[kind], known)
            if other is not None:
                self.frames[kind] = self.frames[kind].with_columns(other.alias(_other(known.key)))
                self.doubtful[known.key] = kind

    def under(self, keys: frozenset[str]) -> Evaluation:
        """The claims with these facts read otherwise, wherever they are in doubt."""
        if not keys:
            return self.judged.evaluation
        if keys not in self.made:
            frames = dict(self.frames)
            for key in keys:
                kind, name = self.doubtful[key], fact(key).column
                frames[kind] = frames[kind].with_columns(pl.coalesce(_other(key), name).alias(name))
            self.made[keys] = self.context.evaluated(
                self.judged.rule, frames[SheetKind.CLAIMS], frames[SheetKind.ROSTER]
            )
        return self.made[keys]

    def differing(self, key: str, kind: SheetKind) -> pl.DataFrame:
        """The rows whose doubtful number changes something, with `here` and `there` in words."""
        here = self.under(frozenset())
        open_ = self.frames[kind].with_columns(
            here=pl.lit(None, pl.String), there=pl.lit(None, pl.String)
        )
        found: list[pl.DataFrame] = []
        for keys, without in comparisons(key, list(self.doubtful)):
            there, before = self.under(frozenset(keys)), self.under(frozenset(without))
            said = open_.with_columns(
                _said(kind, here, there, _changed(kind, before, there, open_[_other(key)]))
            )
            differs = pl.col(_other(key)).is_not_null() & pl.col("there").is_not_null()
            found.append(said.filter(differs))
        return pl.concat(found).unique(["input", "row"], keep="first", maintain_order=True)


def _other(key: str) -> str:
    return f"other:{key}"


def _changed(
    kind: SheetKind, one: Evaluation, other: Evaluation, doubted: pl.Series
) -> pl.DataFrame:
    """For each row whether its claim (`claim_changed`) and its person (`person_changed`) do."""
    claims = _differ(one.claims, other.claims, COMPARED)
    if kind is SheetKind.CLAIMS:
        return pl.DataFrame({"claim_changed": claims, "person_changed": claims})
    numbered = one.claims.select("claim", claim_changed=claims)
    people = one.people.select(
        "claim", person_changed=_differ(one.people, other.people, _OF_PERSON)
    )
    found = people.with_columns(doubted=doubted.is_not_null()).join(
        numbered, on="claim", how="left", maintain_order="left"
    )
    # Where the claim changes and nobody in it does, all of its doubtful numbers may be why.
    alone = ~(pl.col("person_changed") & pl.col("doubted")).any().over("claim")
    return found.select(
        claim_changed=pl.col("claim_changed") & alone, person_changed="person_changed"
    )


def _differ(one: pl.DataFrame, other: pl.DataFrame, names: tuple[str, ...]) -> pl.Series:
    """Row by row, whether two results of the same rows differ in any of these columns."""
    present = [name for name in names if name in one.columns]
    parts = [one[name].ne_missing(other[name]).alias(name) for name in present]
    return pl.DataFrame(parts).select(pl.any_horizontal(pl.all())).to_series()


def _said(
    kind: SheetKind, here: Evaluation, there: Evaluation, changed: pl.DataFrame
) -> list[pl.Series]:
    """What follows from either reading, in words; null where nothing changes."""
    claims = [
        [_of_claim(claim) for claim in made.claims.iter_rows(named=True)] for made in (here, there)
    ]
    sides = []
    for name, of_claims, made in zip(("here", "there"), claims, (here, there), strict=True):
        if kind is SheetKind.CLAIMS:
            said, of_people = of_claims, of_claims
        else:
            said = [of_claims[claim] for claim in made.people["claim"]]
            of_people = [_of_person(person) for person in made.people.iter_rows(named=True)]
        texts = [
            of_person if person else of_claim if claim else None
            for of_person, of_claim, (claim, person) in zip(
                of_people, said, changed.iter_rows(), strict=True
            )
        ]
        sides.append(pl.Series(name, texts, dtype=pl.String))
    return sides


def _of_claim(claim: Mapping[str, object]) -> str:
    if claim["outcome"] == INELIGIBLE:
        return f"不符合（{claim['reason']}）"
    return str(claim["reason"])


def _of_person(person: Mapping[str, object]) -> str:
    if not person["counted"]:
        return f"此人不计入（{person['reason']}）"
    fen = person.get("amount_fen")
    return f"此人计入，{show_yuan(fen)} 元" if isinstance(fen, int) else "此人计入"


def _written(
    context: Context, judged: Judged, kind: SheetKind, doubtful: Fact, rows: pl.DataFrame
) -> pl.DataFrame:
    if rows.is_empty():
        return empty()
    stored = rows[doubtful.column].to_list()
    called = context.title(kind, doubtful)
    sentences = [
        both_readings(doubtful, value, here, there, called)
        for value, here, there in zip(stored, rows["here"], rows["there"], strict=True)
    ]
    rows = rows.with_columns(
        what=pl.Series(sentences, dtype=pl.String),
        spelt=pl.Series([doubtful.spell(value) for value in stored], dtype=pl.String),
        meant=pl.Series([doubtful.spell_other(value) for value in stored], dtype=pl.String),
    )
    return context.writer.write(
        _CODES[doubtful.type],
        rows,
        kind=kind,
        key=doubtful.key,
        value=pl.col("spelt"),
        expected=pl.format("写明单位：{} 或 {}", "spelt", "meant"),
        what=pl.col("what") + f"（{judged.rule.cited}）",
        clause=judged.rule.clause,
        sums=True,
    )


def _others(frame: pl.DataFrame, known: Fact) -> pl.Series | None:
    """What cells of a fact are in another unit, null where they are not in doubt; None: all."""
    named = known.column + UNIT
    if known.slip is None or named not in frame.columns:
        return None
    other = frame.select(other_reading(known, known.slip, pl.col(named))).to_series()
    return None if other.null_count() == len(other) else other
