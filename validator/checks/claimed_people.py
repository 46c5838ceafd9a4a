"""How many people were claimed, or said to travel together, against the roster (CC503).

Each time `claims` are those of the measure's claims that can be compared.
"""

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import People
from validator.checks.base import Context, Judged
from validator.findings.frame import empty

CLAIMS = SheetKind.CLAIMS

#: The fact that says how many people travel together; each of them stands in the roster.
_GROUP = "group_size"


def differing_people(context: Context, judged: Judged, claims: pl.DataFrame) -> pl.DataFrame:
    """How many people a claim names, against those who count (CC503)."""
    if judged.rule.measure.people is People.NONE or "claimed_people" not in claims.columns:
        return empty()
    rows = claims.filter(pl.col("claimed_people") != pl.col("headcount"))
    difference = pl.col("claimed_people") - pl.col("headcount")
    direction = pl.when(difference > 0).then(pl.lit("多报 ")).otherwise(pl.lit("少报 "))
    return context.writer.write(
        "CC503",
        rows,
        kind=CLAIMS,
        key="claimed_people",
        value=pl.format("{} 人", "claimed_people"),
        expected=pl.format("{} 人", "headcount"),
        what=pl.format(
            "申报 {} 人，花名册 {} 人中合格 {} 人，{}{} 人",
            "claimed_people", "people", "headcount", direction, difference.abs(),
        ),
        severity=pl.when(difference > 0).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )  # fmt: skip


def differing_groups(context: Context, judged: Judged, claims: pl.DataFrame) -> pl.DataFrame:
    """The size of a group, on which money hangs, against the people of the list (CC503)."""
    if _GROUP not in claims.columns:
        return empty()
    title = context.title(CLAIMS, fact(_GROUP))
    rows = claims.filter((pl.col("people") > 0) & (pl.col(_GROUP) != pl.col("people")))
    more = pl.col(_GROUP) > pl.col("people")
    return context.writer.write(
        "CC503",
        rows,
        kind=CLAIMS,
        key=_GROUP,
        value=pl.format("{} 人", _GROUP),
        expected=pl.format("{} 人", "people"),
        what=pl.format(f"{title} {{}} 人，花名册列有 {{}} 人", _GROUP, "people"),
        fix=pl.when(more)
        .then(pl.lit("请把其余人员补入花名册，或者更正人数。"))
        .otherwise(pl.lit("请核对人数和花名册，更正填错的一处。")),
        severity=pl.when(more).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=judged.rule.clause,
        about="row",
    )
