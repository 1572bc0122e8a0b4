"""Documents lodged with a case: their bytes are kept outside the record, under their SHA-256."""

from typing import Annotated

from pydantic import Field

from concerns.events.dossiers import Sha256
from concerns.events.fact import Fact, Text
from concerns.events.sealing import Base64, Digest, Subject
from concerns.vocabulary import Frozen

_WORD = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
MediaType = Annotated[
    str,
    Field(
        max_length=255,
        pattern=rf'^{_WORD}/{_WORD}([ \t]*;[ \t]*{_WORD}=({_WORD}|"[^"\\\x00-\x1f\x7f]*"))*$',
    ),
]
"""What kind of bytes they are, such as application/pdf (RFC 9110, 8.3.1)."""


class DocumentSeal(Frozen):
    """What opens a sealed document together with its ciphertext, as an Envelope does a value."""

    subject: Subject
    retention: Text
    key: Digest
    kc: Digest
    n: Base64


class DocumentLodged(Fact):
    name = "document-lodged/1"
    sentence = (
        "{by} lodged “{title}” from {source}{whom}: {length} bytes of {media_type}, "
        "whose SHA-256 is {sha256}"
    )
    title: Text
    source: Text
    """From whom or where it came."""
    media_type: MediaType
    sha256: Sha256
    """Of the bytes as they are kept: of a sealed document, of its ciphertext."""
    length: int = Field(ge=1)
    sealed: DocumentSeal | None = None

    @property
    def whom(self) -> str:
        return f", sealed, about {self.sealed.subject}" if self.sealed else ""
