from collections.abc import Collection, Sequence
from typing import NamedTuple, Protocol
from uuid import UUID

from concerns.events import Envelope
from concerns.procedures.retention import Retention


class ToSeal(NamedTuple):
    """A value to be sealed: under which path of its fact, whose it is, and its retention class."""

    path: str
    subject: str
    retention: str
    value: str | int | bool


class Seals(Protocol):
    """Seals personal data of one case; passed in like the time, so that deciding needs no I/O.

    A key is made where there is none yet; one without a fact opens nothing and does no harm.
    """

    @property
    def retention(self) -> Retention:
        """The classes, and which data is of which."""
        ...

    def seal(self, fact: UUID, values: Sequence[ToSeal], gone: Collection[str]) -> list[Envelope]:
        """Each value in an envelope, never under a key whose commitment is among those `gone`."""
        ...
