"""The life of a log's key: made, retired, revoked. Each time the record says so before it is so.

What the record says can only take trust away (`verifying.keys`): which keys are relied on, people
are told another way.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from concerns import sealers
from concerns.events import LogKeyStated
from concerns.evidence.keys import Key, Kind, Signer
from concerns.evidence.signed_checkpoint import open_checkpoint
from concerns.evidence.unsound import Unsound
from concerns.ids import new_id
from concerns.record_keeping import tell
from concerns.register import Register
from concerns.storage import tree
from concerns.storage.tree import Sealed

Ended = Literal["retired", "revoked"]
_LINES_OF_THEIR_OWN = {Kind.ED25519}
"""Kinds of keys whose line may stand alone under a checkpoint."""


class KeyStays(Exception):
    """A key cannot be made or ended like this; says why, and what to do first."""


def add(folder: Path, register: Register, kind: Kind, reason: str) -> Key:
    """Make a further key: from now on it signs beside those that are there. Gives its public half.

    Raises:
        KeyStays: the kind needs another beside it. NotReady: as `sealers.kept`.
    """
    with sealers.alone(folder, register.authority):
        there = sealers.kept(folder, register.pool, register.authority)
        made = sealers.made_key(register.pool, register.authority, kind)
        _one_stands_alone([*there, made])
        _tell(register, made.key, "added", _size(_last(register)), reason)
        sealers.keep(folder, register.authority, [*there, made])
    return made.key


def end(
    folder: Path, register: Register, named: str, state: Ended, size: int | None, reason: str
) -> Key:
    """Have a key sign no more; what it signed above `size` (now, if None) counts no longer.

    `named` is the whole public key, or the id of one that is in the folder.

    Raises:
        KeyStays: nothing else would sign, or the size is beyond what is sealed.
        NotReady: as `sealers.kept`.
    """
    with sealers.alone(folder, register.authority):
        there = sealers.kept(folder, register.pool, register.authority)
        ending, last = _named(named, there), _last(register)
        staying = [one for one in there if one.key != ending]
        if len(staying) < len(there):
            _others_go_on(staying, last)
        _tell(register, ending, state, _within(size, last), reason)
        sealers.keep(folder, register.authority, staying)
    return ending


def _last(register: Register) -> Sealed | None:
    return tree.last_checkpoint(register.pool, register.authority)


def _size(last: Sealed | None) -> int:
    return last.size if last else 0


def _within(size: int | None, last: Sealed | None) -> int:
    if size is not None and size > _size(last):
        raise KeyStays(f"The record is sealed up to size {_size(last)}, not to {size}.")
    return _size(last) if size is None else size


def _named(named: str, there: Sequence[Signer]) -> Key:
    for one in there:
        if named in {str(one.key), one.key.id.hex()}:
            return one.key
    try:
        return Key.parse(named)
    except Unsound:
        raise KeyStays(f"No key here is {named!r}: give its id, or the whole public key.") from None


def _one_stands_alone(signers: Sequence[Signer]) -> None:
    if not any(one.kind in _LINES_OF_THEIR_OWN for one in signers):
        raise KeyStays("An Ed25519 key must sign too: make one with --new-key first.")


def _others_go_on(staying: Sequence[Signer], last: Sealed | None) -> None:
    """One of them has signed the newest checkpoint: nobody has to believe a sudden change."""
    _one_stands_alone(staying)
    keys = [one.key for one in staying]
    try:
        if last is not None:
            open_checkpoint(last.note, staying[0].name, keys)
    except Unsound:
        raise KeyStays(
            "No other key has signed the newest checkpoint: let both sign once "
            "(`concerns seal --once`), then end this one."
        ) from None


def _tell(register: Register, key: Key, state: str, size: int, reason: str) -> None:
    tell(
        register,
        LogKeyStated,
        clock=_now,
        new_id=new_id,
        vkey=str(key),
        state=state,
        from_size=size,
        reason=reason,
    )


def _now() -> datetime:
    return datetime.now(UTC)
