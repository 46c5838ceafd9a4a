"""What the chain says of the batches in the ledger, held against what is there.

Every change of the ledger is an event that says how the batches concerned are since then: how
many claims and people, and a keyed hash of all their rows. So rows that were changed, put in or
taken out behind our back are seen, and batches that went missing with them.
"""

import random
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection, func, select

from validator.ledger.audit.events import Acceptance, Payments, RecordedEvent, Stock
from validator.ledger.keys import STOCK, Hasher
from validator.ledger.schema import batches, claims, entries

#: So many people of older batches are looked at in one run of `validate`, some batches each
#: time by chance: all of them where the ledger is not larger, which takes less than half a second.
PEOPLE_A_RUN = 200_000

_CHUNK = 50_000
_DIGEST = 16


@dataclass(frozen=True)
class Expected:
    """A batch as the chain says that it is."""

    event: int  #: the number of the last event about it
    stock: Stock


def expected(recorded: Sequence[RecordedEvent]) -> dict[int, Expected]:
    """How the batches are, by their numbers, after all events."""
    held: dict[int, Expected] = {}
    for entry in recorded:
        if isinstance(entry.event, Payments | Acceptance):
            for number, stock in entry.event.batches:
                held.pop(number, None)
                if stock is not None:
                    held[number] = Expected(entry.number, stock)
    return held


def miscounted(connection: Connection, held: Mapping[int, Expected]) -> Iterator[str]:
    """Say in Chinese which batches have more or fewer claims and people than they should.

    Quick, however large the ledger: the people of a batch are only counted where the ledger as
    a whole has too many or too few.
    """
    found = _claims_of_batches(connection)
    for number in sorted(held.keys() | found.keys()):
        if number not in found:
            yield f"{_named(number, held[number].stock)}不见了"
        elif number not in held:
            yield f"序号 {number} 的批次没有登记的记录"
        elif found[number] != held[number].stock.claims:
            yield f"{_named(number, held[number].stock)}现在是 {found[number]:,} 项申报"
    people = connection.scalar(select(func.count()).select_from(entries)) or 0
    if people != sum(one.stock.people for one in held.values()):
        for number, count in _people_of_batches(connection).items():
            if number in held and count != held[number].stock.people:
                yield f"{_named(number, held[number].stock)}现在是 {count:,} 人"


def changed(
    connection: Connection, hasher: Hasher, held: Mapping[int, Expected], numbers: Collection[int]
) -> Iterator[int]:
    """The batches of these whose rows are not as the chain says."""
    for number in numbers:
        if stock_of(connection, hasher, number) != held[number].stock:
            yield number


def changed_words(held: Mapping[int, Expected], number: int) -> str:
    """Say in Chinese that the rows of a batch were changed."""
    return f"{_named(number, held[number].stock)}的内容被改动"


def chosen(held: Mapping[int, Expected], since: int) -> list[int]:
    """The batches to look at in one run.

    Args:
        held: how the batches are.
        since: the last event that this machine has seen: what came later was never looked at.
    """
    taken = [number for number, one in held.items() if one.event > since]
    left, older = PEOPLE_A_RUN, [number for number, one in held.items() if one.event <= since]
    random.shuffle(older)
    for number in older:
        if left <= 0:
            break
        left -= held[number].stock.people
        taken.append(number)
    return taken


def stock_of(connection: Connection, hasher: Hasher, number: int) -> Stock | None:
    """How a batch is now; None where it is not there."""
    batch = connection.execute(select(batches).where(batches.c.id == number)).first()
    if batch is None:
        return None
    digest, encode = hasher.running(STOCK), msgspec.msgpack.Encoder().encode
    digest.update(encode(tuple(batch)))
    own = select(claims).where(claims.c.batch_id == number).order_by(claims.c.id)
    counted = 0
    for claim in connection.execute(own):
        digest.update(encode(_plain(claim)))
        counted += 1
    people = 0
    # Not through the library's columns: they would cost more than the database itself.
    result = connection.exec_driver_sql(
        "SELECT e.id, e.claim, e.person, e.person_name, e.household, e.account, e.amount_fen, "  # noqa: S608
        "e.months FROM claims c JOIN entries e ON e.claim = c.id "
        f"WHERE c.batch_id = {int(number)} ORDER BY c.id, e.id"
    )
    assert result.cursor is not None  # noqa: S101 - it is a query
    while rows := result.cursor.fetchmany(_CHUNK):
        # Without months an entry is told as it was before there were any.
        digest.update(b"".join(encode(row if row[-1] is not None else row[:-1]) for row in rows))
        people += len(rows)
    result.close()
    return Stock(
        claims=counted,
        people=people,
        digest=digest.digest()[:_DIGEST].hex(),
    )


def all_batches(connection: Connection) -> list[int]:
    """The numbers of the batches that are there."""
    return list(connection.scalars(select(batches.c.id).order_by(batches.c.id)))


def _plain(row: Sequence[object]) -> tuple[object, ...]:
    return tuple(bytes(value) if isinstance(value, memoryview) else value for value in row)


def _claims_of_batches(connection: Connection) -> dict[int, int]:
    query = (
        select(batches.c.id, func.count(claims.c.id))
        .outerjoin(claims, claims.c.batch_id == batches.c.id)
        .group_by(batches.c.id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _people_of_batches(connection: Connection) -> dict[int, int]:
    query = (
        select(batches.c.id, func.count(entries.c.id))
        .outerjoin(claims, claims.c.batch_id == batches.c.id)
        .outerjoin(entries, entries.c.claim == claims.c.id)
        .group_by(batches.c.id)
    )
    return {row[0]: row[1] for row in connection.execute(query)}


def _named(number: int, stock: Stock) -> str:
    return f"序号 {number} 的批次（登记时 {stock.claims:,} 项申报、{stock.people:,} 人）"
