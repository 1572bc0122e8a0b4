import hashlib
from base64 import b64encode
from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

from concerns.aggregates.lodging import SealedDocument
from concerns.custody.custody import Custody
from concerns.documents.spool import Spool
from concerns.documents.store import Documents
from concerns.events import DocumentSeal
from concerns.sealing.field import Where, commitment, field_key, seal_bytes
from concerns.storage.keys import Whose

PATH = "document"
"""Where a sealed document stands in its fact: part of what it is bound to, so for ever."""


@dataclass(slots=True)
class Document:
    """The bytes being lodged with a case, on their way into the store as they are or sealed."""

    brought: Spool
    documents: Documents
    custody: Custody | None
    authority: str
    case: UUID
    _sealed: bytes | None = field(default=None, init=False, repr=False)

    @property
    def sha256(self) -> str:
        """Of the bytes as they were brought."""
        return self.brought.sha256

    @property
    def length(self) -> int:
        """How many bytes were brought."""
        return self.brought.length

    def seal(
        self, fact: UUID, subject: str, retention: str, gone: Collection[str]
    ) -> SealedDocument:
        """Under a key derived from the subject's for this fact alone.

        Raises:
            Refusal: the key that is kept cannot be used, and why.
        """
        assert self.custody is not None, "sealing was refused where no keys are kept"
        key = self.custody.key(self.authority, Whose(self.case, subject, retention), gone)
        where = Where(self.authority, fact, PATH)
        sealed = seal_bytes(field_key(key, where), where, self.brought.read())
        self._sealed = sealed.content
        return SealedDocument(
            hashlib.sha256(sealed.content).hexdigest(),
            len(sealed.content),
            DocumentSeal(
                subject=subject,
                retention=retention,
                key=commitment(key),
                kc=sealed.kc,
                n=b64encode(sealed.nonce).decode(),
            ),
        )

    def keep(self) -> None:
        """Put it into the store; it is there for good when this returns.

        Raises:
            Altered, StoreAway: it is not, and no fact may say that it is.
        """
        self.documents.put([self._sealed] if self._sealed else self.brought.chunks())
