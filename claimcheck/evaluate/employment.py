"""Months and wages of every person, found in the wage flow and the roster.

What a month is, which wage is held against the floor, and which months may be counted
differ by clause and by reading; the answer stands in the measure's `employment`.

- A month with pay is a calendar month in which the payments add up to more than 0; payments
  whose memo names no wage, and those after the day of judgement, are left out. A payment
  belongs to the month of its entry, or to the one that its memo names where the office says so.
- `payments`: the months counted are months with pay; under `every_month` only those that
  reach the floor.
- `dates`: the months counted are the full months from the first to the last day of work,
  less the months with pay that miss the floor; the stints of one person are added up, or the
  longest counts where the clause asks for unbroken work (`stints`).
- Only months from the hire to the leaving, up to the end of the claim's period, and
  inside the policy's window are looked at (unless a reading lifts the window).
"""

from dataclasses import dataclass

import msgspec
import polars as pl

from claimcheck.evaluate.compute import bound
from claimcheck.evaluate.derive import full_months
from claimcheck.evaluate.pay import Bounds, Pay
from claimcheck.evaluate.stints import among_several, best_over_stints, over_stints
from claimcheck.policy import Rule
from claimcheck.policy.employment import BelowFloor, Employment, MonthsFrom, Run, Span, WageTest
from claimcheck.policy.model import Window
from claimcheck.policy.overlaps import window_of

_NEEDED = (
    *("claim", "same_person", "hired_on", "left_on", "period_end", "monthly_wage_fen"),
    *("met_unique", "several", "apart"),
)
#: The facts that this module finds for each person.
FOUND = ("months_employed", "months_before_window", "monthly_wage_fen")

#: More than there are months: `month_number` of the last day that is one is 120,000.
_APART = 1 << 20


@dataclass(frozen=True)
class Counting:
    """How the months of one rule are counted under the chosen readings."""

    employment: Employment
    floor_fen: int  #: 0 where the clause has no wage floor
    window: Window

    @property
    def bounds(self) -> Bounds:
        """Which months may be counted."""
        return Bounds(self.employment.since, self.employment.until, self.window, self.floor_fen)


def counting(rule: Rule, chosen: dict[str, str]) -> Counting | None:
    """The counting of a rule; None where it does not count months."""
    employment = rule.measure.employment
    if employment is None:
        return None
    for reading_id, option in chosen.items():
        change = rule.readings[reading_id].option(option).employment
        if change is not None:
            fields = {
                name: value
                for name, value in msgspec.structs.asdict(change).items()
                if value is not None
            }
            employment = msgspec.structs.replace(employment, **fields)
    floor = rule.measure.numbers[employment.floor] if employment.floor else None
    window = window_of(rule.measure, rule.document)
    return Counting(employment, bound(floor) if floor else 0, window)


def tests_all_stints(how: Counting) -> bool:
    """Whether the wage floor is held against the months of all stints of a person."""
    employment = how.employment
    return (
        employment.months is MonthsFrom.DATES
        and employment.wage is WageTest.EVERY_MONTH
        and how.floor_fen > 0
    )


def employment_facts(
    roster: pl.DataFrame, pay: Pay, how: Counting, judged_on: pl.Expr
) -> pl.DataFrame:
    """Find each person's months and wage.

    Args:
        roster: columns person, claim, same_person, hired_on, left_on, period_end,
            monthly_wage_fen, met_unique, several, apart.
        pay: the pay of the same people.
        how: the counting.
        judged_on: the last day that dates are counted to where nothing ends them earlier.

    Returns:
        One row a person in the roster's order: paid_months, months_employed,
        months_before_window, monthly_wage_fen (what is held against the floor; null where
        there is none), lowest_fen, average_fen (rounded down to the fen).
    """
    sums = pay.sums(how.bounds)
    every = how.employment.wage is WageTest.EVERY_MONTH
    months = pl.col("reached" if every else "paid_months")
    found = roster.select(_NEEDED).hstack(sums)
    if how.employment.run is Run.UNBROKEN:
        found = found.with_columns(_longest_runs(roster, pay, how))
        months = pl.col("longest")
    if how.employment.months is MonthsFrom.DATES:
        months = _full_months(how, judged_on)
        if every:
            months = pl.max_horizontal(months - pl.col("missed"), 0)
    found = found.with_columns(counted_months=months.cast(pl.Int64))
    if how.employment.months is MonthsFrom.DATES:
        together = over_stints(pl.col("counted_months"), how.employment.run)
        found = found.with_columns(among_several(found, together))
    tested = found
    if tests_all_stints(how):
        best = (
            best_over_stints("lowest_fen", lowest=True),
            best_over_stints("lowest_reached_fen", lowest=True),
            best_over_stints("highest_fen", lowest=False),
        )
        tested = found.with_columns(among_several(found, *best))
    return found.with_columns(tested.select(wage=_tested_wage(how)).to_series()).select(
        "paid_months",
        pl.col("counted_months").alias("months_employed"),
        pl.col("reached_before" if every else "paid_before").alias("months_before_window"),
        pl.col("wage").alias("monthly_wage_fen"),
        "lowest_fen",
        "average_fen",
    )


def _longest_runs(roster: pl.DataFrame, pay: Pay, how: Counting) -> pl.Series:
    """The longest run of counted months that follow each other, in the roster's order."""
    every = how.employment.wage is WageTest.EVERY_MONTH
    reached = pl.col("pay_fen") >= (how.floor_fen if every else 0)
    runs = pl.concat(_runs(some.filter(reached)) for some in pay.inside_by_people(how.bounds))
    joined = roster.select("person").join(runs, on="person", how="left", maintain_order="left")
    return joined["longest"].fill_null(0)


def _runs(counted: pl.DataFrame) -> pl.DataFrame:
    """person, longest: the longest run of the months of each."""
    # As one number each, months are put in order in a tenth of the time; those that follow each
    # other differ by 1, those of two people by far more.
    months = counted.select(pl.col("person").cast(pl.Int64) * _APART + pl.col("month"))
    ordered = months.to_series().sort()
    starts = (ordered.diff() != 1).fill_null(value=True).arg_true().cast(pl.Int64)
    ends = starts.shift(-1, fill_value=ordered.len())
    person = (ordered.gather(starts) // _APART).cast(counted.schema["person"])
    return (
        pl.DataFrame({"person": person, "length": ends - starts})
        .group_by("person")
        .agg(longest=pl.col("length").max())
    )


def _full_months(how: Counting, judged_on: pl.Expr) -> pl.Expr:
    """Full months from the first to the last day of work, both days included."""
    starts, ends = [pl.col("hired_on")], [pl.col("left_on"), pl.col("period_end"), judged_on]
    if how.employment.since is Span.WINDOW and how.window.start:
        starts.append(pl.lit(how.window.start))
    if how.employment.until is Span.WINDOW and how.window.end:
        ends.append(pl.lit(how.window.end))
    months = full_months(pl.max_horizontal(starts), pl.min_horizontal(ends))
    return pl.when(pl.col("hired_on").is_null()).then(0).otherwise(months)


def _tested_wage(how: Counting) -> pl.Expr:
    """The wage that is held against the floor."""
    match how.employment.wage:
        case WageTest.STATED:
            return pl.col("monthly_wage_fen")
        case WageTest.AVERAGE:
            return pl.col("average_fen")
    if how.employment.below is BelowFloor.DISQUALIFY:
        return pl.col("lowest_fen")
    # Months below the floor are not counted, so the lowest counted month decides; where
    # none is counted, the best month shows how far off the person is.
    tested = ["lowest_reached_fen", "highest_fen"]
    if how.employment.months is MonthsFrom.DATES:
        # A clause that does not insist on bank records takes the roster's word.
        tested.append("monthly_wage_fen")
    return pl.coalesce(tested)
