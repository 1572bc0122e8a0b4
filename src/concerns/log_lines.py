"""What the running program writes for its operator: lines of JSON on stdout."""

import sys
from typing import Any

import orjson
import structlog


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
