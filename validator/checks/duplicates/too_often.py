"""One applicant who claims the same thing more often than its text allows, within a run (CC608).

What was recorded before is held against the ledger (`earlier_claims`); two claims of one run are
held against each other here.
"""

from collections.abc import Iterator

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.policy import rules
from claimcheck.policy.showing import how_often
from validator.checks.across import Across
from validator.checks.grouping import placed
from validator.checks.names import plain_name
from validator.checks.running import check
from validator.checks.tiers import EARLIER
from validator.findings.frame import RELATED

CLAIMS = SheetKind.CLAIMS

_SAME = "请只保留其中一项。"
_OTHER_NAME = "两项的名称不同，请核对是不是同一个场所；是同一个的，只保留其中一项。"

_LIMITS = {
    "measure": pl.String(),
    "scope": pl.String(),
    "period": pl.String(),
    "allowed": pl.Int64(),
    "limited": pl.String(),
}


@check("CC608")
def claimed_too_often(across: Across) -> Iterator[pl.DataFrame]:
    """The same measure claimed again by an applicant, or for a facility, that has its number."""
    group = ["applicant_code", "measure"]
    rows = across.claims.filter(
        pl.col("applicant_code").is_not_null() & pl.struct(group).is_duplicated()
    ).join(_limits(across), on="measure", how="inner", maintain_order="left")
    if rows.is_empty():
        return
    year = pl.coalesce(pl.col("period_end").dt.year(), pl.col("period_start").dt.year())
    by_year = pl.when(pl.col("period") == "year").then(year.fill_null(across.settings.on.year))
    rows = placed(across, rows, CLAIMS, "measure").with_columns(
        period_key=by_year, id_number=pl.lit(None, pl.String), name=pl.lit(None, pl.String)
    )
    rows = rows.join(across.files, on="input", how="left", maintain_order="left")
    # Which of them is paid must not hang on the order of rows and files.
    rows = rows.sort("period_end", "claim_id", "input", "row", nulls_last=True)
    together = [*group, "period_key"]
    first = ("input", "file", "claim_id", "sheet", "cell", "applicant")
    rows = rows.with_columns(
        pl.int_range(pl.len()).over(together).alias("before"),
        *(pl.col(name).first().over(together).alias(f"first_{name}") for name in first),
    ).filter(pl.col("before") >= pl.col("allowed"))
    # Whoever runs several facilities claims for each: another name may be another one.
    same = pl.Series(
        [
            plain_name(one or "") == plain_name(other or "")
            for one, other in rows.select("applicant", "first_applicant").iter_rows()
        ],
        dtype=pl.Boolean,
    )
    surely = (pl.col("scope") == "claimant") | same
    rows = rows.with_columns(surely=surely)
    for (measure,), some in rows.partition_by(
        ["measure"], as_dict=True, maintain_order=True
    ).items():
        yield _said(across, some, rules()[str(measure)].clause)


def _said(across: Across, rows: pl.DataFrame, clause: str) -> pl.DataFrame:
    away = pl.col("input") != pl.col("first_input")
    surely = pl.col("surely")
    return across.writer.write(
        "CC608",
        rows,
        kind=CLAIMS,
        key="measure",
        value=pl.col("measure"),
        expected=pl.col("limited"),
        what=pl.format(
            "同一申报主体在{}申报 {}（{} {}）中已经申报 {}，条文限{}",
            pl.when(away).then(pl.format("“{}”的", "first_file")).otherwise(pl.lit("")),
            "first_claim_id", "first_sheet", "first_cell", "measure", "limited",
        ),
        fix=pl.when(surely).then(pl.lit(_SAME)).otherwise(pl.lit(_OTHER_NAME)),
        severity=pl.when(surely).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=clause,
        related=pl.concat_list(
            pl.struct(input="first_input", sheet="first_sheet", cell="first_cell")
        ).cast(RELATED),
    )  # fmt: skip


def _limits(across: Across) -> pl.DataFrame:
    """How often each measure of the run may be claimed by one applicant or for one facility.

    Left out are those whose batches are reckoned together: a further one gets the difference.
    """
    known = rules()
    found = [
        (name, limit.scope, limit.period, limit.times, how_often(limit))
        for name in across.claims["measure"].drop_nulls().unique().sort()
        if name in known and EARLIER not in known[name].measure.defaults
        for limit in known[name].measure.limits
        if limit.scope in ("claimant", "facility")
    ]
    return pl.DataFrame(found, schema=_LIMITS, orient="row")
