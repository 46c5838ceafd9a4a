"""Matching a batch against a ledger of millions, in SQLite and PostgreSQL.

    python benchmarks/ledger.py                         5,000,000 entries, a batch of 100,000
    python benchmarks/ledger.py --entries 500000 --batch 10000 --only sqlite

A throw-away PostgreSQL server is started where PostgreSQL is installed. The ledger is
filled without indexes, which are built afterwards; then it is used through the public
methods only, each time anew from opening it, as a command does. A tenth of the batch is
in the ledger.
"""

import argparse
import contextlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import polars as pl  # noqa: E402
from sqlalchemy import Index, text  # noqa: E402

from claimcheck.identity import ID_CHECK_CHARACTERS, ID_WEIGHTS  # noqa: E402
from claimcheck.policy import rules  # noqa: E402
from tests.validator.ledger import postgres  # noqa: E402
from validator.ledger import exporting, schema  # noqa: E402
from validator.ledger.audit.state import Events  # noqa: E402
from validator.ledger.audit.trail import Trail, open_trail  # noqa: E402
from validator.ledger.engine import insert_rows, make_engine, writing  # noqa: E402
from validator.ledger.keys import ACCOUNT, PARTY, Hasher, read_key  # noqa: E402
from validator.ledger.listing import Wanted  # noqa: E402
from validator.ledger.matching import By  # noqa: E402
from validator.ledger.opening import open_ledger  # noqa: E402
from validator.ledger.places import address  # noqa: E402
from validator.ledger.recording import NewBatch  # noqa: E402

#: People of one claim, claims of one batch.
_PER_CLAIM, _PER_BATCH = 50, 1_000
_CHUNK = 250_000
_ON = date(2026, 4, 18)
Result = TypeVar("Result")


def id_numbers(start: int, count: int) -> pl.Series:
    """Made-up ID numbers from the `start`-th on, in no order of birth; all different."""
    places = pl.int_range(start, start + count, eager=True).cast(pl.UInt64)
    # Multiplying by a number without common factors with the size mixes without repeating.
    mixed = (places * 7_368_787) % 18_000_000
    frame = pl.DataFrame({"mixed": mixed}).select(
        first=pl.lit("640598")
        + (pl.lit(date(1955, 1, 1)) + pl.duration(days=pl.col("mixed") // 1000)).dt.strftime(
            "%Y%m%d"
        )
        + (pl.col("mixed") % 1000).cast(pl.String).str.zfill(3)
    )
    total = pl.sum_horizontal(
        pl.col("first").str.slice(place, 1).cast(pl.Int32) * weight
        for place, weight in enumerate(ID_WEIGHTS)
    )
    check = pl.lit(ID_CHECK_CHARACTERS).str.slice(total % 11, 1)
    return frame.select(pl.col("first") + check).to_series()


def fill(url: str, key_file: Path, count: int) -> None:
    """Make a ledger of `count` entries."""
    with open_ledger(url, key_file=key_file):
        pass
    key = read_key(key_file)
    assert key is not None
    hasher = Hasher(key)
    engine = make_engine(address(url))
    indexes = sorted(schema.entries.indexes, key=lambda index: str(index.name))
    with writing(engine, schema.batches) as connection:
        for index in indexes:
            index.drop(connection)
        _fill_claims(connection, hasher, -(-count // _PER_CLAIM))
        for start in range(0, count, _CHUNK):
            size = min(_CHUNK, count - start)
            numbers = id_numbers(start, size)
            rows = pl.DataFrame(
                {
                    "claim": pl.int_range(start, start + size, eager=True) // _PER_CLAIM + 1,
                    "person": hasher.column(PARTY, numbers),
                    "person_name": pl.Series(["马*"]).gather([0] * size),
                    # households of up to five people
                    "household": hasher.column(
                        PARTY, numbers.gather(pl.int_range(size, eager=True) // 5 * 5)
                    ),
                    "account": hasher.column(ACCOUNT, "6229" + numbers),
                    "amount_fen": pl.Series([20_000]).gather([0] * size),
                }
            ).rows()
            insert_rows(
                connection,
                schema.entries,
                "claim person person_name household account amount_fen",
                rows,
            )
        for index in indexes:
            _create(index, connection)
        # As an earlier version would have left it: it is taken into the chain when it is opened.
        schema.tables.note(connection, "schema_version", "1")
    if engine.dialect.name == "postgresql":
        with engine.connect() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT")
            connection.execute(text("VACUUM ANALYZE"))
    engine.dispose()


def _create(index: Index, connection: object) -> None:
    index.create(connection)  # type: ignore[arg-type]


def _fill_claims(connection: object, hasher: Hasher, count: int) -> None:
    batches = [
        (number + 1, f"第{number + 1}批", _ON, _ON) for number in range(-(-count // _PER_BATCH))
    ]
    insert_rows(connection, schema.batches, "id name accepted_on recorded_at", batches)
    measures = ["ZW23-5", "ZW25-2", "ZW26-8"]  # each overlaps with the others
    generator = random.Random(1)
    claims = [
        (
            number + 1,
            number // _PER_BATCH + 1,
            f"SB-{number:06d}",
            generator.choice(measures),
            "transport",
            hasher.one(PARTY, f"firm{number % 5000}"),
            "中宁县劳务服务有限公司",
            "中宁县",
            date(2026, 1, 1),
            date(2026, 12, 31),
            2026,
            _PER_CLAIM,
            20_000 * _PER_CLAIM,
            "passed",
            "",
            hasher.one("content", str(number)),
        )
        for number in range(count)
    ]
    insert_rows(
        connection,
        schema.claims,
        "id batch_id claim_id measure type applicant applicant_name county period_start "
        "period_end year people amount_fen verdict reason content",
        claims,
    )
    if connection.dialect.name == "postgresql":  # type: ignore[attr-defined]
        for name, last in (("batches", len(batches)), ("claims", count)):
            connection.execute(  # type: ignore[attr-defined]
                text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), {last})")
            )


def people(entries: int, size: int) -> pl.DataFrame:
    """A batch: a tenth is in the ledger."""
    known = id_numbers(entries // 3, size // 10)
    unknown = id_numbers(entries, size - size // 10)
    numbers = pl.concat([known, unknown]).shuffle(seed=1)
    return pl.DataFrame({"id_number": numbers}).with_columns(
        household_id="id_number",
        bank_account=pl.lit("6229") + pl.col("id_number"),
        period_start=date(2026, 1, 1),
        period_end=date(2026, 12, 31),
    )


def new_batch(frame: pl.DataFrame) -> NewBatch:
    """The same people as claims of fifty."""
    listed = frame.with_row_index("key").with_columns(
        pl.col("key").cast(pl.Int64) // _PER_CLAIM, name=pl.lit("马小红"), amount_fen=pl.lit(20_000)
    )
    keys = listed["key"].unique().sort()
    claims = pl.DataFrame({"key": keys}).with_columns(
        claim_id=pl.format("N-{}", "key"),
        measure=pl.lit("ZW26-8"),
        type=pl.lit("transport"),
        amount_fen=pl.lit(1_000_000),
        content=pl.format("new {}", "key"),
    )
    return NewBatch("新的一批", _ON, claims, listed)


def timed(what: str, work: Callable[[], Result], runs: int = 1) -> Result:
    """Run, print the fastest time, give the result."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - start)
    print(f"  {what:<52} {min(times):7.2f} s", flush=True)
    return result


def measure(url: str, folder: Path, entries: int, size: int, runs: int) -> None:
    """Fill a ledger and use it."""
    key_file = folder / "key"
    timed(f"fill with {entries:,} entries", lambda: fill(url, key_file, entries))
    timed("take it into the chain", lambda: open_ledger(url, key_file=key_file).close())
    timed("look at the chain as validate does", lambda: _looked_at(url, key_file, Trail.read), runs)
    timed("look at every row (ledger verify)", lambda: _looked_at(url, key_file, Trail.verify))
    frame = people(entries, size)
    rule = rules()["ZW26-8"]

    def matches(*by: By) -> pl.DataFrame:
        with open_ledger(url, key_file=key_file) as ledger:
            return ledger.matches(frame, by)

    def earlier() -> pl.DataFrame:
        with open_ledger(url, key_file=key_file) as ledger:
            return ledger.earlier(frame, rule, _ON)

    def record() -> object:
        with open_ledger(url, key_file=key_file) as ledger:
            return ledger.record(new_batch(frame))

    found = timed(f"match {size:,} people", lambda: matches(By.PERSON), runs)
    assert found["index"].n_unique() == size // 10, found
    ways = (By.PERSON, By.HOUSEHOLD, By.ACCOUNT)
    timed(f"match {size:,} people, households and accounts", lambda: matches(*ways), runs)
    held = timed(f"what {size:,} people were paid before (earlier)", earlier, runs)
    assert held["index"].n_unique() == size // 10, held
    done = timed(f"record a batch of {size:,}", record)
    print(f"  {done}")
    _read_out(url, key_file, folder, frame["id_number"].to_list())


def _looked_at(url: str, key_file: Path, look: Callable[[Trail], Events]) -> None:
    with open_trail(url, key_file) as trail:
        found = look(trail)
    assert not found.fault, found.fault


def _read_out(url: str, key_file: Path, folder: Path, numbers: list[str]) -> None:
    """Search, export and forget, each as a command does it."""

    def found(**wanted: object) -> int:
        with open_ledger(url, key_file=key_file) as ledger:
            return sum(part.height for part in ledger.rows(Wanted(**wanted)))  # type: ignore[arg-type]

    def exported() -> int:
        with open_ledger(url, key_file=key_file) as ledger:
            return exporting.export(ledger.rows(Wanted()), folder / "all.csv")

    def forgotten(**what: str) -> object:
        with open_ledger(url, key_file=key_file) as ledger:
            return (
                ledger.forget_person(what["person"])
                if "person" in what
                else ledger.forget_batch(what["batch"])
            )

    timed("search a person", lambda: found(person=numbers[0]), 3)
    timed("search an applicant by part of the name", lambda: found(applicant="没有这家"), 3)
    timed("search a batch", lambda: found(batch="第1批"), 3)
    rows = timed("export everything as CSV", exported)
    print(f"  {rows:,} rows, {(folder / 'all.csv').stat().st_size / 1e6:,.0f} MB")
    (folder / "all.csv").unlink()
    timed("forget a person", lambda: forgotten(person=numbers[0]))
    timed("forget a batch", lambda: forgotten(batch="新的一批"))
    print(f"  at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB so far")


@contextlib.contextmanager
def postgres_url() -> Iterator[str]:
    """A database on a throw-away server."""
    programs = postgres.programs()
    if programs is None:
        sys.exit("PostgreSQL is not installed")
    with postgres.server(programs) as url:
        yield url.format(database="postgres")


def main() -> None:
    """Read the arguments and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=5_000_000)
    parser.add_argument("--batch", type=int, default=100_000)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--only", choices=["sqlite", "postgresql"])
    arguments = parser.parse_args()
    sizes = (arguments.entries, arguments.batch, arguments.runs)
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        if arguments.only != "postgresql":
            print("SQLite", flush=True)
            measure(str(place / "ledger.sqlite"), place, *sizes)
            print(f"  {(place / 'ledger.sqlite').stat().st_size / 1e6:,.0f} MB")
        if arguments.only != "sqlite":
            print("PostgreSQL", flush=True)
            with postgres_url() as url:
                measure(url, place, *sizes)


if __name__ == "__main__":
    main()
