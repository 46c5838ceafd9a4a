"""A desk for the tests of supervision."""

from pathlib import Path

import pytest

from tests.validator.output.page.desk import Desk


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Commands are called in its folder, where the office's file is found."""
    folder = tmp_path / "批次"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return Desk(folder)
