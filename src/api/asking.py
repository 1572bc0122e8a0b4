"""How a question is put: as known when, as at which day, not before which position, which page."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated

from fastapi import Depends, Query, Request
from pydantic import BeforeValidator, Field
from pydantic.json_schema import SkipJsonSchema
from starlette.concurrency import run_in_threadpool

from api.desk import Desk, Own
from api.problems import RETRY_AFTER, ProblemFound
from api.service import service
from concerns.when import today

PATIENCE = 2.0
"""Seconds for which a question waits until the views have come as far as it asks."""
LAST = 2**63 - 1
"""No position is greater."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)", re.ASCII)
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


def _moment(text: str) -> datetime:
    if not _MOMENT.fullmatch(text):
        raise ValueError(
            "write an instant with its offset (RFC 3339), such as 2026-11-22T14:05:00Z; "
            "in an address the + of an offset is written %2B"
        )
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError("there is no such day or time") from None


def _day(text: str) -> date:
    if not _DAY.fullmatch(text):
        raise ValueError("write a day as year-month-day, such as 2026-11-22")
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError("there is no such day") from None


Moment = Annotated[datetime, BeforeValidator(_moment)]
Day = Annotated[date, BeforeValidator(_day)]

AsKnown = Annotated[
    Moment | SkipJsonSchema[None],
    Query(description="Count only what was recorded by this instant (RFC 3339 with offset)."),
]
AsAt = Annotated[
    Day | SkipJsonSchema[None],
    Query(description="Count only what had happened by the end of this day."),
]
NotBefore = Annotated[
    Annotated[int, Field(ge=0, le=LAST)] | SkipJsonSchema[None],
    Query(description="Answer only once the views hold this position, such as your own act's."),
]


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks, about which state of the record, and which day counts as today in it."""

    desk: Desk
    as_known: datetime | None
    today: date


async def _question(
    request: Request,
    desk: Own,
    as_known: AsKnown = None,
    min_position: NotBefore = None,
) -> Question:
    if as_known or min_position:  # else nothing needs to be looked up, and no thread taken
        await run_in_threadpool(_wait, desk, as_known, min_position)
    return Question(desk, as_known, today(as_known or service(request).clock()))


def _wait(desk: Desk, as_known: datetime | None, min_position: int | None) -> None:
    """Wait until the answer can be whole; what was known once must read the same for ever."""
    known = desk.council.register.head() if as_known else 0
    wanted = max(known, min_position or 0)
    if wanted and not desk.council.projector.wait_for(wanted, PATIENCE):
        raise ProblemFound(
            "try-again",
            f"the views have not come as far as position {wanted}; ask again in {RETRY_AFTER} "
            "seconds",
            where="min_position",
        )


Asked = Annotated[Question, Depends(_question)]
