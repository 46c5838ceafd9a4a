import os
import stat
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from addin.officejs.home import Home, prepare
from claimcheck.writing import WriteError
from tests.addin.officejs.conftest import folder_of

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_the_first_run_makes_everything(tmp_path: Path) -> None:
    home = Home(tmp_path / "officejs")
    assert prepare(home, 8443, NOW)
    assert folder_of(home.folder) == [
        "claimcheck-localhost.crt",
        "manifest.xml",
        "server.key",
        "server.pem",
        "token",
    ]
    assert home.token() in home.manifest.read_text("utf-8")


def test_later_runs_keep_certificate_and_token(tmp_path: Path) -> None:
    home = Home(tmp_path)
    prepare(home, 8443, NOW)
    before = home.chain.read_bytes(), home.token()
    assert not prepare(home, 9443, NOW + timedelta(days=700))
    assert (home.chain.read_bytes(), home.token()) == before
    assert "https://localhost:9443/" in home.manifest.read_text("utf-8")


def test_a_certificate_that_is_about_to_end_is_made_anew(tmp_path: Path) -> None:
    home = Home(tmp_path)
    prepare(home, 8443, NOW)
    token = home.token()
    assert prepare(home, 8443, NOW + timedelta(days=795))
    assert home.token() == token


@pytest.mark.parametrize("lost", ["server.key", "server.pem", "claimcheck-localhost.crt"])
def test_a_part_that_was_lost_is_made_anew(tmp_path: Path, lost: str) -> None:
    home = Home(tmp_path)
    prepare(home, 8443, NOW)
    (tmp_path / lost).unlink()
    assert prepare(home, 8443, NOW)
    assert (tmp_path / lost).exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the user's folder private")
def test_nobody_else_can_read_key_token_and_manifest(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        home = Home(tmp_path)
        prepare(home, 8443, NOW)
    finally:
        os.umask(before)
    for path in (home.key, home.token_file, home.manifest):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_folder_that_cannot_be_made_is_explained(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(WriteError, match="无法建立文件夹"):
        prepare(Home(tmp_path / "file" / "officejs"), 8443)
