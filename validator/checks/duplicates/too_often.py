"""Several claims of one run for the same applicant or facility, more than the text allows (CC608).

The ledger knows of them only once they are recorded, and a run is recorded as a whole.
"""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.policy import Rule
from claimcheck.policy.model import Limit
from claimcheck.policy.showing import PERIODS
from validator.checks.across import Across
from validator.checks.base import Judged
from validator.checks.grouping import placed
from validator.checks.names import plain_name
from validator.checks.running import check
from validator.checks.tiers import EARLIER
from validator.findings.frame import RELATED, empty

CLAIMS = SheetKind.CLAIMS

_WHO = {"claimant": "同一申报主体", "facility": "同一场所"}

#: So many other claims are named with a finding.
_NAMED = 3


@check("CC608", judges=True)
def claims_too_often(across: Across) -> Iterator[pl.DataFrame]:
    """More claims for one applicant or facility than its measure allows in the period.

    Which of them is paid is not for a program to choose: each is out until that is settled.
    Not where a reading decides how an applicant's batches are reckoned, together or each by
    itself: the evaluation has done so.
    """
    parts: dict[str, list[Judged]] = {}
    for part in across.judged:
        if EARLIER not in part.rule.measure.defaults:
            parts.setdefault(part.rule.id, []).append(part)
    for several in parts.values():
        rule = several[0].rule
        for limit in rule.measure.limits:
            if limit.scope in _WHO:
                yield _above(across, rule, limit, _claims(across, several))


def _claims(across: Across, parts: list[Judged]) -> pl.DataFrame:
    """The claims of a measure that would be paid; of one handed in twice, the first alone."""
    wanted = ("input", "row", "claim_id", "applicant", "applicant_code", "outcome",
              "period_start", "period_end")  # fmt: skip
    rows = pl.concat(
        part.claims.select(name for name in wanted if name in part.claims.columns) for part in parts
    )
    content = across.contents.select("input", "row", "content")
    return (
        rows.filter((pl.col("outcome") != "ineligible") & pl.col("applicant_code").is_not_null())
        .join(content, on=["input", "row"], how="left", maintain_order="left")
        .filter(pl.col("content").is_null() | pl.col("content").is_first_distinct())
    )


def _above(across: Across, rule: Rule, limit: Limit, rows: pl.DataFrame) -> pl.DataFrame:
    if rows.height <= limit.times:
        return empty()
    whom = ["applicant_code"]
    if limit.scope == "facility":  # one operator may have several
        rows = rows.with_columns(
            facility=pl.col("applicant").map_elements(plain_name, return_dtype=pl.String)
        )
        whom.append("facility")
    end = pl.coalesce("period_end", "period_start", pl.lit(across.settings.on))
    when = pl.lit(0) if limit.period == "once" else end.dt.year()
    group = [*whom, "when"]
    rows = rows.with_columns(when=when).filter(pl.len().over(group) > limit.times)
    if rows.is_empty():
        return empty()
    here = placed(across, rows, CLAIMS, "applicant")
    other = here.select(
        *group, "claim_id", other_input="input", other_sheet="sheet", other_cell="cell"
    ).rename({"claim_id": "other_claim"})
    pairs = here.join(other, on=group, nulls_equal=True, maintain_order="left_right").filter(
        (pl.col("input") != pl.col("other_input")) | (pl.col("cell") != pl.col("other_cell"))
    )
    found = pairs.group_by("input", "row", maintain_order=True).agg(
        pl.col("claim_id").first(),
        others=pl.struct(input="other_input", sheet="other_sheet", cell="other_cell").head(_NAMED),
        elsewhere=pl.col("other_claim").unique(maintain_order=True).head(_NAMED).str.join("、"),
        times=pl.len() + 1,
    )
    allowed = f"{PERIODS[limit.period]}不超过 {limit.times} 次"
    return across.writer.write(
        "CC608",
        found,
        kind=CLAIMS,
        key="applicant",
        value=pl.format("{} 项", "times"),
        expected=allowed,
        what=pl.format(
            f"{_WHO[limit.scope]}本次共有 {{}} 项 {rule.id} 申报（另见申报 {{}}），"
            f"{allowed}（{rule.cited}）",
            "times", "elsewhere",
        ),
        fix="请核实后只保留应办理的一项，其余撤回。",
        clause=rule.clause,
        related=pl.col("others").cast(RELATED),
        content=pl.lit(rule.id),
    )  # fmt: skip
