"""Reading the ledger out: entries with masked names and pseudonyms, never with numbers."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from sqlalchemy import ColumnElement, CompoundSelect, Connection, or_, select, union

from claimcheck.identity import credit_code_fault, id_fault, tidy
from validator.ledger.keys import PARTY, Hasher
from validator.ledger.schema import batches, claims, entries

#: One row an entry, or a claim where it has no people.
SCHEMA: dict[str, pl.DataType] = {
    "batch_id": pl.Int64(),
    "batch": pl.String(),
    "accepted_on": pl.Date(),
    "claim_id": pl.String(),
    "measure": pl.String(),
    "type": pl.String(),
    "applicant": pl.String(),
    "county": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "year": pl.Int64(),
    "person": pl.String(),  #: masked name
    "pseudonym": pl.String(),  #: the same for the same person throughout this ledger
    "amount_fen": pl.Int64(),  #: of the person; null where the claim is paid as a whole
    "claim_amount_fen": pl.Int64(),
    "verdict": pl.String(),
    "reason": pl.String(),
    "claim": pl.Int64(),  #: tells claims with the same number of different applicants apart
}

#: Rows that are read at a time.
CHUNK = 100_000

#: Characters of a hash that are shown: enough to tell people apart, too few to search by.
_PSEUDONYM = 12


@dataclass(frozen=True)
class Wanted:
    """Which entries are read; all that is given must hold."""

    person: str = ""  #: an ID number: paid to, claimed by, or head of the household
    applicant: str = ""  #: a credit code, an ID number, or part of an organisation's name
    batch: str = ""  #: a batch's number or its whole name
    measure: str = ""
    year: int | None = None


def rows(connection: Connection, hasher: Hasher, wanted: Wanted) -> Iterator[pl.DataFrame]:
    """Frames of `SCHEMA`, at most `CHUNK` rows each, oldest batch first."""
    query = (
        select(
            batches.c.id,
            batches.c.name,
            batches.c.accepted_on,
            claims.c.claim_id,
            claims.c.measure,
            claims.c.type,
            claims.c.applicant_name,
            claims.c.county,
            claims.c.period_start,
            claims.c.period_end,
            claims.c.year,
            entries.c.person_name,
            entries.c.person,
            entries.c.amount_fen,
            claims.c.amount_fen.label("claim_amount_fen"),
            claims.c.verdict,
            claims.c.reason,
            claims.c.id,
        )
        .select_from(claims)
        .join(batches, batches.c.id == claims.c.batch_id)
        .outerjoin(entries, entries.c.claim == claims.c.id)
        .where(*_conditions(hasher, wanted))
        .order_by(claims.c.batch_id, claims.c.id, entries.c.id)
    )
    result = connection.execution_options(yield_per=CHUNK).execute(query)
    for part in result.partitions():
        yield _frame(part)


def _frame(part: Sequence[Any]) -> pl.DataFrame:
    read = SCHEMA | {"pseudonym": pl.Binary()}
    columns = zip(read.items(), zip(*part, strict=True), strict=True)
    frame = pl.DataFrame([pl.Series(name, values, dtype) for (name, dtype), values in columns])
    return frame.with_columns(
        pl.col("pseudonym").bin.encode("hex").str.head(_PSEUDONYM),
    )


def _conditions(hasher: Hasher, wanted: Wanted) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.person:
        hashed = hasher.one(PARTY, wanted.person)
        conditions += [
            or_(
                entries.c.person == hashed,
                entries.c.household == hashed,
                claims.c.applicant == hashed,
            ),
            claims.c.id.in_(_claims_of(hashed)),
        ]
    if wanted.applicant:
        text = tidy(wanted.applicant)
        if not id_fault(text) or not credit_code_fault(text):
            conditions.append(claims.c.applicant == hasher.one(PARTY, text))
        else:
            conditions.append(
                claims.c.applicant_name.contains(wanted.applicant.strip(), autoescape=True)
            )
    if wanted.batch:
        conditions.append(batch_is(wanted.batch))
    if wanted.measure:
        conditions.append(claims.c.measure == wanted.measure)
    if wanted.year is not None:
        conditions.append(claims.c.year == wanted.year)
    return conditions


def _claims_of(person: bytes) -> CompoundSelect[Any]:
    """The few claims that concern a person, each found by an index; without it all are read."""
    return union(
        select(entries.c.claim).where(entries.c.person == person),
        select(entries.c.claim).where(entries.c.household == person),
        select(claims.c.id).where(claims.c.applicant == person),
    )


def batch_is(text: str) -> ColumnElement[bool]:
    """Whether a batch has this number or this name."""
    named = batches.c.name == text.strip()
    digits = text.strip()
    if digits.isascii() and digits.isdigit() and len(digits) < 10:
        return or_(batches.c.id == int(digits), named)
    return named
