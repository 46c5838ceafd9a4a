"""An office with a faulty batch and its own ledger, in SQLite and on PostgreSQL."""

from pathlib import Path

import pytest

from tests.validator.ledger.conftest import (  # noqa: F401 - fixtures used below
    key_file,
    postgres_server,
    postgres_url,
    url,
)
from tests.validator.supervision import made
from validator.ledger.places import default_key


@pytest.fixture
def office(tmp_path: Path) -> made.Office:
    """An office that uses the machine's own key, as `validate` does."""
    return made.office(tmp_path / "批次", str(tmp_path / "ledger.sqlite"), default_key())
