"""A case system that is told of news: a real HTTP server that keeps what it got."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from standardwebhooks import Webhook


@dataclass
class Receiver:
    """What came, and with which statuses it was answered; 204 when those given are used up."""

    url: str = ""
    answers: list[int] = field(default_factory=list[int])
    got: list[tuple[dict[str, str], bytes]] = field(
        default_factory=list[tuple[dict[str, str], bytes]]
    )
    come: threading.Condition = field(default_factory=threading.Condition)

    def wait_for(self, number: int, seconds: float = 20.0) -> None:
        """Until so many hints came."""
        with self.come:
            assert self.come.wait_for(lambda: len(self.got) >= number, seconds), len(self.got)

    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _ in self.got]

    def verified(self, secret: str) -> list[dict[str, Any]]:
        """Every hint, each with a good signature by this secret."""
        return [Webhook(secret).verify(body, headers) for headers, body in self.got]


@contextmanager
def receiving(*answers: int) -> Generator[Receiver]:
    """A receiver on a free port of this machine."""
    receiver = Receiver(answers=list(answers))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = receiver.answers.pop(0) if receiver.answers else 204
            self.send_response(status)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()
            with receiver.come:
                receiver.got.append(({k.lower(): v for k, v in self.headers.items()}, body))
                receiver.come.notify_all()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        receiver.url = f"http://127.0.0.1:{server.server_port}/hooks?from=concerns"
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
