"""Writing an accepted batch into the ledger: once, and whole or not at all."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import polars as pl
from sqlalchemy import Connection, func, select, union

from claimcheck.identity_columns import id_is_right, tidy_text
from validator.findings.frame import masked
from validator.ledger.differing import Differing, differing, held_of
from validator.ledger.engine import insert_rows, looked_up
from validator.ledger.errors import LedgerError
from validator.ledger.keys import ACCOUNT, FACILITY, PARTY, Hasher
from validator.ledger.schema import batches, claims, entries

#: Columns of `NewBatch.claims`; `key` joins with `NewBatch.people`.
CLAIM_COLUMNS: dict[str, pl.DataType] = {
    "key": pl.Int64(),
    "claim_id": pl.String(),
    "measure": pl.String(),
    "type": pl.String(),
    "applicant": pl.String(),
    "applicant_code": pl.String(),
    "applicant_kind": pl.String(),
    "facility": pl.String(),
    "county": pl.String(),
    "period_start": pl.Date(),
    "period_end": pl.Date(),
    "amount_fen": pl.Int64(),
    "verdict": pl.String(),
    "reason": pl.String(),
    "content": pl.String(),  #: see `content.content_of`
}

#: Columns of `NewBatch.people`: one row for every person who is paid or counted.
PEOPLE_COLUMNS: dict[str, pl.DataType] = {
    "key": pl.Int64(),
    "id_number": pl.String(),
    "name": pl.String(),
    "household_id": pl.String(),
    "bank_account": pl.String(),
    "amount_fen": pl.Int64(),
    "months": pl.Int64(),  #: null where the measure adds up none
}

_CLAIM_ROW = (
    "batch_id claim_id measure type applicant applicant_name facility county period_start "
    "period_end year people amount_fen verdict reason content"
)
_ENTRY_ROW = "claim person person_name household account amount_fen months"


@dataclass(frozen=True)
class NewBatch:
    """Accepted claims with their people, as they stand in the workbooks.

    Columns that are missing count as empty. IDs and accounts are in clear here and nowhere
    in what is stored.
    """

    name: str
    accepted_on: date
    claims: pl.DataFrame
    people: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=PEOPLE_COLUMNS))
    #: the last batch that the claims were held against; None: they were held against none
    seen: int | None = None


@dataclass(frozen=True)
class RecordResult:
    """What `record` did."""

    batch_id: int | None  #: None where nothing was new
    batch: str
    claims: int
    entries: int
    amount_fen: int
    known: int  #: claims that the ledger holds already, or that the batch holds twice
    differing: tuple[Differing, ...] = ()  #: of the known ones, those recorded with another sum


@dataclass(frozen=True)
class HashedBatch:
    """A batch with all hashes made, before the ledger is locked."""

    name: str
    accepted_on: date
    claims: pl.DataFrame
    people: pl.DataFrame
    twice: int  #: claims left out because the batch holds the same claim before
    seen: int | None = None


def prepare(batch: NewBatch, hasher: Hasher) -> HashedBatch:
    """Make the rows that are stored: hashes instead of numbers, masked names."""
    named = pl.select(masked(pl.lit(batch.name.strip()))).item()
    stored = _stored_claims(_shaped(batch.claims, CLAIM_COLUMNS), batch.accepted_on, hasher)
    once = stored.unique("content", keep="first", maintain_order=True)
    people = _stored_people(_shaped(batch.people, PEOPLE_COLUMNS), hasher)
    people = people.join(once.select("key"), on="key", how="semi", maintain_order="left")
    counts = people.group_by("key").agg(people=pl.len())
    once = once.join(counts, on="key", how="left", maintain_order="left").with_columns(
        pl.col("people").fill_null(0)
    )
    twice = stored.height - once.height
    return HashedBatch(named, batch.accepted_on, once, people, twice, batch.seen)


def write(connection: Connection, new: HashedBatch) -> RecordResult:
    """Write the claims that the ledger does not hold, with their people.

    Args:
        connection: within a transaction that is the only one to write.
        new: what to write.

    Raises:
        LedgerError: somebody in the batch was recorded by others since the batch was held
            against the ledger.
    """
    held = held_of(connection, new.claims["content"])
    fresh = new.claims.join(held, on="content", how="anti", maintain_order="left")
    known = new.claims.height - fresh.height + new.twice
    differs = differing(new.claims, held)
    if fresh.is_empty():
        return RecordResult(None, new.name, 0, 0, 0, known, differs)
    if new.seen is not None:
        _need_unpaid_since(connection, new.seen, fresh, new.people)
    made = connection.execute(
        batches.insert().values(
            name=new.name,
            accepted_on=new.accepted_on,
            recorded_at=datetime.now(UTC).replace(tzinfo=None, microsecond=0),
        )
    )
    batch_id = int(made.inserted_primary_key[0])  # type: ignore[index]
    rows = fresh.with_columns(batch_id=pl.lit(batch_id))
    connection.execute(claims.insert(), rows.select(_CLAIM_ROW.split()).to_dicts())
    numbers = _numbers(connection, batch_id)
    keys = fresh.join(numbers, on="content", how="inner").select("key", "claim")
    people = new.people.join(keys, on="key", how="inner", maintain_order="left")
    people = people.sort("person")  # neighbours stand on the same page of the index
    insert_rows(connection, entries, _ENTRY_ROW, people.select(_ENTRY_ROW.split()).rows())
    amount = int(fresh["amount_fen"].sum())
    return RecordResult(batch_id, new.name, fresh.height, people.height, amount, known, differs)


def _need_unpaid_since(
    connection: Connection, seen: int, fresh: pl.DataFrame, people: pl.DataFrame
) -> None:
    """Two offices may check at once and record one after the other: the later looks again."""
    if connection.scalar(select(batches.c.id).where(batches.c.id > seen).limit(1)) is None:
        return
    own = people.join(fresh.select("key"), on="key", how="semi")["person"]
    hashes = pl.concat([own, fresh["applicant"].drop_nulls()]).unique().sort().to_list()
    with looked_up(connection, hashes) as asked:
        by_person = (
            select(asked.c.hash)
            .join(entries, entries.c.person == asked.c.hash)
            .join(claims, claims.c.id == entries.c.claim)
            .where(claims.c.batch_id > seen)
        )
        by_applicant = (
            select(asked.c.hash)
            .join(claims, claims.c.applicant == asked.c.hash)
            .where(claims.c.batch_id > seen)
        )
        both = union(by_person, by_applicant).subquery()
        number = connection.scalar(select(func.count()).select_from(both))
    if number:
        raise LedgerError(
            f"核查期间，另有一处登记了本批中的 {number} 个人员或申报主体。"
            "本批没有登记，台账没有因此改动。请再登记一次，程序会与台账重新核对。"
        )


def _numbers(connection: Connection, batch_id: int) -> pl.DataFrame:
    query = select(claims.c.content, claims.c.id).where(claims.c.batch_id == batch_id)
    rows = [(bytes(content), number) for content, number in connection.execute(query)]
    return pl.DataFrame(rows, {"content": pl.Binary, "claim": pl.Int64}, orient="row")


def _shaped(frame: pl.DataFrame, columns: dict[str, pl.DataType]) -> pl.DataFrame:
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(None)).cast(dtype).alias(name)
        for name, dtype in columns.items()
    )


def _stored_claims(frame: pl.DataFrame, on: date, hasher: Hasher) -> pl.DataFrame:
    texts = ("claim_id", "measure", "type", "county", "verdict", "reason")
    free = ("claim_id", "reason")
    code = tidy_text(pl.col("applicant_code"))
    # A number of 18 digits can be right as both: then it is taken for a person's.
    organisation = (
        code.str.contains("^[0-9A-HJ-NPQRTUWXY]{18}$")
        & ~id_is_right(code)
        & ~code.str.contains(r"^\d{6}(19|20)\d{9}[\dX]$")
        & (pl.col("applicant_kind").fill_null("") != "个人")
    ).fill_null(value=False)
    name = pl.col("applicant").fill_null("").str.strip_chars()
    shown = pl.when(organisation).then(masked(name)).otherwise(masked_name(name))
    year = pl.coalesce(pl.col("period_end").dt.year(), pl.col("period_start").dt.year())
    stored = frame.with_columns(pl.col(texts).fill_null("")).with_columns(
        masked(pl.col(free)), applicant_name=shown, year=year.fill_null(on.year).cast(pl.Int64)
    )
    return stored.with_columns(
        hasher.column(PARTY, stored["applicant_code"]).alias("applicant"),
        hasher.column(FACILITY, stored["facility"]),
        hasher.contents(stored["content"]),
    )


def _stored_people(frame: pl.DataFrame, hasher: Hasher) -> pl.DataFrame:
    stored = frame.with_columns(
        hasher.column(PARTY, frame["id_number"]).alias("person"),
        hasher.column(PARTY, frame["household_id"]).alias("household"),
        hasher.column(ACCOUNT, frame["bank_account"]).alias("account"),
        person_name=masked_name(pl.col("name").fill_null("").str.strip_chars()),
    )
    return stored.filter(pl.col("person").is_not_null())


def masked_name(name: pl.Expr) -> pl.Expr:
    """Keep the first character, as `claimcheck.identity.mask_name` does."""
    stars = pl.lit("*").repeat_by((name.str.len_chars().cast(pl.Int64) - 1).clip(0))
    return name.str.head(1) + stars.list.join("")
