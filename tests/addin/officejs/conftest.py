"""A running local service, and a real browser with Excel's part played by a stand-in."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from addin.officejs.home import Home, prepare
from addin.officejs.manifest import manifest
from addin.officejs.server import OfficeService
from tests.addin.officejs.browser import Browser, chromium, start

Call = Callable[..., Any]

#: Bytes a call may have in these tests.
LARGEST_CALL = 4 * 1024 * 1024


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    made = Home(tmp_path_factory.mktemp("officejs"))
    prepare(made, 8443)
    return made


@pytest.fixture(scope="session")
def service(home: Home) -> Iterator[OfficeService]:
    """The service on a free port, with the manifest of that port."""
    with OfficeService(home, 0, largest_call=LARGEST_CALL) as running:
        home.manifest.write_text(manifest(running.server_port, home.token()), "utf-8")
        thread = threading.Thread(target=running.serve_forever)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.fixture(scope="session")
def browser(home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A headless Chromium that trusts the service's certificate and reaches nothing else."""
    if chromium() is None:
        pytest.skip("chromium and chromedriver are not installed")
    running = start(home, tmp_path_factory.mktemp("chromium"))
    yield running
    running.quit()


@pytest.fixture(scope="session", autouse=True)
def _no_proxy() -> Iterator[None]:
    """The driver is on this machine: no proxy stands in between."""
    before = os.environ.get("NO_PROXY")
    os.environ["NO_PROXY"] = ",".join(filter(None, [before, "localhost", "127.0.0.1"]))
    yield
    if before is None:
        del os.environ["NO_PROXY"]
    else:
        os.environ["NO_PROXY"] = before


def body(function: str, *arguments: object) -> bytes:
    """What the browser sends for a call."""
    return json.dumps({"function": function, "arguments": list(arguments)}).encode()


def folder_of(path: Path) -> list[str]:
    """The files of a folder, in order."""
    return sorted(entry.name for entry in path.iterdir())
