"""Who read what: for whoever oversees it, for a purpose, on record before it is shown."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response
from pydantic import BaseModel, ConfigDict, Field

from api.desk import Own
from api.paging import Paged
from api.problems import ProblemFound
from api.service import Here
from concerns.custody.access import AccessLog
from concerns.custody.accesses import ReadAccesses, Shown, read_accesses, reader
from concerns.events import SUBJECT, Text
from concerns.ids import new_id

router = APIRouter(prefix="/v1", tags=["Personal data"])

_CURSOR = re.compile(r"([0-9]{1,18})/([0-9]{1,18})", re.ASCII)


class AccessesWanted(BaseModel):
    """Which accesses, and what for."""

    model_config = ConfigDict(extra="forbid")

    purpose: Annotated[Text, Field(max_length=500)]
    """Why it must be read; it names nobody."""
    case: UUID | None = None
    subject: Annotated[str, Field(pattern=SUBJECT)] | None = None
    """A person of the case, by reference."""


class Accesses(BaseModel):
    """One page of accesses, in order."""

    question: str = "Who read what, and what for?"
    rows: list[Shown]
    next: str | None


@router.post("/access-readings", name="read_accesses")
def access_readings(
    wanted: AccessesWanted,
    desk: Own,
    here: Here,
    paging: Paged,
    response: Response,
) -> Accesses:
    """Who read personal data. For the auditor and information governance; each page is recorded.

    It writes, so it is no GET. A list is as long as it was when its first page was asked for.
    """
    response.headers["Cache-Control"] = "no-store"
    by = reader(desk.officer)
    after, up_to = _place(paging.after)
    asked = ReadAccesses(
        purpose=wanted.purpose,
        case=wanted.case,
        subject=wanted.subject,
        after=after,
        up_to=up_to,
        limit=paging.limit,
    )
    log = AccessLog(desk.council.pool, here.clock, new_id)
    found = read_accesses(asked, desk.council.authority, by, log)
    more = paging.next(f"{found.next}/{found.up_to}") if found.next else None
    return Accesses(rows=found.shown, next=more)


def _place(cursor: str) -> tuple[int, int | None]:
    """Behind which position a page begins, and how far the list goes."""
    if not cursor:
        return 0, None
    found = _CURSOR.fullmatch(cursor)
    if not found:
        raise ProblemFound(
            "not-readable", "this cursor was not given by this API", where="query.cursor"
        )
    return int(found[1]), int(found[2])
