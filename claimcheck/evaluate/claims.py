"""The claims: whether each is eligible, and the amount."""

from collections.abc import Sequence

import polars as pl

from claimcheck.compiler.words import QUALIFIED, office_decides, sentence
from claimcheck.evaluate.columns import ColumnTelling
from claimcheck.evaluate.compute import Compiler, to_fen
from claimcheck.evaluate.requirements import Test, apply, shown
from claimcheck.evaluate.rulings import EXCLUDED, uphold
from claimcheck.policy import Rule, fact
from claimcheck.policy.model import Amount, Count, Level, People
from claimcheck.policy.uses import amount_in_force, uses

AMOUNT = "amount"
INELIGIBLE = "ineligible"
INCOMPLETE = "incomplete"
NEEDS_DECISION = "needs_decision"
IN_KIND = "in_kind"

#: What is said of a claim none of whose people counts, where nothing else failed.
NOBODY = "没有合格人员"

#: unit of a measure → how its result is introduced, and what it is counted in
RESULTS = {
    "CNY": ("核定", "元"),
    "CNY_tax": ("可扣减", "元"),
    "CNY_loan": ("可贷", "元"),
    "CNY_quota": ("应达到", "元"),
    "grade": ("高定", "级"),
}

_TELLING = ColumnTelling()
_NULL_FEN = pl.lit(None, pl.Int64)


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
    missing = [
        pl.when(pl.col(fact(name).column).is_null()).then(pl.lit(f"缺少“{fact(name).label}”"))
        for name in needed
    ]
    complete = pl.all_horizontal([pl.lit(value=True), *(one.is_null() for one in missing)])
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
        .otherwise(_outcome(amount))
    )
    frame = frame.with_columns(
        amount_fen=pl.when(pl.col("outcome") == AMOUNT)
        .then(_within(amount, pl.col("computed")))
        .when(pl.col("outcome") == INELIGIBLE)
        .then(pl.lit(0, pl.Int64))
    )
    if not explain:
        return frame.with_columns(reason=pl.lit("")).drop("computed")
    failed = [pl.when(~pl.col(test.name)).then(test.phrase(rule)) for test in tests]
    # Too few people and nobody at all are one fault: the requirement's words are better.
    alone = pl.all_horizontal(
        [pl.lit(value=True), *(pl.col(test.name).fill_null(value=True) for test in tests)]
    )
    put_out = pl.when(~pl.col("met_admitted")).then(EXCLUDED)
    nobody = (
        pl.when(~pl.col("met_anyone") & pl.col("people_reason").is_not_null())
        .then("people_reason")
        .when(~pl.col("met_anyone") & alone)
        .then(pl.lit(NOBODY))
    )
    return frame.with_columns(
        reason=_reason(rule, amount, [put_out, nobody, *failed], missing)
    ).drop("computed")


def _computed(amount: Amount, compiler: Compiler) -> pl.Expr:
    if amount.formula:
        return to_fen(compiler.formula(amount.formula))
    return _NULL_FEN if amount.in_kind else pl.col("decided_fen")


def _outcome(amount: Amount) -> pl.Expr:
    """The outcome of an eligible, complete claim."""
    if amount.formula and amount.decided:
        open_ = pl.col("computed").is_null()
        return pl.when(open_).then(pl.lit(NEEDS_DECISION)).otherwise(pl.lit(AMOUNT))
    if amount.formula:
        return pl.lit(AMOUNT)
    if amount.in_kind:
        return pl.lit(IN_KIND)
    decided = pl.col("decided_fen")
    settled = decided.is_not_null()
    if amount.least:
        # Outside a range nothing is cut: the office has to look again.
        settled &= decided >= pl.col("least_fen")
        if amount.most:
            settled &= decided <= pl.col("most_fen")
    return pl.when(settled).then(pl.lit(AMOUNT)).otherwise(pl.lit(NEEDS_DECISION))


def _within(amount: Amount, computed: pl.Expr) -> pl.Expr:
    return pl.min_horizontal(computed, "most_fen") if amount.most else computed


def _reason(
    rule: Rule, amount: Amount, failed: Sequence[pl.Expr], missing: Sequence[pl.Expr]
) -> pl.Expr:
    def joined(parts: Sequence[pl.Expr]) -> pl.Expr:
        if not parts:
            return pl.lit("")
        return pl.concat_str(parts, separator="；", ignore_nulls=True)

    people = [] if rule.measure.people is People.NONE else _people_text()
    outcome = pl.col("outcome")
    verb, unit = RESULTS[rule.measure.unit]
    found = [pl.lit(f"{verb} "), amount_text("amount_fen"), pl.lit(f" {unit}")]
    return (
        pl.when(outcome == AMOUNT)
        .then(pl.concat_str(*people, *found))
        .when(outcome == INELIGIBLE)
        .then(joined(failed))
        .when(outcome == INCOMPLETE)
        .then(joined(missing))
        .when(outcome == IN_KIND)
        .then(pl.concat_str(*people, pl.lit(amount.in_kind or "")))
        .otherwise(pl.concat_str(*people, _range_text(amount)))
    )


def _people_text() -> list[pl.Expr]:
    return sentence(QUALIFIED, {"headcount": pl.col("headcount").cast(pl.String)}, _TELLING)


def _range_text(amount: Amount) -> pl.Expr:
    """Which sums the office may decide on, and whether the decided one lies outside."""
    sums = {name: amount_text(f"{name}_fen") for name in ("least", "most", "decided")}
    return office_decides(amount, sums, pl.col("decided_fen"), _TELLING)


def amount_text(column: str) -> pl.Expr:
    """A column of fen as yuan, as the reasons write them."""
    return shown(fact("decided_yuan"), pl.col(column))
