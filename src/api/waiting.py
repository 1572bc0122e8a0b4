"""An act of legal effect may wait for its answer until it can be shown that the record holds it.

Nothing here undoes or refuses an act: whoever waits has already decided.
"""

import asyncio
from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import Query
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema

from api.councils import Council
from concerns.record_keeping import anchored
from concerns.storage import tree
from concerns.storage.away import DatabaseAway

Until = Literal["sealed", "witnessed"]

Wait = Annotated[
    Until | SkipJsonSchema[None],
    Query(
        description="Answer once a signed checkpoint covers the act (sealed, at most 10 seconds), "
        "or once such a checkpoint is kept elsewhere too (witnessed, at most 30). If it takes "
        "longer, the answer is 202, and the act is recorded all the same."
    ),
]

LONGEST: Mapping[Until, float] = {"sealed": 10.0, "witnessed": 30.0}
"""Seconds."""
PAUSE, LONGEST_PAUSE = 0.05, 0.5
"""Seconds between two looks: at first, and after a while."""


class Sealed(BaseModel):
    """A signed checkpoint that covers the act. `root` as hexadecimal."""

    size: int
    root: str


class Witnessed(BaseModel):
    """A checkpoint that covers the act and is kept elsewhere: the record's own fact says where."""

    size: int
    root: str
    kind: str
    where: str
    position: int


Found = dict[str, Sealed | Witnessed | None]


async def wait_for(council: Council, position: int, until: Until) -> Found:
    """What shows that the record holds a position; None for what does not in time.

    Between two looks neither a thread nor a connection is held. If the program is stopped
    meanwhile, this ends at once: the act is recorded, and the answer must still say so.
    """
    found: Found = {"sealed": None} if until == "sealed" else {"sealed": None, "witnessed": None}
    pause = PAUSE
    try:
        async with asyncio.timeout(LONGEST[until]):
            while (
                None in (found := await asyncio.to_thread(_look, council, position, found)).values()
            ):
                await asyncio.sleep(pause)
                pause = min(pause * 1.5, LONGEST_PAUSE)
    except (TimeoutError, asyncio.CancelledError):
        pass  # the answer says what is still missing
    return found


def _look(council: Council, position: int, found: Found) -> Found:
    try:
        return {name: said or _LOOK[name](council, position) for name, said in found.items()}
    except DatabaseAway:
        return found  # the act is recorded: an error now would say that it may not be


def _sealed(council: Council, position: int) -> Sealed | None:
    newest = tree.last_checkpoint(council.pool, council.authority)
    if newest is None or newest.size < position:
        return None
    return Sealed(size=newest.size, root=newest.root.hex())


def _witnessed(council: Council, position: int) -> Witnessed | None:
    found = anchored(council.register, position)
    if found is None:
        return None
    at, fact = found
    return Witnessed(size=fact.size, root=fact.root, kind=fact.kind, where=fact.where, position=at)


_LOOK: Mapping[str, Callable[[Council, int], Sealed | Witnessed | None]] = {
    "sealed": _sealed,
    "witnessed": _witnessed,
}


def still_missing(position: int, until: Until) -> str:
    """What to tell whoever waited longer than we wait."""
    what = {
        "sealed": "no signed checkpoint covers it yet",
        "witnessed": "it is not known yet that a checkpoint which covers it is kept elsewhere",
    }[until]
    return (
        f"This is recorded at position {position}; {what}. Send the same request with the same "
        f"Idempotency-Key to go on waiting, or ask for /v1/facts/{position}/proof later."
    )
