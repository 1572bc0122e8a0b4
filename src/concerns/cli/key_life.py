"""What `concerns seal` does to a log's keys instead of signing."""

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from concerns import log_keys
from concerns.cli.plainly import CannotDo
from concerns.cli.screen import screen
from concerns.evidence.keys import Kind
from concerns.register import Register
from concerns.sealers import NotReady
from concerns.storage.pool import open_pool


class KeyKind(StrEnum):
    """Kinds of keys that sign a log, as they are typed."""

    ED25519 = "ed25519"
    ML_DSA_44 = "ml-dsa-44"

    @property
    def kind(self) -> Kind:
        """As notes number it."""
        return Kind.ED25519 if self is KeyKind.ED25519 else Kind.ML_DSA_44


class Ending(NamedTuple):
    """A key that is to sign no more."""

    named: str
    state: log_keys.Ended
    size: int | None
    reason: str


def ending(retire: str | None, revoke: str | None, size: int | None, reason: str) -> Ending | None:
    """What the options ask for; None where no key is to end.

    Raises:
        CannotDo: they do not go together.
    """
    if retire and revoke:
        raise CannotDo("A key is either retired or revoked.")
    if revoke:
        if size is None or not reason:
            raise CannotDo("--revoke needs --from-size, the last size at which it counts, and why.")
        return Ending(revoke, "revoked", size, reason)
    if size is not None:
        raise CannotDo("--from-size belongs to --revoke.")
    return Ending(retire, "retired", None, reason or "as planned") if retire else None


def change(
    conninfo: str, folder: Path, chosen: Sequence[str], what: Ending | KeyKind, reason: str
) -> None:
    """End a key of one council, or make one for each, and print the public half.

    Raises:
        CannotDo: it cannot be made or ended like this.
    """
    if isinstance(what, Ending) and len(chosen) != 1:
        raise CannotDo("Name the one council whose key it is.")
    with open_pool(conninfo, 1) as pool:  # the sealer's own role cannot tell the record anything
        for one in chosen:
            _change(folder, Register(pool, one), what, reason)


def _change(folder: Path, register: Register, what: Ending | KeyKind, reason: str) -> None:
    try:
        if isinstance(what, Ending):
            key, said = log_keys.end(folder, register, *what), f": {what.state}"
        else:
            key, said = log_keys.add(folder, register, what.kind, reason or "a new key"), ""
    except (log_keys.KeyStays, NotReady) as why:
        raise CannotDo(str(why)) from None
    screen().print(f"{key}{said}", soft_wrap=True)
