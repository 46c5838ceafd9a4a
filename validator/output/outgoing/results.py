"""What becomes of each claim after the review: paid, returned, refused, or still open."""

from dataclasses import dataclass

from claimcheck.policy.load import rules
from claimcheck.policy.model import People
from claimcheck.text import shown_name
from validator.checks.base import Judged
from validator.ledger.audit.words import RESULT_WORDS, ClaimResult
from validator.reading.own_places import OwnPlaces
from validator.reading.units import own_places
from validator.run.validate import Validation

__all__ = ["RESULT_WORDS", "Claim", "ClaimResult", "results"]


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
    refused_before: str = ""  #: see `supervision.refused_before`
    own: OwnPlaces | None = None  #: the applicant's own file, where it came collected

    @property
    def known_as(self) -> str:
        """The number by which the applicant knows it."""
        return self.own.claim(self.claim_id) if self.own else self.claim_id

    @property
    def handed_in_as(self) -> str:
        """The name of the file in which the applicant handed it in."""
        return shown_name(self.own.file) if self.own else self.file


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
        made.append(
            Claim(
                input=row["input"],
                file=names[row["input"]],
                row=row["row"],
                claim_id=row["claim_id"] or "（空）",
                measure=row["measure"] or "",
                title=_title(part, row["measure"]),
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
                refused_before=row.get("refused_before") or "",
                own=owners.get(row["unit"]),
            )
        )
    return made


def _title(part: Judged | None, measure: str | None) -> str:
    """What the measure is called, also where the claim was too faulty to be judged."""
    rule = part.rule if part else rules().get(measure or "")
    return rule.measure.title if rule else ""


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
