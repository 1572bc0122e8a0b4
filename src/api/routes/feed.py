"""Every fact of the council in order, for other programs: nothing twice, and nothing left out but
what the reader may not see.
"""

from typing import Annotated

import orjson
from fastapi import APIRouter, Query
from starlette.responses import Response

from api.asking import LAST
from api.desk import Own
from concerns.storage import log
from concerns.storage.log import Stored

router = APIRouter(prefix="/v1", tags=["Feed"])

MEDIA_TYPE = "application/cloudevents-batch+json"


@router.get(
    "/feed",
    name="feed",
    response_class=Response,
    responses={200: {"content": {MEDIA_TYPE: {"schema": {"type": "array"}}}}},
)
def feed(
    desk: Own,
    after: Annotated[int, Query(ge=0, le=LAST, description="The last position you have.")] = 0,
    limit: Annotated[int, Query(ge=1, le=1_000)] = 100,
) -> Response:
    """Facts after a position as CloudEvents 1.0; an empty list where there is none yet.

    Positions only grow and never change, so whoever remembers the last one misses nothing. The
    facts of a case that is restricted to others are left out; their positions are then not there.
    """
    council = desk.council
    found = log.after(council.pool, council.authority, after, limit)
    last = found[-1].position if found else after
    return Response(
        orjson.dumps([event(one, council.authority) for one in found]),
        headers={"Link": f'</v1/feed?after={last}&limit={limit}>; rel="next"'},
        media_type=MEDIA_TYPE,
    )


def event(stored: Stored, authority: str) -> dict[str, object]:
    """A fact as a CloudEvent."""
    body = orjson.loads(stored.body)
    return {
        "specversion": "1.0",
        "id": body["id"],
        "source": f"/authorities/{authority}",
        "type": stored.name,
        "time": stored.recorded_at.isoformat().replace("+00:00", "Z"),
        "subject": str(stored.case),
        "sequence": str(stored.position),
        "datacontenttype": "application/json",
        "data": orjson.Fragment(stored.body),
    }
