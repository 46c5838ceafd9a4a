"""What becomes of each claim after the review: paid, returned, refused, or still open."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

import polars as pl

from claimcheck.policy.model import People
from validator.checks.base import Judged
from validator.review import Review
from validator.supervision.listing import WAITING
from validator.supervision.words import Decision, Standing


class Result(StrEnum):
    """What becomes of a claim."""

    PAY = "pay"
    RETURN = "return"
    REFUSE = "refuse"
    OPEN = "open"


RESULT_WORDS = {
    Result.PAY: "拟发放",
    Result.RETURN: "退回补正",
    Result.REFUSE: "不予支持",
    Result.OPEN: "尚未审结",
}

#: The unit of measures that pay money; others reduce taxes, lend or grade.
_MONEY = "CNY"


@dataclass(frozen=True)
class Claim:
    """One claim and what becomes of it."""

    input: int
    file: str
    row: int
    claim_id: str
    measure: str
    title: str
    applicant: str
    applicant_code: str
    result: Result
    pay_fen: int  #: 0 unless it is paid
    why: str  #: in Chinese, where it is not paid
    headcount: int | None
    people: People | None  #: whom the measure pays; None where it is not known
    judged: Judged | None  #: where its people stand
    number: int | None  #: its number among the judged claims
    reminders: int = 0  #: reminders that nobody has decided yet


def results(review: Review) -> list[Claim]:
    """What becomes of every claim, by the verdicts that stand.

    A refusal goes before a return, and either before errors that are still open. What is paid
    is the assessed sum, but never more than was claimed; the claimed sum where a supervisor
    let the difference pass.
    """
    parts = {
        (row["input"], row["row"]): (part, row["claim"])
        for part in review.judged
        for row in part.claims.select("input", "row", "claim").iter_rows(named=True)
    }
    codes = _codes(review)
    said = _said(review)
    names = {entry.number: entry.label for entry in review.inputs}
    made = []
    for row in review.claims.iter_rows(named=True):
        part, number = parts.get((row["input"], row["row"]), (None, None))
        verdict = said.get((row["input"], row["claim_id"]), _Said())
        result, pay, why = _result(row, part, verdict)
        made.append(
            Claim(
                input=row["input"],
                file=names[row["input"]],
                row=row["row"],
                claim_id=row["claim_id"] or "（空）",
                measure=row["measure"] or "",
                title=part.rule.measure.title if part else "",
                applicant=row["applicant"] or "",
                applicant_code=codes.get((row["input"], row["row"]), ""),
                result=result,
                pay_fen=pay,
                why=why,
                headcount=row["headcount"],
                people=part.rule.measure.people if part else None,
                judged=part,
                number=number,
                reminders=verdict.reminders,
            )
        )
    return made


@dataclass(frozen=True)
class _Said:
    """What the findings of a claim and of its file come to."""

    refused: bool = False
    returned: bool = False
    errors: int = 0  #: neither let through nor decided
    sum_passed: bool = False  #: the difference between claimed and assessed was let pass
    sum_reduced: bool = False
    reminders: int = 0  #: warnings that wait for a decision


def _said(review: Review) -> Mapping[tuple[int, str | None], _Said]:
    decided = pl.col("standing") == str(Standing.DECIDED)
    own = pl.col("code") == "CC501"
    let = pl.col("standing") == str(Standing.LET_THROUGH)
    waiting = [str(one) for one in WAITING]
    tests = {
        "refused": (decided & (pl.col("decision") == str(Decision.REFUSE))).any(),
        "returned": (decided & (pl.col("decision") == str(Decision.RETURN))).any(),
        "errors": ((pl.col("severity") == "error") & ~pl.col("let_through") & ~decided).sum(),
        "sum_passed": (own & let & (pl.col("decision") == str(Decision.PASS))).any(),
        "sum_reduced": (own & let & (pl.col("decision") == str(Decision.REDUCE))).any(),
        "reminders": ((pl.col("severity") == "warning") & pl.col("standing").is_in(waiting)).sum(),
    }
    findings = review.findings
    general = findings.filter(pl.col("row").is_null() | pl.col("claim_id").is_null())
    claims = review.claims.select("input", "claim_id").unique()
    everywhere = general.drop("claim_id").join(claims, on="input")
    both = pl.concat(
        [
            frame.select("input", "claim_id", "code", "severity", "standing", "decision",
                         "let_through")
            for frame in (findings.filter(pl.col("claim_id").is_not_null()), everywhere)
        ]
    )  # fmt: skip
    rows = both.group_by("input", "claim_id").agg(**tests).iter_rows()
    return {(number, claim): _Said(*values) for number, claim, *values in rows}


def _result(row: Mapping[str, object], part: Judged | None, said: _Said) -> tuple[Result, int, str]:
    if said.refused:
        return Result.REFUSE, 0, "审核人裁定不予支持"
    if said.returned:
        return Result.RETURN, 0, "审核人裁定退回补正"
    if said.errors:
        return Result.OPEN, 0, f"有 {said.errors} 处错误未放行"
    assessed, claimed = row["amount_fen"], row["claimed_fen"]
    if part is None or not isinstance(assessed, int) or not isinstance(claimed, int):
        return Result.OPEN, 0, "金额尚不能核定"
    if part.rule.measure.unit != _MONEY:
        return Result.OPEN, 0, "这一事项不是发放资金"
    if said.sum_passed:
        pay = claimed
    elif said.sum_reduced:
        pay = assessed
    else:
        pay = min(assessed, claimed)
    return (Result.PAY, pay, "") if pay > 0 else (Result.REFUSE, 0, "核定金额为 0")


def _codes(review: Review) -> dict[tuple[int, int], str]:
    from claimcheck.forms import SheetKind

    found = {}
    for entry in review.inputs:
        read = entry.sheets.get(SheetKind.CLAIMS)
        if read is None or "applicant_code" not in read.frame.columns:
            continue
        for row, code in read.frame.select("row", "applicant_code").iter_rows():
            found[entry.number, row] = code or ""
    return found
