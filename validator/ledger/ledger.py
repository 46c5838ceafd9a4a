"""The ledger: used by methods, closed again. It is opened by `validator.ledger.opening`."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

import polars as pl
from sqlalchemy import Connection, Engine, Table, select

from claimcheck.policy import Rule
from validator.ledger import correcting, forgetting, listing, matching, recording, schema
from validator.ledger import earlier as earlier_module
from validator.ledger.audit import schema as audit_schema
from validator.ledger.audit.audit_head import Heads
from validator.ledger.audit.book import Book
from validator.ledger.audit.distrust import broken
from validator.ledger.audit.errors import BrokenTrailError
from validator.ledger.audit.events import Correction
from validator.ledger.audit.state import Events
from validator.ledger.engine import (
    empty_journal,
    looked_up,
    reading,
    writing,
)
from validator.ledger.errors import LedgerError, explained
from validator.ledger.held_against import HeldAgainst, seen_now
from validator.ledger.keys import Hasher
from validator.ledger.matching import By

#: A claim that the ledger holds with a content that was asked for.
REPEATED: dict[str, pl.DataType] = {
    "content": pl.Binary(),
    "claim_id": pl.String(),
    "batch_id": pl.Int64(),
    "batch": pl.String(),
    "accepted_on": pl.Date(),
    "amount_fen": pl.Int64(),
}


def repeats_beside(contents: pl.Series, held: pl.DataFrame) -> pl.DataFrame:
    """The claims of `held` (rows of `REPEATED`) beside the contents that were asked for."""
    places = pl.DataFrame({"content": contents}).with_row_index("index")
    return places.join(held, on="content", how="inner", maintain_order="left").drop("content")


class Ledger:
    """Earlier claims. Made by `open_ledger`; every method is one transaction."""

    def __init__(self, engine: Engine, where: str, hasher: Hasher, book: Book) -> None:
        self._engine = engine
        self._hasher = hasher
        self.where = where  #: how it is named to people
        self.book = book  #: the chain of what was paid and decided
        self.new_key: Path | None = None  #: the key file, where it was made just now
        self._as_new: frozenset[bytes] = frozenset()  #: see `as_if_new`
        self.taken_over = 0  #: batches of an earlier version that the chain knows since now

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def hasher(self) -> Hasher:
        """What makes the hashes under which people, accounts and claims stand here."""
        return self._hasher

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A transaction that sees one state of the database throughout.

        Raises:
            LedgerError: the database cannot be read.
        """
        with explained(self.where), reading(self._engine) as connection:
            yield connection

    @contextmanager
    def writing(self, *tables: Table) -> Iterator[Connection]:
        """A transaction that is the only one to write; all of it holds or none.

        Args:
            tables: the first of what is written to; empty while the tables are being made.

        Raises:
            LedgerError: the database cannot be written to.
        """
        with explained(self.where), writing(self._engine, *tables) as connection:
            yield connection

    @contextmanager
    def changing(
        self, *, with_payments: bool = False
    ) -> Iterator[tuple[Connection, Heads, Events]]:
        """A transaction that adds to the chain, which is whole.

        Args:
            with_payments: whether batches are changed, too.

        Yields:
            The connection, the heads that were seen, and what stands in the chain.

        Raises:
            BrokenTrailError: chain or ledger were changed; nothing is written.
            LedgerError: the database cannot be written to.
        """
        heads = self.book.heads()
        tables = [*([schema.batches] if with_payments else []), audit_schema.events]
        with self.reading() as connection:
            if not audit_schema.is_whole(connection):  # there is nothing to lock
                raise BrokenTrailError(broken(self.book.read(connection, heads).fault))
        with self.writing(*tables) as connection:
            there = self.book.read(connection, heads)
            if there.fault:
                raise BrokenTrailError(broken(there.fault))
            yield connection, heads, there
        # It is written by now: a network that fails here must not say otherwise. Whoever opens
        # the ledger next keeps the head.
        with suppress(LedgerError), self.reading() as connection:
            self.book.keep(connection, heads)

    def record(self, batch: recording.NewBatch) -> recording.RecordResult:
        """Write a batch: whole or not at all, and a claim that is known not again.

        Raises:
            BrokenTrailError: this is not the ledger that was used last, or it was changed.
            LedgerError: it could not be written; then nothing was.
        """
        prepared = recording.prepare(batch, self._hasher)
        with self.changing(with_payments=True) as (connection, heads, _):
            done = recording.write(connection, prepared)
            if done.batch_id is not None:
                self.book.append_payments(connection, heads, "recorded", [done.batch_id])
        return done

    def correct(
        self, content: bytes, now: recording.NewBatch, who: str, reason: str
    ) -> correcting.Corrected:
        """Give a recorded claim the sum and people that it has now; the rest of its batch stays.

        Args:
            content: the claim's, of `content_hashes`.
            now: the claim alone as it is now; without claims: it is paid nothing any more.
            who: who answers for it.
            reason: why, which stays in the chain with what stood before.

        Raises:
            LedgerError: the ledger has no such claim, or has it as it is now; or others recorded
                somebody of it since it was held against the ledger.
            BrokenTrailError: this is not the ledger that was used last, or it was changed.
        """
        prepared = recording.prepare(now, self._hasher)
        with self.changing(with_payments=True) as (connection, heads, there):
            held = correcting.held_claim(connection, content)
            # Its rows get new hashes: none may hide what was changed before.
            if fault := self.book.changed(connection, there, [held.batch_id]):
                raise BrokenTrailError(broken(fault))
            done = correcting.correct(connection, held, prepared)
            event = Correction(
                claim=held.claim_id,
                batch=held.batch_id,
                reason=reason,
                then_fen=held.amount_fen,
                then_people=held.people,
                now_fen=done.now_fen,
                now_people=done.now_people,
                taken_out=done.taken_out,
            )
            self.book.append_correction(connection, heads, who, event)
        self._empty_journal()
        return done

    def seen(self) -> HeldAgainst:
        """How far the ledger is: what a batch is held against from now on."""
        with self.reading() as connection:
            return seen_now(connection)

    def last_written(self) -> datetime | None:
        """When the last event was added to the chain, in UTC; None where there is none."""
        table = audit_schema.events
        with self.reading() as connection:
            if not audit_schema.is_whole(connection):
                return None
            at = connection.scalar(select(table.c.at).order_by(table.c.number.desc()).limit(1))
        return datetime.fromisoformat(at).replace(tzinfo=UTC) if at else None

    def held_claim(self, content: bytes) -> correcting.HeldClaim:
        """The claim that was recorded with a content, see `correcting.held_claim`."""
        with self.reading() as connection:
            return correcting.held_claim(connection, content)

    def matches(self, people: pl.DataFrame, by: Sequence[By] = (By.PERSON,)) -> pl.DataFrame:
        """All that the ledger holds about the rows of a frame.

        Args:
            people: rows with id_number; household_id, bank_account, applicant_code, facility
                where these are looked up.
            by: the ways to look up.

        Returns:
            A frame of `matching.SCHEMA`, long: `index` is the row's place in `people`.
        """
        with self.reading() as connection:
            parts = [matching.find(connection, self._hasher, people, way) for way in by]
        return pl.concat([matching.empty(), *parts])

    def earlier(
        self, frame: pl.DataFrame, rule: Rule, on: date, chosen: Mapping[str, str] | None = None
    ) -> pl.DataFrame:
        """What each row was paid before under a measure and those that overlap with it.

        Args:
            frame: see `earlier.earlier`.
            rule: the measure that is claimed.
            on: the day to judge by.
            chosen: see `earlier.questions`.

        Returns:
            A frame of `earlier.SCHEMA`.
        """
        with self.reading() as connection:

            def look_up(by: By, measures: Iterable[str]) -> pl.DataFrame:
                wanted: Collection[str] = set(measures)
                return matching.find(connection, self._hasher, frame, by, wanted)

            return earlier_module.earlier(frame, rule, on, chosen, look_up)

    def as_if_new(self, contents: Collection[bytes]) -> Self:
        """The same ledger, which does not know some claims again by their contents.

        So they are held against all that was paid otherwise, as on the first day.
        """
        other = type(self)(self._engine, self.where, self._hasher, self.book)
        other._as_new = frozenset(contents)
        return other

    def content_hash(self, content: str) -> bytes:
        """The hash of one claim's content."""
        hashed: bytes = self.content_hashes(pl.Series([content]))[0]
        return hashed

    def content_hashes(self, contents: pl.Series) -> pl.Series:
        """The hashes of claims' contents (see `content.content_of`), for the two methods here."""
        return self._hasher.contents(contents)

    def repeats(self, contents: pl.Series) -> pl.DataFrame:
        """The claims that the ledger holds with the same content.

        Args:
            contents: hashes, from `content_hashes`.

        Returns:
            One row a repeated claim: index (place in `contents`), claim_id, batch_id, batch,
            accepted_on, amount_fen.
        """
        held = self.held_contents(contents)
        return repeats_beside(contents, held.filter(~pl.col("content").is_in(list(self._as_new))))

    def held(self, hashes: pl.Series, by: By, measures: Collection[str]) -> pl.DataFrame:
        """Everything the ledger holds under some hashes, see `matching.held`."""
        with self.reading() as connection:
            return matching.held(connection, hashes, by, measures)

    def held_contents(self, contents: pl.Series) -> pl.DataFrame:
        """The claims that the ledger holds under hashes of contents: rows of `REPEATED`."""
        claims, batches = schema.claims, schema.batches
        hashes = sorted(set(contents.drop_nulls()))
        with self.reading() as connection, looked_up(connection, hashes) as asked:
            query = (
                select(
                    claims.c.content,
                    claims.c.claim_id,
                    batches.c.id,
                    batches.c.name,
                    batches.c.accepted_on,
                    claims.c.amount_fen,
                )
                .join(asked, asked.c.hash == claims.c.content)
                .join(batches, batches.c.id == claims.c.batch_id)
            )
            rows = [tuple(row) for row in connection.execute(query)]
        return pl.DataFrame(rows, REPEATED, orient="row")

    def search(self, wanted: listing.Wanted) -> pl.DataFrame:
        """The entries that are wanted, in a frame of `listing.SCHEMA`."""
        return pl.concat([pl.DataFrame(schema=listing.SCHEMA), *self.rows(wanted)])

    def rows(self, wanted: listing.Wanted) -> Iterator[pl.DataFrame]:
        """The entries that are wanted, in parts, so that a large ledger fits."""
        with self.reading() as connection:
            yield from listing.rows(connection, self._hasher, wanted)

    def find_batch(self, text: str) -> forgetting.FoundBatch:
        """The one batch with this number or name.

        Raises:
            LedgerError: there is none, or there are several.
        """
        with self.reading() as connection:
            return forgetting.find_batch(connection, text)

    def forget_batch(self, text: str) -> forgetting.Forgotten:
        """Take out a batch by its number or name.

        Raises:
            LedgerError: there is none, or there are several.
            BrokenTrailError: this is not the ledger that was used last, or it was changed.
        """
        with self.changing(with_payments=True) as (connection, heads, _):
            batch = forgetting.find_batch(connection, text)
            done = forgetting.forget_batch(connection, batch)
            self.book.append_payments(connection, heads, "batch", [batch.number])
        self._empty_journal()
        return done

    def forget_person(self, id_number: str) -> forgetting.Forgotten:
        """Take out all that is kept of a person.

        Raises:
            LedgerError: the ledger holds nothing of this person.
            BrokenTrailError: this is not the ledger that was used last, or it was changed.
        """
        with self.changing(with_payments=True) as (connection, heads, there):
            numbers = forgetting.batches_of(connection, self._hasher, id_number)
            # Their rows get new hashes: none may hide what was changed before.
            if fault := self.book.changed(connection, there, numbers):
                raise BrokenTrailError(broken(fault))
            done = forgetting.forget_person(connection, self._hasher, id_number)
            self.book.append_payments(connection, heads, "person", numbers)
        self._empty_journal()
        return done

    def accept(self, who: str, reason: str, witnesses: Collection[str] = ()) -> str:
        """Let the office stand by this ledger, though it is not as it was used last.

        Args:
            who: the user of this machine.
            reason: why, which stays in the chain.
            witnesses: heads that were kept elsewhere, see `audit_head.Seen.witness`.

        Returns:
            What was found and accepted, in Chinese; empty where all was in order.

        Raises:
            BrokenTrailError: the chain is broken in itself.
        """
        heads = self.book.heads(witnesses)
        with self.writing() as connection:
            said = self.book.accept(connection, heads, who, reason)
            schema.migrate(connection)
        with self.reading() as connection:
            self.book.keep(connection, heads)
            heads.give_up(audit_schema.noted(connection, "trail_id"))
        return said

    def seals(self, texts: pl.Series) -> pl.Series:
        """What shows that texts were written by who has the ledger's key."""
        return self._hasher.seals(texts)

    def _empty_journal(self) -> None:
        with explained(self.where):
            empty_journal(self._engine)
