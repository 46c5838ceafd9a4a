"""A recorded claim as it is to be paid now: after an appeal, say, that changed a verdict."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from claimcheck.identity import hide_numbers
from validator.findings.catalogue import entry
from validator.ledger.audit.words import ClaimResult
from validator.ledger.errors import LedgerError
from validator.ledger.recording import NewBatch
from validator.run.validate import Validation
from validator.supervision.accepted import accepted, contents_of


def content_to_correct(validation: Validation, claim_id: str) -> str:
    """The content of the one claim with a number, in clear: see `same_claim.content_of`.

    Raises:
        LedgerError: there is none, or there are several.
    """
    named = validation.claims.filter(pl.col("claim_id") == claim_id.strip())
    said = hide_numbers(claim_id.strip())
    if named.is_empty():
        raise LedgerError(f"给出的文件里没有申报“{said}”。请照核查结果里的申报编号写 --claim。")
    if named.height > 1:
        raise LedgerError(
            f"给出的文件里有 {named.height} 项申报的编号是“{said}”。"
            "请在命令后面只写它所在的那个文件。"
        )
    found = contents_of(validation).join(named.select("input", "row"), on=["input", "row"])
    if found.is_empty():
        raise LedgerError(f"申报“{said}”没有核算结果，不能更正。请先核查。")
    return str(found["content"][0])


def paid_now(validation: Validation, content: str, on: date) -> NewBatch:
    """What is paid of a claim now.

    Args:
        validation: a run that did not take the claim for known, under the verdicts.
        content: of `content_to_correct`.
        on: the day of the correction.

    Returns:
        The claim alone with its people; without claims, where it is paid nothing any more.

    Raises:
        LedgerError: something about it is still open.
    """
    batch, _ = accepted(validation, "", on)
    claim = batch.claims.filter(pl.col("content") == content).head(1)
    if claim.is_empty():
        _need_refused(validation, content)
    people = batch.people.join(claim.select("key"), on="key", how="semi", maintain_order="left")
    return NewBatch("", on, claim, people)


def _need_refused(validation: Validation, content: str) -> None:
    place = contents_of(validation).filter(pl.col("content") == content).select("input", "row")
    now = validation.claims.join(place, on=["input", "row"]).row(0, named=True)
    if now["result"] != str(ClaimResult.REFUSE):
        why = now["why"] or "还不能确定应付多少"
        raise LedgerError(
            f"申报“{hide_numbers(now['claim_id'])}”现在还不能更正："
            f"{why}{_errors(validation, now)}。台账没有改动。请改正，或由审核人裁定后，再更正一次。"
        )


def _errors(validation: Validation, claim: Mapping[str, object]) -> str:
    """What the errors of a claim are called that nobody has let through."""
    of_claim = (pl.col("input") == claim["input"]) & (pl.col("claim_id") == claim["claim_id"])
    blocking = (pl.col("severity") == "error") & ~pl.col("let_through")
    codes = validation.findings.filter(of_claim & blocking)["code"].unique(maintain_order=True)
    return f"（{'、'.join(entry(code).title for code in codes)}）" if len(codes) else ""
