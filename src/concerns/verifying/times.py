"""Times from outside that the record itself holds: they bound every fact on both sides.

A fact that cites a time stamp was recorded after that time, and so was every fact after it; a fact
under the stamped checkpoint was recorded before. A false time can only be later or earlier than the
true one: the first accuses, the second proves less; neither hides anything.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, NamedTuple

from concerns.evidence.entry import instant
from concerns.verifying.finding import Code, Findings

TIME_FACTS = frozenset({"checkpoint-anchored/1"})
"""Stored names of the facts that hold such a time."""
CLOCKS_APART = timedelta(seconds=60)
"""How far the database's clock and the one outside may differ without a finding."""


class Bound(NamedTuple):
    """The fact at `position` cites a time stamp of a checkpoint of `size`: `at`, as framed, UTC."""

    position: int
    size: int
    at: datetime

    @property
    def earliest(self) -> str:
        """No fact from `position` on was recorded before this."""
        return instant(self.at - CLOCKS_APART)

    @property
    def latest(self) -> str:
        """No fact up to `size` was recorded after this."""
        return instant(self.at + CLOCKS_APART)


def bound_in(position: int, content: Mapping[str, Any]) -> Bound | None:
    """The bound that a fact sets; None where it cites a checkpoint without a time."""
    try:
        at = datetime.fromisoformat(content["anchored_at"])
        size = int(content["size"])
    except (KeyError, TypeError, ValueError):
        return None
    return Bound(position, size, at if at.tzinfo else at.replace(tzinfo=UTC))


def check_not_backdated(
    position: int, recorded_at: str, bound: Bound | None, findings: Findings
) -> None:
    """A fact at or after a cited time stamp was not recorded before it."""
    if bound and recorded_at < bound.earliest:
        why = f"recorded at {recorded_at}, after a fact that cites the time {instant(bound.at)}"
        findings.add(Code.BACKDATED, f"position {position}", why)


def check_not_postdated(
    bounds: Sequence[Bound], recorded: Mapping[int, str], findings: Findings
) -> None:
    """What a stamped checkpoint covers was not recorded after the stamp."""
    for bound in bounds:
        at = recorded.get(bound.size, "")
        if at > bound.latest:
            why = f"recorded at {at}, and stamped already at {instant(bound.at)}"
            findings.add(Code.POSTDATED, f"position {bound.size}", why)
