"""Family 3: whether the wage flow proves what the roster says."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.employment import counting
from claimcheck.forms import SheetKind
from claimcheck.policy.employment import MonthsFrom
from validator.checks.base import WRONG_CELLS, Context, Judged
from validator.checks.held_against import MONTHS, WAGE, names_of, person_test
from validator.checks.low_pay import below_floor
from validator.checks.missing_months import pay_gaps, too_few_months
from validator.checks.people_paid import KNOWN, with_payments
from validator.checks.running import check


@check("CC301", "CC302", "CC303", "CC304", "CC402", judges=True, sees=(WRONG_CELLS,))
def evidence(context: Context) -> Iterator[pl.DataFrame]:
    """No payment (CC301), too few months (CC302, CC402), months below the floor (CC304)."""
    for judged in context.judged:
        how = counting(judged.rule, judged.evaluation.chosen)
        if how is None:
            continue
        people = with_payments(context, judged.people)
        if how.employment.months is MonthsFrom.PAYMENTS:
            yield _no_payment(context, judged, people)
        yield from too_few_months(context, judged, how, people)
        if how.floor_fen:
            yield from below_floor(context, judged, how, people)
        if how.employment.months is MonthsFrom.PAYMENTS:
            yield pay_gaps(context, judged, how, people)


def _no_payment(context: Context, judged: Judged, people: pl.DataFrame) -> pl.DataFrame:
    """Nobody paid the person, nor anybody with a wrong number who may be the person (CC301)."""
    without = people.filter(KNOWN & (pl.col("payments") == 0) & (pl.col("nameless") == 0))
    return context.writer.write(
        "CC301",
        without,
        kind=SheetKind.ROSTER,
        key="id_number",
        value=pl.lit("0 笔"),
        expected="有入账记录",
        what=pl.lit("工资流水中没有此人的入账记录"),
        clause=judged.rule.clause,
        about="person",
        grounds=("evidence", *names_of(person_test(judged, MONTHS), person_test(judged, WAGE))),
    )
