"""Is the program alive, and can it serve?"""

import time

from fastapi import APIRouter
from pydantic import BaseModel

from api.councils import Councils
from api.problems import ProblemFound
from api.service import Here

router = APIRouter(prefix="/health", tags=["Health"])

PATIENCE = 1.0
"""Seconds that the views have to come as far as the record was when asked."""


class Healthy(BaseModel):
    """Yes."""

    healthy: bool = True


@router.get("/live", name="live")
def live() -> Healthy:
    """Does the program run?"""
    return Healthy()


@router.get("/ready", name="ready")
def ready(here: Here) -> Healthy:
    """Does the database answer, and do the views follow the record, whoever keeps them?"""
    if here.stopping.is_set():
        raise ProblemFound("try-again", "this program was asked to stop: it takes no more")
    if behind := _behind(here.councils):
        told = ", ".join(f"{who} by {count} positions" for who, count in behind.items())
        raise ProblemFound("try-again", f"the views lag behind the record: {told}")
    return Healthy()


def _behind(councils: Councils) -> dict[str, int]:
    """The councils whose views do not follow, and how far they have come behind."""
    until, found = time.monotonic() + PATIENCE, dict[str, int]()
    for authority in councils.ids():
        council = councils.of(authority)
        head = council.register.head()
        if not council.projector.wait_for(head, until - time.monotonic()):
            found[authority] = council.projector.behind()
    return found
