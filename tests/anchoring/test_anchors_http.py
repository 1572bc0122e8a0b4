"""What is asked over the network: answers of any status, and nothing that runs away."""

from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from concerns.anchoring.http import LARGEST, Answer, Request, send
from concerns.anchoring.refused import NotAnchored, Why


class _Server(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        said = self.headers["Content-Type"].encode() + b" " + self.rfile.read(length)
        self._answer(409, said)

    def do_GET(self) -> None:
        match self.path:
            case "/moved":
                self.send_response(302)
                self.send_header("Location", "/large")
                self.end_headers()
            case "/large":
                self._answer(200, bytes(LARGEST + 1))
            case _:
                self._answer(200, self.path.encode())

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/x.tlog.size; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url() -> Generator[str]:
    """A server of our own."""
    server = HTTPServer(("127.0.0.1", 0), _Server)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_status_media_type_and_body_come_back(url: str) -> None:
    """Also where the status is a refusal: it is for the caller to understand."""
    assert send(Request(f"{url}/a")) == Answer(200, "text/x.tlog.size", b"/a")
    posted = send(Request(f"{url}/a", b"old 0", "text/plain"))
    assert posted == Answer(409, "text/x.tlog.size", b"text/plain old 0")


def test_an_address_that_moved_is_not_followed(url: str) -> None:
    """A note must not go where nobody configured it to go."""
    assert send(Request(f"{url}/moved")).status == 302


def test_an_answer_without_end_is_given_up(url: str) -> None:
    """So that no place can fill our memory."""
    with pytest.raises(NotAnchored) as refused:
        send(Request(f"{url}/large"))
    assert refused.value.why == Why.ANSWER_MALFORMED


def test_nobody_answers() -> None:
    """Said with the address."""
    with pytest.raises(NotAnchored, match=r"127\.0\.0\.1:9/") as refused:
        send(Request("http://127.0.0.1:9/"))
    assert refused.value.why == Why.UNREACHABLE
