"""A second start finds the first; one that crashed is in nobody's way."""

import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.validator.commands.desk.conftest import Asking
from validator.commands.desk.command import desk as command
from validator.commands.desk.one_desk import announce, found_running, only_desk
from validator.commands.desk.server import DeskService


def test_a_second_start_opens_the_page_of_the_first(
    service: DeskService, monkeypatch: pytest.MonkeyPatch
):
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    with only_desk() as ours:
        assert ours
        announce(service.address)
        result = CliRunner().invoke(command, [])
    assert result.exit_code == 0, result.output
    assert opened == [service.address]
    assert service.address in result.stdout


def test_a_second_start_waits_for_one_that_is_still_starting(service: DeskService):
    with only_desk():
        later = threading.Timer(0.5, announce, [service.address])
        later.start()
        assert found_running() == service.address
        later.join()


def test_an_address_of_one_that_crashed_is_not_taken_for_running(service: DeskService):
    announce("http://127.0.0.1:9/gone/")
    assert found_running(patience=0.3) is None
    with only_desk() as ours:
        assert ours, "a crash leaves no lock"
        assert found_running(patience=0.3) is None


def test_only_the_right_token_is_taken_for_the_first(service: DeskService, ask: Asking):
    announce(service.address.replace(service.token, "wrong"))
    assert found_running(patience=0.3) is None
    assert ask("GET", "/here").body == b"claimcheck desk"


def test_the_address_can_only_be_read_by_the_user(service: DeskService, tmp_path: Path):
    with only_desk():
        announce(service.address)
        (noted,) = tmp_path.rglob("desk.address")
        assert noted.stat().st_mode & 0o777 == 0o600
    assert not noted.exists()
