"""The hook of `validate`: a result with the supervisors' decisions beside its findings."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from claimcheck.forms import SheetKind
from validator.findings.basis import with_basis
from validator.ledger.audit.events import RecordedEvent, Verdict
from validator.ledger.audit.state import Supervision
from validator.ledger.audit.words import UNBLOCKED
from validator.ledger.errors import LedgerMissingError
from validator.ledger.keys import PARTY
from validator.ledger.presence import is_none, there_may_be, was_used
from validator.reading.batch import Input
from validator.run.assembling import FLAGGED, PASSED, concerned
from validator.run.validate import Validation
from validator.supervision.contradicting import contradicted, contradictions
from validator.supervision.finding_status import COLUMNS, Tools, stand, undecided
from validator.supervision.outcome import COLUMNS as OUTCOMES
from validator.supervision.outcome import with_outcomes
from validator.supervision.refused_before import COLUMN as REFUSED_BEFORE
from validator.supervision.refused_before import abouts, with_refusals
from validator.supervision.ruling import Ruled
from validator.supervision.sealing import own_seals

if TYPE_CHECKING:
    from validator.ledger.audit.state import Events
    from validator.ledger.audit.trail import Trail
    from validator.ledger.ledger import Ledger

_PARTIES = {
    "input": pl.Int64(),
    "claim_id": pl.String(),
    "county": pl.String(),
    "applicant_code": pl.String(),
}


def with_verdicts(
    validation: Validation,
    url: str | None,
    on: date,
    *,
    key_file: Path | None = None,
    witnesses: Collection[str] = (),
) -> Validation:
    """The result with what supervisors decided earlier about its findings.

    Args:
        validation: the result of a run.
        url: the ledger's address; None: the user's own; "none": there is none.
        on: the day to judge by.
        key_file: the ledger's key; None: the user's own.
        witnesses: what earlier runs noted of the ledger, see `Supervision.witness`.

    Returns:
        The same with the columns of `standing.COLUMNS` in `findings` and with `supervision`;
        a claim all of whose findings were let through is passed.

    Raises:
        LedgerError: the ledger is there and cannot be opened.
    """
    fault = ""
    if there_may_be(url) or (not is_none(url) and (witnesses or was_used(key_file))):
        from validator.ledger.audit.trail import open_trail, read_trail

        try:
            with open_trail(url, key_file, create=False) as trail:
                return judged_again(validation, trail, trail.read(witnesses), on)
        except LedgerMissingError:
            fault = read_trail(url, key_file, witnesses).fault  # it may have been removed
    return _undecided(replace(validation, seals=own_seals(key_file)), fault)


def _undecided(validation: Validation, fault: str) -> Validation:
    findings = undecided(validation.findings)
    return replace(
        validation,
        findings=findings,
        first=validation.findings,
        claims=with_outcomes(validation.claims, validation.claims, findings),
        supervision=Supervision(fault),
    )


def judged_again(validation: Validation, trail: "Trail", events: "Events", on: date) -> Validation:
    """The result under the decisions of a trail that is open, whatever it showed before."""
    validation = replace(validation, seals=trail.ledger.seals)
    found = validation.findings if validation.first is None else validation.first
    if events.fault or validation.assembly is None:
        return _undecided(replace(validation, findings=found, ruled=[]), events.fault)
    who, how = _asked_of(validation, trail.ledger)
    seen: list[Supervision] = []

    def placed(findings: pl.DataFrame) -> pl.DataFrame:
        standing, supervision = stand(findings.drop(*COLUMNS, strict=False), who, events, on, how)
        seen.append(supervision)
        return contradicted(standing)

    made = Ruled(validation.assembly, found, placed)
    assessed = validation.claims.drop(*OUTCOMES, REFUSED_BEFORE, strict=False)
    ruled = validation.assembly.claims(made.contexts, made.findings) if made.changed else assessed
    claims = _with_verdict(with_outcomes(assessed, ruled, made.findings), made.findings)
    claims = with_refusals(claims, abouts(validation, trail.ledger), events.recorded)
    return replace(
        validation,
        findings=made.findings,
        first=found,
        claims=claims,
        ruled=made.judged if made.changed else [],
        supervision=seen[-1],
    )


def contradictions_in(
    validation: Validation, trail: "Trail", on: date
) -> Callable[[Sequence[tuple[str, Verdict]]], Mapping[str, str]]:
    """What finds decisions that cannot hold beside those that stand in a batch.

    Args:
        validation: the batch, under the decisions that stand.
        trail: the audit trail.
        on: the day to judge by.
    """

    def found(new: Sequence[tuple[str, Verdict]]) -> dict[str, str]:
        events = trail.read()
        if events.fault:
            return {}
        last = len(events.recorded)
        given = [
            RecordedEvent(number=last + place, at="", who=who, event=event)
            for place, (who, event) in enumerate(new, 1)
        ]
        then = replace(events, recorded=[*events.recorded, *given])
        findings = validation.findings.drop(*COLUMNS, strict=False)
        who, how = _asked_of(validation, trail.ledger)
        standing, _ = stand(findings, who, then, on, how)
        return contradictions(standing)

    return found


def _asked_of(validation: Validation, ledger: "Ledger") -> tuple[pl.DataFrame, Tools]:
    """Who claims where, and what joining verdicts to findings needs."""
    how = tools(ledger, validation.inputs)
    if validation.parties is None:
        return parties(validation.inputs), how
    # Applicants are hashes already, which `tidy` has written in capitals.
    return validation.parties, replace(how, hash_applicant=str.lower)


def parties(inputs: Sequence[Input]) -> pl.DataFrame:
    """Who claims where: input, claim_id, county, applicant_code."""
    parts = [
        _party_columns(entry.sheets[SheetKind.CLAIMS].frame, entry.number)
        for entry in inputs
        if SheetKind.CLAIMS in entry.sheets
    ]
    return pl.concat([pl.DataFrame(schema=_PARTIES), *parts])


def tools(ledger: "Ledger", inputs: Sequence[Input]) -> Tools:
    """What joining verdicts to findings needs of the files and of the ledger's key."""

    def rests_on(findings: pl.DataFrame) -> pl.DataFrame:
        based = with_basis(findings, inputs)
        return based.with_columns(rests_on=stored_basis(ledger, based["basis"]))

    def hash_applicant(code: str) -> str:
        return applicant_hash(ledger, code)

    return Tools(rests_on, hash_applicant)


def stored_basis(ledger: "Ledger", bases: pl.Series) -> pl.Series:
    """Bases as they are stored: keyed, so that nobody can try out contents."""
    return ledger.content_hashes(bases).bin.encode("hex")


def applicant_hash(ledger: "Ledger", code: str) -> str:
    """The keyed hash of an applicant's code, hexadecimal."""
    hashed: bytes = ledger.content_hashes(pl.Series([f"{PARTY} {code}"]))[0]
    return hashed.hex()


def _party_columns(frame: pl.DataFrame, number: int) -> pl.DataFrame:
    numbered = frame.with_columns(input=pl.lit(number, pl.Int64))
    return numbered.select(
        (pl.col(name) if name in numbered.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in _PARTIES.items()
    )


def _with_verdict(claims: pl.DataFrame, findings: pl.DataFrame) -> pl.DataFrame:
    """A claim that was flagged passes where everything found about it was let through."""
    serious = findings.filter(
        pl.col("severity").is_in(["error", "warning"])
        & ~pl.col("standing").is_in([str(one) for one in UNBLOCKED])
    )
    left = concerned(claims, serious) | claims["outcome"].is_null()
    return claims.with_columns(
        verdict=pl.when(left).then(pl.lit(FLAGGED)).otherwise(pl.lit(PASSED))
    )
