"""The feed as a stream of server-sent events, for programs that wish to hear at once."""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import Annotated

import orjson
from anyio import to_thread
from fastapi import APIRouter, Depends, Header, Query
from fastapi.sse import EventSourceResponse, ServerSentEvent
from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from api.asking import LAST
from api.desk import Again, Desk, Own
from api.problems import ProblemFound
from api.routes.feed import event
from api.service import Here
from api.streams import QUIET, Ear
from concerns.storage import log
from concerns.storage.away import DatabaseTrouble

router = APIRouter(prefix="/v1", tags=["Feed"])

BATCH = 100
"""Facts that are read at once, however many wait."""
RESUME = 2_000
"""Milliseconds after which a stream that ended is to be resumed."""

Position = Annotated[int, Field(ge=0, le=LAST)]


async def _place(desk: Own, here: Here) -> AsyncGenerator[Ear]:
    with here.streams.place(desk.council.authority) as ear:
        yield ear


@router.get("/feed/stream", name="feed_stream", response_class=EventSourceResponse)
async def feed_stream(
    again: Again,
    here: Here,
    ear: Annotated[Ear, Depends(_place)],
    after: Annotated[int, Query(ge=0, le=LAST, description="The last position you have.")] = 0,
    last_event_id: Annotated[
        Position | SkipJsonSchema[None],
        Header(description="As `after`, and stronger: sent by itself by whoever resumes."),
    ] = None,
) -> AsyncIterator[ServerSentEvent]:
    """The same CloudEvents as the feed's, each as soon as it is recorded; its id is its position.

    Ends when the reader may read no longer, when the program stops, and after an hour: resume with
    the last id.
    """
    position = after if last_event_id is None else last_event_id
    until = time.monotonic() + here.settings.longest_stream
    yield ServerSentEvent(retry=RESUME)
    while not here.streams.closing and (left := until - time.monotonic()) > 0:
        found = await to_thread.run_sync(_batch, again, position, limiter=here.streams.readers)
        if found is None:
            return
        for position, told in found:
            yield ServerSentEvent(raw_data=told, id=str(position))
        if len(found) < BATCH:
            await ear.wait(min(QUIET, left))


def _batch(again: Callable[[], Desk], position: int) -> list[tuple[int, str]] | None:
    """The next facts with their positions; None where the stream is to end.

    Who asks is looked at anew each time: a token that ran out or a person whose access was ended
    ends the stream, and so does a database that is away.
    """
    try:
        council = again().council
        found = log.after(council.pool, council.authority, position, BATCH)
    except (ProblemFound, DatabaseTrouble):
        return None
    return [(one.position, orjson.dumps(event(one, council.authority)).decode()) for one in found]
