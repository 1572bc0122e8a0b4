"""One request over HTTP, for those who keep checkpoints or stamp them."""

import urllib.error
import urllib.request
from collections.abc import Callable
from http.client import HTTPException
from typing import IO, NamedTuple

from concerns.anchoring.refused import NotAnchored, Why
from concerns.redirects import NoRedirects

LONGEST = 20.0
"""Seconds until an answer is given up."""
LARGEST = 1 << 20
"""Bytes of an answer."""


class Request(NamedTuple):
    """What is sent: a GET, or where there is a body a POST."""

    url: str
    body: bytes | None = None
    media_type: str = ""


class Answer(NamedTuple):
    """What came back, whatever the status."""

    status: int
    media_type: str
    body: bytes


Send = Callable[[Request], Answer]
"""Raises NotAnchored, UNREACHABLE, where nothing comes back."""


def send(request: Request) -> Answer:
    """Send it, by the proxies that the environment names, and follow no redirect.

    Raises:
        NotAnchored: UNREACHABLE; ANSWER_MALFORMED, the answer is too large.
    """
    headers = {"Content-Type": request.media_type} if request.body is not None else {}
    opener = urllib.request.build_opener(NoRedirects)
    asked = urllib.request.Request(request.url, request.body, headers)  # noqa: S310 - http(s): see configuration
    try:
        try:
            with opener.open(asked, timeout=LONGEST) as came:
                return _answer(came.status, came.headers.get_content_type(), came)
        except urllib.error.HTTPError as came:
            with came:
                return _answer(came.code, came.headers.get_content_type(), came)
    except (OSError, HTTPException) as wrong:
        raise NotAnchored(Why.UNREACHABLE, f"{request.url}: {wrong}") from None


def _answer(status: int, media_type: str, came: IO[bytes]) -> Answer:
    body = came.read(LARGEST + 1)
    if len(body) > LARGEST:
        raise NotAnchored(Why.ANSWER_MALFORMED, f"the answer has more than {LARGEST} bytes")
    return Answer(status, media_type, body)
