"""Find a case by what a person has at hand: its id, the beginning of it, or a service's id."""

from typing import NamedTuple
from uuid import UUID

from concerns.cli.office import Office
from concerns.cli.plainly import CannotDo
from concerns.storage import rows

_FULL = len(str(UUID(int=0)))
_SHORTEST = 4


class Found(NamedTuple):
    """A case and the authority whose record holds it."""

    authority: str
    case: UUID


def find_case(office: Office, named: str, authority: str | None) -> Found:
    """The one case that fits, in one authority's record or in any.

    Raises CannotDo where none fits or several do, naming them.
    """
    named = named.strip()
    within = [office.authority(authority)] if authority else office.authorities()
    found = [hit for one in within for hit in _in(office, one.id, named)]
    match found:
        case []:
            raise CannotDo(f"No case has the id, or a service with the id, {named!r}.")
        case [only]:
            return only
        case _:
            listed = "; ".join(f"{one.case} ({one.authority})" for one in found[:8])
            more = " …" if len(found) > 8 else ""  # noqa: PLR2004 - a line's worth
            raise CannotDo(
                f"{named!r} fits {len(found)} cases: {listed}{more}. Name one by its own id, "
                "or its authority with --authority."
            )


def _in(office: Office, authority: str, named: str) -> list[Found]:
    about = {"services": [{"id": named}]}
    hits = rows.read(office.pool, authority, "rag-status", where=about)
    hits += _by_id(office, authority, named.lower())
    return [Found(authority, UUID(one.key)) for one in hits]


def _by_id(office: Office, authority: str, named: str) -> list[rows.Standing]:
    if len(named) == _FULL:
        try:
            return rows.read(office.pool, authority, "rag-status", case=UUID(named))
        except ValueError:
            return []
    if len(named) < _SHORTEST:
        return []
    # Keys are the cases' ids in order: those that begin so follow directly on the beginning.
    hits = rows.read(office.pool, authority, "rag-status", after=named, limit=9)
    return [one for one in hits if one.key.startswith(named)]
