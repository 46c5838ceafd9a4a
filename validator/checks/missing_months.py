"""Months of employment that are not there: too few in all, or some without pay between others.

People are rows of `Judged.people` with the counts of `people_paid`.
"""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.employment import Counting
from claimcheck.evaluate.requirements import Test
from claimcheck.forms import SheetKind
from claimcheck.policy.employment import MonthsFrom
from validator.checks.base import Context, Judged
from validator.checks.held_against import MONTHS, floor_of, names_of, person_test
from validator.checks.hints import month_hints
from validator.checks.months import month_book, tests_each_month
from validator.checks.people_paid import KNOWN, PAID
from validator.findings.frame import empty

ROSTER = SheetKind.ROSTER


def too_few_months(
    context: Context, judged: Judged, how: Counting, people: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Fewer months than are required: too short a time (CC402), or too little pay in it (CC302)."""
    test = person_test(judged, MONTHS)
    if test is None:
        return
    required = int(test.required)
    by_dates = how.employment.months is MonthsFrom.DATES
    repaired = pl.col("months_employed") + pl.col("broken") + pl.col("nameless")
    # Where the dates alone count there are no payments, and who has too few months is told.
    looked_at = KNOWN if by_dates else PAID & (repaired < required)
    failing = people.filter(looked_at & ~pl.col(test.name))
    if by_dates:
        wrong = context.faulty(ROSTER, "hired_on", "left_on")
        failing = failing.join(wrong, on=["input", "row"], how="anti", maintain_order="left")
    if failing.is_empty():
        return
    book = month_book(failing, judged.evaluation.monthly_pay, how, context.settings.on)
    failing = (
        failing.join(book.gaps(), on="person", how="left", maintain_order="left")
        .join(book.paid_span(), on="person", how="left", maintain_order="left")
        .join(book.below(), on="person", how="left", maintain_order="left")
        .join(book.bounds, on="person", how="left", maintain_order="left")
        .join(
            month_hints(failing, context.batch.wages),
            on="person",
            how="left",
            maintain_order="left",
        )
        .with_columns(span=pl.max_horizontal(pl.col("last_month") - pl.col("first_month") + 1, 0))
    )
    too_short = (
        pl.lit(value=True) if by_dates else (pl.col("span") < required).fill_null(value=False)
    )
    yield _too_short(context, judged, test, failing.filter(too_short), by_dates=by_dates)
    yield _too_little_pay(context, judged, how, test, failing.filter(~too_short))


def _too_short(
    context: Context, judged: Judged, test: Test, people: pl.DataFrame, *, by_dates: bool
) -> pl.DataFrame:
    """The dates themselves do not hold enough months (CC402)."""
    months = pl.col("months_employed") if by_dates else pl.col("span")
    cited = f"要求 {test.required} 个月（{judged.rule.cited}）"
    parts = []
    for key in ("left_on", "hired_on"):
        given = pl.col("left_on").is_not_null()
        rows = people.filter(given if key == "left_on" else ~given)
        end = pl.lit("离职" if key == "left_on" else "申报期末")
        if by_dates:
            # Nobody has worked yet on a day that is still to come.
            last = pl.min_horizontal("left_on", "period_end")
            to_come = (last > context.settings.on).fill_null(value=True)
            end = pl.when(to_come).then(pl.lit(f"核查之日（{context.settings.on}）")).otherwise(end)
        words = "整月只有" if by_dates else "只跨"
        parts.append(
            context.writer.write(
                "CC402",
                rows,
                kind=ROSTER,
                key=key,
                value=pl.format("{} 个月", months),
                expected=f"≥ {test.required} 个月",
                what=pl.format(f"入职到{{}}{words} {{}} 个月，{cited}", end, months),
                clause=judged.rule.clause,
                about="person",
                grounds=names_of(test),
            )
        )
    return pl.concat(parts)


def _too_little_pay(
    context: Context, judged: Judged, how: Counting, test: Test, people: pl.DataFrame
) -> pl.DataFrame:
    """Enough time, but not enough months with pay (CC302)."""
    reach = (
        f"个月达到 {floor_of(judged, how)} 元"
        if how.floor_fen and tests_each_month(how)
        else "个月有入账"
    )
    low = pl.col("below") if tests_each_month(how) else pl.lit(None, pl.String)
    details = pl.concat_str(
        [
            pl.coalesce(
                pl.format("流水为 {}", "paid_span"), pl.lit("入职至期末没有算作工资的入账")
            ),
            pl.format("缺 {}", "missing"),
            pl.format("不达标 {}", low),
            pl.format("{}，请核实属于哪个月", "hint"),
        ],
        separator="，",
        ignore_nulls=True,
    )
    run = "连续" if how.employment.run.value == "unbroken" else ""
    sentence = pl.format(
        f"工资流水只有{run} {{}} {reach}，要求{run} {test.required} 个月（{judged.rule.cited}）",
        "months_employed",
    )
    return context.writer.write(
        "CC302",
        people,
        kind=ROSTER,
        key="id_number",
        value=pl.format("{} 个月", "months_employed"),
        expected=f"≥ {test.required} 个月",
        what=sentence + pl.lit("。") + details,
        clause=judged.rule.clause,
        about="person",
        grounds=names_of(test),
    )


def pay_gaps(context: Context, judged: Judged, how: Counting, people: pl.DataFrame) -> pl.DataFrame:
    """Months without pay between the first and the last with pay, of people who count (CC303)."""
    counted = PAID & pl.col("counted") & (pl.col("broken") == 0)
    months = judged.evaluation.monthly_pay.group_by("person").agg(
        paid=pl.len().cast(pl.Int32), reach=pl.col("month").max() - pl.col("month").min() + 1
    )
    broken = months.filter(pl.col("paid") < pl.col("reach"))["person"]
    doubtful = people.filter(counted & pl.col("person").is_in(broken.implode()))
    if doubtful.is_empty():
        return empty()
    gaps = month_book(doubtful, judged.evaluation.monthly_pay, how, context.settings.on).gaps()
    hints = month_hints(doubtful, context.batch.wages)
    gaps = gaps.join(hints, on="person", how="left", maintain_order="left")
    seen = pl.format("，{}，请核实属于哪个月", "hint").fill_null("")
    return context.writer.write(
        "CC303",
        doubtful.join(gaps, on="person", how="inner", maintain_order="left"),
        kind=ROSTER,
        key="id_number",
        value=pl.col("missing"),
        expected="各月都有入账",
        what=pl.format("工资流水中间缺 {}{}", "missing", seen),
        clause=judged.rule.clause,
        about="person",
    )
