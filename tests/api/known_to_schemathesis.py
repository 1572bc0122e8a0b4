"""Loaded by schemathesis: what it must know of this API beyond the description."""

import re
from typing import Any

import requests
import schemathesis

_WELL_FORMED = re.compile(r'"v\d{1,18}"')


@schemathesis.hook
def before_call(
    _: schemathesis.HookContext,
    case: schemathesis.Case,
    kwargs: dict[str, Any],  # noqa: ARG001 - schemathesis looks for the name
) -> None:
    """A made-up version would nearly always be an old one, and nothing would be decided."""
    sent = case.headers.get("if-match")
    if not isinstance(sent, str) or not _WELL_FORMED.fullmatch(sent):
        return
    address = case.operation.schema.get_base_url().rstrip("/")
    seen = requests.get(
        f"{address}/v1/cases/{case.path_parameters['case']}",
        headers={"Authorization": case.headers["Authorization"]},
        timeout=30,
    )
    case.headers["if-match"] = seen.headers.get("ETag", sent)


@schemathesis.serializer("application/x-ndjson")
def as_it_stands(_: object, value: object) -> bytes:
    """Lines are a text: nothing is put around them."""
    return value if isinstance(value, bytes) else str(value).encode(errors="replace")
