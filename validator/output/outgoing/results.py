"""What becomes of each claim after the review: paid, returned, refused, or still open."""

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from claimcheck.policy.model import People
from claimcheck.text import shown_name
from validator.checks.base import Judged
from validator.ledger.audit.words import RESULT_WORDS, ClaimResult
from validator.reading.batch import Input
from validator.reading.units import own_places
from validator.run.validate import Validation

__all__ = ["RESULT_WORDS", "Claim", "ClaimResult", "results"]


#: Texts of findings that name places and claims.
_TEXTS = ("message", "expected", "fix")


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
    result: ClaimResult
    pay_fen: int  #: 0 unless it is paid
    why: str  #: in Chinese, where it is not paid
    headcount: int | None
    people: People | None  #: whom the measure pays; None where it is not known
    judged: Judged | None  #: where its people stand
    number: int | None  #: its number among the judged claims
    reminders: int = 0  #: reminders that nobody has decided yet
    own_id: str = ""  #: its number as the applicant wrote it, where `collect` changed it
    own_file: str = ""  #: the name of the applicant's own file, where it came collected

    @property
    def known_as(self) -> str:
        """The number by which the applicant knows it."""
        return self.own_id or self.claim_id

    @property
    def handed_in_as(self) -> str:
        """The name of the file in which the applicant handed it in."""
        return self.own_file or self.file


def results(validation: Validation) -> list[Claim]:
    """What becomes of every claim, by the verdicts that stand (see `supervision.outcome`)."""
    parts = {
        (row["input"], row["row"]): (part, row["claim"])
        for part in validation.in_force
        for row in part.claims.select("input", "row", "claim").iter_rows(named=True)
    }
    codes = _codes(validation)
    names = {entry.number: entry.label for entry in validation.inputs}
    owners = own_places(validation.units)
    made = []
    for row in validation.claims.iter_rows(named=True):
        part, number = parts.get((row["input"], row["row"]), (None, None))
        result = ClaimResult(row["result"])
        own = owners.get(row["unit"])
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
                pay_fen=row["ruled_fen"] if result is ClaimResult.PAY else 0,
                why=row["why"],
                headcount=row["ruled_people"],
                people=part.rule.measure.people if part else None,
                judged=part,
                number=number,
                reminders=row["reminders"],
                own_id=own.claim(row["claim_id"]) if own and row["claim_id"] else "",
                own_file=shown_name(own.file) if own else "",
            )
        )
    return made


def in_own_words(findings: pl.DataFrame, units: Sequence[Input]) -> pl.DataFrame:
    """Findings as the applicants know their rows, cells and claims, where they came collected.

    Args:
        findings: with `unit`, or of files that were not collected.
        units: what was judged by itself.
    """
    owners = own_places(units)
    if not owners or "unit" not in findings.columns:
        return findings
    said = []
    for unit, sheet, *texts in findings.select("unit", "sheet", *_TEXTS).iter_rows():
        own = owners.get(unit)
        said.append([own.said(text, sheet) if own and text else text for text in texts])
    schema = dict.fromkeys(_TEXTS, pl.String)
    return findings.with_columns(pl.DataFrame(said, schema=schema, orient="row").get_columns())


def _codes(validation: Validation) -> dict[tuple[int, int], str]:
    from claimcheck.forms import SheetKind

    found = {}
    for entry in validation.inputs:
        read = entry.sheets.get(SheetKind.CLAIMS)
        if read is None or "applicant_code" not in read.frame.columns:
            continue
        for row, code in read.frame.select("row", "applicant_code").iter_rows():
            found[entry.number, row] = code or ""
    return found
