"""Fixtures that several folders of tests share."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from tests.libreoffice import LibreOffice, program


@pytest.fixture(scope="session")
def _homes(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Names of homes, one a test, none of which is there: most tests need no folder."""
    folder = tmp_path_factory.mktemp("homes")
    return (folder / str(number) for number in count())


@pytest.fixture(autouse=True)
def own_folders(
    request: pytest.FixtureRequest, _homes: Iterator[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """No test reads or makes the ledger and key of whoever runs the tests.

    Where a test has a folder they are made in it, so that it sees them.
    """
    own = "tmp_path" in request.fixturenames
    home = request.getfixturevalue("tmp_path") / "own" if own else next(_homes)
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home / "config"))


@pytest.fixture(scope="session")
def plain_calc(tmp_path_factory: pytest.TempPathFactory) -> LibreOffice:
    """LibreOffice as most offices have it: without the claimcheck add-in."""
    _need_libreoffice()
    return LibreOffice(tmp_path_factory.mktemp("office-plain"))


@pytest.fixture(scope="session")
def addin_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The LibreOffice add-in (.oxt), built from this tree for this Python."""
    from addin.libreoffice.package import build

    return build(tmp_path_factory.mktemp("oxt") / "claimcheck.oxt")


@pytest.fixture(scope="session")
def addin_calc(tmp_path_factory: pytest.TempPathFactory, addin_package: Path) -> LibreOffice:
    """LibreOffice with the claimcheck add-in installed."""
    _need_libreoffice()
    return LibreOffice(tmp_path_factory.mktemp("office-addin"), addin=addin_package)


def _need_libreoffice() -> None:
    if program("soffice") is None or program("unopkg") is None:
        pytest.skip("LibreOffice is not installed")
