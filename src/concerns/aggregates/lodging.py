from collections.abc import Collection
from typing import NamedTuple, Protocol
from uuid import UUID

from concerns.events import DocumentSeal


class SealedDocument(NamedTuple):
    """A document as it is kept sealed: its ciphertext's digest and length, and what opens it."""

    sha256: str
    length: int
    seal: DocumentSeal


class Lodging(Protocol):
    """The bytes being lodged; passed in like the time, so that deciding needs no I/O.

    They are kept after the decision and before its fact; until then a refusal leaves nothing.
    """

    @property
    def sha256(self) -> str:
        """Of the bytes as they were brought."""
        ...

    @property
    def length(self) -> int:
        """How many bytes were brought."""
        ...

    def seal(
        self, fact: UUID, subject: str, retention: str, gone: Collection[str]
    ) -> SealedDocument:
        """Seal them for a fact, never under a key whose commitment is among those `gone`."""
        ...
