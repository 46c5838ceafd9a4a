"""What the local service answers, and to whom, over real connections."""

import http.client
import json
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import pytest

from addin.officejs import server
from addin.officejs.home import Home
from addin.officejs.server import OfficeService
from tests.addin.officejs.conftest import LARGEST_CALL, body


@pytest.fixture
def connection(service: OfficeService, home: Home) -> Iterator[http.client.HTTPSConnection]:
    """A client that trusts exactly our authority."""
    trusting = ssl.create_default_context(cafile=str(home.authority))
    made = http.client.HTTPSConnection("localhost", service.server_port, context=trusting)
    made.timeout = 20
    yield made
    made.close()


def headers(service: OfficeService, **other: str | None) -> dict[str, str]:
    """The headers that our own page sends; None leaves one out."""
    sent: dict[str, str | None] = {
        "Origin": service.origin,
        "Authorization": f"Bearer {service.token}",
        "Content-Type": "application/json",
    } | other
    return {name: value for name, value in sent.items() if value is not None}


def post(
    connection: http.client.HTTPSConnection,
    sent: dict[str, str],
    content: bytes | None = None,
    path: str = "/call",
) -> tuple[int, dict[str, Any]]:
    """Status and JSON of a call."""
    connection.request("POST", path, body("CC_ENGINE") if content is None else content, sent)
    reply = connection.getresponse()
    return reply.status, json.loads(reply.read())


def test_our_own_page_gets_its_value(
    connection: http.client.HTTPSConnection, service: OfficeService
) -> None:
    status, reply = post(connection, headers(service), body("CC_CAPITAL", 12000))
    assert (status, reply) == (200, {"value": "壹万贰仟元整"})


def test_many_calls_share_a_connection(
    connection: http.client.HTTPSConnection, service: OfficeService
) -> None:
    for amount in range(1, 5):
        assert post(connection, headers(service), body("CC_CAPITAL", amount))[0] == 200


@pytest.mark.parametrize(
    "shown",
    [None, "", "Bearer ", "Bearer guessed", "Basic abc", "Bearer 口令".encode().decode("latin-1")],
)
def test_a_wrong_token_is_refused(
    connection: http.client.HTTPSConnection, service: OfficeService, shown: str | None
) -> None:
    status, reply = post(connection, headers(service, Authorization=shown))
    assert status == 401
    assert "口令" in reply["error"]
    assert "value" not in reply


@pytest.mark.parametrize(
    "origin", [None, "null", "https://example.com", "http://localhost:{port}", "https://localhost"]
)
def test_another_origin_is_refused_even_with_the_token(
    connection: http.client.HTTPSConnection, service: OfficeService, origin: str | None
) -> None:
    shown = origin.format(port=service.server_port) if origin else None
    status, reply = post(connection, headers(service, Origin=shown))
    assert status == 403
    assert "value" not in reply


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1:{port}", "localhost", "localhost:1"])
def test_another_host_name_is_refused(
    connection: http.client.HTTPSConnection, service: OfficeService, host: str
) -> None:
    named = host.format(port=service.server_port)
    assert post(connection, headers(service, Host=named))[0] == 421
    connection.request("GET", "/functions.html", headers={"Host": named})
    assert connection.getresponse().status == 421


@pytest.mark.parametrize(
    "path",
    ["/", "/server.key", "/../server.key", "/%2e%2e/token", "/manifest.xml", "/call", "/static/"],
)
def test_nothing_but_the_fixed_pages_can_be_fetched(
    connection: http.client.HTTPSConnection, path: str
) -> None:
    connection.request("GET", path)
    reply = connection.getresponse()
    assert reply.status == 404
    assert set(json.loads(reply.read())) == {"error"}


def test_only_the_metadata_and_the_icons_are_open_to_other_origins(
    connection: http.client.HTTPSConnection,
) -> None:
    opened = set()
    for path in server.pages():
        connection.request("GET", path)
        reply = connection.getresponse()
        reply.read()
        assert reply.status == 200
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Referrer-Policy"] == "no-referrer"
        if reply.headers["Access-Control-Allow-Origin"] is not None:
            opened.add(path)
    assert opened == {"/functions.json", "/icon-32.png", "/icon-64.png"}


def test_no_page_holds_the_token(service: OfficeService) -> None:
    assert not any(service.token.encode() in page.content for page in server.pages().values())


def test_a_call_that_is_too_large_is_refused(
    connection: http.client.HTTPSConnection, service: OfficeService
) -> None:
    status, reply = post(connection, headers(service), b" " * (LARGEST_CALL + 1))
    assert status == 413
    assert "过多" in reply["error"]


@pytest.mark.parametrize("length", ["-1", "1e3", "１２", "9" * 5000])
def test_a_length_that_is_no_number_is_refused(
    connection: http.client.HTTPSConnection, service: OfficeService, length: str
) -> None:
    connection.putrequest("POST", "/call")
    for name, value in headers(service).items():
        connection.putheader(name, value)
    connection.putheader("Content-Length", length.encode())
    connection.endheaders()
    assert connection.getresponse().status == 411


def test_a_call_in_pieces_of_unknown_length_is_refused(
    connection: http.client.HTTPSConnection, service: OfficeService
) -> None:
    sent = headers(service) | {"Transfer-Encoding": "chunked", "Content-Length": "5"}
    connection.request("POST", "/call", b"0\r\n\r\n", sent)
    assert connection.getresponse().status == 411


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"])
def test_other_methods_are_refused_in_chinese(
    connection: http.client.HTTPSConnection, method: str
) -> None:
    connection.request(method, "/call")
    reply = connection.getresponse()
    assert reply.status == 501
    assert json.loads(reply.read()) == {"error": "不支持这种请求。"}


def test_it_listens_on_the_loopback_address_only(service: OfficeService) -> None:
    assert service.server_address[0] == "127.0.0.1"


def test_plain_http_gets_no_answer(service: OfficeService) -> None:
    with socket.create_connection(("127.0.0.1", service.server_port), timeout=10) as plain:
        plain.sendall(b"GET /functions.html HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert b"HTTP/1.1 200" not in plain.recv(4096)


def test_a_client_that_never_shakes_hands_holds_up_nobody(
    connection: http.client.HTTPSConnection, service: OfficeService
) -> None:
    with socket.create_connection(("127.0.0.1", service.server_port), timeout=10):
        assert post(connection, headers(service))[0] == 200


def test_the_token_is_compared_in_constant_time(
    connection: http.client.HTTPSConnection, service: OfficeService, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared = []

    def compare(left: bytes, right: bytes) -> bool:
        compared.append(right)
        return False

    monkeypatch.setattr(server.hmac, "compare_digest", compare)
    assert post(connection, headers(service))[0] == 401
    assert compared == [f"Bearer {service.token}".encode()]
