"""Find a case's facts and one of its decisions, as a person names them."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from concerns.cli.finding import find_case
from concerns.cli.office import Office
from concerns.cli.plainly import CannotDo
from concerns.dossier.parting import decisions
from concerns.register import Recorded


class Asked(NamedTuple):
    """Which case, in whose record, as known when (now if None)."""

    case: str
    authority: str | None = None
    as_known: datetime | None = None


def case_of(office: Office, asked: Asked) -> list[Recorded]:
    """The facts of the case named.

    Raises CannotDo where none fits or several do, or nothing was known of it then.
    """
    found = find_case(office, asked.case, asked.authority)
    register = office.register(found.authority)
    if asked.as_known is None:
        return register.of_case(found.case)
    known = register.known_of_case(found.case, asked.as_known)
    if not known:
        raise CannotDo("Nothing was known of this case then.")
    return known


def decision_of(known: list[Recorded], named: str) -> UUID:
    """The id of a decision named by its number in the case, or by its fact's id.

    Raises CannotDo, naming the decisions that there are.
    """
    taken = decisions(known)
    for one in taken:
        if named in (str(one.fact.version), str(one.fact.id)):
            return one.fact.id
    numbers = ", ".join(str(one.fact.version) for one in taken)
    raise CannotDo(f"{named!r} is no decision of this case. Its decisions are: {numbers}.")
