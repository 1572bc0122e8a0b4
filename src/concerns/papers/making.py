"""Make a paper from facts, a procedure and a definition: no clock, no chance, no database."""

from collections.abc import Sequence
from dataclasses import dataclass

from concerns.events import Fact
from concerns.papers.about import occasions, on_its_subject
from concerns.papers.around import made_from, particulars, warnings
from concerns.papers.definition import Definition
from concerns.papers.material import material
from concerns.papers.notes import Notes
from concerns.papers.paper import Paper
from concerns.papers.placeholders import filled
from concerns.papers.sections import sections
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded
from concerns.vocabulary import Refusal


def make(
    name: str,
    definition: Definition,
    known: Sequence[Recorded],
    procedure: Procedure,
    *,
    of: int | None = None,
) -> Paper:
    """The paper as the facts known leave it; the same from the same, for ever.

    `known` holds one case's facts up to a position. `of` is the version of the fact that the
    paper is about, where there are several; the last one if None.

    Raises:
        Refusal: what it is about has not happened, or nothing was known of the case.
    """
    given = on_its_subject(definition, material(known, procedure), of)
    notes = Notes(given)
    mark = notes.mark([given.subject]) if given.subject else ""
    parts = tuple(sections(definition, given, notes))  # they tell which facts need a note
    return Paper(
        name=name,
        kind=definition.kind,
        title=filled(definition.title, given)[0] + mark,
        letterhead=definition.letterhead,
        to=filled(definition.to, given)[0],
        sender=filled(definition.sender, given)[0],
        particulars=tuple(particulars(definition, given)),
        warnings=(*notes.texts, *warnings(definition, given)),
        sections=parts,
        made_from=tuple(made_from(name, definition, given)),
        recorded_at=given.last.recorded_at,
    )


@dataclass(frozen=True, slots=True)
class Available:
    """Whether a paper can be made now; if not, why; if so, about which facts."""

    why_not: Refusal | None
    about: tuple[Fact, ...]


def available(definition: Definition, known: Sequence[Recorded], procedure: Procedure) -> Available:
    """Can this paper be made from these facts?"""
    given = material(known, procedure)
    try:
        on_its_subject(definition, given, None)
    except Refusal as no:
        return Available(no, ())
    return Available(None, tuple(occasions(definition, given)))
