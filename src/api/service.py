"""What every request can reach, made when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from threading import Event

from fastapi import Request

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


async def service(request: Request) -> Service:
    """The running program, for an endpoint's `Depends`."""
    found: Service = request.app.state.service
    return found
