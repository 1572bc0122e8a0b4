"""Each authority's sealer, out of the sealer's own folder: its keys, its memory, what it approved.

`<log>.keys` holds a private key to a line, `<log>.memory.json` what was signed last, where <log> is
an authority's id, such as northtown, or northtown.access: the log of who read what, whose id has a
stroke. `approved-guard.json` is the description of the database's guard that somebody approved.
Nobody but the sealer's own user should be able to read the folder.
"""

import fcntl
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import orjson

from concerns.evidence.keys import Kind, Signer
from concerns.evidence.unsound import Unsound
from concerns.sealer import Anchored, Sealer
from concerns.storage import attest, entries
from concerns.storage.pool import Pool
from concerns.storage.tree import Sealed

APPROVED = "approved-guard.json"


class NotReady(Exception):
    """The sealer's folder lacks something; says what, and how to make it."""


@contextmanager
def alone(folder: Path, authority: str) -> Generator[None]:
    """Have an authority's keys and memory to oneself; whoever comes meanwhile waits."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _file(folder, authority, "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def seal(
    folder: Path, pool: Pool, authority: str, anchored: Anchored | None = None
) -> Sealed | None:
    """Sign what is new, by the keys that are in the folder now; None where nothing is new.

    Raises:
        NotReady: as `sealer`. WillNotSign, Unsound, LookupError: as `Sealer.seal`.
    """
    with alone(folder, authority):
        ready = sealer(folder, pool, authority)
        if anchored is not None:
            ready.anchored = anchored
        return ready.seal()


def made_key(pool: Pool, authority: str, kind: Kind = Kind.ED25519) -> Signer:
    """A new key for an authority's log, kept nowhere yet."""
    return Signer(entries.origin(pool, authority), kind, os.urandom(32))


def keep(folder: Path, authority: str, signers: Sequence[Signer]) -> None:
    """Have these keys in the folder, and no others; several sign a line each.

    Call it within `alone`.
    """
    begun = _file(folder, authority, "keys.new")
    opened = os.open(begun, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(opened, "w", encoding="ascii") as file:
        file.writelines(f"{one.secret()}\n" for one in signers)
        file.flush()
        os.fsync(file.fileno())
    begun.replace(_file(folder, authority, "keys"))


def approve(folder: Path, pool: Pool) -> list[str]:
    """Approve the database's guard as it is now; gives what is different from before."""
    with pool.connection() as connection:
        found = attest.described(connection)
    before = _approved(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    (folder / APPROVED).write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    return attest.differences(before or {}, found)


def sealer(folder: Path, pool: Pool, authority: str) -> Sealer:
    """The sealer of an authority.

    Raises:
        NotReady: it has no key, its key is for another log, or no guard was approved.
    """
    approved = _approved(folder)
    if approved is None:
        raise NotReady(
            f"{folder} approves no guard yet: look at the database, then `concerns seal --approve`."
        )
    signing = kept(folder, pool, authority)
    if not signing:
        raise NotReady(f"{authority} has no key yet: `concerns seal {authority} --new-key`.")
    return Sealer(pool, authority, signing, _file(folder, authority, "memory.json"), approved)


def kept(folder: Path, pool: Pool, authority: str) -> list[Signer]:
    """The keys in the folder, oldest first; none where it has none yet.

    Raises:
        NotReady: the file holds something else, or a key for another log.
    """
    file = _file(folder, authority, "keys")
    if not file.is_file():
        return []
    try:
        found = [Signer.parse(line) for line in file.read_text(encoding="ascii").split()]
    except (Unsound, UnicodeDecodeError):
        raise NotReady(f"{file} holds something that is not a key.") from None
    if wrong := [one.name for one in found if one.name != entries.origin(pool, authority)]:
        raise NotReady(f"{file} holds a key for {wrong[0]}, which is another log.")
    return found


def _file(folder: Path, log: str, ending: str) -> Path:
    """No id has a dot in it, so no two share a file."""
    return folder / f"{log.replace('/', '.')}.{ending}"


def _approved(folder: Path) -> dict[str, list[str]] | None:
    file = folder / APPROVED
    return orjson.loads(file.read_bytes()) if file.is_file() else None
