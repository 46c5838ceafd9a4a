"""Refusals that a claim has behind it, under whatever number it comes now.

A verdict stands on one finding of one claim content. An applicant who is refused and hands the
claim in again, under another number or with another person in it, would meet a supervisor who
knows nothing of it. So a refusal also notes who claimed what for which time, as a keyed hash.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.identity_columns import tidy_text
from validator.ledger.audit.events import RecordedEvent
from validator.ledger.audit.words import ClaimResult, Decision
from validator.run.validate import Validation
from validator.supervision.finding_status import Standpoint, standpoints

if TYPE_CHECKING:
    from validator.ledger.ledger import Ledger

#: What `with_refusals` adds to claims.
COLUMN = "refused_before"

_ABOUT = ("measure", "applicant_code", "period_start", "period_end")
_SCHEMA = {"input": pl.Int64(), "claim_id": pl.String(), "about": pl.String()}


def abouts(validation: Validation, ledger: "Ledger") -> pl.DataFrame:
    """Who claims what for which time, as keyed hashes: input, claim_id, about.

    Claims that could not be judged, or were checked elsewhere, are not among them.
    """
    parts = [
        part.claims.select(
            pl.col("input").cast(pl.Int64), "claim_id", about=_text(part.claims)
        ).drop_nulls()
        for part in validation.judged
        if set(_ABOUT) <= set(part.claims.columns)
    ]
    found = pl.concat([pl.DataFrame(schema=_SCHEMA), *parts])
    hashed = ledger.content_hashes(found["about"]).bin.encode("hex")
    return found.with_columns(about=hashed).unique(["input", "claim_id"], keep="first")


def abouts_by_finding(validation: Validation, ledger: "Ledger") -> Mapping[str, str]:
    """The same by the ids of the findings of each claim."""
    found = validation.findings.select(pl.col("input").cast(pl.Int64), "claim_id", "id").join(
        abouts(validation, ledger), on=["input", "claim_id"]
    )
    return dict(found.select("id", "about").iter_rows())


def with_refusals(
    claims: pl.DataFrame, about: pl.DataFrame, recorded: Sequence[RecordedEvent]
) -> pl.DataFrame:
    """Add what was refused before: one Chinese line, empty where nothing was.

    Args:
        claims: input, claim_id and result.
        about: of `abouts`.
        recorded: the audit trail.

    Returns:
        The same rows with `COLUMN`. A claim that stands refused needs no such line.
    """
    behind: dict[str, list[Standpoint]] = {}
    for taken in standpoints(recorded).values():
        for one in taken:
            if one.verdict.decision is Decision.REFUSE and one.verdict.about:
                behind.setdefault(one.verdict.about, []).append(one)
    said = {key: _said(refusals) for key, refusals in behind.items()}
    found = claims.select("input", "claim_id", "result").join(
        about.filter(pl.col("about").is_in(list(said))),
        on=["input", "claim_id"],
        how="left",
        maintain_order="left",
    )
    lines = pl.col("about").replace_strict(said, default="", return_dtype=pl.String)
    refused = pl.col("result") == str(ClaimResult.REFUSE)
    shown = found.select(pl.when(refused).then(pl.lit("")).otherwise(lines).alias(COLUMN))
    return claims.drop(COLUMN, strict=False).hstack(shown)


def _text(claims: pl.DataFrame) -> pl.Expr:
    """Null where the applicant, the measure or the time is not known."""
    types = claims.schema
    parts = [
        tidy_text(pl.col(name)) if types[name] == pl.String else pl.col(name).cast(pl.String)
        for name in _ABOUT
    ]
    return pl.concat_str([pl.lit("about"), *parts], separator="\x1f")


def _said(refusals: Sequence[Standpoint]) -> str:
    """The latest of them; a claim may have been refused for several findings."""
    last = max(refusals, key=lambda one: one.verdict.decided_on)
    verdict = last.verdict
    reason = f"：{verdict.reason}" if verdict.reason else ""
    return (
        f"同一主体、同一事项、同一期间的申报“{verdict.claim}”曾于 {verdict.decided_on} "
        f"由 {last.who} 裁定不予支持{reason}"
    )
