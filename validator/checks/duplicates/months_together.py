"""Months that a text allows a person in all, over several claims of one run (CC608)."""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.months import ALLOWED, PAID_FOR, with_months
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.uses import limits_in_force
from validator.checks.across import Across
from validator.checks.base import Judged
from validator.checks.duplicates.earlier_claims import content_hashes
from validator.checks.duplicates.months_before import (
    BEFORE,
    STATED,
    TOO_MUCH,
    ceiling_said,
    claimed_said,
    held_to_months,
    with_months_before,
)
from validator.checks.grouping import placed
from validator.checks.running import check
from validator.findings.frame import RELATED

ROSTER = SheetKind.ROSTER

#: So many other claims are named with a finding.
_NAMED = 5

_OWN = ["input", "row", "claim_id", "id_number", "period_start", "period_end", PAID_FOR]


@check("CC608", judges=True)
def months_in_several(across: Across) -> Iterator[pl.DataFrame]:
    """People whose claims for one period after another come to more months than there are.

    The claim for the earlier period comes first; the later one has what is left. Claims for
    the same period, and those of measures that are paid once, are another matter (CC602).
    """
    by_measure: dict[str, list[Judged]] = {}
    for part in across.judged:
        measure = part.rule.measure
        limited = any(
            limit.scope == "person" for limit in limits_in_force(measure, part.evaluation.chosen)
        )
        if measure.months and not limited and "id_number" in part.people.columns:
            by_measure.setdefault(part.rule.id, []).append(part)
    for parts in by_measure.values():
        before = _before(across, pl.concat([_claimed(across, part) for part in parts]))
        if not before.is_empty():
            for part in parts:
                yield _said(across, part, before)


def _claimed(across: Across, part: Judged) -> pl.DataFrame:
    """The people who count, with the period and the months of their claims."""
    claims = part.claims.select("input", "claim_id", *(
        pl.col(name) if name in part.claims.columns else pl.lit(None, pl.Date).alias(name)
        for name in ("period_start", "period_end")
    ))  # fmt: skip
    claims = claims.join(
        across.contents.drop("row"), on=["input", "claim_id"], how="left", maintain_order="left"
    )
    # A claim that is handed in twice, or is in the ledger, takes its months there.
    claims = claims.filter(pl.col("content").is_null() | pl.col("content").is_first_distinct())
    claims = claims.join(_recorded(across, part), on=["input", "claim_id"], how="anti")
    people = part.people.filter(pl.col("counted") & pl.col("id_number").is_not_null()).drop(
        "period_start", "period_end", "content", strict=False
    )
    joined = people.join(claims, on=["input", "claim_id"], how="inner", maintain_order="left")
    return with_months(part.rule, part.evaluation.chosen, joined).select(_OWN)


def _recorded(across: Across, part: Judged) -> pl.DataFrame:
    if across.ledger is None:
        return part.claims.clear().select("input", "claim_id")
    found = across.ledger.repeats(content_hashes(across, part))
    return part.claims[found["index"].to_list()].select("input", "claim_id")


def _before(across: Across, people: pl.DataFrame) -> pl.DataFrame:
    """input, row, and what the person's claims for earlier periods of this run are paid for."""
    several = people.filter(pl.col("id_number").is_duplicated()).unique(
        ["input", "claim_id", "id_number"], keep="first", maintain_order=True
    )
    rows = placed(across, several, ROSTER, "id_number").join(
        across.files, on="input", how="left", maintain_order="left"
    )
    other = rows.select("id_number", pl.exclude("id_number").name.prefix("other_"))
    pairs = rows.join(other, on="id_number", maintain_order="left_right").filter(
        pl.col("other_period_end") < pl.col("period_start")
    )
    away = pl.when(pl.col("input") != pl.col("other_input"))
    named = pl.concat_str(
        away.then(pl.format("“{}”的", "other_file")).otherwise(pl.lit("")),
        pl.format("申报 {} {} 个月", "other_claim_id", f"other_{PAID_FOR}"),
    )
    return pairs.group_by("input", "row", maintain_order=True).agg(
        here=pl.col(f"other_{PAID_FOR}").sum(),
        named_here=named.head(_NAMED).str.join("、"),
        others=pl.struct(input="other_input", sheet="other_sheet", cell="other_cell").head(_NAMED),
    )


def _said(across: Across, part: Judged, before: pl.DataFrame) -> pl.DataFrame:
    rows = part.people.drop("period_start", "period_end", strict=False).join(
        before, on=["input", "row"], how="inner", maintain_order="left"
    )
    rows = rows.join(
        part.claims.select("input", "claim_id", *(
            name for name in ("period_start", "period_end") if name in part.claims.columns
        )), on=["input", "claim_id"], how="left", maintain_order="left",
    )  # fmt: skip
    if across.ledger is not None and not rows.is_empty():
        chosen = part.evaluation.chosen
        matches = across.ledger.earlier(rows, part.rule, across.settings.on, chosen)
        rows = with_months_before(part, rows, matches)
        there = pl.col(BEFORE).fill_null(0)
    else:
        there = pl.lit(0, pl.Int64)
    rows = held_to_months(
        part, rows.with_columns((pl.col("here") + there).alias(BEFORE), there=there)
    )
    rows = rows.filter((pl.col(STATED) < pl.col(BEFORE)) | TOO_MUCH)
    months = part.rule.measure.months
    assert months is not None  # noqa: S101 - only such measures are asked
    column = fact(months.earlier).label
    recorded = pl.when(pl.col("there") > 0).then(pl.format("，台账 {} 个月", "there"))
    return across.writer.write(
        "CC608",
        rows,
        kind=ROSTER,
        key="id_number",
        value=pl.format("{} 个月", pl.col(PAID_FOR) + pl.col(BEFORE)),
        expected=pl.format("各次申报合计不超过 {} 个月", ALLOWED),
        what=pl.format(
            f"本批以前期间的{{}}{{}}，合计 {{}} 个月，{{}}；所填“{column}” {{}} 个月；{{}}",
            "named_here", recorded.otherwise(pl.lit("")), BEFORE, ceiling_said(part), STATED,
            claimed_said(),
        ),
        fix=pl.format(f"请把“{column}”改为 {{}}，只申报剩余的月数。", BEFORE),
        severity=pl.when(TOO_MUCH).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=part.rule.clause,
        related=pl.col("others").cast(RELATED),
        about="person",
        content=pl.lit("months"),
    )  # fmt: skip
