"""How the services that show pages answer: who is let in, and how content comes and goes.

Whoever asks must know the token of this run, which stands in the address, and name this machine
as host: no cookie, because a browser sends cookies to every port of a machine. What changes
anything is only taken from our own page.
"""

import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Protocol

import msgspec

from claimcheck.errors import ClaimcheckError
from claimcheck.local_service import ADDRESS, PRIVATE, LocalHandler
from validator.supervision.handed_in import LARGEST_FILE

#: No other page may show it inside itself or reach into its window.
OWN_WINDOW = {
    **PRIVATE,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
}


class _Guarded(Protocol):
    """What a service with pages has."""

    token: str
    server_port: int


class PageHandler(LocalHandler):
    """One connection of a service with pages."""

    server: Any

    def asked(self) -> str | None:
        """The path behind the token, with its query; None: the request is not to be answered."""
        service: _Guarded = self.server
        port, start = service.server_port, f"/{service.token}"
        sent = self.path.encode()[: len(start)]
        known = secrets.compare_digest(sent, start.encode())
        if known and self.names((f"{ADDRESS}:{port}", f"localhost:{port}")):
            return self.path[len(start) :]
        return None

    def unknown(self) -> None:
        """Say that there is no such page, without saying more."""
        self.refuse(HTTPStatus.NOT_FOUND)

    def answer(self, kind: str, make: Callable[[], str]) -> None:
        """Answer with a text; or with what went wrong."""
        try:
            body, status = make().encode(), HTTPStatus.OK
        except ClaimcheckError as error:
            body, status, kind = (
                str(error).encode(),
                HTTPStatus.CONFLICT,
                "text/plain; charset=utf-8",
            )
        self.send(status, kind, body, OWN_WINDOW)

    def answer_json(self, act: Callable[[Any], Any]) -> None:
        """Do what is asked for with the JSON that was sent, and answer with JSON."""
        body = self.own_content("application/json", LARGEST_FILE)
        if body is not None:
            self.answer("application/json", lambda: _done(act, body))

    def own_content(self, kind: str, largest: int) -> bytes | None:
        """What our own page sent; None where it was refused, or the connection broke off."""
        origin = self.headers.get("Origin")
        if origin is not None and origin != f"http://{self.headers.get('Host')}":
            self.refuse(HTTPStatus.FORBIDDEN)
            return None
        if self.headers.get_content_type() != kind:
            self.refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return None
        match self.content(largest):
            case HTTPStatus() as status:
                self.refuse(status)
            case bytes() as body:
                return body
        return None


def _done(act: Callable[[Any], Any], body: bytes) -> str:
    try:
        reply = act(msgspec.json.decode(body))
    except (msgspec.DecodeError, RecursionError):
        reply = {"error": "网页发来的内容不完整，没有记录。请刷新网页再试。"}
    except ClaimcheckError as error:
        reply = {"error": str(error)}
    except Exception as error:  # there is no terminal that could show it
        reply = {"error": f"程序出错（{type(error).__name__}），没有办成。请联系技术支持人员。"}
    return msgspec.json.encode(reply).decode()
