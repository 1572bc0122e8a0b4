"""Make each dossier that was bound to the record again, and compare the digests."""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from concerns.dossier.dossier import make
from concerns.dossier.words import at_hand
from concerns.events import DossierMade
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded
from concerns.vocabulary import Refusal


class Checked(NamedTuple):
    """A bound dossier made again: the same, not the same, or why it cannot be compared (None)."""

    made: Recorded
    same: bool | None
    why: str = ""


def check(known: Sequence[Recorded], procedures: Mapping[str, Procedure]) -> Iterator[Checked]:
    """Every dossier bound in a case, in order. `known` holds all facts of the case."""
    for one in known:
        if isinstance(one.fact, DossierMade):
            yield _checked(one, one.fact, known, procedures)


def _checked(
    one: Recorded,
    bound: DossierMade,
    known: Sequence[Recorded],
    procedures: Mapping[str, Procedure],
) -> Checked:
    try:
        again = make(known, bound.fact, procedures, bound.up_to)
    except Refusal as no:
        return Checked(one, same=False, why=no.why)
    if again.digest == bound.sha256:
        return Checked(one, same=True)
    clause = again.known_then.parted.decision.fact.clause
    if at_hand(clause, procedures) is None:
        why = f"version {clause.version} of the procedure {clause.procedure!r} is not at hand"
        return Checked(one, same=None, why=why)
    return Checked(one, same=False, why=f"made again, its SHA-256 is {again.digest}")
