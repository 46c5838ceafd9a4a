"""Months that a text allows a person in all: what earlier claims took of them (CC603).

A claim states itself how many months were paid before; only the ledger knows. Where the claim
states fewer than the ledger has, and would be paid more for it, the person waits.
"""

from dataclasses import dataclass

import polars as pl

from claimcheck.evaluate.months import ALLOWED, PAID_FOR, each_had_before, with_months
from claimcheck.policy import fact
from claimcheck.policy.model import Months
from validator.checks.base import Judged

#: What the claim states of the months before, and how many there were at least.
STATED, BEFORE = "months_stated", "months_before"
#: Whether the person is paid more than with these: in months that are too many, or in fen.
TOO_MUCH = "months_too_much"
#: The earlier claims, each with its months; how many of them were recorded without.
NAMED, UNKNOWN = "months_named", "months_unknown"

MONTHS = (PAID_FOR, ALLOWED, STATED, BEFORE, TOO_MUCH, NAMED, UNKNOWN)

#: So many earlier claims are named.
_NAMED = 5


@dataclass(frozen=True)
class MonthsSaid:
    """What is said of a person whose earlier claims were paid for months: expressions."""

    words: pl.Expr
    expected: pl.Expr
    severity: pl.Expr
    fix: pl.Expr


def with_months_before(part: Judged, rows: pl.DataFrame, matches: pl.DataFrame) -> pl.DataFrame:
    """Add the columns `MONTHS` to people, where their measure adds months up.

    Args:
        part: the evaluation that the people are of.
        rows: its people, or claims, of whom nothing is said.
        matches: what the ledger has of them, in the shape of `ledger.earlier.SCHEMA`.
    """
    if part.rule.measure.months is None or "id_number" not in rows.columns:
        return rows
    of_person = matches.filter((pl.col("scope") == "person") & (pl.col("relation") == "same"))
    # Who was paid without months being recorded was paid for one at the least.
    found = of_person.select(
        "index",
        (pl.col("months") + pl.col("without_months")).alias(BEFORE),
        pl.col("without_months").alias(UNKNOWN),
        _named().alias(NAMED),
    )
    numbered = rows.with_row_index("index")
    joined = numbered.join(found, on="index", how="left", maintain_order="left")
    return held_to_months(part, joined.drop("index"))


def held_to_months(part: Judged, rows: pl.DataFrame) -> pl.DataFrame:
    """Add what people are paid for, and `TOO_MUCH`: whether that is more than `BEFORE` leaves.

    Args:
        part: the evaluation that the people are of.
        rows: its people, with `BEFORE`.
    """
    rule, chosen = part.rule, part.evaluation.chosen
    stated = pl.col(fact(_months(part).earlier).column).fill_null(0).cast(pl.Int64)
    rows = with_months(rule, chosen, rows).with_columns(stated.alias(STATED))
    before = pl.max_horizontal(STATED, BEFORE)
    less = each_had_before(rule, chosen, rows, before) < each_had_before(
        rule, chosen, rows, pl.col(STATED)
    )
    too_many = pl.col(PAID_FOR) + pl.col(BEFORE) > pl.col(ALLOWED)
    too_much = too_many.fill_null(value=False) | less.fill_null(value=False)
    return rows.with_columns(too_much.alias(TOO_MUCH))


def months_said(part: Judged) -> MonthsSaid:
    """What the ledger's months mean for a person of a measure that adds months up."""
    stated, before, unknown = pl.col(STATED), pl.col(BEFORE), pl.col(UNKNOWN) > 0
    column = fact(_months(part).earlier).label
    compared = (
        pl.when(stated == before)
        .then(pl.lit("与台账相符"))
        .when(stated < before)
        .then(pl.format("比台账少 {} 个月", before - stated))
        .otherwise(pl.format("比台账多 {} 个月", stated - before))
    )
    compared = (
        pl.when(unknown & (stated >= before)).then(pl.lit("台账无从核对")).otherwise(compared)
    )
    words = pl.format(
        f"台账{{}}共 {{}} 个月（{{}}），{{}}；所填“{column}” {{}} 个月，{{}}；{{}}",
        pl.when(unknown).then(pl.lit("至少")).otherwise(pl.lit("")),
        before, NAMED, ceiling_said(part), stated, compared, claimed_said(),
    )  # fmt: skip
    severity = (
        pl.when(TOO_MUCH)
        .then(pl.lit("error"))
        .when((stated == before) & ~unknown)
        .then(pl.lit("info"))
        .otherwise(pl.lit("warning"))
    )
    left = pl.max_horizontal(pl.col(ALLOWED) - before, 0)
    mend = (
        pl.when(left == 0)
        .then(pl.lit("月数已经享受满，请从本次申报中删去此人；台账有误的，请附以前的核定材料。"))
        .otherwise(
            pl.format(
                f"请把“{column}”改为 {{}}，并按剩余的月数申报；台账有误的，请附材料。", before
            )
        )
    )
    check = pl.format(f"请对照以前的核定材料核对“{column}”。")
    agrees = pl.lit(f"所填“{column}”与台账一致，不用更正。")
    fix = (
        pl.when(TOO_MUCH & ~unknown)
        .then(mend)
        .when(severity == "info")
        .then(agrees)
        .when((stated < before) & ~unknown)
        .then(pl.format(f"请把“{column}”改为 {{}}；台账有误的，请附材料。", before))
        .otherwise(check)
    )
    expected = pl.format("各次申报合计不超过 {} 个月", ALLOWED)
    return MonthsSaid(words, expected, severity, fix)


def claimed_said() -> pl.Expr:
    """For how many months the claim is, and what that is too much by."""
    claimed = pl.col(PAID_FOR).fill_null(0)
    beyond = claimed + pl.col(BEFORE) - pl.col(ALLOWED)
    said = (
        pl.when(beyond > 0)
        .then(pl.format("，超过 {} 个月", beyond))
        .when(TOO_MUCH)
        .then(pl.lit("，按以前的月数计算金额较少"))
        .otherwise(pl.lit(""))
    )
    return pl.format("本次计 {} 个月{}", claimed, said)


def ceiling_said(part: Judged) -> pl.Expr:
    """How many months there may be in all, by which words, and how many are left."""
    left = pl.max_horizontal(pl.col(ALLOWED) - pl.col(BEFORE), 0)
    return pl.format(
        f"每人合计最多 {{}} 个月（“{_months(part).words}”），还剩 {{}} 个月", ALLOWED, left
    )


def _named() -> pl.Expr:
    each = pl.element().struct
    months = each.field("months")
    text = pl.format(
        "申报 {}（{} 登记）{}",
        each.field("claim_id").fill_null(""),
        each.field("accepted_on").cast(pl.String),
        pl.when(months.is_null())
        .then(pl.lit("没有记下月数"))
        .otherwise(pl.format("{} 个月", months)),
    )
    more = pl.when(pl.col("had").list.len() > _NAMED).then(pl.lit("等")).otherwise(pl.lit(""))
    return pl.col("had").list.tail(_NAMED).list.eval(text).list.join("、") + more


def _months(part: Judged) -> Months:
    months = part.rule.measure.months
    assert months is not None  # noqa: S101 - asked by the callers
    return months
