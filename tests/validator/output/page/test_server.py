"""Only who has the address of the served page is answered."""

from validator.output.page.server import ReviewService


def test_the_token_of_the_address_is_needed(service: ReviewService):
    import http.client

    def ask(method: str, path: str, **headers: str) -> int:
        connection = http.client.HTTPConnection("127.0.0.1", service.server_port, timeout=20)
        connection.request(method, path, body=b"{}" if method == "POST" else None, headers=headers)
        status = connection.getresponse().status
        connection.close()
        return status

    own = f"/{service.token}"
    json_ = {"Content-Type": "application/json"}
    assert ask("GET", f"{own}/") == 200
    assert ask("GET", "/") == 404
    assert ask("GET", "/wrong/") == 404
    assert ask("POST", "/wrong/decide", **json_) == 404
    assert ask("GET", f"{own}/", Host="evil.example") == 404, "no rebinding of names"
    assert ask("POST", f"{own}/decide", Origin="http://evil.example", **json_) == 403
    assert ask("POST", f"{own}/decide", **{"Content-Type": "text/plain"}) == 415
    assert ask("POST", f"{own}/decide", **json_, **{"Transfer-Encoding": "chunked"}) == 411
    assert ask("DELETE", f"{own}/") == 501
    assert service.server_address[0] == "127.0.0.1"
