"""One line of JSON a request: enough to find it again, nothing about any person."""

import re
import time
import traceback
from uuid import uuid4

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import counting, problems

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What a caller's correlation id may look like: ids, no words or addresses."""
_TRACED = re.compile(r"[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}.*")
"""The trace that the caller is part of (W3C Trace Context), whose id joins lines as well."""


class RequestLog:
    """Gives each request its id, writes its line, and turns an unexpected error into a problem.

    The line holds the route's template, never the address: ids and questions stay out of logs.
    An error's text may quote what somebody wrote, so only its type and place are written.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, told = time.perf_counter(), 0, dict[str, str]()
        ids = _ids(scope)
        scope.setdefault("state", {}).update(ids, noted={})

        async def answering(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                headers["X-Request-Id"] = str(ids["request_id"])
                headers["X-Correlation-Id"] = str(ids["correlation_id"])
            await send(message)

        with structlog.contextvars.bound_contextvars(
            **{key: one for key, one in ids.items() if one}
        ):
            try:
                await self.app(scope, receive, answering)
            except Exception as error:  # noqa: BLE001 - answered here, so that nobody prints it
                told = _told(error)
                if not status:
                    await problems.unexpected(Request(scope))(scope, receive, answering)
            _write(scope, status, time.perf_counter() - began, told)


def _ids(scope: Scope) -> dict[str, str | None]:
    request_id = str(uuid4())
    headers = Headers(scope=scope)
    said, cause = headers.get("x-correlation-id", ""), headers.get("x-causation-id", "")
    traced = _TRACED.fullmatch(headers.get("traceparent", ""))
    own = traced[1] if traced else request_id
    return {
        "request_id": request_id,
        "correlation_id": said if _PLAIN.fullmatch(said) else own,
        "causation_id": cause if _PLAIN.fullmatch(cause) else None,
    }


def _told(error: Exception) -> dict[str, str]:
    """An error's type and the place in the program that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "error_at": place}


def _write(scope: Scope, status: int, seconds: float, told: dict[str, str]) -> None:
    log = structlog.get_logger()
    write = log.error if told else log.info
    state, route = scope["state"], getattr(scope.get("route"), "path", "none")
    problem = state.get("problem")
    counting.count(scope["method"], route, status, seconds, problem)
    write(
        "request",
        method=scope["method"],
        route=route,
        status=status,
        ms=round(seconds * 1_000, 1),
        authority=state.get("authority"),
        **({"problem": problem} if problem else {}),
        **state["noted"],
        **told,
    )
