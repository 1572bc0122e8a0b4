"""Rows with which nothing is wrong, told quickly. Which of the others is wrong, `Reading` asks."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from concerns.evidence.entry import HEADER, MAX_ENTRY, parts
from concerns.evidence.leaf import leaf_hashes
from concerns.evidence.unsound import Unsound
from concerns.verifying import documents
from concerns.verifying.bodies import content_of
from concerns.verifying.keys import KEY_FACTS
from concerns.verifying.stored import Row
from concerns.verifying.times import TIME_FACTS, bound_in
from concerns.verifying.when import as_framed

Said = tuple[int, str, dict[str, Any]]
"""A fact's position, its name, and what its body says."""

_NOTED = frozenset({*TIME_FACTS, *KEY_FACTS, *documents.FACTS})


class Plain(NamedTuple):
    """Sound rows whose positions and times follow one another; times as framed."""

    first: int
    earliest: str
    latest: str
    leaves: list[bytes]
    facts: list[str]
    noted: list[Said]
    recorded: dict[int, str]
    """The times at the positions asked about."""

    @property
    def last(self) -> int:
        """The last position."""
        return self.first + len(self.leaves) - 1


def plain(rows: Sequence[Row], origin: str, sizes: frozenset[int]) -> Plain | None:
    """What rows say; None where one might be unsound. Accepts nothing that `Reading` would tell."""
    first, facts = rows[0][0], [row[1] for row in rows]
    leaves = leaf_hashes([row[6] for row in rows])
    times = [as_framed(row[5]) for row in rows]
    sound = (
        [row[0] for row in rows] == list(range(first, first + len(rows)))
        and [row[8] for row in rows] == leaves
        and times == sorted(times)
        and len(set(facts)) == len(facts)
        and all(row[3] > 0 and len(row[6]) <= MAX_ENTRY for row in rows)
        and _framed_as_told(rows, times, origin)
    )
    try:
        noted = _noted(rows, times) if sound and _names_are_sound(rows) else None
    except Unsound:
        return None
    if noted is None:
        return None
    told = sizes.intersection(range(first, first + len(rows)))
    recorded = {position: times[position - first] for position in told}
    return Plain(first, times[0], times[-1], leaves, facts, noted, recorded)


def _framed_as_told(rows: Sequence[Row], times: Sequence[str], origin: str) -> bool:
    """Whether every entry begins with what its columns say, and its body right after."""
    lead = f"{HEADER.decode()}\n{origin}\n"
    for (position, _, case, version, name, _, entry, start, _), at in zip(rows, times, strict=True):
        head = f"{lead}{position - 1}\n{at}\n{case}\n{version}\n{name}\n".encode()
        if not entry.startswith(head) or start != len(head) + 1:
            return False
    return True


def _names_are_sound(rows: Sequence[Row]) -> bool:
    """One entry of each name is taken apart: a name that holds a line's end would shift its body.

    Raises:
        Unsound: it cannot be taken apart.
    """
    examples = {row[4]: row[6] for row in rows}
    return all(parts(entry).name == name.encode() for name, entry in examples.items())


def _noted(rows: Sequence[Row], times: Sequence[str]) -> list[Said] | None:
    """What is kept of bodies; None where one says another fact, or a time is before its bound.

    Raises:
        Unsound: a body is not canonical.
    """
    noted = list[Said]()
    for (position, fact, case, version, name, _, entry, start, _), at in zip(
        rows, times, strict=True
    ):
        content = content_of(entry[start - 1 :])
        if not (
            content.get("id", fact) == fact
            and content.get("case", case) == case
            and content.get("version", version) == version
        ):
            return None
        if name in _NOTED:
            bound = bound_in(position, content) if name in TIME_FACTS else None
            if bound and at < bound.earliest:
                return None
            noted.append((position, name, content))
    return noted
