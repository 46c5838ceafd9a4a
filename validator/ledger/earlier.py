"""What counts as already paid: earlier entries held against a measure's limits and overlaps."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from claimcheck.policy import Rule
from claimcheck.policy.model import Limit, People
from claimcheck.policy.overlaps import overlaps
from claimcheck.policy.uses import limits_in_force
from claimcheck.settings import Settings
from validator.ledger.matching import SCHEMA as MATCHES
from validator.ledger.matching import WAYS, By

#: The relation of entries under the measure itself; others are the kinds of overlaps.
SAME = "same"

#: What is said of one earlier claim.
HAD = pl.Struct({"claim_id": pl.String(), "accepted_on": pl.Date(), "months": pl.Int64()})

#: One row for each row of the frame, way it was looked up, and measure it was paid under.
SCHEMA: dict[str, pl.DataType] = {
    "index": pl.UInt32(),  #: place of the row in the frame
    "scope": pl.String(),  #: person, household, claimant or facility
    "relation": pl.String(),  #: same, barred, silent or stacks
    "measure": pl.String(),  #: what was paid
    "period": pl.String(),  #: once, year or cycle: which entries were taken
    "allowed": pl.Int64(),  #: how often the text allows it; null where it names no number
    "times": pl.Int64(),  #: how many earlier claims
    "paid_fen": pl.Int64(),  #: what they gave this one in all; null where paid by claim only
    "claims_fen": pl.Int64(),  #: what the earlier claims gave as a whole, all together
    "meeting_fen": pl.Int64(),  #: as `paid_fen`, of those for the period of the row itself
    "months": pl.Int64(),  #: for how many months they paid, as far as it was recorded
    "without_months": pl.Int64(),  #: of how many of them it was not
    "had": pl.List(HAD),  #: each of them, in the order of their days
    # the latest of them, so that a message can name it:
    "amount_fen": pl.Int64(),
    "claim_amount_fen": pl.Int64(),
    "claim_id": pl.String(),
    "applicant": pl.String(),
    "county": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "batch_id": pl.Int64(),
    "batch": pl.String(),
    "accepted_on": pl.Date(),
}

_LATEST = (
    "amount_fen", "claim_amount_fen", "claim_id", "applicant", "county", "period_start",
    "period_end", "batch_id", "batch", "accepted_on",
)  # fmt: skip

_SCOPE_OF_OVERLAP = {
    "people": By.PERSON,
    "household": By.HOUSEHOLD,
    "claimant": By.CLAIMANT,
    "facility": By.FACILITY,
}


@dataclass(frozen=True)
class Question:
    """One thing to ask the ledger."""

    by: By
    relation: str
    measure: str
    period: str
    allowed: int | None


def questions(rule: Rule, chosen: Mapping[str, str] | None = None) -> list[Question]:
    """What to ask about the claims of a measure.

    The limits of its text; people whom it counts even where the text names no limit; the
    household where a ceiling holds for it; and every overlapping measure, also one that has
    ended since: what was paid under it in the year in question was still paid.

    Args:
        rule: the measure.
        chosen: the chosen readings, under which limits hold or not; None: the default ones.
    """
    measure = rule.measure
    if chosen is None:
        chosen = Settings().chosen(rule)
    limits = {By(limit.scope): limit for limit in limits_in_force(measure, chosen)}
    asked = [Question(by, SAME, rule.id, limit.period, limit.times) for by, limit in limits.items()]
    person_period = _period(limits, By.PERSON)
    if By.PERSON not in limits and measure.people is not People.NONE:
        asked.append(Question(By.PERSON, SAME, rule.id, person_period, None))
    if By.HOUSEHOLD not in limits and measure.household is not None:
        asked.append(Question(By.HOUSEHOLD, SAME, rule.id, person_period, None))
    if By.FACILITY in limits and By.CLAIMANT not in limits:
        # A facility that goes by another name now is still its operator's.
        period = limits[By.FACILITY].period
        asked.append(Question(By.CLAIMANT, SAME, rule.id, period, None))
    for overlap in overlaps(rule, None):
        by = _SCOPE_OF_OVERLAP[overlap.whom]
        asked.append(Question(by, str(overlap.kind), overlap.measure, _period(limits, by), None))
    return list(dict.fromkeys(asked))


def earlier(
    frame: pl.DataFrame,
    rule: Rule,
    on: date,
    chosen: Mapping[str, str] | None,
    look_up: Callable[[By, Iterable[str]], pl.DataFrame],
) -> pl.DataFrame:
    """What each row of a frame was paid before, in the period that counts.

    Args:
        frame: rows with id_number, household_id, applicant_code, facility as far as there
            are any; `period_start`, `period_end` of their claim (for limits by year or
            cycle; the year of `on` where missing); `content` (hash) of their claim, so that
            the same claim is not held against itself.
        rule: the measure that is claimed.
        on: the day to judge by.
        chosen: see `questions`.
        look_up: gives the matches of the frame, by one way and for some measures.

    Returns:
        A frame of `SCHEMA`. More than `allowed` minus `times` further claims are too many.
    """
    asked = questions(rule, chosen)
    own = frame.select(
        index=pl.int_range(pl.len(), dtype=pl.UInt32),
        own_start=_column(frame, "period_start", pl.Date()),
        own_end=_column(frame, "period_end", pl.Date()),
        own_content=_column(frame, "content", pl.Binary()),
    ).with_columns(
        own_year=pl.coalesce(pl.col("own_end").dt.year(), pl.col("own_start").dt.year())
        .fill_null(on.year)
        .cast(pl.Int64)
    )
    parts = []
    for by in dict.fromkeys(question.by for question in asked):
        if WAYS[by].column not in frame.columns:
            continue
        these = [question for question in asked if question.by is by]
        found = look_up(by, {question.measure for question in these}).join(
            own, on="index", how="inner", maintain_order="left"
        )
        found = found.filter(~pl.col("content").eq_missing(pl.col("own_content")))
        parts += [_answer(found, question) for question in these]
    return pl.concat([pl.DataFrame(schema=SCHEMA), *parts]).sort(
        "index", "scope", "relation", "measure", maintain_order=True
    )


def _answer(found: pl.DataFrame, question: Question) -> pl.DataFrame:
    paid = pl.col("amount_fen")
    counted = found.filter((pl.col("measure") == question.measure) & _inside(question.period))
    return (
        counted.sort("accepted_on", "claim", maintain_order=True)
        .group_by("index", maintain_order=True)
        .agg(
            *(pl.col(name).last() for name in _LATEST),
            times=pl.col("claim").n_unique().cast(pl.Int64),
            paid_fen=pl.when(paid.count() > 0).then(paid.sum()),
            meeting_fen=paid.filter(_inside("cycle")).sum(),
            months=pl.col("months").sum(),
            without_months=pl.col("claim").filter(pl.col("months").is_null()).n_unique(),
            had=pl.struct("claim_id", "accepted_on", "months"),
            claims_fen=pl.col("claim_amount_fen").filter(pl.col("claim").is_first_distinct()).sum(),
        )
        .with_columns(
            scope=pl.lit(str(question.by)),
            relation=pl.lit(question.relation),
            measure=pl.lit(question.measure),
            period=pl.lit(question.period),
            allowed=pl.lit(question.allowed, pl.Int64),
        )
        .select(pl.col(name).cast(dtype) for name, dtype in SCHEMA.items())
    )


def _inside(period: str) -> pl.Expr:
    """Whether an earlier entry falls into the period of the row it is held against."""
    same_year = pl.col("year") == pl.col("own_year")
    match period:
        case "once":
            return pl.lit(value=True)
        case "year":
            return same_year
        case "cycle":  # the twelve months (or other span) that a claim is for
            meets = (pl.col("period_start") <= pl.col("own_end")) & (
                pl.col("own_start") <= pl.col("period_end")
            )
            return meets.fill_null(same_year)
    raise ValueError(f"unknown period: {period}")


def _period(limits: dict[By, Limit], by: By) -> str:
    return limits[by].period if by in limits else "once"


def _column(frame: pl.DataFrame, name: str, dtype: pl.DataType) -> pl.Expr:
    return pl.col(name) if name in frame.columns else pl.lit(None, dtype)


assert set(_LATEST) <= set(MATCHES)  # noqa: S101 - both modules speak of the same columns
