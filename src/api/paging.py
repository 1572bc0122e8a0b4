"""Pages by key: each page says where the next begins, however the list grows meanwhile."""

import base64
import binascii
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Query, Request, Response
from pydantic.json_schema import SkipJsonSchema

from api.problems import ProblemFound

MOST = 200
USUAL = 50


@dataclass(frozen=True, slots=True)
class Paging:
    """After which key, and how many rows."""

    after: str
    limit: int
    request: Request
    response: Response

    def next(self, last_key: str) -> str:
        """The cursor of the page after a key; also told as a link (RFC 8288)."""
        cursor = _written(last_key)
        address = self.request.url.include_query_params(cursor=cursor)
        self.response.headers["Link"] = f'<{address.path}?{address.query}>; rel="next"'
        return cursor


def _written(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        padded = cursor.encode("ascii") + b"=" * (-len(cursor) % 4)
        key = base64.b64decode(padded, b"-_", validate=True).decode()
    except (binascii.Error, ValueError):
        key = ""
    if not key or "\0" in key or _written(key) != cursor:
        raise ProblemFound(
            "not-readable", "this cursor was not given by this API", where="query.cursor"
        )
    return key


async def _paging(
    request: Request,
    response: Response,
    cursor: Annotated[
        str | SkipJsonSchema[None], Query(description="From the answer before this one.")
    ] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = USUAL,
) -> Paging:
    return Paging("" if cursor is None else _read(cursor), limit, request, response)


Paged = Annotated[Paging, Depends(_paging)]
