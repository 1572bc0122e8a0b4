"""Decide, open, list, record, and only then write: nothing leaves that the record does not hold."""

from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from concerns.casework import Casework
from concerns.disclosure.fields import sealed_fields
from concerns.disclosure.folder import write
from concerns.disclosure.listing import listing
from concerns.disclosure.material import Material, gather
from concerns.disclosure.page import as_paper
from concerns.disclosure.request import Request, RequestFile
from concerns.events import Fact
from concerns.papers.formats import laid_out
from concerns.verifying.policy import Policy
from concerns.vocabulary import Officer, Refusal

_NOT_YET = "0" * 64


class Where(NamedTuple):
    """Whose case, into which new folder, with which public keys, under which checkpoint."""

    case: UUID
    folder: Path
    policy: Policy | None = None
    size: int | None = None
    """The newest checkpoint if None. The same one makes the same bytes again."""


class Mention(NamedTuple):
    """A disclosed fact that names a withheld one."""

    disclosed: int
    withheld: int


class Made(NamedTuple):
    """A disclosure: its decision on record, the digest of its list, and what to look at again."""

    fact: Fact
    sha256: str
    mentions: tuple[Mention, ...]


def disclose(
    asked: RequestFile, where: Where, casework: Casework, officer: Officer, role: str | None = None
) -> Made:
    """Make a disclosure, record the decision, write the folder.

    Raises:
        ProcedureFaulty: the request does not fit the case, by file and line.
        Refusal: not your role, not sealed so far, the folder is in use, a field stays shut.
        OSError: the folder cannot be written; the decision is on record.
    """
    request, register = asked.request, casework.register
    _refuse_in_use(where.folder)
    material = gather(register.pool, register.authority, where.case, request.up_to, where.size)
    asked.check([one.fact for one in material.facts])
    trial = request.command(material.sealed.size, _NOT_YET, role)
    by = casework.rehearse(trial, officer, where.case)[0].by  # before anything is opened
    fields = list(sealed_fields(material, request, casework, officer))
    listed = listing(material, request, fields, by)
    digest = sha256(listed).hexdigest()
    page = laid_out(as_paper(material, request, fields, by, digest), "html")
    command = request.command(material.sealed.size, digest, role)
    decided = casework.ask(command, officer, where.case)
    write(where.folder, material, request, (listed, page), where.policy)
    return Made(decided.facts[0], digest, tuple(mentions(material, request)))


def mentions(material: Material, request: Request) -> Iterator[Mention]:
    """Disclosed facts that name a withheld one: what they say of it is disclosed with them."""
    withheld = [one for one in material.facts if request.ground(one.version)]
    for one in material.facts:
        for other in withheld:
            if one not in withheld and str(other.fact.id).encode() in one.raw:
                yield Mention(one.version, other.version)


def _refuse_in_use(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal(f"{folder} is in use: name a new folder")
