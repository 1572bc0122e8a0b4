"""Why is this due on that day?"""

from datetime import date
from typing import cast
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from api.asking import Asked
from concerns.events import Counted
from concerns.storage import rows
from concerns.vocabulary import Refusal
from concerns.working_days import Unit, calendar, explain_due

router = APIRouter(prefix="/v1/cases", tags=["Views"])


class Explained(BaseModel):
    """A due date with each day that was counted or skipped."""

    case: UUID
    duty: str
    what: str
    due: date | None
    requirements: list[str]
    lines: list[str]
    calendar: str | None = None
    same_calendar: bool | None = None
    """False where the calendar has changed since: the date stands, the lines may differ."""


@router.get("/{case}/duties/{duty}/explain", name="duty_explained")
def duty_explained(case: UUID, duty: str, asked: Asked) -> Explained:
    """Each day counted and each day skipped, and why. In an address, # is written %23."""
    council = asked.desk.council
    found = rows.read(
        council.pool,
        council.authority,
        "duties",
        case=case,
        where={"duty": duty},
        as_known=asked.as_known,
    )
    if not found:
        raise Refusal("there is no such duty", kind="not found", where="duty")
    doc = found[0].doc
    told = Explained.model_validate(
        {key: doc[key] for key in ("case", "duty", "what", "due", "requirements")}
        | {"lines": [_uncounted(doc["due"])]}
    )
    return told if doc["counted"] is None else _counted(told, Counted(**doc["counted"]))


def _uncounted(due: str | None) -> str:
    if due is None:
        return "The procedure sets no date."
    return f"{due} was set by a person; nothing was counted."


def _counted(told: Explained, counted: Counted) -> Explained:
    at_hand = calendar(counted.calendar)
    start = date.fromisoformat(counted.start)
    lines = explain_due(start, counted.length, cast("Unit", counted.unit), at_hand)
    return told.model_copy(
        update={
            "lines": lines,
            "calendar": f"{counted.calendar} of {counted.calendar_version}",
            "same_calendar": at_hand.digest == counted.calendar_digest,
        }
    )
