"""What becomes of each claim by the verdicts that stand, and the sum that is paid."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from claimcheck.compiler.outcomes import AMOUNT
from claimcheck.policy import rules
from validator.findings.frame import of_office
from validator.ledger.audit.words import ClaimResult, Decision, Standing
from validator.reading.units import with_unit

#: The unit of measures that pay money; others reduce taxes, lend or grade.
_MONEY = "CNY"

#: What `with_outcomes` adds to claims.
COLUMNS: dict[str, pl.DataType] = {
    "ruled_people": pl.Int64(),  #: how many people count under the verdicts
    #: the sum under the verdicts, never more than was claimed; 0 where refused, null where
    #: it is not known or the claim was returned
    "ruled_fen": pl.Int64(),
    "ruled_reason": pl.String(),  #: why, as the evaluation says it
    "result": pl.String(),  #: see `words.Result`
    "why": pl.String(),  #: in Chinese, where it is not paid
    "reminders": pl.Int64(),  #: reminders that nobody has decided yet
}


def with_outcomes(
    claims: pl.DataFrame, ruled: pl.DataFrame, findings: pl.DataFrame
) -> pl.DataFrame:
    """Add to each claim what becomes of it.

    A refusal goes before a return, and either before that the ledger holds the claim already,
    and that before errors that are still open. What is paid
    is the sum of the evaluation under the verdicts, but never more than was claimed.

    Args:
        claims: the claims as they were assessed.
        ruled: the same claims under the verdicts: input, row, headcount, amount_fen, reason.
        findings: with `standing.COLUMNS`.

    Returns:
        The same rows with the columns of `COLUMNS`.
    """
    said = _said(claims, findings)
    under = {
        (row["input"], row["row"]): row
        for row in ruled.select(
            "input", "row", "headcount", "amount_fen", "outcome", "reason"
        ).iter_rows(named=True)
    }
    made = []
    for row in claims.iter_rows(named=True):
        now = under.get((row["input"], row["row"]), row)
        verdict = said.get((row["input"], row["claim_id"]), _Said())
        made.append(_outcome(row, now, verdict))
    schema = {name: COLUMNS[name] for name in COLUMNS}
    outcomes = pl.DataFrame(made, schema=schema, orient="row")
    return claims.drop(*COLUMNS, strict=False).hstack(outcomes.get_columns())


@dataclass(frozen=True)
class _Said:
    """What the findings of a claim and of its file come to."""

    refused: bool = False
    returned: bool = False
    held: str = ""  #: as what the ledger holds the claim already
    errors: int = 0  #: neither let through nor decided
    reminders: int = 0  #: warnings that wait for a decision


def _said(claims: pl.DataFrame, findings: pl.DataFrame) -> Mapping[tuple[int, str | None], _Said]:
    from validator.supervision.listing import WAITING

    decided = pl.col("standing") == str(Standing.DECIDED)
    waiting = [str(one) for one in WAITING]
    tests = {
        "refused": (decided & (pl.col("decision") == str(Decision.REFUSE))).any(),
        "returned": (decided & (pl.col("decision") == str(Decision.RETURN))).any(),
        "held": pl.col("held").drop_nulls().first().fill_null(""),
        "errors": ((pl.col("severity") == "error") & ~pl.col("let_through") & ~decided).sum(),
        "reminders": ((pl.col("severity") == "warning") & pl.col("standing").is_in(waiting)).sum(),
    }
    # Without the office's own lists nobody can be paid, whoever's file they were missed at.
    offices = findings.filter(of_office())
    findings = findings.filter(~of_office())
    general = with_unit(findings).filter(pl.col("row").is_null() | pl.col("claim_id").is_null())
    listed = with_unit(claims).select("input", "unit", "claim_id").unique()
    wanted = ("input", "claim_id", "severity", "standing", "decision", "let_through", "held")
    of_unit = general.drop("claim_id", "input").join(listed, on="unit")
    # What is said of a whole file has the file's number as its unit; so has a file's own part.
    of_file = general.drop("claim_id", "input").join(
        listed.filter(pl.col("unit") != pl.col("input")), left_on="unit", right_on="input"
    )
    of_file = of_file.rename({"unit": "input"})
    own = findings.filter(pl.col("row").is_not_null() & pl.col("claim_id").is_not_null())
    of_all = offices.drop("claim_id", "input").join(listed.drop("unit"), how="cross")
    both = pl.concat([frame.select(wanted) for frame in (own, of_unit, of_file, of_all)])
    rows = both.group_by("input", "claim_id").agg(**tests).iter_rows()
    return {(number, claim): _Said(*values) for number, claim, *values in rows}


def _outcome(
    row: Mapping[str, object], now: Mapping[str, object], said: _Said
) -> tuple[object, ...]:
    """The values of `COLUMNS` for one claim."""
    people, reason = now["headcount"], now["reason"] or ""
    if said.refused:
        return people, 0, reason, str(ClaimResult.REFUSE), "审核人裁定不予支持", said.reminders
    if said.returned:
        return people, None, reason, str(ClaimResult.RETURN), "审核人裁定退回补正", said.reminders
    if said.held:
        return people, 0, reason, str(ClaimResult.RECORDED), said.held, said.reminders
    amount, claimed = now["amount_fen"], row["claimed_fen"]
    pay = min(amount, claimed) if isinstance(amount, int) and isinstance(claimed, int) else None
    result, why = _result(row, now, pay, said)
    return people, pay, reason, str(result), why, said.reminders


def _result(
    row: Mapping[str, object], now: Mapping[str, object], pay: int | None, said: _Said
) -> tuple[ClaimResult, str]:
    if said.errors:
        return ClaimResult.OPEN, f"有 {said.errors} 处错误未放行"
    rule = rules().get(str(row["measure"]))
    if pay is None or rule is None:
        return ClaimResult.OPEN, "金额尚不能核定"
    if rule.measure.unit != _MONEY:
        return ClaimResult.OPEN, "这一事项不是发放资金"
    if pay > 0:
        return ClaimResult.PAY, ""
    reason = str(now["reason"] or "") if now["outcome"] != AMOUNT else ""
    return ClaimResult.REFUSE, "核定金额为 0" + (f"：{reason}" if reason else "")
