from collections.abc import Iterable

from concerns.events import DocumentLodged, Fact, SubjectKeysDestroyed
from concerns.projections.view import Doc, View, said_by

LODGED, REFERRED_TO = "lodged", "referred to, not lodged"


class Documents(View):
    """Each document lodged with a case or referred to as evidence in it, by its SHA-256.

    Evidence may be kept elsewhere, or lodged later: the list says that it is not here.
    """

    name = "documents"
    question = "Which documents does the case hold, and which are referred to and not lodged?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a document."""
        named = [one.sha256 for one in fact.evidence if one.sha256]
        match fact:
            case DocumentLodged():
                named.append(fact.sha256)
            case SubjectKeysDestroyed():
                named.extend(fact.documents)
            case _:
                pass
        return tuple(dict.fromkeys(f"{fact.case}/{one}" for one in named))

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Referred to, lodged (what was said last counts), its key destroyed."""
        sha256 = key.rpartition("/")[2]
        now = row or _not_lodged(fact, sha256)
        titles = [one.title for one in fact.evidence if one.sha256 == sha256]
        if titles:
            cited = {"fact": str(fact.id), "as": titles[0]}
            now = {**now, "referred_to": [*now["referred_to"], cited]}
        match fact:
            case DocumentLodged() if fact.sha256 == sha256:
                return {**now, **_lodged(fact)}
            case SubjectKeysDestroyed() if sha256 in fact.documents:
                return {**now, "destroyed_on": fact.occurred.text}
            case _:
                return now


def _not_lodged(fact: Fact, sha256: str) -> Doc:
    return {"case": str(fact.case), "sha256": sha256, "state": REFERRED_TO, "referred_to": []}


def _lodged(fact: DocumentLodged) -> Doc:
    sealed = fact.sealed
    return {
        "state": LODGED,
        "fact": str(fact.id),
        "title": fact.title,
        "source": fact.source,
        "media_type": fact.media_type,
        "length": fact.length,
        "sealed": {"about": sealed.subject, "retention": sealed.retention} if sealed else None,
        "destroyed_on": None,
        "occurred": fact.occurred.text,
        "by": said_by(fact),
        "reason": fact.reason,
    }
