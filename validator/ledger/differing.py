"""Claims that the ledger holds already, but with another sum or other people than they have now."""

from dataclasses import dataclass
from datetime import date

import polars as pl
from sqlalchemy import Connection, select

from validator.ledger.engine import looked_up
from validator.ledger.schema import batches, claims

#: Of a claim that the ledger holds, what it was recorded with.
_HELD: dict[str, pl.DataType] = {
    "content": pl.Binary(),
    "batch_id": pl.Int64(),
    "batch": pl.String(),
    "accepted_on": pl.Date(),
    "then_fen": pl.Int64(),
    "then_people": pl.Int64(),
}


@dataclass(frozen=True)
class Differing:
    """A claim as it was recorded, and as it stands now: a verdict or a setting has changed."""

    claim_id: str
    batch_id: int
    batch: str
    accepted_on: date
    then_fen: int | None
    then_people: int
    now_fen: int
    now_people: int


def held_of(connection: Connection, contents: pl.Series) -> pl.DataFrame:
    """What the ledger holds under some contents: one row a claim."""
    with looked_up(connection, sorted(contents)) as asked:
        rows = connection.execute(
            select(
                claims.c.content,
                batches.c.id,
                batches.c.name,
                batches.c.accepted_on,
                claims.c.amount_fen,
                claims.c.people,
            )
            .join(asked, asked.c.hash == claims.c.content)
            .join(batches, batches.c.id == claims.c.batch_id)
        ).all()
    return pl.DataFrame([(bytes(row[0]), *row[1:]) for row in rows], _HELD, orient="row")


def differing(new: pl.DataFrame, held: pl.DataFrame) -> tuple[Differing, ...]:
    """The claims whose sum or number of people is not what was recorded.

    Args:
        new: claims with content, claim_id, amount_fen and people, as they stand now.
        held: of `held_of`.
    """
    same = (pl.col("amount_fen") == pl.col("then_fen")) & (
        pl.col("people") == pl.col("then_people")
    )
    rows = (
        new.filter(pl.col("amount_fen").is_not_null())
        .join(held, on="content", how="inner", maintain_order="left")
        .filter(~same.fill_null(value=False))
    )
    return tuple(
        Differing(
            row["claim_id"],
            row["batch_id"],
            row["batch"],
            row["accepted_on"],
            row["then_fen"],
            row["then_people"],
            row["amount_fen"],
            row["people"],
        )
        for row in rows.iter_rows(named=True)
    )
