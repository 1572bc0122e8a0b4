"""What every request can reach, made when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event
from typing import Annotated

from fastapi import Depends, Request

from api.councils import Councils
from api.identity import Identity
from api.settings import Settings
from api.streams import Streams
from concerns.follower import Follower
from concerns.hints.deliverer import Deliverer


@dataclass(frozen=True, slots=True)
class Service:
    """The running program's parts."""

    settings: Settings
    identity: Identity
    councils: Councils
    follower: Follower
    clock: Callable[[], datetime]
    streams: Streams
    hints: Deliverer
    stopping: Event = field(default_factory=Event)
    """Set when the program has been asked to stop and goes on for those who do not know yet."""


def service(request: Request) -> Service:
    """The running program."""
    found: Service = request.app.state.service
    return found


async def _here(request: Request) -> Service:
    return service(request)


Here = Annotated[Service, Depends(_here)]
"""The running program, for an endpoint."""
