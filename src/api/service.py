"""What every request can reach, made when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from fastapi import Request

from api.councils import Councils
from api.follower import Follower
from api.identity import Identity
from api.settings import Settings
from api.streams import Streams
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


def service(request: Request) -> Service:
    """The running program, for an endpoint's `Depends`."""
    found: Service = request.app.state.service
    return found
