from collections.abc import Iterable, Iterator

from concerns.events import (
    DocumentLodged,
    Fact,
    FormSealed,
    KeyDestructionProposed,
    SubjectKeysDestroyed,
)
from concerns.projections.view import Doc, View, said_by


class SealedData(View):
    """Whose personal data is sealed, where it stands, and whether its key is destroyed."""

    name = "sealed-data"
    question = "Whose personal data does the record hold sealed, and what can nobody read any more?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a subject and retention class."""
        match fact:
            case FormSealed():
                return tuple(dict.fromkeys(_rows(fact)))
            case DocumentLodged() if fact.sealed:
                return (f"{fact.case}/{fact.sealed.subject}/{fact.sealed.retention}",)
            case KeyDestructionProposed() | SubjectKeysDestroyed():
                return (f"{fact.case}/{fact.subject}/{fact.retention}",)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:
        """Sealed, proposed for destruction, destroyed; sealed anew under another key."""
        _, subject, retention = key.split("/")
        before: Doc = row or {
            "case": str(fact.case),
            "subject": subject,
            "retention": retention,
            "places": [],
            "proposed": None,
            "destroyed": None,
        }
        match fact:
            case FormSealed():
                fields = _fields(fact, subject, retention)
                place = {"fact": str(fact.id), "form": fact.form, "fields": fields}
                return _added(before, place)
            case DocumentLodged():
                return _added(before, {"fact": str(fact.id), "document": fact.sha256})
            case KeyDestructionProposed():
                return {**before, "proposed": _told(fact, fact.basis)}
            case SubjectKeysDestroyed():
                return {**before, "proposed": None, "destroyed": _told(fact, fact.basis)}
            case _:
                return row


def _added(before: Doc, place: Doc) -> Doc:
    earlier: list[Doc] = [] if before["destroyed"] else before["places"]
    return {**before, "places": [*earlier, place], "proposed": None, "destroyed": None}


def _rows(fact: FormSealed) -> Iterator[str]:
    for one in fact.sealed:
        yield f"{fact.case}/{one.envelope.subject}/{one.envelope.retention}"


def _fields(fact: FormSealed, subject: str, retention: str) -> list[str]:
    ours = (subject, retention)
    return [
        one.field for one in fact.sealed if (one.envelope.subject, one.envelope.retention) == ours
    ]


def _told(fact: Fact, basis: str) -> Doc:
    return {"on": fact.occurred.text, "fact": str(fact.id), "by": said_by(fact), "basis": basis}
