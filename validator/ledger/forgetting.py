"""Taking a batch or a person out of the ledger, and noting that something was taken out."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import Connection, delete, func, or_, select, update

from validator.ledger.errors import LedgerError
from validator.ledger.keys import PARTY, Hasher
from validator.ledger.listing import batch_is
from validator.ledger.schema import audit, batches, claims, entries


@dataclass(frozen=True)
class Forgotten:
    """How much was taken out."""

    what: str  #: batch or person
    batches: int
    claims: int
    entries: int


@dataclass(frozen=True)
class FoundBatch:
    """A batch that is about to be forgotten."""

    number: int
    name: str
    accepted_on: date
    claims: int
    entries: int


def find_batch(connection: Connection, text: str) -> FoundBatch:
    """The one batch with this number or name.

    Raises:
        LedgerError: there is none, or several have the name.
    """
    query = select(batches.c.id, batches.c.name, batches.c.accepted_on).where(batch_is(text))
    found = connection.execute(query.order_by(batches.c.id)).all()
    if not found:
        raise LedgerError(f"台账里没有批次“{text}”。可用 claimcheck ledger search 查看批次。")
    if len(found) > 1:
        listed = "、".join(f"{row.id}（{row.accepted_on}）" for row in found)
        raise LedgerError(f"台账里有 {len(found)} 个批次符合“{text}”：{listed}。请改用批次序号。")
    number = found[0].id
    own = select(claims.c.id).where(claims.c.batch_id == number)
    return FoundBatch(
        number,
        found[0].name,
        found[0].accepted_on,
        _count(connection, own),
        _count(connection, select(entries.c.id).where(entries.c.claim.in_(own))),
    )


def forget_batch(connection: Connection, batch: FoundBatch) -> Forgotten:
    """Take out a batch with its claims and entries."""
    own = select(claims.c.id).where(claims.c.batch_id == batch.number)
    gone_entries = connection.execute(delete(entries).where(entries.c.claim.in_(own))).rowcount
    gone_claims = connection.execute(
        delete(claims).where(claims.c.batch_id == batch.number)
    ).rowcount
    gone = connection.execute(delete(batches).where(batches.c.id == batch.number)).rowcount
    return _noted(connection, Forgotten("batch", gone, gone_claims, gone_entries))


def batches_of(connection: Connection, hasher: Hasher, id_number: str) -> list[int]:
    """The batches with rows that tell of a person."""
    hashed = hasher.one(PARTY, id_number)
    paid = select(entries.c.claim).where(
        or_(entries.c.person == hashed, entries.c.household == hashed)
    )
    concerned = or_(claims.c.id.in_(paid), claims.c.applicant == hashed)
    return list(connection.scalars(select(claims.c.batch_id).where(concerned).distinct()))


def forget_person(connection: Connection, hasher: Hasher, id_number: str) -> Forgotten:
    """Take out all that is kept of a person.

    Entries go; as head of a household or applicant the person is taken out of rows that are
    about others too. What was paid in all, and to how many, stays.
    """
    hashed = hasher.one(PARTY, id_number)
    gone = connection.execute(delete(entries).where(entries.c.person == hashed)).rowcount
    headed = connection.execute(
        update(entries).where(entries.c.household == hashed).values(household=None)
    ).rowcount
    applied = connection.execute(
        update(claims).where(claims.c.applicant == hashed).values(applicant=None, applicant_name="")
    ).rowcount
    if not gone + headed + applied:
        raise LedgerError("台账里没有这个人。请核对身份证号。")
    return _noted(connection, Forgotten("person", 0, applied, gone + headed))


def _noted(connection: Connection, forgotten: Forgotten) -> Forgotten:
    connection.execute(
        audit.insert().values(
            at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
            what=forgotten.what,
            batches=forgotten.batches,
            claims=forgotten.claims,
            entries=forgotten.entries,
        )
    )
    return forgotten


def _count(connection: Connection, query: object) -> int:
    counted = select(func.count()).select_from(query.subquery())  # type: ignore[attr-defined]
    return int(connection.scalar(counted) or 0)
