"""What is to be disclosed, as somebody wrote it in a YAML file: read whole, or refused by line."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from concerns.aggregates.disclosures import Where, contradictions
from concerns.commands.make_disclosure import Disclosing, MakeDisclosure
from concerns.events import NOT_BLANK, Fact, FormSealed, Text
from concerns.marked import Marked
from concerns.procedures.reader import Fault, Place, ProcedureFaulty, marked

UNASKED = "personal data, not needed for this purpose"
"""Why a sealed field that nobody asked to open stays shut."""


class Request(Disclosing):
    """The file's content. `reason` goes into the record with the decision."""

    reason: Text

    def ground(self, version: int) -> str | None:
        """Why a fact is withheld; None where it is disclosed."""
        found = [one.ground for one in self.withhold if version in one.versions]
        return found[0] if found else None

    def opens(self, version: int) -> tuple[str, ...]:
        """The sealed fields of a fact that are to be opened."""
        return tuple(field for one in self.open if one.version == version for field in one.fields)

    def command(self, size: int, sha256: str, role: str | None) -> MakeDisclosure:
        """The decision to be recorded."""
        asked = {**dict(self), "size": size, "sha256": sha256, "role": role}
        return MakeDisclosure.model_validate(asked)


class RequestFile:
    """A request and where each part of it stands.

    Raises:
        ProcedureFaulty: it cannot be read, or a part is missing or blank, with file and line.
        OSError: it cannot be opened.
    """

    def __init__(self, file: Path) -> None:
        self._name = file.name
        self._marked: Marked = marked(file)
        try:
            self.request = Request.model_validate(self._marked.content)
        except ValidationError as error:
            wrong = error.errors(include_url=False, include_input=False)
            raise self._faulty([_said(one) for one in wrong]) from None

    def check(self, facts: Sequence[Fact]) -> None:
        """Held against the facts of the case, from the first on.

        Raises:
            ProcedureFaulty: what is asked contradicts itself or the case, with file and line.
        """
        wrong = list(contradictions(self.request, len(facts)))
        if wrong := wrong or list(self._not_sealed(facts)):
            raise self._faulty(wrong)

    def _not_sealed(self, facts: Sequence[Fact]) -> Iterator[tuple[Where, str]]:
        for nth, one in enumerate(self.request.open):
            fact = facts[one.version - 1]
            held = [entry.field for entry in fact.sealed] if isinstance(fact, FormSealed) else []
            for at, field in enumerate(one.fields):
                if field not in held:
                    there = ", ".join(held) or "nothing"
                    why = f"{field!r} is not sealed in fact {one.version}; sealed there: {there}"
                    yield ("open", nth, "fields", at), why

    def _faulty(self, wrong: Sequence[tuple[Where, str]]) -> ProcedureFaulty:
        placed = [(self._marked.line(*where), where, why) for where, why in wrong]
        return ProcedureFaulty(
            [
                Fault(Place(self._name, line), f"{' → '.join(map(str, where))}: {why}")
                for line, where, why in sorted(placed, key=lambda one: one[0])
            ]
        )


def _said(error: ErrorDetails) -> tuple[Where, str]:
    blank = error.get("ctx", {}).get("pattern") == NOT_BLANK
    return error["loc"], "must not be blank" if blank else error["msg"]
