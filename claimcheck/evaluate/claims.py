"""The claims: whether each is eligible, and the amount."""

from collections.abc import Sequence

import polars as pl

from claimcheck.compiler.outcomes import (
    AMOUNT,
    INCOMPLETE,
    INELIGIBLE,
    LACKING,
    NEEDS_DECISION,
    NOBODY,
    Sums,
    Told,
    outcome_of,
    reason_of,
)
from claimcheck.compiler.words import office_decides
from claimcheck.evaluate.columns import ColumnTelling
from claimcheck.evaluate.compute import Compiler, to_fen
from claimcheck.evaluate.requirements import Test, apply, shown
from claimcheck.evaluate.rulings import EXCLUDED, uphold
from claimcheck.policy import Rule, fact
from claimcheck.policy.model import Level, People
from claimcheck.policy.sums import Amount, Count
from claimcheck.policy.uses import amount_in_force, uses

_TELLING = ColumnTelling()
_NULL_FEN = pl.lit(None, pl.Int64)
#: What `roll_up` looks at of the people, beside the facts of the measure's counts.
SUMMED = ("claim", "weight", "counted", "each_fen")
_SUMS = Sums(*map(pl.col, ("computed", "decided_fen", "least_fen", "most_fen")))


def roll_up(rule: Rule, chosen: dict[str, str], people: pl.DataFrame) -> pl.DataFrame:
    """Sum the people of each claim.

    Args:
        rule: the rule.
        chosen: the chosen readings.
        people: columns claim, weight, counted, each_fen, household_id where there is a
            household ceiling, and the person facts.

    Returns:
        One row a claim that has people: claim, people, headcount, each_total_fen, and a
        column for every count of the measure (null where a fact is missing).
    """
    compiler = Compiler(rule.measure, chosen)
    counted = pl.col("counted")
    counts = [
        pl.when(counted)
        .then(counted_as(compiler, count) * pl.col("weight"))
        .otherwise(0)
        .alias(count.name)
        for count in rule.measure.counts
    ]
    sums = [
        pl.when(pl.col(count.name).has_nulls())
        .then(None)
        .otherwise(pl.col(count.name).sum())
        .alias(count.name)
        for count in rule.measure.counts
    ]
    paid = pl.col("each_fen").filter(counted)
    return (
        people.lazy()
        .with_columns(counts)
        .group_by("claim")
        .agg(
            pl.col("weight").sum().alias("people"),
            pl.col("weight").filter(counted).sum().alias("headcount"),
            pl.when(paid.has_nulls()).then(None).otherwise(paid.sum()).alias("each_total_fen"),
            *sums,
        )
        .collect()
    )


def counted_as(compiler: Compiler, count: Count) -> pl.Expr:
    """What one person who counts adds to a count; null where a fact is missing."""
    if count.adds:
        return to_fen(compiler.formula(count.formula))
    return compiler.condition(count.formula).cast(pl.Int64)


def add_earlier_batches(rule: Rule, claims: pl.DataFrame) -> pl.DataFrame:
    """Count what the same applicant's earlier claims of the batch have already used.

    The one whose period ends first is the earlier one, then the one with the lower number;
    where several files use a number, the one with fewer people and smaller facts. So neither
    the order of rows nor that of files changes what a claim gets.

    Where the applicant has also stated a number, the larger of the two holds: a stated
    number may or may not include the claims of this batch.
    """
    stated = pl.col("earlier_headcount").fill_null(0)
    if "applicant_code" not in claims.columns:
        return claims.with_columns(earlier_headcount=stated)
    facts = [use.fact.column for use in uses(rule.measure) if use.level is Level.CLAIM]
    order = dict.fromkeys(("period_end", "claim_id", "headcount", *sorted(facts)))
    # What was put out as a whole uses up nothing.
    used = pl.when(pl.col(EXCLUDED).is_null()).then("headcount").otherwise(0)
    before = used.cum_sum().over("applicant_code") - used
    known = pl.col("applicant_code").is_not_null()
    return (
        claims.sort(*(name for name in order if name in claims.columns), "claim", nulls_last=True)
        .with_columns(
            earlier_headcount=pl.max_horizontal(stated, pl.when(known).then(before).otherwise(0))
        )
        .sort("claim")
    )


def assess_claims(
    rule: Rule,
    tests: list[Test],
    chosen: dict[str, str],
    claims: pl.DataFrame,
    needed: Sequence[str],
    *,
    explain: bool,
) -> pl.DataFrame:
    """Judge every claim.

    Args:
        rule: the rule.
        tests: its claim requirements under the chosen readings.
        chosen: the chosen readings.
        claims: one row a claim, with every fact of the claim as a column, `headcount`,
            `decided_fen`, `excluded`, `upheld`, and `people_reason` where no listed person
            counts.
        needed: keys of the facts without which a claim is incomplete.
        explain: whether to give reasons.

    Returns:
        The same rows with a `met_…` column a test, `outcome`, `amount_fen` (0 where
        ineligible, null where there is no sum), `least_fen`, `most_fen` and `reason`, one
        line in Chinese, empty where nothing is explained.
    """
    amount = amount_in_force(rule.measure, chosen)
    compiler = Compiler(rule.measure, chosen)
    lacking = [
        (pl.col(fact(name).column).is_null(), pl.lit(LACKING.format(label=fact(name).label)))
        for name in needed
    ]
    complete = pl.all_horizontal([pl.lit(value=True), *(~absent for absent, _ in lacking)])
    frame = apply(claims, tests, missing=None)
    frame = uphold(frame, [test.requirement.name for test in tests])
    frame = frame.with_columns(met_admitted=pl.col(EXCLUDED).is_null())
    if rule.measure.people is not People.NONE:
        frame = frame.with_columns(met_anyone=pl.col("headcount") > 0)
    else:
        frame = frame.with_columns(met_anyone=pl.lit(value=True))
    met = pl.all_horizontal(
        pl.col(name).fill_null(value=True)
        for name in ["met_admitted", "met_anyone", *(test.name for test in tests)]
    )
    frame = frame.with_columns(
        least_fen=to_fen(compiler.formula(amount.least)) if amount.least else _NULL_FEN,
        most_fen=to_fen(compiler.formula(amount.most)) if amount.most else _NULL_FEN,
        computed=_computed(amount, compiler),
    ).with_columns(
        outcome=pl.when(~met)
        .then(pl.lit(INELIGIBLE))
        .when(~complete)
        .then(pl.lit(INCOMPLETE))
        .otherwise(
            outcome_of(
                amount, _SUMS, _TELLING, pl.lit(AMOUNT if amount.formula else NEEDS_DECISION)
            )
        )
    )
    frame = frame.with_columns(
        amount_fen=pl.when(pl.col("outcome") == AMOUNT)
        .then(_within(amount, pl.col("computed")))
        .when(pl.col("outcome") == INELIGIBLE)
        .then(pl.lit(0, pl.Int64))
    )
    if not explain:
        return frame.with_columns(reason=pl.lit("")).drop("computed")
    failed = [(~pl.col(test.name), test.phrase(rule)) for test in tests]
    # Too few people and nobody at all are one fault: the requirement's words are better.
    alone = pl.all_horizontal(
        [pl.lit(value=True), *(pl.col(test.name).fill_null(value=True) for test in tests)]
    )
    nobody, why = ~pl.col("met_anyone"), pl.col("people_reason")
    told = Told(
        outcome=pl.col("outcome"),
        headcount=pl.col("headcount").cast(pl.String),
        amount=amount_text("amount_fen"),
        range=_range_text(amount),
        unmet=[
            (~pl.col("met_admitted"), pl.col(EXCLUDED)),
            (nobody & (why.is_not_null() | alone), pl.coalesce(why, pl.lit(NOBODY))),
            *failed,
        ],
        lacking=lacking,
    )
    return frame.with_columns(reason=reason_of(rule.measure, amount, told, _TELLING)).drop(
        "computed"
    )


def _computed(amount: Amount, compiler: Compiler) -> pl.Expr:
    if amount.formula:
        return to_fen(compiler.formula(amount.formula))
    return _NULL_FEN if amount.in_kind else pl.col("decided_fen")


def _within(amount: Amount, computed: pl.Expr) -> pl.Expr:
    return pl.min_horizontal(computed, "most_fen") if amount.most else computed


def _range_text(amount: Amount) -> pl.Expr:
    """Which sums the office may decide on, and whether the decided one lies outside."""
    sums = {name: amount_text(f"{name}_fen") for name in ("least", "most", "decided")}
    return office_decides(amount, sums, pl.col("decided_fen"), _TELLING)


def amount_text(column: str) -> pl.Expr:
    """A column of fen as yuan, as the reasons write them."""
    return shown(fact("decided_yuan"), pl.col(column))
