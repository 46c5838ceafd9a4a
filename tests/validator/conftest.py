"""Ledgers for the tests, each in SQLite and on a real PostgreSQL server; an office with one."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.validator.ledger import postgres
from tests.validator.supervision import made
from validator.ledger.ledger import Ledger
from validator.ledger.opening import open_ledger
from validator.ledger.presence import own_key

_numbers = itertools.count()


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    programs = postgres.programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server(programs) as address:
        yield address


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """The address of an empty database."""
    import psycopg

    name = f"ledger{next(_numbers)}"
    with psycopg.connect(postgres_server.format(database="postgres"), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
    return postgres_server.format(database=name)


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a ledger that is not there yet."""
    if request.param == "sqlite":
        return str(tmp_path / "ledger.sqlite")
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def key_file(tmp_path: Path) -> Path:
    return tmp_path / "keys" / "ledger.key"


@dataclass
class Place:
    """Where a ledger stands, and how to open it."""

    url: str
    key_file: Path
    open: Callable[[], Ledger]


@pytest.fixture
def place(url: str, key_file: Path) -> Place:
    return Place(url, key_file, lambda: open_ledger(url, key_file=key_file))


@pytest.fixture
def ledger(place: Place) -> Iterator[Ledger]:
    with place.open() as opened:
        yield opened


@pytest.fixture
def office(tmp_path: Path) -> made.Office:
    """An office with a faulty batch, that uses the machine's own key, as `validate` does."""
    return made.office(tmp_path / "批次", str(tmp_path / "ledger.sqlite"), own_key())
