"""Finding people, households, accounts and applicants of a batch in the ledger, all at once."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import polars as pl
from sqlalchemy import Column, Connection, Select, Table, null, select

from validator.ledger.engine import looked_up
from validator.ledger.keys import ACCOUNT, FACILITY, PARTY, Hasher
from validator.ledger.schema import batches, claims, entries


class By(StrEnum):
    """What a row is looked up by."""

    PERSON = "person"
    HOUSEHOLD = "household"
    ACCOUNT = "account"
    CLAIMANT = "claimant"
    FACILITY = "facility"


@dataclass(frozen=True)
class _Way:
    column: str  #: of the frame that is looked up
    kind: str  #: of the hash
    stored: "Column[bytes]"


WAYS = {
    By.PERSON: _Way("id_number", PARTY, entries.c.person),
    By.HOUSEHOLD: _Way("household_id", PARTY, entries.c.household),
    By.ACCOUNT: _Way("bank_account", ACCOUNT, entries.c.account),
    By.CLAIMANT: _Way("applicant_code", PARTY, claims.c.applicant),
    By.FACILITY: _Way("facility", FACILITY, claims.c.facility),
}

#: One row a pair of a looked-up row and what the ledger holds of it.
SCHEMA: dict[str, pl.DataType] = {
    "index": pl.UInt32(),  #: place of the row in the frame that was looked up
    "by": pl.String(),
    "person": pl.Binary(),  #: hash of the person paid; null where a claim was matched
    "claim": pl.Int64(),  #: the ledger's number of the claim
    "claim_id": pl.String(),
    "measure": pl.String(),
    "type": pl.String(),
    "applicant": pl.String(),
    "county": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "year": pl.Int64(),
    "amount_fen": pl.Int64(),  #: of the person; of the claim where a claim was matched
    "months": pl.Int64(),  #: of the person; null where none were recorded
    "claim_amount_fen": pl.Int64(),
    "verdict": pl.String(),
    "content": pl.Binary(),
    "batch_id": pl.Int64(),
    "batch": pl.String(),
    "accepted_on": pl.Date(),
}

#: What is found under a hash, wherever it stands in a frame.
HELD: dict[str, pl.DataType] = {
    "hash": pl.Binary(),
    **{name: dtype for name, dtype in SCHEMA.items() if name not in ("index", "by")},
}

_FROM_CLAIMS: tuple[Any, ...] = (
    claims.c.id.label("claim"),
    claims.c.claim_id,
    claims.c.measure,
    claims.c.type,
    claims.c.applicant_name.label("applicant"),
    claims.c.county,
    claims.c.period_start,
    claims.c.period_end,
    claims.c.year,
)
_CLAIM_END: tuple[Any, ...] = (
    claims.c.amount_fen.label("claim_amount_fen"),
    claims.c.verdict,
    claims.c.content,
    claims.c.batch_id,
    batches.c.name.label("batch"),
    batches.c.accepted_on,
)


def find(
    connection: Connection,
    hasher: Hasher,
    frame: pl.DataFrame,
    by: By,
    measures: Collection[str] | None = None,
) -> pl.DataFrame:
    """Everything the ledger holds about the rows of a frame, looked up in one way.

    Args:
        connection: within a transaction.
        hasher: makes the hashes.
        frame: rows with the column that `by` needs: id_number, household_id, bank_account,
            applicant_code or facility.
        by: what to look up by.
        measures: only entries under these measures.

    Returns:
        A frame of `SCHEMA`; a row of `frame` may have none, one or many.
    """
    hashes = hashes_of(hasher, frame, by)
    return beside(hashes, held(connection, hashes, by, measures), by)


def hashes_of(hasher: Hasher, frame: pl.DataFrame, by: By) -> pl.Series:
    """What the rows of a frame are looked up by, named "hash"; null where there is nothing."""
    way = WAYS[by]
    if way.column not in frame.columns:
        return pl.repeat(None, frame.height, dtype=pl.Binary, eager=True).alias("hash")
    return hasher.column(way.kind, frame[way.column].cast(pl.String)).alias("hash")


def held(
    connection: Connection, hashes: pl.Series, by: By, measures: Collection[str] | None = None
) -> pl.DataFrame:
    """Everything the ledger holds under some hashes: `hash` and the columns of `SCHEMA`.

    Args:
        connection: within a transaction.
        hashes: of `hashes_of`, those of many frames together.
        by: what they are hashes of.
        measures: only entries under these measures.

    Returns:
        Without `index` and `by`; of one hash in the order of the days and claims.
    """
    asked_for = hashes.drop_nulls().unique().sort()
    if asked_for.is_empty():
        return pl.DataFrame(schema=HELD)
    with looked_up(connection, asked_for.to_list()) as asked:
        rows = connection.execute(_query(asked, by, measures)).all()
    names = ["number", *(name for name in HELD if name != "hash")]
    found = pl.DataFrame(
        [tuple(row) for row in rows],
        {name: SCHEMA.get(name, pl.Int64()) for name in names},
        orient="row",
    )
    numbers = asked_for.to_frame("hash").with_columns(number=pl.int_range(pl.len(), dtype=pl.Int64))
    return found.join(numbers, on="number", how="inner", maintain_order="left").select(HELD.keys())


def beside(hashes: pl.Series, found: pl.DataFrame, by: By) -> pl.DataFrame:
    """What was found, beside the rows that were looked up: a frame of `SCHEMA`.

    Args:
        hashes: of the rows.
        found: of `held`, for these hashes and any others.
        by: what they are hashes of.
    """
    places = pl.DataFrame({"hash": hashes}).with_row_index("index")
    return (
        places.join(found, on="hash", how="inner", maintain_order="left_right")
        .with_columns(by=pl.lit(str(by)))
        .select(SCHEMA.keys())
        .cast({"index": pl.UInt32})
    )


def empty() -> pl.DataFrame:
    """A frame without matches."""
    return pl.DataFrame(schema=SCHEMA)


def _query(asked: Table, by: By, measures: Collection[str] | None) -> Select[Any]:
    way = WAYS[by]
    if way.stored.table is entries:
        query = (
            select(
                asked.c.number,
                entries.c.person,
                *_FROM_CLAIMS,
                entries.c.amount_fen,
                entries.c.months,
                *_CLAIM_END,
            )
            .select_from(asked)
            .join(entries, way.stored == asked.c.hash)
            .join(claims, claims.c.id == entries.c.claim)
        )
    else:
        query = (
            select(
                asked.c.number,
                null().label("person"),
                *_FROM_CLAIMS,
                claims.c.amount_fen,
                null().label("months"),
                *_CLAIM_END,
            )
            .select_from(asked)
            .join(claims, way.stored == asked.c.hash)
        )
    query = query.join(batches, batches.c.id == claims.c.batch_id)
    if measures is not None:
        query = query.where(claims.c.measure.in_(sorted(measures)))
    return query.order_by(asked.c.number, batches.c.accepted_on, claims.c.id)
