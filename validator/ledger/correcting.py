"""Another sum and other people in the place of those that a claim was recorded with.

After an appeal one claim of a batch is paid more or less. The batch stays; what stood before is
kept in the chain (see `audit.events.Correction`), so that nothing is lost by it.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection, delete, select, update

from validator.ledger.engine import insert_rows
from validator.ledger.errors import LedgerError
from validator.ledger.recording import ENTRY_ROW, HashedBatch, need_unpaid_since
from validator.ledger.schema import batches, claims, entries

_NOT_HELD = "台账里没有这项申报（事项、主体、期间、申报金额和人员都相同的），没有可以更正的。"
_THE_SAME = "这项申报现在的金额和人员与台账相同，不用更正。"


@dataclass(frozen=True)
class HeldClaim:
    """A claim as the ledger has it."""

    number: int  #: of the claim, in the ledger
    claim_id: str
    batch_id: int
    batch: str
    accepted_on: date
    amount_fen: int | None
    people: int


@dataclass(frozen=True)
class Corrected:
    """What was done to a claim."""

    then: HeldClaim
    now_fen: int | None  #: None where it was taken out, or is granted in kind
    now_people: int
    taken_out: bool  #: it is paid nothing any more


def held_claim(connection: Connection, content: bytes) -> HeldClaim:
    """The claim that the ledger holds under a content.

    Raises:
        LedgerError: there is none.
    """
    row = connection.execute(
        select(
            claims.c.id,
            claims.c.claim_id,
            batches.c.id,
            batches.c.name,
            batches.c.accepted_on,
            claims.c.amount_fen,
            claims.c.people,
        )
        .join(batches, batches.c.id == claims.c.batch_id)
        .where(claims.c.content == content)
    ).first()
    if row is None:
        raise LedgerError(_NOT_HELD)
    return HeldClaim(*row)


def correct(connection: Connection, held: HeldClaim, now: HashedBatch) -> Corrected:
    """Write a claim as it is now.

    Args:
        connection: within a transaction that is the only one to write.
        held: the claim as it was recorded.
        now: this claim alone; without claims, it is paid nothing and taken out.

    Raises:
        LedgerError: nothing differs, or somebody whom it counts now was recorded by others
            since it was held against the ledger.
    """
    own = entries.c.claim == held.number
    if now.claims.is_empty():
        connection.execute(delete(entries).where(own))
        connection.execute(delete(claims).where(claims.c.id == held.number))
        return Corrected(held, None, 0, taken_out=True)
    if now.seen is not None:
        need_unpaid_since(connection, now.seen, now.claims, now.people)
    (claim,) = now.claims.iter_rows(named=True)
    people = now.people.with_columns(claim=held.number).sort("person").select(ENTRY_ROW.split())
    columns = [entries.c[name] for name in ENTRY_ROW.split()]
    there = {_plain(row) for row in connection.execute(select(*columns).where(own))}
    if claim["amount_fen"] == held.amount_fen and there == set(people.rows()):
        raise LedgerError(_THE_SAME)
    connection.execute(delete(entries).where(own))
    insert_rows(connection, entries, ENTRY_ROW, people.rows())
    changed = {name: claim[name] for name in ("amount_fen", "people", "verdict", "reason")}
    connection.execute(update(claims).where(claims.c.id == held.number).values(**changed))
    return Corrected(held, claim["amount_fen"], claim["people"], taken_out=False)


def _plain(row: "tuple[object, ...]") -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)
