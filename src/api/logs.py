"""One line of JSON a request: enough to find it again, nothing about any person."""

import re
import sys
import time
import traceback
from typing import Any
from uuid import uuid4

import orjson
import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import problems

_PLAIN = re.compile(r"[A-Za-z0-9._-]{1,64}")
"""What a caller's correlation id may look like: ids, no words or addresses."""


def configure() -> None:
    """Write every line as one JSON object with sorted keys and the time in UTC, to stdout."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        logger_factory=_to_stdout,
        cache_logger_on_first_use=False,
    )


def _to_stdout(*_: object) -> structlog.PrintLogger:
    return structlog.PrintLogger(sys.stdout)


def _json(line: dict[str, Any], **_: object) -> str:
    return orjson.dumps(line, default=str, option=orjson.OPT_SORT_KEYS).decode()


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
        scope.setdefault("state", {}).update(ids)

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
            _write(scope, status, (time.perf_counter() - began) * 1_000, told)


def _ids(scope: Scope) -> dict[str, str | None]:
    request_id = str(uuid4())
    headers = Headers(scope=scope)
    said, cause = headers.get("x-correlation-id", ""), headers.get("x-causation-id", "")
    return {
        "request_id": request_id,
        "correlation_id": said if _PLAIN.fullmatch(said) else request_id,
        "causation_id": cause if _PLAIN.fullmatch(cause) else None,
    }


def _told(error: Exception) -> dict[str, str]:
    """An error's type and the place in the program that raised it."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f"{frames[-1].filename}:{frames[-1].lineno}" if frames else "unknown"
    return {"error": type(error).__name__, "error_at": place}


def _write(scope: Scope, status: int, milliseconds: float, told: dict[str, str]) -> None:
    log = structlog.get_logger()
    write = log.error if told else log.info
    write(
        "request",
        method=scope["method"],
        route=getattr(scope.get("route"), "path", "none"),
        status=status,
        ms=round(milliseconds, 1),
        authority=scope["state"].get("authority"),
        **told,
    )
