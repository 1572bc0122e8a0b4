"""Each authority's sealer, out of the sealer's own folder: its keys, its memory, what it approved.

`<log>.keys` holds a private key to a line, `<log>.memory.json` what was signed last, where <log> is
an authority's id, such as northtown, or northtown.access: the log of who read what, whose id has a
stroke. `approved-guard.json` is the description of the database's guard that somebody approved.
Nobody but the sealer's own user should be able to read the folder.
"""

import os
from pathlib import Path

import orjson

from concerns.evidence.keys import Kind, Signer
from concerns.evidence.unsound import Unsound
from concerns.sealer import Sealer
from concerns.storage import attest, entries
from concerns.storage.pool import Pool

APPROVED = "approved-guard.json"


class NotReady(Exception):
    """The sealer's folder lacks something; says what, and how to make it."""


def new_key(folder: Path, pool: Pool, authority: str, kind: Kind = Kind.ED25519) -> Signer:
    """Make a key for an authority and keep it; gives it, so that its public half can be told.

    A further key is a further line: both sign until the older is taken away.
    """
    signer = Signer(entries.origin(pool, authority), kind, os.urandom(32))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    opened = os.open(
        _file(folder, authority, "keys"), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600
    )
    with os.fdopen(opened, "a", encoding="ascii") as file:
        file.write(f"{signer.secret()}\n")
    return signer


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
    memory = _file(folder, authority, "memory.json")
    return Sealer(pool, authority, _signers(folder, pool, authority), memory, approved)


def _file(folder: Path, log: str, ending: str) -> Path:
    """No id has a dot in it, so no two share a file."""
    return folder / f"{log.replace('/', '.')}.{ending}"


def _approved(folder: Path) -> dict[str, list[str]] | None:
    file = folder / APPROVED
    return orjson.loads(file.read_bytes()) if file.is_file() else None


def _signers(folder: Path, pool: Pool, authority: str) -> list[Signer]:
    file = _file(folder, authority, "keys")
    if not file.is_file():
        raise NotReady(f"{authority} has no key yet: `concerns seal {authority} --new-key`.")
    try:
        found = [Signer.parse(line) for line in file.read_text(encoding="ascii").split()]
    except (Unsound, UnicodeDecodeError):
        raise NotReady(f"{file} holds something that is not a key.") from None
    if wrong := [one.name for one in found if one.name != entries.origin(pool, authority)]:
        raise NotReady(f"{file} holds a key for {wrong[0]}, which is another log.")
    return found
