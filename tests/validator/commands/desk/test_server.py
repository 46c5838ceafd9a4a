"""Who is answered, and what is served: nothing but the desk's own pages."""

import socket
import threading
import time
from pathlib import Path

import pytest

from tests.validator.books import claims, save
from tests.validator.commands.desk.conftest import Asking
from validator.commands.desk import presence, taking_in
from validator.commands.desk.desk import Desk
from validator.commands.desk.server import DeskService

OCTETS = {"Content_Type": "application/octet-stream"}


def test_only_who_knows_the_token_is_answered(ask: Asking):
    assert ask("GET", "/").status == 200
    assert ask("GET", "/", knows="wrong").status == 404
    assert ask("GET", "", knows="").status == 404
    assert ask("POST", "/check", knows="wrong").status == 404


def test_a_foreign_name_for_this_machine_is_not_answered(ask: Asking):
    assert ask("GET", "/", Host="evil.example").status == 404
    assert ask("POST", "/check", Host="evil.example").status == 404


def test_another_page_in_the_same_browser_changes_nothing(ask: Asking, desk: Desk):
    assert ask("POST", "/begin", Origin="http://evil.example").status == 403
    assert ask("POST", "/begin", Content_Type="text/plain").status == 415
    refused = ask("POST", "/file?name=a.xlsx", b"x", Origin="http://evil.example", **OCTETS)
    assert refused.status == 403
    assert desk.state()["batch"]["files"] == []


def test_it_listens_on_this_machine_alone(service: DeskService):
    assert service.server_address[0] == "127.0.0.1"


@pytest.mark.parametrize(
    "path", ["/../../etc/passwd", "/office.toml", "/%2e%2e/office.toml", "/page/desk.html", "/file"]
)
def test_no_file_is_served(ask: Asking, home: Path, path: str):
    (home / "office.toml").write_text("", "utf-8")
    assert ask("GET", path).status == 404


def test_the_pages_load_nothing_from_elsewhere_and_stand_in_no_frame(ask: Asking):
    answer = ask("GET", "/")
    page = answer.body.decode()
    assert "default-src 'none'" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    assert "https://" not in page
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_name_with_folders_above_stays_in_the_batch(ask: Asking, desk: Desk, home: Path):
    book = save(home / "其他" / "a.xlsx", claims(5)).read_bytes()
    answer = ask("POST", "/file?name=..%2F..%2F..%2Fpasswd.xlsx", book, **OCTETS)
    assert answer.said == {"left": ""}
    (file,) = desk.batch.files
    assert file.is_relative_to(desk.batch.path)
    assert file.read_bytes() == book


def test_only_what_the_desk_has_shown_is_opened(
    ask: Asking, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    opened: list[str] = []
    monkeypatch.setattr("click.launch", opened.append)
    assert "没有这个文件" in ask("POST", "/open", {"id": 0}).said["error"]
    assert "没有这个文件" in ask("POST", "/open", {"id": "/etc/passwd"}).said["error"]
    number = desk.openable(desk.home)
    assert ask("POST", "/open", {"id": number}).said == {}
    assert opened == [str(desk.home)]


def test_what_cannot_be_done_is_said_in_chinese(ask: Asking):
    assert "还没有文件" in ask("POST", "/check").said["error"]
    assert "还没有核查" in ask("POST", "/give", {"what": "payment"}).said["error"]
    assert "请至少填写一项" in ask("POST", "/ledger", {}).said["error"]
    assert "至少选择一类" in ask("POST", "/templates", {"types": ["../x"]}).said["error"]
    assert "完整的路径" in ask("POST", "/path", {"path": "a.xlsx"}).said["error"]
    for act in ("decide", "undo", "news"):
        assert "请刷新网页" in ask("POST", f"/review/{act}", {"decisions": []}).said["error"]
    assert ask("POST", "/check", b"{").said["error"].startswith("网页发来的内容不完整")


def page_opened(service: DeskService) -> socket.socket:
    """The connection that a page keeps as long as it is open."""
    page = socket.create_connection(service.server_address[:2], timeout=20)
    host = f"127.0.0.1:{service.server_port}"
    page.sendall(f"GET /{service.token}/events HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
    received = b""
    while b"\n\n" not in received.partition(b"\r\n\r\n")[2]:
        received += page.recv(4096)
    assert b'"work"' in received, "it is told at once how things stand"
    return page


def test_it_ends_when_the_last_page_is_closed_and_not_before(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(presence, "GRACE", 0.3)
    with DeskService(desk) as service:
        thread = threading.Thread(target=service.serve_until_left)
        thread.start()
        first = page_opened(service)
        second = page_opened(service)
        first.close()
        thread.join(1.5)
        assert thread.is_alive()
        second.close()
        thread.join(20)
        assert not thread.is_alive()


def test_of_many_open_pages_the_oldest_gives_way(desk: Desk):
    with DeskService(desk) as service:
        thread = threading.Thread(target=service.serve_forever)
        thread.start()
        pages = [page_opened(service) for _ in range(presence.MOST + 1)]
        told = b""
        while b"event: moved" not in told:
            received = pages[0].recv(4096)
            assert received, "it is told before its connection ends"
            told += received
        for page in pages:
            page.close()
        service.shutdown()
        thread.join()


def test_what_goes_wrong_in_the_program_is_said_and_the_desk_goes_on(
    ask: Asking, desk: Desk, monkeypatch: pytest.MonkeyPatch
):
    def broken(*_: object) -> None:
        raise RuntimeError("640598199001011234")

    monkeypatch.setattr(taking_in, "add_path", broken)
    said = ask("POST", "/path", {"path": "/a"}).said["error"]
    assert said == "程序出错（RuntimeError），没有办成。请联系技术支持人员。"
    monkeypatch.setattr(desk, "_check", broken)
    desk.batch.add(desk.batch.receive("a.xlsx", b"x"))
    assert ask("POST", "/check").said == {}
    while desk.worker.busy:
        time.sleep(0.02)
    assert "程序出错（RuntimeError）" in desk.state()["work"]["fault"]
    assert ask("GET", "/").status == 200
