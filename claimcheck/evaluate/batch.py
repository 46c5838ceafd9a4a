"""Brings what came in, frames or bare facts, into the form that is evaluated."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from claimcheck.evaluate.derive import derive
from claimcheck.evaluate.pay import Pay, monthly_pay
from claimcheck.evaluate.people import prepare_people
from claimcheck.evaluate.rulings import PAYMENT_COLUMNS, ROW_COLUMNS
from claimcheck.evaluate.side_by_side import each
from claimcheck.money import round_yuan
from claimcheck.policy import FactType, Rule, fact
from claimcheck.policy.facts import Value
from claimcheck.policy.model import Level
from claimcheck.policy.uses import DECIDED, uses
from claimcheck.settings import Settings

_DTYPES: dict[FactType, pl.DataType] = {
    FactType.COUNT: pl.Int64(),
    FactType.MONTHS: pl.Int64(),
    FactType.YUAN: pl.Int64(),
    FactType.PERCENT: pl.Int64(),
    FactType.DATE: pl.Date(),
    FactType.FLAG: pl.Boolean(),
    FactType.CHOICE: pl.String(),
    FactType.TEXT: pl.String(),
}

_ROSTER_COLUMNS: dict[str, pl.DataType] = {
    "input": pl.Int64(),
    "claim_id": pl.String(),
    "id_number": pl.String(),
    "household_id": pl.String(),
    "hired_on": pl.Date(),
    "left_on": pl.Date(),
    "monthly_wage_fen": pl.Int64(),
    **ROW_COLUMNS,
}

#: all that is looked at of a payment
WAGE_COLUMNS: dict[str, pl.DataType] = {
    "input": pl.Int64(),
    "id_number": pl.String(),
    "paid_on": pl.Date(),
    "amount_fen": pl.Int64(),
    "memo": pl.String(),
    **PAYMENT_COLUMNS,
}


@dataclass(frozen=True)
class EvaluationBasis:
    """Everything about a batch that no reading changes."""

    claims: pl.DataFrame
    roster: pl.DataFrame | None  #: None where bare facts were given
    pay: Pay | None  #: None where bare facts were given
    typical: pl.DataFrame | None  #: one row a claim: the typical person of bare facts
    given: frozenset[str]  #: the keys of bare facts that were given


def batch_of_frames(
    rule: Rule,
    claims: pl.DataFrame,
    roster: pl.DataFrame,
    wages: pl.DataFrame,
    settings: Settings,
) -> EvaluationBasis:
    """Number claims and people, join them, add up the pay, and find what dates tell."""
    stated = {
        "input": pl.Int64(),
        "claim_id": pl.String(),
        "period_end": pl.Date(),
        fact(DECIDED).column: pl.Int64(),
        **ROW_COLUMNS,
    }
    claims = _with_columns(claims, stated | _columns(rule, Level.CLAIM))
    claims = _filled(claims, rule, settings).with_row_index("claim")
    known = claims.unique(["input", "claim_id"], keep="first").select(
        "input", "claim_id", "claim", "period_end"
    )
    asked = _columns(rule, Level.PERSON)
    roster = (
        _with_columns(roster, _ROSTER_COLUMNS | asked)
        .drop("claim", "person", "period_end", strict=False)
        .with_row_index("person")
        .join(known, on=["input", "claim_id"], how="left", maintain_order="left")
    )
    flow = _with_columns(wages, WAGE_COLUMNS).select(list(WAGE_COLUMNS))

    def by_month() -> pl.DataFrame:
        return monthly_pay(roster, flow, settings.on, by_memo=settings.wage_month_by_memo)

    def with_what_dates_tell() -> pl.DataFrame:
        last_day = pl.min_horizontal(pl.col("period_end"), pl.lit(settings.on))
        return prepare_people(_filled(derive(roster, set(asked), last_day), rule, settings))

    parts = (by_month, with_what_dates_tell)
    monthly, people = each(lambda part: part(), parts, roster.height)
    spans = people.select("person", "hired_on", "left_on", "period_end")
    return EvaluationBasis(claims, people, Pay(spans, monthly), None, frozenset())


def batch_of_facts(rule: Rule, given: Mapping[str, Value], settings: Settings) -> EvaluationBasis:
    """One claim, and one typical person who stands for as many as `headcount` says."""
    values = {**_stored_defaults(rule, settings), **given}
    columns = {use.fact for use in uses(rule.measure)} | {fact(DECIDED)}
    row = pl.DataFrame({"claim": pl.Series([0], dtype=pl.UInt32)}).with_columns(
        pl.lit(values.get(item.key), _DTYPES[item.type]).alias(item.column)
        for item in columns
        if item.key != "headcount"
    )
    weight = pl.lit(values.get("headcount", 1), pl.Int64)
    identity = [pl.lit(None, pl.String).alias(name) for name in ("household_id", "id_number")]
    row = _with_columns(row, ROW_COLUMNS)
    typical = row.with_columns(weight.alias("weight"), *identity)
    return EvaluationBasis(row, None, None, typical, frozenset(values))


def _columns(rule: Rule, level: Level) -> dict[str, pl.DataType]:
    """The fact columns that a frame of this level must have."""
    found = {
        use.fact.column: _DTYPES[use.fact.type]
        for use in uses(rule.measure)
        if use.level is level and use.fact.key != "headcount"
    }
    if rule.measure.household and level is Level.PERSON:
        # What a household has had is asked of each person, even where the claim asks too.
        found[fact(rule.measure.household.paid).column] = pl.Int64()
    return found


def _filled(frame: pl.DataFrame, rule: Rule, settings: Settings) -> pl.DataFrame:
    """Fill the facts that need not be given with what they are then."""
    values = {fact(key).column: v for key, v in _stored_defaults(rule, settings).items()}
    return frame.with_columns(
        pl.col(column).fill_null(value) for column, value in values.items() if column in frame
    )


def _stored_defaults(rule: Rule, settings: Settings) -> dict[str, Value]:
    """What the measure takes for granted, and what the office's file supplies."""
    found = {key: fact(key).parse(value) for key, value in rule.measure.defaults.items()}
    wage = settings.office.minimum_wage_on(settings.on)
    if wage is not None:
        found["minimum_wage_yuan"] = round_yuan(wage.yuan)
    return found


def _with_columns(frame: pl.DataFrame, wanted: dict[str, pl.DataType]) -> pl.DataFrame:
    """Add the columns that a frame lacks, empty."""
    lacking = {name: dtype for name, dtype in wanted.items() if name not in frame.columns}
    return frame.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in lacking.items())
