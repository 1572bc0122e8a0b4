"""Finding cases, services, decisions and concerns by their words."""

import re
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from api.asking import LAST, Asked
from api.paging import Paged
from api.problems import ProblemFound
from concerns.storage import search as words
from concerns.storage.search import Found, Kind, NothingToFind, Place, Search

router = APIRouter(prefix="/v1", tags=["Views"])

_PLACE = re.compile(r"(\d{1,19}) ([a-z]+) (.+)", re.ASCII | re.DOTALL)


class Hit(BaseModel):
    """A case, a service, a decision or a concern that says what was looked for."""

    kind: Kind
    id: str
    """Of the service or the fact; of a case, the case's own."""
    case: UUID
    text: str
    """Its words, or the part of them around those found: plain text."""
    known_since: datetime
    position: int


class Hits(BaseModel):
    """One page of what was found, newest first."""

    question: str = "Where does the record say this?"
    as_known: datetime | None
    rows: list[Hit]
    next: str | None


@router.get("/search", name="search")
def search(
    asked: Asked,
    paging: Paged,
    q: Annotated[
        str,
        Query(
            min_length=2,
            max_length=200,
            description='Words in plain English; "a phrase"; -without; one or another; '
            "the beginning of an id, such as 1-101.",
        ),
    ],
    kind: Annotated[Kind | SkipJsonSchema[None], Query(description="Only these.")] = None,
) -> Hits:
    """Where does the record say this? Sealed fields are in no view, and so are never found."""
    wanted = Search(q, kind, asked.as_known, _place(paging.after), paging.limit + 1)
    council = asked.desk.council
    try:
        found = words.search(council.pool, council.authority, wanted)
    except NothingToFind:
        raise ProblemFound(
            "not-understood", "these words are too common to look for: add another", where="query.q"
        ) from None
    taken = found[: paging.limit]
    return Hits(
        as_known=asked.as_known,
        rows=[_hit(one) for one in taken],
        next=paging.next(_cursor(taken[-1])) if len(found) > len(taken) else None,
    )


def _hit(one: Found) -> Hit:
    return Hit(
        kind=one.kind,
        id=one.id,
        case=one.case,
        text=one.text,
        known_since=one.from_at,
        position=one.position,
    )


def _cursor(last: Found) -> str:
    return f"{last.position} {last.kind} {last.id}"


def _place(cursor: str) -> Place | None:
    if not cursor:
        return None
    found = _PLACE.fullmatch(cursor)
    if not found or int(found[1]) > LAST:
        raise ProblemFound(
            "not-readable", "this cursor was not given by this API", where="query.cursor"
        )
    return int(found[1]), found[2], found[3]
