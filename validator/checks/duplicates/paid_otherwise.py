"""What a claim states of other subsidies for the same people, against the ledger (CC703).

Where a reading has only one of two subsidies paid, or the difference, the sum rests on what the
claim states of the other one. The ledger knows what was paid under it.
"""

from collections.abc import Iterator

import polars as pl

from claimcheck.evaluate.requirements import shown
from claimcheck.forms import SheetKind
from claimcheck.policy import fact
from claimcheck.policy.model import Level
from claimcheck.policy.overlaps import overlaps
from claimcheck.policy.uses import limits_in_force, uses
from validator.checks.across import Across
from validator.checks.base import Judged

#: So many measures and people are named.
_NAMED = 5


def paid_otherwise(
    across: Across, part: Judged, rows: pl.DataFrame, matches: pl.DataFrame
) -> Iterator[pl.DataFrame]:
    """Claims whose stated sum is not what the ledger has (CC703).

    Too little is an error where the ledger knows what each was paid: so much would be paid
    twice. Where it knows the sums of whole claims only, or less than is stated, it is asked.

    Args:
        across: the batches.
        part: the evaluation.
        rows: its people, or its claims.
        matches: what the ledger has of them, in the shape of `ledger.earlier.SCHEMA`.
    """
    measure, chosen = part.rule.measure, part.evaluation.chosen
    stated = {use.fact.key for use in uses(measure, chosen) if use.level is Level.CLAIM}
    told = {one.measure: one.fact for one in overlaps(part.rule, None) if one.fact in stated}
    if not told or matches.is_empty():
        return
    # Without a limit that says which earlier payments count, those for the same time do.
    paid = "paid_fen" if limits_in_force(measure, chosen) else "meeting_fen"
    own = rows.select(
        "input",
        "claim_id",
        paid_now=pl.col("counted") if "counted" in rows.columns else pl.lit(value=True),
    ).with_row_index("index")
    found = matches.filter(pl.col("measure").is_in(list(told))).rename(
        {"claim_id": "earlier_claim"}
    )
    found = own.filter("paid_now").join(found, on="index", how="inner", maintain_order="left")
    found = found.with_columns(fact=pl.col("measure").replace_strict(told, return_dtype=pl.String))
    for (key,), some in found.partition_by("fact", as_dict=True, maintain_order=True).items():
        yield _said(across, part, str(key), _summed(some, paid))


def _summed(found: pl.DataFrame, paid: str) -> pl.DataFrame:
    """For each claim, what the ledger has: `own_fen` of each, `whole_fen` of claims as a whole."""
    key = ["input", "claim_id"]
    named = pl.format("{} {}（申报 {}）", "measure", "accepted_on", "earlier_claim")
    each = found.group_by(key, maintain_order=True).agg(
        own_fen=pl.col(paid).sum(),
        people=pl.col("index").n_unique(),
        scope=pl.col("scope").first(),
        named=named.unique(maintain_order=True).head(_NAMED).str.join("、"),
    )
    whole = (
        found.filter(pl.col("paid_fen").is_null())
        .unique([*key, "measure", "batch_id", "earlier_claim", "applicant"], maintain_order=True)
        .group_by(key)
        .agg(whole_fen=pl.col("claim_amount_fen").sum())
    )
    return each.join(whole, on=key, how="left", maintain_order="left").with_columns(
        pl.col("whole_fen").fill_null(0)
    )


def _said(across: Across, part: Judged, key: str, sums: pl.DataFrame) -> pl.DataFrame:
    asked = fact(key)
    known = pl.col("own_fen") + pl.col("whole_fen")
    rows = (
        part.claims.select(
            "input", "row", "claim_id", stated=pl.col(asked.column).fill_null(0).cast(pl.Int64)
        )
        .join(sums, on=["input", "claim_id"], how="inner", maintain_order="left")
        .filter((known > 0) & (known != pl.col("stated")))
    )
    certain = (pl.col("own_fen") > pl.col("stated")) & (pl.col("whole_fen") == 0)
    whole = pl.when(pl.col("whole_fen") > 0).then(
        pl.lit("（按整项发放的，是那几项申报的全额，不都是这些人的）")
    )
    form = part.rule.measure.type
    (context, *_) = [one for one in across.contexts if one.batch.form.type == form]
    title = context.title(SheetKind.CLAIMS, asked)
    of_people = pl.format("本项计入的 {} 人", "people")
    whose = pl.when(pl.col("scope") == "person").then(of_people).otherwise(pl.lit("此申报主体"))
    return across.writer.write(
        "CC703",
        rows,
        kind=SheetKind.CLAIMS,
        key=key,
        value=pl.format("{} 元", shown(asked, pl.col("stated"))),
        expected=pl.format("{} 元", shown(asked, known)),
        what=pl.format(
            f"所填“{title}” {{}} 元，而台账里{{}}已按 {{}} 共领 {{}} 元{{}}",
            shown(asked, pl.col("stated")), whose, "named", shown(asked, known),
            whole.otherwise(pl.lit("")),
        ),
        fix=pl.when(certain)
        .then(pl.format(f"请把“{title}”改为 {{}} 元；台账有误的，请附以前的核定材料。",
                        shown(asked, known)))
        .otherwise(pl.lit(f"请对照台账核对“{title}”：同一批人员另领了多少，就填多少。")),
        severity=pl.when(certain).then(pl.lit("error")).otherwise(pl.lit("warning")),
        clause=part.rule.clause,
        about="row",
        content=pl.lit(key),
        sums=True,
    )  # fmt: skip
