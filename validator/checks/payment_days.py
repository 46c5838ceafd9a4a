"""Family 3, continued: when single payments came, and what they were for (CC309 to CC314)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.pay import month_number, payments_by_month
from claimcheck.evaluate.refunds import refund_months
from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.payment_words import memos_of_no_wage
from claimcheck.policy import fact
from validator.checks.base import Context
from validator.checks.grouping import first_of, placed, times
from validator.checks.months import month_text
from validator.checks.payments_to_people import of_people
from validator.checks.running import check
from validator.findings.frame import RELATED, empty

WAGES = SheetKind.WAGES
_PERSON = ["input", "id_number"]


@check("CC309", "CC311", "CC314")
def payment_days(context: Context) -> Iterator[pl.DataFrame]:
    """Dates of the wage flow, and money that went back (CC309, CC311, CC314)."""
    late = (pl.col("paid_on") > context.settings.on).fill_null(value=False)
    yield _too_late(context, of_people(context, late))
    yield from _outside(context, ~late)
    yield _taken_back(context)


@check("CC310")
def no_wages(context: Context) -> Iterator[pl.DataFrame]:
    """Payments whose memo names something else (CC310)."""
    context.require(WAGES, "memo")
    yield _no_wages(context)


def _too_late(context: Context, wages: pl.DataFrame) -> pl.DataFrame:
    """Payments after the day by which the batch is judged (CC311)."""
    on = context.settings.on
    day = pl.col("paid_on").cast(pl.String)
    return context.writer.write(
        "CC311",
        first_of(context, wages, WAGES, "paid_on", _PERSON).with_columns(name="listed"),
        kind=WAGES,
        key="paid_on",
        value=day,
        expected=f"不晚于 {on}",
        what=pl.format(f"{{}} 的入账晚于核查日 {on}，不计入合格月份{{}}", day, times()),
        related=pl.col("others"),
        about="person",
    )


def _outside(context: Context, in_time: pl.Expr) -> Iterator[pl.DataFrame]:
    """Payments before the hiring, or more than a month after the leaving (CC309)."""
    month = month_number("paid_on")
    for key, outside, words in (
        ("hired_on", month < month_number("hired_on"), "早于入职日期"),
        ("left_on", month > month_number("left_on") + 1, "晚于离职日期"),
    ):
        rows = of_people(context, in_time & outside & (pl.col("amount_fen") > 0))
        first = first_of(context, rows, WAGES, "paid_on", _PERSON)
        yield context.writer.write(
            "CC309",
            first.with_columns(name="listed"),
            kind=WAGES,
            key="paid_on",
            value=pl.col("paid_on").cast(pl.String),
            expected=pl.col(key).cast(pl.String),
            what=pl.format(
                f"{{}} 的入账{words} {{}}，不计入合格月份{{}}",
                pl.col("paid_on").cast(pl.String), pl.col(key).cast(pl.String), times(),
            ),
            related=pl.col("others"),
            about="person",
        )  # fmt: skip


def _no_wages(context: Context) -> pl.DataFrame:
    """Payments whose memo names something else (CC310)."""
    other = pl.col("memo").is_in(memos_of_no_wage(context.batch.wages["memo"]).implode())
    # Money that went back has a finding of its own.
    rows = of_people(context, other & (pl.col("amount_fen") >= 0).fill_null(value=True))
    return context.writer.write(
        "CC310",
        first_of(context, rows, WAGES, "memo", [*_PERSON, "memo"]).with_columns(name="listed"),
        kind=WAGES,
        key="memo",
        value=pl.col("memo"),
        expected="工资",
        what=pl.format("摘要“{}”不像工资，不计入当月工资{}", "memo", times()),
        related=pl.col("others"),
        about="person",
    )


def _taken_back(context: Context) -> pl.DataFrame:
    """Money that went back, and the month from which it was taken (CC314).

    Payment and refund of one month cancel each other out. Where the refund was taken off an
    earlier month, or its sum was never paid, somebody has to see which month was really paid.
    """
    back = of_people(context, pl.col("amount_fen") < 0)
    if back.is_empty():
        return empty()
    # No more than everything that these people were paid is looked at.
    wages = of_people(context, pl.col("id_number").is_in(back["id_number"].unique().implode()))
    paid = payments_by_month(
        wages, context.settings.on, by_memo=context.settings.wage_month_by_memo
    )
    found = refund_months(paid)
    rows = paid.with_columns(entered=month_number("paid_on"))[found["place"]].with_columns(
        found["month"], found["whole"]
    )
    rows = rows.join(
        _same_sum(context, rows, paid), on=["input", "row"], how="left", maintain_order="left"
    )
    own = pl.col("month") == pl.col("entered")
    cancelled = own & pl.col("whole").fill_null(value=False)
    amount = shown(fact("monthly_wage_yuan"), -pl.col("amount_fen"))
    return context.writer.write(
        "CC314",
        rows.with_columns(name="listed"),
        kind=WAGES,
        key="amount_yuan",
        value=pl.format("-{} 元", amount),
        expected="工资",
        what=pl.format("{} 退回或冲正 {} 元，{}；{}", "paid_on", amount, _from(own), _why(own)),
        severity=pl.when(cancelled).then(pl.lit("info")).otherwise(pl.lit("warning")),
        related=pl.col("other").fill_null([]),
        about="person",
    )


def _same_sum(context: Context, back: pl.DataFrame, paid: pl.DataFrame) -> pl.DataFrame:
    """For refunds the last payment of the same sum in the month that they are taken off.

    Returns:
        input and row of the refund, came_on, and other, the place of the payment.
    """
    pairs = (
        back.select(*_PERSON, "row", "paid_on", "month", sum_fen=-pl.col("amount_fen"))
        .join(
            paid.select(*_PERSON, "month", sum_fen="amount_fen", came_on="paid_on", came_row="row"),
            on=[*_PERSON, "month", "sum_fen"],
        )
        .filter(pl.col("came_on") <= pl.col("paid_on"))
        .sort("came_on", "came_row")
        .unique(["input", "row"], keep="last")
        .select("input", "came_on", row="came_row", back_row="row")
    )
    return placed(context, pairs, WAGES, "amount_yuan").select(
        "input",
        "came_on",
        row="back_row",
        other=pl.concat_list(pl.struct("input", "sheet", "cell")).cast(RELATED),
    )


def _from(own: pl.Expr) -> pl.Expr:
    """From which month it was taken."""
    by_memo = pl.when("named").then(pl.lit("按摘要")).otherwise(pl.lit(""))
    month = pl.when(own).then(pl.lit("当月")).otherwise(pl.format(" {} 的", month_text()))
    return pl.format("已{}从{}工资中减去", by_memo, month)


def _why(own: pl.Expr) -> pl.Expr:
    """Why it belongs to that month, and what follows."""
    same = (
        pl.when(pl.col("came_on").is_not_null())
        .then(pl.format("与 {} 的入账同额", "came_on"))
        .when("whole")
        .then(pl.lit("与该月入账合计同额"))
    )
    follows = (
        pl.when(own).then(pl.lit("两者相抵")).otherwise(pl.lit("那个月的工资可能没有真正发放"))
    )
    unknown = pl.lit("没有找到与它同额的入账，请核实退的是哪个月的工资")
    return pl.coalesce(pl.format("{}，{}", same, follows), unknown)
