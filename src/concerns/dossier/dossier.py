"""The dossier of a decision, the same to the byte from the same facts, for ever."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from concerns.dossier.known_then import KnownThen, known_then
from concerns.dossier.later import Afterwards, afterwards
from concerns.dossier.parting import parted
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded

FORM = "decision-dossier/1"
"""What a dossier holds. Another content is another form, and this one stays makeable."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """A decision, what was known then, and what came afterwards up to a position."""

    known_then: KnownThen
    afterwards: Afterwards
    json: bytes
    """RFC 8785 canonical JSON."""
    known_then_digest: str
    """SHA-256 of what was known then, as canonical JSON: no later fact can change it."""

    @property
    def digest(self) -> str:
        """SHA-256 of the JSON, in hexadecimal."""
        return sha256(self.json).hexdigest()

    @property
    def up_to(self) -> int:
        """The position of the last fact that went into it."""
        return self.afterwards.parted.last.position


def make(
    known: Sequence[Recorded],
    decision: UUID,
    procedures: Mapping[str, Procedure],
    up_to: int | None = None,
) -> Dossier:
    """The dossier of a decision, from one case's facts in order.

    `up_to` leaves out what was recorded after a position. What the procedure says of the step is
    in it only if the version that the decision names is among the procedures.

    Raises:
        Refusal: no such decision was known up to there.
    """
    found = parted(known, decision, up_to)
    then, after = known_then(found, procedures), afterwards(found)
    then_data = then.as_data()
    digest = sha256(canonical(then_data)).hexdigest()
    content: dict[str, Any] = {
        "form": FORM,
        "known_then": then_data,
        "known_then_sha256": digest,
        "afterwards": after.as_data(),
    }
    return Dossier(then, after, canonical(content), digest)


def canonical(content: dict[str, Any]) -> bytes:
    """RFC 8785, as the record's own bytes are made: no fractions, and plain names of members."""
    return orjson.dumps(content, option=orjson.OPT_SORT_KEYS)
