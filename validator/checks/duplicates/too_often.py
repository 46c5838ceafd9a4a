"""Family 6: one claimant or facility that a batch claims for more often than the text allows."""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity_columns import tidy_text
from claimcheck.policy import Rule
from claimcheck.policy.model import Limit
from claimcheck.policy.uses import limits_in_force, uses
from validator.checks.across import Across
from validator.checks.base import Judged
from validator.checks.duplicates.person_limits import PERIODS
from validator.checks.duplicates.same_claim import facility_of
from validator.checks.grouping import placed
from validator.checks.running import check
from validator.checks.tiers import EARLIER
from validator.findings.frame import RELATED

CLAIMS = SheetKind.CLAIMS

_WHO = {"claimant": "此申报主体", "facility": "此场所"}
_FIX = {
    "claimant": "请核实以哪一项为准，撤回其余的。",
    "facility": "请核实以哪一项为准，撤回其余的；不是同一场所的，请在“申报主体”写明各场所的名称。",
}

_WANTED = ("input", "row", "claim_id", "applicant", "applicant_code", "county",
           "period_start", "period_end")  # fmt: skip

#: So many other claims are named with a finding.
_NAMED = 5


@check("CC608", judges=True)
def claimed_too_often(across: Across) -> Iterator[pl.DataFrame]:
    """Several claims of one claimant or facility, though the text allows fewer (CC608).

    Which of them is right cannot be told, so each is named and none is paid. A claim that is
    not paid anyway takes no turn; the same claim handed in again is another matter (CC609), as
    are the batches of a claimant that are reckoned together.
    """
    by_measure: dict[str, list[Judged]] = {}
    for part in across.judged:
        if EARLIER not in {use.fact.key for use in uses(part.rule.measure)}:
            by_measure.setdefault(part.rule.id, []).append(part)
    for parts in by_measure.values():
        for limit in limits_in_force(parts[0].rule.measure, parts[0].evaluation.chosen):
            if limit.scope in _WHO and limit.period in ("once", "year"):
                yield _several(across, parts, limit)


def _several(across: Across, parts: list[Judged], limit: Limit) -> pl.DataFrame:
    end = pl.coalesce("period_end", "period_start", pl.lit(across.settings.on))
    rows = pl.concat(
        part.claims.filter(
            (pl.col("outcome") != "ineligible")
            & pl.col("applicant_code").is_not_null()
            & pl.col("claim_id").is_not_null()
        ).select(name for name in _WANTED if name in part.claims.columns)
        for part in parts
    )
    rows = rows.with_columns(
        facility_of(rows), code=tidy_text(pl.col("applicant_code")),
        year=end.dt.year() if limit.period == "year" else pl.lit(0),
    ).join(
        across.contents.drop("claim_id"), on=["input", "row"], how="left", maintain_order="left"
    )  # fmt: skip
    group = ["code", "year", *(["facility"] if limit.scope == "facility" else [])]
    once = rows.filter(pl.col("content").is_null() | pl.col("content").is_first_distinct())
    once = once.filter(pl.len().over(group) > limit.times)
    return _said(across, parts[0].rule, limit, once.drop("content"), group)


def _said(
    across: Across, rule: Rule, limit: Limit, rows: pl.DataFrame, group: list[str]
) -> pl.DataFrame:
    rows = placed(across, rows, CLAIMS, "applicant_code").join(
        across.files, on="input", how="left", maintain_order="left"
    )
    shown = pl.format("“{}”的申报 {}", "file", "claim_id")
    together = rows.group_by(group, maintain_order=True).agg(
        times=pl.len(),
        named=shown.head(_NAMED).str.join("、"),
        others=pl.struct("input", "sheet", "cell").head(_NAMED),
    )
    words = f"{PERIODS[limit.period]}不超过 {limit.times} 次"
    return across.writer.write(
        "CC608",
        rows.join(together, on=group, how="left", maintain_order="left"),
        kind=CLAIMS,
        key="applicant_code",
        value=pl.format("{} 次", "times"),
        expected=words,
        what=pl.format(
            f"{_WHO[limit.scope]}按 {rule.id} 在本批申报了 {{}} 次（{{}}），{words}",
            "times", "named",
        ),
        fix=_FIX[limit.scope],
        clause=rule.clause,
        related=pl.col("others").cast(RELATED),
    )  # fmt: skip
