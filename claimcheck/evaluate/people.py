"""The people of a claim: who counts, and why the others do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from claimcheck.compiler.words import BASICS
from claimcheck.evaluate.compute import Compiler, bound, to_fen
from claimcheck.evaluate.employment import FOUND, Counting, employment_facts
from claimcheck.evaluate.pay import Pay
from claimcheck.evaluate.requirements import Test, apply
from claimcheck.evaluate.rulings import ADMITTED, EXCLUDED, uphold
from claimcheck.evaluate.stints import contradicts, stands_apart, stands_for_all, stands_several
from claimcheck.identity_columns import ids_are_right
from claimcheck.policy import Rule, fact
from claimcheck.policy.employment import MonthsFrom
from claimcheck.policy.model import Household, Level, Measure
from claimcheck.policy.readings import holds
from claimcheck.policy.uses import uses

#: The basic test that nothing outside the measure speaks against a person.
_ADMITTED = f"met_{ADMITTED}"


@dataclass(frozen=True)
class JudgedPeople:
    """The people of a batch under one rule and one set of readings."""

    frame: pl.DataFrame
    #: the basics that were tested: calculations from bare facts test none
    basics: tuple[str, ...] = field(default=())


def prepare_people(roster: pl.DataFrame) -> pl.DataFrame:
    """Add what no reading changes: `weight`, `met_identity`, `met_unique`, `several`, `apart`.

    Rows that were put out are people of their own: they neither stand for the person's other
    rows nor contradict them. So `same_person` has the ID numbers of the others only.

    Args:
        roster: columns person, claim, id_number, hired_on, left_on, excluded.
    """
    roster = roster.with_columns(same_person=pl.when(pl.col(EXCLUDED).is_null()).then("id_number"))
    return roster.with_columns(
        weight=pl.lit(1, pl.Int64),
        met_identity=ids_are_right(roster["id_number"]),
        met_unique=stands_for_all(roster),
        several=stands_several(),  # asked of everybody once, not under every reading
        apart=stands_apart(roster),
        met_admitted=pl.col(EXCLUDED).is_null(),
    )


def compared_columns(
    measure: Measure, chosen: Mapping[str, str], how: Counting | None
) -> list[str]:
    """The roster's columns that count under the chosen readings: all else may differ.

    Args:
        measure: the measure.
        chosen: the chosen readings.
        how: how months are counted, None where the measure counts none.
    """
    asked = [use.fact.column for use in uses(measure, chosen) if use.level is Level.PERSON]
    if measure.household:
        asked += [fact(measure.household.paid).column, "household_id"]
    if how is not None:
        # Months and wage are found from these and from the pay, which all rows share.
        asked = [column for column in asked if column not in FOUND]
        asked += ["hired_on", "left_on", "monthly_wage_fen"]
    return list(dict.fromkeys(asked))


def assess_people(
    rule: Rule,
    tests: list[Test],
    chosen: Mapping[str, str],
    roster: pl.DataFrame,
    pay: Pay,
    how: Counting | None,
    judged_on: pl.Expr,
    *,
    explain: bool,
) -> JudgedPeople:
    """Test every person of a roster.

    Args:
        rule: the rule.
        tests: its person requirements under the chosen readings.
        chosen: the chosen readings.
        roster: what `prepare_people` gives, with the forms' columns in normal form.
        pay: the pay of the same people.
        how: how months are counted, None where the rule counts none.
        judged_on: the last day that dates are counted to.
        explain: whether to say why people do not count.

    Returns:
        One row a person in the roster's order, with `months`, `lowest_fen`, `average_fen`,
        a `met_…` column for every test and basic, `counted`, and `reason` if explained.
    """
    by_dates = how is not None and how.employment.months is MonthsFrom.DATES
    compared = compared_columns(rule.measure, chosen, how)
    added = {"met_agreement": ~contradicts(roster, compared, by_dates=by_dates)}
    basics = ["identity", "agreement", "unique"]
    if how is not None:
        found = employment_facts(roster, pay, how, judged_on)
        roster = roster.drop(FOUND, strict=False)
        added |= {series.name: series for series in found}
        if how.employment.months is MonthsFrom.PAYMENTS:
            basics.append("evidence")
            added["met_evidence"] = found["paid_months"] > 0
    frame = roster.with_columns(**added)
    tested = apply(frame, tests, missing=False)
    tested = uphold(tested, [*basics, *(test.requirement.name for test in tests)])
    basics.append(ADMITTED)
    judged = _counted(tested, tests, basics)
    if explain:
        judged = _explained(judged, tests, basics, rule)
    return JudgedPeople(judged, tuple(basics))


def assess_facts(
    rule: Rule, tests: list[Test], facts: pl.DataFrame, *, explain: bool
) -> JudgedPeople:
    """Test one typical person who stands for `weight` people, from bare facts.

    A fact that is not given is taken as met: the number of people who qualify was given
    instead of the people. `reason` is there only if explained.
    """
    judged = _counted(apply(facts, tests, missing=True), tests, ())
    return JudgedPeople(_explained(judged, tests, (), rule) if explain else judged)


def add_amounts(rule: Rule, chosen: dict[str, str], people: pl.DataFrame) -> pl.DataFrame:
    """Add what each person is paid, after the ceiling of the household.

    The ceiling cuts the people further down in the list. Adds `each_fen` (0 for who does
    not count and where nobody is paid singly, null where a fact is missing), and
    `amount_fen`, the same to be shown: null where nobody is paid singly.
    """
    measure = rule.measure
    if not measure.each:
        unpaid = pl.lit(None, pl.Int64)
        return people.with_columns(each_fen=pl.lit(0, pl.Int64), amount_fen=unpaid)
    amount = next(amount for amount in measure.each if holds(amount.when, chosen))
    formula = Compiler(measure, chosen).formula(amount.formula or "0")
    single = pl.when("counted").then(to_fen(formula)).otherwise(pl.lit(0, pl.Int64))
    people = people.with_columns(each_fen=single * pl.col("weight"))
    if measure.household:
        people = people.with_columns(each_fen=_under_ceiling(rule, measure.household))
    return people.with_columns(amount_fen=pl.col("each_fen"))


def _under_ceiling(rule: Rule, household: Household) -> pl.Expr:
    """What each member still gets when those above him in the list have had theirs.

    The list's order decides how a household's sum is divided, never the sum itself: what
    the household has had is the most that any member who counts has had.
    """
    # A person without a household number is a household of his own.
    member = pl.coalesce("household_id", "id_number", pl.col("claim").cast(pl.String))
    had = pl.when("counted").then(pl.col(fact(household.paid).column)).fill_null(0)
    paid = had.max().over("claim", member)
    left = pl.max_horizontal(bound(rule.measure.numbers[household.cap]) - paid, 0)
    through = pl.col("each_fen").cum_sum().over("claim", member)
    before = through - pl.col("each_fen")
    within = pl.min_horizontal(through, left) - pl.min_horizontal(before, left)
    return pl.when(pl.col("each_fen").is_not_null()).then(within)


def _counted(tested: pl.DataFrame, tests: list[Test], basics: Sequence[str]) -> pl.DataFrame:
    """Add `counted`: whether everything is met that was tested."""
    columns = [f"met_{name}" for name in basics] + [test.name for test in tests]
    met = [pl.col(column).fill_null(value=True) for column in columns]
    counted = pl.all_horizontal(met) if met else pl.lit(value=True)
    return tested.with_columns(counted=counted)


def _explained(
    judged: pl.DataFrame, tests: list[Test], basics: Sequence[str], rule: Rule
) -> pl.DataFrame:
    """Add `reason`: why a person does not count; empty where he does."""
    # A person without any payment has no months and no wage either: say it once.
    paid = pl.col("met_evidence") if "evidence" in basics else pl.lit(value=True)
    # Which of several rows counts is only to be said where one of them does.
    settled = pl.col("met_agreement") if "agreement" in basics else pl.lit(value=True)
    phrases = [
        pl.when(~pl.col(f"met_{name}") & (settled if name == "unique" else True)).then(
            pl.lit(phrase)
        )
        for name, phrase in BASICS.items()
        if name in basics
    ]
    if ADMITTED in basics:
        phrases.append(pl.when(~pl.col(_ADMITTED)).then(EXCLUDED))
    for test in tests:
        failed = ~pl.col(test.name)
        if test.fact.column in FOUND:
            failed &= paid
        phrases.append(pl.when(failed).then(test.phrase(rule)))
    reason = pl.concat_str(phrases, separator="；", ignore_nulls=True) if phrases else pl.lit("")
    return judged.with_columns(reason=pl.when("counted").then(pl.lit("")).otherwise(reason))
