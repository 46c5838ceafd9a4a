"""The letter to each applicant: what to correct and what is not supported, in plain Chinese."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import polars as pl

from claimcheck.forms import SheetKind
from claimcheck.identity import id_fault
from claimcheck.text import shown_name
from validator.ledger.audit.words import Decision, Standing
from validator.output.outgoing.results import Claim, ClaimResult

#: Texts of findings that name places and claims.
_TEXTS = ("message", "expected", "fix")


@dataclass(frozen=True)
class Letter:
    """One letter: an applicant, his claims, and what stands in the way."""

    applicant: str
    person: bool  #: a person, not an organisation
    claims: list[Claim]
    points: pl.DataFrame  #: findings to correct
    refused: pl.DataFrame  #: findings for which the claim is not supported
    unclear: tuple[str, ...] = ()  #: his claims' numbers that another applicant uses too

    @property
    def files(self) -> list[str]:
        """The files in which the applicant handed his claims in."""
        return list(dict.fromkeys(one.handed_in_as for one in self.claims))

    def named(self, number: int, claim_id: str) -> str:
        """A claim as the applicant knows it, with its file where he handed in several."""
        one = next(one for one in self.claims if (one.input, one.claim_id) == (number, claim_id))
        return f"{one.known_as}（{one.handed_in_as}）" if len(self.files) > 1 else one.known_as


def letters(claims: Sequence[Claim], findings: pl.DataFrame) -> list[Letter]:
    """The letters for all claims that were returned or refused.

    Whoever has to correct something is told all that is open, so that he comes once.

    Args:
        claims: what became of the claims.
        findings: what `listing.listed` gives.
    """
    groups: dict[tuple[str, str], list[Claim]] = {}
    for claim in claims:
        if claim.result in (ClaimResult.RETURN, ClaimResult.REFUSE):
            groups.setdefault((claim.applicant_code, claim.applicant), []).append(claim)
    several = _of_several(claims)
    made = []
    for (code, applicant), own in groups.items():
        keys = pl.DataFrame(
            [(one.input, one.claim_id) for one in own],
            {"input": pl.Int64, "claim_id": pl.String},
            orient="row",
        )
        # What only informs is for the office to settle.
        mine = findings.filter(pl.col("severity") != "info").join(
            keys, on=["input", "claim_id"], how="semi", maintain_order="left"
        )
        mine = _in_own_words(_surely_of(mine, own, several), own)
        decided = pl.col("standing") == str(Standing.DECIDED)
        refused = decided & (pl.col("decision") == str(Decision.REFUSE))
        waits = (pl.col("severity") == "error") & ~pl.col("let_through") & ~refused
        returned = decided & (pl.col("decision") == str(Decision.RETURN))
        person = bool(code) and not id_fault(code)
        unclear = [one.known_as for one in own if (one.input, one.claim_id) in several]
        made.append(
            Letter(
                applicant, person, own, mine.filter(waits | returned), mine.filter(refused),
                tuple(dict.fromkeys(unclear)),
            )
        )  # fmt: skip
    return made


def _of_several(claims: Sequence[Claim]) -> set[tuple[int, str]]:
    """Input and number of claims whose number several applicants use in one file."""
    users: dict[tuple[int, str], set[tuple[str, str]]] = {}
    for one in claims:
        users.setdefault((one.input, one.claim_id), set()).add((one.applicant_code, one.applicant))
    return {key for key, who in users.items() if len(who) > 1}


def _surely_of(
    findings: pl.DataFrame, own: Sequence[Claim], several: Collection[tuple[int, str]]
) -> pl.DataFrame:
    """The findings without those that may be of another applicant's people.

    Of a number that several use, only what stands in the applicant's own row of the claims is
    surely his, and what is said of the number itself.
    """
    shared = [one for one in own if (one.input, one.claim_id) in several]
    if not shared:
        return findings
    places = ["input", "claim_id"]
    unclear = pl.DataFrame(
        [(one.input, one.claim_id, one.row) for one in shared],
        {"input": pl.Int64, "claim_id": pl.String, "row": pl.Int64},
        orient="row",
    )
    of_claims = pl.col("kind") == str(SheetKind.CLAIMS)
    number = findings.filter(of_claims & (pl.col("key") == "claim_id"))
    row = findings.filter(of_claims & (pl.col("key") != "claim_id"))
    sure = pl.concat(
        [
            findings.join(unclear, on=places, how="anti"),
            number.join(unclear, on=places, how="semi"),
            row.join(unclear, on=[*places, "row"], how="semi"),
        ]
    ).select("id")
    return findings.join(sure, on="id", how="semi", maintain_order="left")


def _in_own_words(findings: pl.DataFrame, claims: Sequence[Claim]) -> pl.DataFrame:
    """Findings as the applicant knows their rows, cells and claims, where they came collected."""
    owners = {(one.input, one.claim_id): one.own for one in claims if one.own is not None}
    if not owners or findings.is_empty():
        return findings
    said = []
    for number, claim, sheet, *texts in findings.select(
        "input", "claim_id", "sheet", *_TEXTS
    ).iter_rows():
        own = owners.get((number, claim))
        said.append([own.said(text, sheet) if own and text else text for text in texts])
    schema = dict.fromkeys(_TEXTS, pl.String)
    return findings.with_columns(pl.DataFrame(said, schema=schema, orient="row").get_columns())


def file_name(letter: Letter, number: int) -> str:
    """A name that every system takes."""
    who = re.sub(r'[\\/:*?"<>|\s]+', "_", shown_name(letter.applicant)).strip("._")[:40]
    return f"告知书-{number:03d}-{who or '申报人'}.docx"
