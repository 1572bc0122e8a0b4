import time
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated

import typer

from concerns.anchoring.anchored import Anchored
from concerns.anchoring.kept import Kept
from concerns.anchoring.rounds import Matters, Rounds, Tell, Visited
from concerns.cli.anchors import places
from concerns.cli.office import Office, open_office
from concerns.cli.screen import instant, screen
from concerns.events import CheckpointAnchored
from concerns.ids import new_id
from concerns.record_keeping import tell
from concerns.register import Register
from concerns.storage import log, tree

_LOOKED_AT = 1_000
"""More facts than this after the last anchored one are never about anchoring alone."""


def add_to(app: typer.Typer) -> None:
    """Offer `concerns anchor`."""
    app.command()(anchor)


def anchor(
    authority: Annotated[str, typer.Argument(help="Whose record: northtown, or northtown/access.")],
    *,
    once: Annotated[bool, typer.Option("--once", help="One round, then stop.")] = False,
    every: Annotated[int, typer.Option(min=1, help="Seconds between two rounds.")] = 60,
) -> None:
    """Put the newest signed checkpoint where the council cannot change it (CONCERNS_ANCHORS)."""
    with open_office() as office:
        office.log(authority)
        rounds, kept = _prepared(office, authority)
        while True:
            visited = rounds.visit(_telling(kept, office.register(authority)))
            for one in visited:
                _say(one, kept)
            if once:
                raise typer.Exit(1 if any(one.refused for one in visited) else 0)
            time.sleep(every)


def _telling(kept: Kept, register: Register) -> Tell:
    """What came back is kept, and then said in the record: whatever follows it there is later."""

    def told(anchored: Anchored, note: bytes) -> None:
        kept.keep(anchored, note)
        tell(
            register,
            CheckpointAnchored,
            clock=_now,
            new_id=new_id,
            size=anchored.size,
            root=anchored.root.hex(),
            kind=anchored.kind,
            where=anchored.where,
            evidence_sha256=sha256(anchored.evidence).hexdigest(),
            anchored_at=instant(anchored.time) if anchored.time else None,
        )

    return told


def _matters(office: Office, authority: str) -> Matters:
    def matters(after: int, up_to: int) -> bool:
        facts = log.after(office.pool, authority, after, _LOOKED_AT, stop=up_to)
        anchoring = [one for one in facts if one.name == CheckpointAnchored.name]
        return len(anchoring) < up_to - after

    return matters


def _now() -> datetime:
    return datetime.now(UTC)


def _prepared(office: Office, authority: str) -> tuple[Rounds, Kept]:
    found = places(office.pool, authority, _now)
    newest, matters = _newest(office, authority), _matters(office, authority)
    rounds = Rounds(found.log, found.anchors, found.tree_of, newest, found.kept.largest, matters)
    return rounds, found.kept


def _newest(office: Office, authority: str) -> Callable[[], bytes | None]:
    def newest() -> bytes | None:
        found = tree.last_checkpoint(office.pool, authority)
        return found.note if found else None

    return newest


def _say(one: Visited, kept: Kept) -> None:
    place = f"{one.anchor.kind} {one.anchor.where}"
    if one.refused:
        proof = "".join(f"\n  kept: {file}" for file in kept.keep_proof(one.refused.notes))
        screen().print(f"{place}: NOT anchored. {one.refused}{proof}")
    elif one.anchored:
        when = f", {instant(one.anchored.time)}" if one.anchored.time else ""
        screen().print(f"{place}: anchored size {one.anchored.size}{when}")
    else:
        screen().print(f"{place}: nothing new")
