"""How often one person, one council, or one address without a token may ask.

Counted in memory, so for each process by itself: several processes allow several times as much.
"""

import math
import time

from fastapi import Request
from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from api.problems import ProblemFound

COUNCIL = 10
"""How many times as much as one person a council may ask, all its persons and programs together."""
_READING = frozenset({"GET", "HEAD"})
_NEVER_LIMITED = "/health/"


class Rates:
    """Moving windows over what was asked: so many in any stretch of time, never twice at its edge.

    Raises:
        ValueError: a rate is not written like "600/minute".
    """

    def __init__(self, reads: str, writes: str) -> None:
        self._windows = MovingWindowRateLimiter(MemoryStorage())
        self._own = {"reads": parse(reads), "writes": parse(writes)}
        self._councils = {
            name: type(own)(own.amount * COUNCIL, own.multiples) for name, own in self._own.items()
        }

    def count_person(self, request: Request, authority: str, subject: str) -> None:
        """Count a request of somebody known, for them and for their council.

        Raises:
            ProblemFound: too many.
        """
        sort = _sort(request)
        self._count(sort, self._own[sort], "person", authority, subject)
        self._count(sort, self._councils[sort], "council", authority)

    def count_stranger(self, request: Request) -> None:
        """Count a request without a valid token, for the address from which it comes.

        Raises:
            ProblemFound: too many.
        """
        if not request.url.path.startswith(_NEVER_LIMITED):
            sort = _sort(request)
            peer = request.client.host if request.client else ""
            self._count(sort, self._own[sort], "address", peer)

    def _count(self, sort: str, limit: RateLimitItem, *whose: str) -> None:
        if self._windows.hit(limit, sort, *whose):
            return
        free_at, _ = self._windows.get_window_stats(limit, sort, *whose)
        wait = max(1, math.ceil(free_at - time.time()))
        said = (
            f"{limit.amount} {sort} in {limit.get_expiry()} seconds are allowed to one {whose[0]}"
        )
        headers = {
            "Retry-After": str(wait),
            "RateLimit-Policy": f'"{sort}";q={limit.amount};w={limit.get_expiry()}',
            "RateLimit": f'"{sort}";r=0;t={wait}',
        }
        raise ProblemFound(
            "too-many-requests", f"{said}: ask again in {wait} seconds", headers=headers
        )


def _sort(request: Request) -> str:
    return "reads" if request.method in _READING else "writes"


def rates(request: Request) -> Rates:
    """The running program's windows."""
    found: Rates = request.app.state.rates
    return found


async def limit_strangers(request: Request) -> None:
    """Before every address: whoever sends no token is counted by where they come from."""
    if "authorization" not in request.headers:
        rates(request).count_stranger(request)
