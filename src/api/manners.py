"""What every answer says to browsers and proxies; and HEAD, which asks for no content."""

from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import NamedTuple

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_USUAL: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
"""Said unless the answer says otherwise itself."""


class Retired(NamedTuple):
    """Since when an address is not to be used any more, when it ends, and what to read instead."""

    since: datetime
    ends: datetime
    instead: str


DEPRECATED: dict[str, Retired] = {}
"""Addresses on their way out, by the name of the route."""


class Manners:
    """Adds the usual headers, those of deprecated addresses, and answers HEAD as GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        bare = scope["method"] == "HEAD"
        if bare:
            scope["method"] = "GET"

        async def answering(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(scope, MutableHeaders(scope=message))
            elif bare:
                message = {**message, "body": b""}
            await send(message)

        await self.app(scope, receive, answering)


def _complete(scope: Scope, headers: MutableHeaders) -> None:
    if scope["method"] == "GET" and "etag" in headers:
        headers.setdefault("Cache-Control", "private, no-cache")
    for name, value in _USUAL.items():
        headers.setdefault(name, value)
    retired = DEPRECATED.get(getattr(scope.get("route"), "name", ""))
    if retired:  # RFC 9745, RFC 8594
        headers["Deprecation"] = f"@{int(retired.since.timestamp())}"
        headers["Sunset"] = format_datetime(retired.ends.astimezone(UTC), usegmt=True)
        headers.append("Link", f'<{retired.instead}>; rel="deprecation"; type="text/html"')
