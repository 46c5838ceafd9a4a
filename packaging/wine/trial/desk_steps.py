"""The desk, as the icon opens it."""

import http.client
import json
import time
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from trial.office import Office
from trial.on_windows import START
from trial.pc import INSTALLED, PATIENCE, USER
from trial.steps import PYTHON, REPOSITORY, SAMPLE

ICON = rf"{INSTALLED}\claimcheck核查.exe"
NOTED = rf"{USER}\AppData\Local\claimcheck\desk.address"


def opens_the_desk(office: Office) -> str:
    """The icon, without a file: the desk opens, checks, and ends with its page."""
    pc = office.pc
    noted = pc.at(NOTED)
    noted.unlink(missing_ok=True)
    opened = pc.opened()
    began = time.monotonic()
    explorer = pc.begin_ready(PYTHON, "-c", START, ICON)
    try:
        wait_until(noted.is_file, "the desk did not start")
        started = time.monotonic() - began
        address = noted.read_text("utf-8")
        wait_until(lambda: pc.opened() == [*opened, address], "the browser was not asked")
        desk = At(address)
        assert desk.get("") == 200, "no page"
        assert At(address.replace(desk.path, "/")).get("") == 404, "no token was wanted"
        again = pc.run(PYTHON, "-m", "claimcheck", "desk", "--no-open")
        assert again.status == 0, again
        assert f"工作台已经开着：{address}" in again.said, again
        seconds, state = desk.check(REPOSITORY / "samples" / SAMPLE)
        assert state["rows"], state
        left = time.monotonic()  # the page was closed
        wait_until(lambda: not noted.exists(), "the desk did not end")
        ended = time.monotonic() - left
    finally:
        explorer.communicate(b"\n", timeout=PATIENCE)
    return (
        f"there after {started:.1f} s; {len(state['rows'])} people checked in {seconds:.1f} s; a "
        f"second start finds it in {again.seconds:.1f} s; gone {ended:.1f} s after its page"
    )


def wait_until(there: Any, otherwise: str) -> None:
    """Wait for something that another program does."""
    end = time.monotonic() + PATIENCE
    while not there():
        assert time.monotonic() < end, otherwise
        time.sleep(0.1)


class At:
    """The page of a desk."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        self._host, self.path = parts.netloc, parts.path

    def get(self, path: str) -> int:
        """The status of a page."""
        with closing(self._connection()) as connection:
            connection.request("GET", self.path + path)
            return connection.getresponse().status

    def post(self, path: str, content: bytes, kind: str) -> Any:
        """What the desk answers."""
        headers = {"Content-Type": kind, "Origin": f"http://{self._host}"}
        with closing(self._connection()) as connection:
            connection.request("POST", self.path + path, content, headers)
            return json.loads(connection.getresponse().read())

    def check(self, form: Path) -> tuple[float, Any]:
        """Check a form with the page open; the seconds, and what the page then shows."""
        with closing(self._connection()) as page:
            page.request("GET", f"{self.path}events")
            news = page.getresponse()
            name = quote("申报 '一' & 二.xlsx")
            sent = self.post(f"file?name={name}", form.read_bytes(), "application/octet-stream")
            assert sent == {"left": ""}, sent
            began = time.monotonic()
            assert self.post("check", b"{}", "application/json") == {}
            while time.monotonic() - began < PATIENCE:
                line = news.readline()
                state = json.loads(line[6:]) if line.startswith(b"data: ") else {"checked": False}
                if state["checked"]:
                    return time.monotonic() - began, state
        raise AssertionError("the check did not end")

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self._host, timeout=PATIENCE)
