"""A desk in a folder of its own, answering on this machine."""

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest

from claimcheck.writing import make_folder
from tests.validator.books import ON
from validator.commands.desk.desk import Desk
from validator.commands.desk.server import DeskService
from validator.commands.desk.with_ledger import open_desk

DAY = datetime(ON.year, ON.month, ON.day)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The desk's folder, in which it works."""
    folder = tmp_path / "工作台"
    make_folder(folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def desk(home: Path) -> Iterator[Desk]:
    with open_desk(home, None, None, DAY) as opened:
        yield opened


@dataclass
class Answer:
    """What the desk answered."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def said(self) -> Any:
        return msgspec.json.decode(self.body)


@dataclass
class Asking:
    """Somebody who asks the desk over the network."""

    service: DeskService

    def __call__(
        self, method: str, path: str, body: Any = None, *, knows: str | None = None, **headers: str
    ) -> Answer:
        import http.client

        connection = http.client.HTTPConnection("127.0.0.1", self.service.server_port, timeout=20)
        sent = {"Content-Type": "application/json"} | {
            name.replace("_", "-"): value for name, value in headers.items()
        }
        content = body if isinstance(body, bytes) else msgspec.json.encode(body or {})
        start = self.service.token if knows is None else knows
        connection.request(method, f"/{start}{path}", content if method == "POST" else None, sent)
        reply = connection.getresponse()
        answer = Answer(reply.status, reply.read(), dict(reply.getheaders()))
        connection.close()
        return answer


@pytest.fixture
def service(desk: Desk) -> Iterator[DeskService]:
    with DeskService(desk) as running:
        thread = threading.Thread(target=running.serve_until_left)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture
def ask(service: DeskService) -> Asking:
    return Asking(service)
