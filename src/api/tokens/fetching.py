"""A document from an identity provider: small, soon, from the very address asked."""

import time
import urllib.request
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from typing import cast
from urllib.error import HTTPError
from urllib.parse import urlsplit

from concerns.redirects import NoRedirects

LONGEST = 5.0
"""Seconds until an answer is given up."""
LARGEST = 1 << 18
"""Bytes of an answer."""
OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}

Fetch = Callable[[str], bytes]
"""Raises NotFetched."""


class NotFetched(Exception):
    """No such document came; the message says why, without quoting it."""


def is_safe(url: str, *, development: bool) -> bool:
    """Whether nobody on the way can exchange what is fetched: https, or this very machine."""
    try:
        parts = urlsplit(url)
        machine = parts.hostname or ""
    except ValueError:
        return False
    own = development and parts.scheme == "http" and machine in OWN_MACHINE
    return bool(machine) and (parts.scheme == "https" or own)


def fetch(url: str) -> bytes:
    """What lies at the address, by the proxies that the environment names.

    Raises:
        NotFetched: nothing came in time, it was too large, or anything but 200.
    """
    until = time.monotonic() + LONGEST
    try:
        with urllib.request.build_opener(NoRedirects).open(url, timeout=LONGEST) as came:
            return _body(cast("HTTPResponse", came), until)
    except HTTPError as error:
        with error:
            raise NotFetched(f"the answer was {error.code}") from None
    except (OSError, HTTPException, ValueError) as error:
        raise NotFetched(type(error).__name__) from None


def _body(came: HTTPResponse, until: float) -> bytes:
    body = b""
    while part := came.read1(LARGEST):
        body += part
        if len(body) > LARGEST:
            raise NotFetched(f"the answer has more than {LARGEST} bytes")
        if time.monotonic() > until:
            raise NotFetched(f"the answer took longer than {LONGEST:.0f} seconds")
    return body
