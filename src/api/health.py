"""Is the program alive, and can it serve?"""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel

from api.problems import ProblemFound
from api.service import Service, service

router = APIRouter(prefix="/health", tags=["Health"])


class Healthy(BaseModel):
    """Yes."""

    healthy: bool = True


@router.get("/live", name="live")
def live() -> Healthy:
    """Does the program run?"""
    return Healthy()


@router.get("/ready", name="ready")
def ready(here: Annotated[Service, Depends(service)]) -> Healthy:
    """Does the database answer, and do the views follow the record?"""
    here.councils.ids()
    if not here.follower.follows:
        raise ProblemFound("try-again", "the views do not follow the record; see the log")
    return Healthy()
