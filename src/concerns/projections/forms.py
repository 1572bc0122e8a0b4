from collections.abc import Iterable, Mapping
from typing import Any

from concerns.events import Envelope, Fact, FormFilledIn, FormSealed, SubjectKeysDestroyed
from concerns.projections.view import Doc, View, said_by


class Forms(View):
    """Each form as last filled in; a field filled in before stands until it is filled in anew.

    Of personal data a row says only in which fact it is sealed, and since when nobody can read it.
    """

    name = "forms"
    question = "What do the forms of the case say now, and what is not filled in?"

    def keys(self, fact: Fact) -> Iterable[str]:
        """One row a form, or a form and person."""
        match fact:
            case FormFilledIn():
                return (_row(fact, fact.form, fact.about),)
            case SubjectKeysDestroyed():
                about = "" if "." in fact.subject else fact.subject
                return tuple(_row(fact, form, about) for form in fact.forms)
            case _:
                return ()

    def change(self, key: str, row: Doc | None, fact: Fact) -> Doc | None:  # noqa: ARG002
        """The entries as they stand."""
        match fact:
            case FormFilledIn():
                return _filled_in(row, fact)
            case SubjectKeysDestroyed() if row:
                day = fact.occurred.text
                entries = {
                    name: _destroyed(one, fact.keys, day) for name, one in row["entries"].items()
                }
                return {**row, "entries": entries}
            case _:
                return row


def _row(fact: Fact, form: str, about: str) -> str:
    return f"{fact.case}/{form}/{about}".rstrip("/")


def _filled_in(row: Doc | None, fact: FormFilledIn) -> Doc:
    entries: Doc = {**row["entries"]} if row else {}
    entries |= {one.field: {"label": one.label, "value": one.value} for one in fact.entries}
    if isinstance(fact, FormSealed):
        entries |= {
            one.field: {"label": one.label, "sealed": _reference(fact, one.envelope)}
            for one in fact.sealed
        }
    return {
        "case": str(fact.case),
        "form": fact.form,
        "title": fact.form_title,
        "about": fact.about or None,
        "entries": entries,
        "unanswered": [name for name in fact.unanswered if name not in entries],
        "contradictions": list(fact.contradictions),
        "occurred": fact.occurred.text,
        "by": said_by(fact),
    }


def _reference(fact: Fact, envelope: Envelope) -> Doc:
    """Where the envelope is, never what it holds."""
    return {
        "fact": str(fact.id),
        "subject": envelope.subject,
        "retention": envelope.retention,
        "key": envelope.key,
        "destroyed_on": None,
    }


def _destroyed(entry: Mapping[str, Any], keys: tuple[str, ...], day: str) -> Mapping[str, Any]:
    if entry.get("sealed", {}).get("key") not in keys:
        return entry
    return {**entry, "sealed": {**entry["sealed"], "destroyed_on": day}}
