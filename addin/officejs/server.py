"""The local service: hands out the page, the script and the metadata, and computes calls.

It speaks TLS only, and answers a call only when it comes from its own page (Host, Origin) and
shows the token.
"""

import hmac
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import urlsplit

from addin.officejs.calls import Reply, answer, refusal
from addin.officejs.certificate import HOST
from addin.officejs.home import Home
from addin.officejs.manifest import origin
from addin.officejs.metadata import functions_json
from claimcheck.errors import ClaimcheckError
from claimcheck.local_service import PATIENCE, PRIVATE, LocalHandler, LocalService

CALL_PATH = "/call"

#: Bytes of one call: a roster of 5,000 people with 30,000 payments takes a tenth of it.
LARGEST_CALL = 32 * 1024 * 1024

_JSON = "application/json; charset=utf-8"

_PUBLIC = {"Access-Control-Allow-Origin": "*"}


class ServiceError(ClaimcheckError, OSError):
    """Raised when the service cannot start."""


@dataclass(frozen=True)
class FixedFile:
    """A fixed file, held in memory."""

    content: bytes
    kind: str
    #: Whether pages of other origins may read it. Excel on the web fetches the metadata
    #: from Microsoft's address; nothing secret stands in it.
    public: bool = False


def pages() -> Mapping[str, FixedFile]:
    """Everything that can be fetched, by path. There is no folder behind it."""
    folder = files("addin.officejs")
    return {
        "/functions.html": FixedFile(
            (folder / "functions.html").read_bytes(), "text/html; charset=utf-8"
        ),
        "/functions.js": FixedFile(
            (folder / "functions.js").read_bytes(), "text/javascript; charset=utf-8"
        ),
        "/functions.json": FixedFile(functions_json(), _JSON, public=True),
        "/icon-32.png": FixedFile((folder / "icon-32.png").read_bytes(), "image/png", public=True),
        "/icon-64.png": FixedFile((folder / "icon-64.png").read_bytes(), "image/png", public=True),
    }


class Handler(LocalHandler):
    """One connection."""

    server: "OfficeService"

    def setup(self) -> None:
        """Shake hands here, in the connection's own thread: a silent client holds up nobody."""
        self.request.settimeout(PATIENCE)
        self.request.do_handshake()
        super().setup()

    def get(self) -> None:
        """Hand out one of the fixed files."""
        page = self.server.pages.get(urlsplit(self.path).path)
        if not self._right_host():
            return
        if page is None:
            self._reply(refusal(HTTPStatus.NOT_FOUND, "没有这个页面。"))
            return
        self.send(HTTPStatus.OK, page.kind, page.content, _PUBLIC if page.public else PRIVATE)

    def post(self) -> None:
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
        match self.content(self.server.largest_call):
            case HTTPStatus.LENGTH_REQUIRED as status:
                self._refuse(status, "调用没有写明长度。")
            case HTTPStatus() as status:
                self._refuse(status, "一次传来的单元格过多。")
            case bytes() as body:
                self._reply(answer(body))

    def _right_host(self) -> bool:
        if self.names((self.server.host,)):
            return True
        self._refuse(HTTPStatus.MISDIRECTED_REQUEST, "只接受对 localhost 的访问。")
        return False

    def _right_token(self) -> bool:
        shown = self.headers.get("Authorization", "").encode("utf-8", "surrogateescape")
        return hmac.compare_digest(shown, f"Bearer {self.server.token}".encode())

    def _reply(self, reply: Reply) -> None:
        self.send(reply.status, _JSON, reply.body)

    def _refuse(self, status: HTTPStatus, reason: str) -> None:
        self.refuse(status, _JSON, refusal(status, reason).body)

    def send_error(
        self,
        code: int,
        message: str | None = None,  # noqa: ARG002 - English, and of the library
        explain: str | None = None,  # noqa: ARG002
    ) -> None:
        """Answer what the library itself refuses, as a cell shows it."""
        self._refuse(HTTPStatus(code), "不支持这种请求。")


class OfficeService(LocalService):
    """The service, bound to a port.

    Raises:
        OSError: the port is taken.
    """

    def __init__(self, home: Home, port: int, largest_call: int = LARGEST_CALL) -> None:
        self.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.tls.minimum_version = ssl.TLSVersion.TLSv1_2
        self.tls.load_cert_chain(home.chain, home.key)
        self.token = home.token()
        self.largest_call = largest_call
        self.pages = pages()
        super().__init__(port, Handler)
        self.host = f"{HOST}:{self.server_port}"
        self.origin = origin(self.server_port)

    def get_request(self) -> tuple[socket.socket, Any]:
        """Take a connection without waiting for its handshake."""
        plain, address = super().get_request()
        return self.tls.wrap_socket(plain, True, do_handshake_on_connect=False), address
