"""What the record says of its own keys: a key that was retired or revoked counts no further.

This can only take trust away. Which keys are relied on at all, the policy says: whoever writes into
the record could otherwise vouch for themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from concerns.evidence.keys import Key
from concerns.evidence.note import Note
from concerns.verifying.finding import Code, Findings
from concerns.verifying.policy import Policy

KEY_FACTS = frozenset({"log-key-stated/1"})
"""Stored names of the facts that say it."""
_CODES = {"retired": Code.KEY_RETIRED, "revoked": Code.KEY_REVOKED}


class Ended(NamedTuple):
    """The fact at `position` says that a key counts up to `size` and no further."""

    position: int
    vkey: str
    size: int
    code: Code


class Opened(NamedTuple):
    """A checkpoint by a key relied on: where a finding says it is, its note, its size."""

    place: str
    raw: bytes
    size: int


def ended_in(position: int, content: Mapping[str, Any]) -> Ended | None:
    """What a fact says of the end of a key; None where it says something else."""
    try:
        return Ended(
            position, str(content["vkey"]), int(content["from_size"]), _CODES[content["state"]]
        )
    except (KeyError, TypeError, ValueError):
        return None


def check_keys(
    checkpoints: Iterable[Opened],
    ended: Sequence[Ended],
    policy: Policy | None,
    findings: Findings,
) -> None:
    """Under each checkpoint stands a line by a key that counts at its size."""
    if policy is None or not ended:
        return
    for one in checkpoints:
        signed = _signed(one, policy)
        too_late = [_end(key, one.size, ended) for key in signed]
        if signed and all(too_late):
            worst = max((end for end in too_late if end), key=_revoked)
            why = f"{worst.vkey} counts up to {worst.size}, says the fact at {worst.position}"
            findings.add(worst.code, one.place, why)


def _signed(one: Opened, policy: Policy) -> list[Key]:
    """The log's keys whose lines stand under it; whoever opened it has found that they hold."""
    lines = {(line.name, line.key_id) for line in Note.parse(one.raw).signatures}
    return [key for key in policy.keys_at(one.size) if (key.name, key.id) in lines]


def _end(key: Key, size: int, ended: Sequence[Ended]) -> Ended | None:
    """What says that the key does not count at a size; of several, that it was revoked."""
    said = [one for one in ended if one.vkey == str(key) and one.size < size]
    return max(said, key=_revoked, default=None)


def _revoked(one: Ended) -> bool:
    return one.code == Code.KEY_REVOKED
