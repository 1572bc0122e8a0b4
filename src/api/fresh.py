"""Nothing new since you asked: pages of views by a weak ETag (RFC 9110, 8.8.1 and 13.1.2)."""

import hashlib
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Header, Request, Response
from pydantic.json_schema import SkipJsonSchema

from api.asking import Asked, Question
from concerns.storage import rows

NOT_MODIFIED = 304


class NotModified(Exception):
    """The caller holds this answer already."""

    def __init__(self, tag: str) -> None:
        super().__init__()
        self.tag = tag


def _headers(tag: str) -> dict[str, str]:
    return {"ETag": tag, "Cache-Control": "private, no-cache"}


@dataclass(frozen=True, slots=True)
class Freshness:
    """What the caller asks and holds already."""

    request: Request
    response: Response
    asked: Question
    held: frozenset[str]

    def unless_the_same(self) -> None:
        """Taken before the rows are read: the answer may be newer than its tag, never older.

        Raises:
            NotModified: no fact since, no other day, and the same cases are restricted.
        """
        council, url = self.asked.desk.council, self.request.url
        state = rows.state(council.pool, council.authority)
        told = f"{council.authority} {self.asked.today} {url.path}?{url.query} {state}"
        tag = f'W/"{hashlib.sha256(told.encode()).hexdigest()[:32]}"'
        if tag in self.held:
            raise NotModified(tag)
        self.response.headers.update(_headers(tag))


async def _freshness(
    request: Request,
    response: Response,
    asked: Asked,
    if_none_match: Annotated[
        str | SkipJsonSchema[None], Header(description="The ETag of the answer that you hold.")
    ] = None,
) -> Freshness:
    held = frozenset(one.strip() for one in (if_none_match or "").split(","))
    return Freshness(request, response, asked, held)


Fresh = Annotated[Freshness, Depends(_freshness)]
"""For an endpoint whose answer only facts, the day and the reader's restrictions change."""
ANSWERS: dict[int | str, dict[str, object]] = {304: {"description": "Nothing new"}}


def _not_modified(_: Request, same: NotModified) -> Response:
    return Response(status_code=NOT_MODIFIED, headers=_headers(same.tag))


def install(app: FastAPI) -> None:
    """Answer 304 where nothing is new."""
    app.add_exception_handler(NotModified, _not_modified)  # pyright: ignore[reportArgumentType] - takes its own error
