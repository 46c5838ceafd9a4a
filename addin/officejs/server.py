"""The local service: hands out the page, the script and the metadata, and computes calls.

It listens on the loopback address only, speaks TLS only, and answers a call only when it
comes from its own page (Host, Origin) and shows the token. Python's own HTTP server is
enough for five fixed paths and one user.
"""

import hmac
import socket
import ssl
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from addin.officejs.calls import Reply, answer, refusal
from addin.officejs.certificate import ADDRESS, HOST
from addin.officejs.home import Home
from addin.officejs.manifest import origin
from addin.officejs.metadata import functions_json
from claimcheck.errors import ClaimcheckError

CALL_PATH = "/call"

#: Bytes of one call: a roster of 5,000 people with 30,000 payments takes a tenth of it.
LARGEST_CALL = 32 * 1024 * 1024

#: Bytes read and thrown away before a refusal, and how many at a time.
_DISCARDED = 4 * LARGEST_CALL
_CHUNK = 64 * 1024

#: Seconds that a connection may stay silent.
_PATIENCE = 60

_JSON = "application/json; charset=utf-8"


class ServiceError(ClaimcheckError, OSError):
    """Raised when the service cannot start."""


@dataclass(frozen=True)
class Page:
    """A fixed file, held in memory."""

    content: bytes
    kind: str
    #: Whether pages of other origins may read it. Excel on the web fetches the metadata
    #: from Microsoft's address; nothing secret stands in it.
    public: bool = False


def pages() -> Mapping[str, Page]:
    """Everything that can be fetched, by path. There is no folder behind it."""
    folder = files("addin.officejs")
    return {
        "/functions.html": Page(
            (folder / "functions.html").read_bytes(), "text/html; charset=utf-8"
        ),
        "/functions.js": Page(
            (folder / "functions.js").read_bytes(), "text/javascript; charset=utf-8"
        ),
        "/functions.json": Page(functions_json(), _JSON, public=True),
        "/icon-32.png": Page((folder / "icon-32.png").read_bytes(), "image/png", public=True),
        "/icon-64.png": Page((folder / "icon-64.png").read_bytes(), "image/png", public=True),
    }


def _is_count(text: str) -> bool:
    """Whether a header holds a number that is not absurdly long."""
    return text.isascii() and text.isdecimal() and len(text) < 20


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    server: "LocalService"
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    # A reply leaves at once and in one piece: waiting for more costs 40 ms a cell.
    disable_nagle_algorithm = True
    wbufsize = -1

    def setup(self) -> None:
        """Shake hands here, in the connection's own thread: a silent client holds up nobody."""
        self.request.settimeout(_PATIENCE)
        self.request.do_handshake()
        super().setup()

    def do_GET(self) -> None:
        """Hand out one of the fixed files."""
        page = self.server.pages.get(urlsplit(self.path).path)
        if not self._right_host():
            return
        if page is None:
            self._send(refusal(HTTPStatus.NOT_FOUND, "没有这个页面。"))
            return
        self._send(Reply(HTTPStatus.OK, page.content), page.kind, public=page.public)

    def do_POST(self) -> None:
        """Compute one call."""
        if not self._right_host():
            return
        if self.path != CALL_PATH:
            self._refuse(HTTPStatus.NOT_FOUND, "没有这个页面。")
        elif self.headers.get_all("Origin") != [self.server.origin]:
            self._refuse(HTTPStatus.FORBIDDEN, "只接受本机加载项页面的调用。")
        elif not self._right_token():
            self._refuse(
                HTTPStatus.UNAUTHORIZED, "口令不符，请在 Excel 中重新添加 claimcheck 的清单文件。"
            )
        else:
            self._compute()

    def _compute(self) -> None:
        lengths = self.headers.get_all("Content-Length") or []
        if len(lengths) != 1 or not _is_count(lengths[0]) or "Transfer-Encoding" in self.headers:
            self._refuse(HTTPStatus.LENGTH_REQUIRED, "调用没有写明长度。")
            return
        length = int(lengths[0])
        if length > self.server.largest_call:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "一次传来的单元格过多。")
            return
        body = self.rfile.read(length)
        if len(body) == length:
            self._send(answer(body))

    def _right_host(self) -> bool:
        """Whether the request names this machine: a foreign name may be made to point here."""
        if self.headers.get_all("Host") == [self.server.host]:
            return True
        self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "只接受对 localhost 的访问。")
        return False

    def _right_token(self) -> bool:
        shown = self.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, f"Bearer {self.server.token}".encode())

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        # The rest of the connection is not trusted to be understood.
        self.close_connection = True
        self._discard()
        self._send(refusal(status, reason))

    def _discard(self) -> None:
        """Read what was sent along: a client that is cut off while sending sees no reply."""
        sent = self.headers.get("Content-Length", "") if hasattr(self, "headers") else ""
        left = min(int(sent), _DISCARDED) if _is_count(sent) else 0
        while left > 0 and (chunk := self.rfile.read(min(left, _CHUNK))):
            left -= len(chunk)

    def _send(self, reply: Reply, kind: str = _JSON, *, public: bool = False) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(reply.body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        # The page's address holds the token.
        self.send_header("Referrer-Policy", "no-referrer")
        if public:
            self.send_header("Access-Control-Allow-Origin", "*")
        else:
            self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(reply.body)

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 - English, and of the library
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        """Answer what the library itself refuses: other methods, broken requests."""
        self._refuse(HTTPStatus(code), "不支持这种请求。")

    def version_string(self) -> str:
        """Say no more of ourselves than the name."""
        return "claimcheck"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's name
        """Keep no record: the page's address holds the token."""


class LocalService(ThreadingHTTPServer):
    """The service, bound to a port of the loopback address.

    Use as a context manager; `serve_forever` runs it.

    Raises:
        OSError: the port is taken.
    """

    daemon_threads = True
    #: Another program must not be able to sit on the same port (Windows would allow it).
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, home: Home, port: int, largest_call: int = LARGEST_CALL) -> None:
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self.tls.load_cert_chain(home.chain, home.key)
        self.token = home.token()
        self.largest_call = largest_call
        self.pages = pages()
        super().__init__((ADDRESS, port), Handler)
        self.host = f"{HOST}:{self.server_port}"
        self.origin = origin(self.server_port)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a connection without waiting for its handshake."""
        plain, address = super().get_request()
        return self.tls.wrap_socket(plain, True, do_handshake_on_connect=False), address

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Stay silent: connections that break off concern nobody."""
