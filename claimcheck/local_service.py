"""What the services on this machine have in common: who is answered, and with which headers.

All listen on the loopback address only. Python's own HTTP server is enough for a few fixed
paths and one user. What is secret, and so which requests are answered, each service decides.
"""

import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

ADDRESS = "127.0.0.1"

#: Seconds that a connection may stay silent.
PATIENCE = 60

#: Bytes read and thrown away before a refusal, and how many at a time.
_DISCARDED = 128 * 1024 * 1024
_CHUNK = 64 * 1024

#: An address may hold the token: no page is kept, named to others, or taken for another kind.
_HEADERS = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

#: No page of another origin may read a reply.
PRIVATE: Mapping[str, str] = {"Cross-Origin-Resource-Policy": "same-origin"}


class LocalService(ThreadingHTTPServer):
    """A service on a port of the loopback address; `serve_forever` runs it.

    Use as a context manager.
    """

    daemon_threads = True
    #: Another program must not be able to sit on the same port (Windows would allow it).
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, port: int, handler: type["LocalHandler"]) -> None:
        """Listen; port 0 takes any that is free.

        Raises:
            OSError: the port is taken.
        """
        super().__init__((ADDRESS, port), handler)

    def handle_error(
        self, request: socket.socket | tuple[bytes, socket.socket], client_address: Any
    ) -> None:
        """Stay silent about connections that break off: they concern nobody."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class LocalHandler(BaseHTTPRequestHandler):
    """One connection. What it is asked, a subclass answers."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    # A reply leaves at once and in one piece: waiting for more costs 40 ms.
    disable_nagle_algorithm = True
    wbufsize = -1

    def get(self) -> None:
        """Answer a request for a page."""
        raise NotImplementedError

    def post(self) -> None:
        """Answer a request that sends something along."""
        raise NotImplementedError

    def do_GET(self) -> None:
        """Called by the library."""
        self.get()

    def do_POST(self) -> None:
        """Called by the library."""
        self.post()

    def names(self, hosts: tuple[str, ...]) -> bool:
        """Whether the request names this machine: a foreign name may be made to point here."""
        named = self.headers.get_all("Host") or []
        return len(named) == 1 and named[0] in hosts

    def content(self, largest: int) -> bytes | HTTPStatus | None:
        """What was sent along.

        Args:
            largest: bytes that are taken.

        Returns:
            The content; why it is not taken; None where the connection broke off.
        """
        lengths = self.headers.get_all("Content-Length") or []
        if len(lengths) != 1 or not _is_count(lengths[0]) or "Transfer-Encoding" in self.headers:
            return HTTPStatus.LENGTH_REQUIRED
        length = int(lengths[0])
        if length > largest:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE
        body = self.rfile.read(length)
        return body if len(body) == length else None

    def send(
        self, status: HTTPStatus, kind: str, body: bytes, headers: Mapping[str, str] = PRIVATE
    ) -> None:
        """Answer.

        Args:
            status: of HTTP.
            kind: the content's media type.
            body: the content.
            headers: besides those that every reply has.
        """
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in {**_HEADERS, **headers}.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def refuse(self, status: HTTPStatus, kind: str = "text/plain", body: bytes = b"") -> None:
        """Answer no and end the connection: its rest is not trusted to be understood."""
        self.close_connection = True
        self._discard()
        self.send(status, kind, body)

    def _discard(self) -> None:
        """Read what was sent along: a client that is cut off while sending sees no reply."""
        sent = self.headers.get("Content-Length", "") if hasattr(self, "headers") else ""
        left = min(int(sent), _DISCARDED) if _is_count(sent) else 0
        while left > 0 and (chunk := self.rfile.read(min(left, _CHUNK))):
            left -= len(chunk)

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 - English, and of the library
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        """Answer what the library itself refuses: other methods, broken requests."""
        self.refuse(HTTPStatus(code))

    def version_string(self) -> str:
        """Say no more of ourselves than the name."""
        return "claimcheck"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Keep no record: an address may hold the token."""


def _is_count(text: str) -> bool:
    """Whether a header holds a number that is not absurdly long."""
    return text.isascii() and text.isdecimal() and len(text) < 20
