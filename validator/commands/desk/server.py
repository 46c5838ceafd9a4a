"""Serves the desk on this machine alone, until its last page is closed."""

import secrets
import select
import threading
import time
from collections.abc import Callable
from functools import partial
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import msgspec

from claimcheck.errors import ClaimcheckError
from claimcheck.local_service import ADDRESS, LocalService
from validator.commands.desk import (
    commands_called,
    giving_out,
    looking_up,
    office_form,
    standing_by,
    taking_in,
)
from validator.commands.desk.desk import Desk
from validator.commands.desk.one_desk import HERE
from validator.commands.desk.presence import Presence
from validator.output.page.answering import OWN_WINDOW, PageHandler
from validator.output.page.build import DOM, LOOK, put_together
from validator.reading.limits import FILE_BYTES

_PAGE = Path(__file__).parent / "page"
_SCRIPTS = ("files", "applicants", "giving", "ledger", "office", "start")

#: The pages of the desk, in the order of their tabs; `review` is a page of its own.
TABS = [
    ["check", "申报核查"],
    ["review", "逐项审核"],
    ["give", "文书与发放"],
    ["ledger", "台账"],
    ["wages", "银行流水"],
    ["templates", "申报模板"],
    ["office", "单位设置"],
]

#: Seconds between two looks at whether a page is still there, and between two signs of life.
_LOOK = 0.5
_SIGN = 5.0

_HTML, _JSON = "text/html; charset=utf-8", "application/json"


class DeskService(LocalService):
    """The desk, on any free port of 127.0.0.1."""

    def __init__(self, desk: Desk) -> None:
        """Listen.

        Raises:
            OSError: there is no free port.
        """
        super().__init__(0, _Handler)
        self.token = secrets.token_urlsafe(24)
        self.desk = desk
        self.presence = Presence()

    @property
    def address(self) -> str:
        """Where the desk is, with the token."""
        return f"http://{ADDRESS}:{self.server_port}/{self.token}/"

    def serve_until_left(self) -> None:
        """Answer until the last page is closed; what is being done is done to its end."""
        watch = threading.Thread(target=self._watch, daemon=True)
        watch.start()
        try:
            self.serve_forever()
        except KeyboardInterrupt:
            return

    def _watch(self) -> None:
        while not (self.presence.left() and not self.desk.worker.busy):
            time.sleep(_LOOK)
        self.shutdown()

    def html(self) -> str:
        """The desk's page."""
        data = {"home": f"/{self.token}/", "tabs": TABS, "largest": FILE_BYTES}
        data |= {"state": self.desk.state()}
        return put_together(
            _PAGE / "desk.html",
            [LOOK, _PAGE / "desk.css"],
            [DOM, *(_PAGE / f"script/{name}.js" for name in _SCRIPTS)],
            data,
            title="claimcheck 就业补贴核查",
            connects=True,
        )

    def review_html(self) -> str:
        """The page on which the findings of the batch are decided.

        Raises:
            DeskError: nothing was checked yet.
        """
        home = f"/{self.token}/"
        title = f"审核：{self.desk.batch.name}"
        return self.desk.review.html(title, f"{home}review/", home, TABS)

    def decide(self, content: Any) -> Any:
        """Record decisions; what changed, for the page."""
        return self._noticed(self.desk.review_shown.decide(content))

    def undo(self, content: Any) -> Any:
        """Take back what a reviewer recorded last; what changed, for the page."""
        return self._noticed(self.desk.review_shown.undo(content))

    def news(self, content: Any) -> Any:
        """What others decided since the page was told."""
        return self.desk.review_shown.news(content)

    def _noticed(self, reply: Any) -> Any:
        self.desk.worker.changed()
        return reply

    def acts(self) -> dict[str, Callable[[Any], Any]]:
        """What the page may ask for, by its path."""
        desk = self.desk
        return {
            "/review/decide": self.decide,
            "/review/undo": self.undo,
            "/review/news": self.news,
            "/path": partial(taking_in.add_path, desk),
            "/leave-out": partial(taking_in.leave_out, desk),
            "/begin": desk.begin,
            "/check": desk.check,
            "/open": desk.open,
            "/give": partial(giving_out.give_out, desk),
            "/ledger": partial(looking_up.search, desk),
            "/ledger/accept": partial(standing_by.accept, desk),
            "/wages": partial(commands_called.import_wages, desk),
            "/wages/none": partial(commands_called.forget_statements, desk),
            "/templates/types": partial(commands_called.template_types, desk),
            "/templates": partial(commands_called.make_templates, desk),
            "/office/form": partial(office_form.as_form, desk),
            "/office": partial(office_form.save, desk),
        }


class _Handler(PageHandler):
    """Answers one connection."""

    server: DeskService

    def get(self) -> None:
        """A page, the news, or the answer to a second start."""
        match self.asked():
            case "/":
                self.answer(_HTML, self.server.html)
            case "/review/":
                self._review()
            case "/events":
                self._tell_news()
            case "/here":
                self.send(HTTPStatus.OK, "text/plain", HERE, OWN_WINDOW)
            case _:
                self.unknown()

    def post(self) -> None:
        """Something to do, or a file."""
        asked = urlsplit(self.asked() or "")
        if asked.path in ("/file", "/statement"):
            self._take_file(asked.path, parse_qs(asked.query).get("name", [""])[0])
        elif act := self.server.acts().get(asked.path):
            self.answer_json(act)
        else:
            self.unknown()

    def _review(self) -> None:
        """The review; where there is nothing to review yet, the desk."""
        try:
            body = self.server.review_html().encode()
        except ClaimcheckError:
            self.answer(_HTML, self.server.html)
            return
        self.send(HTTPStatus.OK, _HTML, body, OWN_WINDOW)

    def _take_file(self, path: str, name: str) -> None:
        body = self.own_content("application/octet-stream", FILE_BYTES)
        if body is None:
            return
        desk = self.server.desk

        def take() -> str:
            try:
                if path == "/file":
                    left = taking_in.receive(desk, name, body)
                else:
                    left = commands_called.receive_statement(desk, name, body)
                return msgspec.json.encode({"left": left}).decode()
            except ClaimcheckError as error:
                return msgspec.json.encode({"error": str(error)}).decode()

        self.answer(_JSON, take)

    def _tell_news(self) -> None:
        """Send the state whenever it changes, as long as the page is open."""
        self.close_connection = True
        self.send_response(HTTPStatus.OK)
        headers = {"Content-Type": "text/event-stream", "Cache-Control": "no-store", **OWN_WINDOW}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        worker, known, spoken = self.server.desk.worker, -1, 0.0
        with self.server.presence.page() as page:
            while not self._gone():
                now = worker.wait(known, _LOOK)
                try:
                    if self.server.presence.is_one_too_many(page):
                        self.wfile.write(b"event: moved\ndata: {}\n\n")
                        return
                    if now != known:
                        state = msgspec.json.encode(self.server.desk.state())
                        self.wfile.write(b"data: " + state + b"\n\n")
                        known, spoken = now, time.monotonic()
                    elif time.monotonic() - spoken > _SIGN:
                        self.wfile.write(b":\n\n")
                        spoken = time.monotonic()
                    self.wfile.flush()
                except OSError:
                    return

    def _gone(self) -> bool:
        """Whether the page has closed its end: it never sends anything more."""
        try:
            readable, _, _ = select.select([self.connection], [], [], 0)
        except (OSError, ValueError):
            return True
        return bool(readable)
