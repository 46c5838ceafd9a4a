"""Verdicts that cannot both hold: as long as they stand, none of them does.

- Two decisions on one claim: not supported, and returned for correction.
- The same person let pass in two claims, of which the text allows one, or in two that exclude
  each other: that would count one person twice. The same of a household that is above its cap in
  two claims. The catalogue says which codes these are (`one_passes`).
- A claim let pass that the ledger holds as it stands: that would pay it a second time.
"""

import polars as pl

from validator.findings.catalogue import codes_where
from validator.ledger.audit.words import Decision, Standing

TWICE = "同一人、同一户或同一主体在两项申报中都裁定通过，只能通过其中一项"
HELD = "这项申报{}，裁定通过就会再发放一次。重复申报的，请裁定退回补正或不予支持"
BOTH = "同一项申报既裁定不予支持又裁定退回补正，请只留一种"


def contradicted(findings: pl.DataFrame) -> pl.DataFrame:
    """Let contradicting verdicts count as a disagreement.

    Args:
        findings: with `standing.COLUMNS`.

    Returns:
        The same rows; those whose verdicts contradict each other stand as `CONFLICT`, and
        `decision_reason` says why.
    """
    wrong = contradictions(findings)
    if not wrong:
        return findings
    said = pl.DataFrame(
        {"id": list(wrong), "contradiction": list(wrong.values())},
        schema={"id": pl.String, "contradiction": pl.String},
    )
    hit = pl.col("contradiction").is_not_null()
    return (
        findings.join(said, on="id", how="left", maintain_order="left")
        .with_columns(
            standing=pl.when(hit).then(pl.lit(str(Standing.CONFLICT))).otherwise("standing"),
            let_through=pl.col("let_through") & ~hit,
            decision_reason=pl.when(hit)
            .then(
                pl.concat_str(
                    "contradiction", pl.col("decision_reason").replace("", None),
                    separator="；", ignore_nulls=True,
                )
            )
            .otherwise("decision_reason"),
        )
        .drop("contradiction")
    )  # fmt: skip


def contradictions(findings: pl.DataFrame) -> dict[str, str]:
    """The ids of findings whose verdicts contradict each other, and why, in Chinese."""
    return {**_passed_twice(findings), **_both_decided(findings), **_paid_again(findings)}


def _paid_again(findings: pl.DataFrame) -> dict[str, str]:
    passed = findings.filter(
        pl.col("held").is_not_null()
        & (pl.col("standing") == str(Standing.LET_THROUGH))
        & (pl.col("decision") == str(Decision.PASS))
    )
    return {one: HELD.format(held) for one, held in passed.select("id", "held").iter_rows()}


def _passed_twice(findings: pl.DataFrame) -> dict[str, str]:
    passed = findings.filter(
        pl.col("code").is_in(codes_where(lambda item: item.one_passes))
        & (pl.col("severity") == "error")
        & (pl.col("standing") == str(Standing.LET_THROUGH))
        & (pl.col("decision") == str(Decision.PASS))
    )
    if passed.height < 2:
        return {}
    others = (
        passed.select("id", "related")
        .explode("related")
        .unnest("related")
        .select("id", "input", "sheet", row=pl.col("cell").str.extract(r"(\d+)$").cast(pl.Int64))
        .drop_nulls()
    )
    here = passed.select("id", "code", "input", "sheet", "row")
    pairs = others.join(here.rename({"id": "other"}), on=["input", "sheet", "row"])
    pairs = pairs.filter(pl.col("id") != pl.col("other"))
    return dict.fromkeys([*pairs["id"], *pairs["other"], *_of_one_person(here, others)], TWICE)


def _of_one_person(here: pl.DataFrame, others: pl.DataFrame) -> list[str]:
    """The ids of findings about one person in many claims.

    Each names a few of the others only. The first of all is among them, or is the finding's own.
    """
    of_people = here.filter(pl.col("code").is_in(codes_where(lambda item: item.names_some)))
    places = pl.struct("input", "sheet", "row")
    named = others.join(of_people.select("id"), on="id", how="semi")
    both = pl.concat([of_people.select("id", at=places), named.select("id", at=places)])
    first = both.group_by("id").agg(first=pl.col("at").sort().first())
    return first.filter(pl.col("first").is_duplicated())["id"].to_list()


def _both_decided(findings: pl.DataFrame) -> dict[str, str]:
    decided = findings.filter(
        (pl.col("standing") == str(Standing.DECIDED)) & pl.col("claim_id").is_not_null()
    )
    several = decided.filter(pl.col("decision").n_unique().over("input", "claim_id") > 1)
    return dict.fromkeys(several["id"], BOTH)
