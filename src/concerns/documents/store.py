from collections.abc import Iterable
from typing import NamedTuple, Protocol

from concerns.documents.spool import Spool
from concerns.documents.trouble import Altered


class Kept(NamedTuple):
    """What was put: its SHA-256 in lower-case hexadecimal, and how many bytes it has."""

    sha256: str
    length: int


class Documents(Protocol):
    """Documents under their SHA-256, each written once. All methods raise StoreAway."""

    def put(self, content: Iterable[bytes]) -> Kept:
        """Keep a document; it is there for good when this returns. Twice the same is one.

        Raises:
            Altered: something else lies under its digest already, and is not overwritten.
        """
        ...

    def open(self, sha256: str) -> Spool:
        """A copy of a document, whose digest was worked out anew.

        Raises:
            Missing, Altered.
        """
        ...

    def exists(self, sha256: str) -> bool:
        """Whether something lies under a digest; its bytes are not read."""
        ...

    def delete(self, sha256: str) -> None:
        """Take a document away for good. What is not there does no harm."""
        ...


def checked(sha256: str, chunks: Iterable[bytes]) -> Spool:
    """What was read of a document, if it is that document.

    Raises:
        Altered.
    """
    read = Spool.of(chunks)
    if read.sha256 != sha256:
        read.close()
        raise Altered(sha256)
    return read
