"""The one door to sealed documents: who may, on record first, then the bytes."""

from base64 import b64decode
from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from concerns.aggregates.situation import Situation, by
from concerns.custody.access import Access
from concerns.custody.custody import Custody
from concerns.custody.lodging import PATH
from concerns.custody.reading import destroyed
from concerns.documents.store import Documents
from concerns.events import DocumentLodged, DocumentSeal, Fact, Text
from concerns.sealing.field import SealedBytes, Where, open_bytes
from concerns.sealing.refused import NotOpened
from concerns.vocabulary import By, Frozen, Refusal


class ReadDocument(Frozen):
    """What a sealed document is read for, and in which role."""

    purpose: Annotated[Text, Field(max_length=500)]
    """Why it must be read: kept with the access, so it names nobody."""
    role: str | None = None


def lodged(facts: Sequence[Fact], sha256: str) -> DocumentLodged:
    """The fact that a case holds a document, the latest of several.

    Raises:
        Refusal: it was not lodged with this case, or since when nobody can read it.
    """
    found = [one for one in facts if isinstance(one, DocumentLodged) and one.sha256 == sha256]
    if not found:
        raise Refusal("no such document was lodged with this case", kind="not found")
    seal = found[-1].sealed
    if seal and (day := destroyed(facts).get(seal.key)):
        raise Refusal(
            f"the key to this document was destroyed on {day}: nobody can read it any more",
            kind="not found",
        )
    return found[-1]


def read_document(
    asked: ReadDocument,
    sha256: str,
    situation: Situation,
    facts: Sequence[Fact],
    custody: Custody,
    documents: Documents,
) -> tuple[DocumentLodged, bytes]:
    """A sealed document. The access is recorded first; if it cannot be, nothing is opened.

    Raises:
        Refusal: as `lodged`, not sealed, not your role, or it cannot be opened and why.
        Whatever the access log raises. Missing, Altered, StoreAway: see Documents.
    """
    found = lodged(facts, sha256)
    if found.sealed is None:
        raise Refusal("this document is not sealed: read it at its own address")
    custody.access.record(_access(found, found.sealed, asked, situation))
    with documents.open(sha256) as kept:
        return found, _opened(found, found.sealed, kept.read(), situation, custody)


def _reader(asked: ReadDocument, situation: Situation) -> By:
    """Whoever keeps the logs, and nobody else: a sealed document is of no form that says more."""
    roles = situation.procedure.acts.keep_logs
    role = situation.held(roles, asked.role)
    if role is None:
        raise Refusal(
            f"reading a sealed document is for the {situation.titles(roles)}",
            kind="not your role",
        )
    return by(situation, role)


def _access(
    fact: DocumentLodged, seal: DocumentSeal, asked: ReadDocument, situation: Situation
) -> Access:
    return Access(
        authority=situation.officer.authority,
        case=fact.case,
        fact=fact.id,
        fields=(PATH,),
        subjects=(seal.subject,),
        by=_reader(asked, situation),
        purpose=asked.purpose,
    )


def _opened(
    fact: DocumentLodged,
    seal: DocumentSeal,
    content: bytes,
    situation: Situation,
    custody: Custody,
) -> bytes:
    where = Where(situation.officer.authority, fact.id, PATH)
    try:
        key = custody.field_key(where.authority, fact.case, fact.id, PATH, seal)
        return open_bytes(key, where, SealedBytes(seal.kc, b64decode(seal.n), content))
    except NotOpened as no:
        raise Refusal(f"“{fact.title}” cannot be opened: {no.why} ({no.code})") from None
