"""Family 3, continued: when single payments came, and what they were for (CC309 to CC314)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.pay import month_number
from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.payment_words import memos_of_no_wage
from claimcheck.policy import fact
from validator.checks.base import Context
from validator.checks.payments import of_people, times
from validator.checks.related import first_of, placed
from validator.findings.frame import RELATED

WAGES = SheetKind.WAGES
_PERSON = ["input", "id_number"]


def payment_days(context: Context) -> Iterator[pl.DataFrame]:
    """Dates of the wage flow, and money that went back (CC309, CC311, CC314)."""
    wages = of_people(context)
    late = (pl.col("paid_on") > context.settings.on).fill_null(value=False)
    yield _too_late(context, wages.filter(late))
    yield from _outside(context, wages.filter(~late))
    yield _taken_back(context, wages)


def no_wages(context: Context) -> Iterator[pl.DataFrame]:
    """Payments whose memo names something else (CC310)."""
    context.require(WAGES, "memo")
    yield _no_wages(context, of_people(context))


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


def _outside(context: Context, wages: pl.DataFrame) -> Iterator[pl.DataFrame]:
    """Payments before the hiring, or more than a month after the leaving (CC309)."""
    month = month_number("paid_on")
    for key, outside, words in (
        ("hired_on", month < month_number("hired_on"), "早于入职日期"),
        ("left_on", month > month_number("left_on") + 1, "晚于离职日期"),
    ):
        rows = wages.filter(outside.fill_null(value=False) & (pl.col("amount_fen") > 0))
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


def _no_wages(context: Context, wages: pl.DataFrame) -> pl.DataFrame:
    """Payments whose memo names something else (CC310)."""
    other = pl.col("memo").is_in(memos_of_no_wage(wages["memo"]).implode())
    other = other.fill_null(value=False)
    # Money that went back has a finding of its own.
    rows = wages.filter(other & (pl.col("amount_fen") >= 0).fill_null(value=True))
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


def _taken_back(context: Context, wages: pl.DataFrame) -> pl.DataFrame:
    """Money that went back, with the payment of the same sum that it takes back (CC314).

    Within one month the two cancel each other out. Where the payment came in an earlier month,
    or none has that sum, somebody has to see which month was really paid.
    """
    back = wages.filter(pl.col("amount_fen") < 0)
    if back.is_empty():
        return context.writer.write("CC314", back, kind=WAGES, key="amount_yuan", what=pl.lit(""))
    paid = placed(context, wages.filter(pl.col("amount_fen") > 0), WAGES, "amount_yuan").select(
        *_PERSON,
        paid_fen="amount_fen", came_on="paid_on", came_row="row", sheet="sheet", cell="cell",
    )  # fmt: skip
    pairs = (
        back.select(*_PERSON, "row", "paid_on", paid_fen=-pl.col("amount_fen"))
        .join(paid, on=[*_PERSON, "paid_fen"], how="inner")
        .filter(pl.col("came_on") <= pl.col("paid_on"))
        .sort("came_on", "came_row")
        .unique(["input", "row"], keep="last")
        .select(
            "input", "row", "came_on",
            other=pl.concat_list(pl.struct("input", "sheet", "cell")).cast(RELATED),
        )
    )  # fmt: skip
    rows = back.join(pairs, on=["input", "row"], how="left", maintain_order="left")
    same_month = (month_number("came_on") == month_number("paid_on")).fill_null(value=False)
    which = (
        pl.when(pl.col("came_on").is_null())
        .then(pl.lit("没有找到与它同额的入账，请核实退的是哪个月的工资"))
        .when(same_month)
        .then(pl.format("与 {} 的入账同额，两者相抵", "came_on"))
        .otherwise(pl.format("与 {} 的入账同额，那个月的工资可能没有真正发放", "came_on"))
    )
    amount = shown(fact("monthly_wage_yuan"), -pl.col("amount_fen"))
    return context.writer.write(
        "CC314",
        rows.with_columns(name="listed"),
        kind=WAGES,
        key="amount_yuan",
        value=pl.format("-{} 元", amount),
        expected="工资",
        what=pl.format(
            "{} 退回或冲正 {} 元，已从当月工资中减去；{}", pl.col("paid_on"), amount, which
        ),
        severity=pl.when(same_month).then(pl.lit("info")).otherwise(pl.lit("warning")),
        related=pl.col("other").fill_null([]),
        about="person",
    )
