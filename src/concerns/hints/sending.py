"""One hint over HTTP, to exactly the place that was judged. Nothing that comes back is believed."""

import socket
import ssl
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from threading import Timer

from concerns.hints.reach import Place

LONGEST = 5.0
"""Seconds for all of it: an address that answers drop by drop is given up too."""

Send = Callable[[Place, bytes, Mapping[str, str]], int]
"""The status of the answer. Raises NoAnswer."""


class NoAnswer(Exception):
    """Nothing came back in time, or nothing that is HTTP."""


def send(
    place: Place,
    body: bytes,
    headers: Mapping[str, str],
    longest: float = LONGEST,
    context: ssl.SSLContext | None = None,
) -> int:
    """The status of the answer. No proxy is asked, no redirect followed, no body read.

    Raises:
        NoAnswer: also where its certificate is not good for the name.
    """
    connection = HTTPConnection(place.host, place.port, timeout=longest)
    end = Timer(longest, _cut, [connection])
    try:
        connection.sock = socket.create_connection((place.ip, place.port), longest)
        end.start()
        if place.tls:
            _secure(connection, place.host, context or ssl.create_default_context())
        connection.request("POST", place.target, body, {**headers, "Host": place.netloc})
        with connection.getresponse() as answer:
            return answer.status
    except (OSError, HTTPException, ValueError) as wrong:
        raise NoAnswer(type(wrong).__name__) from None
    finally:
        end.cancel()
        connection.close()


def _secure(connection: HTTPConnection, host: str, context: ssl.SSLContext) -> None:
    plain: socket.socket = connection.sock
    secure = context.wrap_socket(plain, server_hostname=host, do_handshake_on_connect=False)
    connection.sock = secure  # before the handshake, so that it can be cut too
    secure.do_handshake()


def _cut(connection: HTTPConnection) -> None:
    try:
        connection.sock.shutdown(socket.SHUT_RDWR)
    except (OSError, AttributeError):
        return  # it ended at this very moment
