"""What stands around a paper's text: what it is about, what to beware of, what it is made from."""

from collections.abc import Iterator
from datetime import UTC

from concerns.papers.about import occasions
from concerns.papers.definition import Definition
from concerns.papers.material import Material
from concerns.papers.placeholders import colour_of, stage_of
from concerns.papers.words import in_words, instant
from concerns.register import Recorded


def particulars(definition: Definition, given: Material) -> Iterator[tuple[str, str]]:
    """Whom and what the paper is about; a letter does not tell the provider of our stages."""
    yield "Provider", given.opened.provider.name
    yield (
        "Service" if len(given.opened.services) == 1 else "Services",
        in_words(given.opened.services),
    )
    if given.subject:
        yield "Date", given.subject.occurred.in_words
    if definition.kind != "letter":
        yield "Stage", stage_of(given)
        yield "Status", colour_of(given) or "no colour"
    yield "As the record stood on", instant(given.last.recorded_at)


def warnings(definition: Definition, given: Material) -> Iterator[str]:
    """What a reader must know of the paper as a whole."""
    subject, found = given.subject, occasions(definition, given)
    if subject and subject is not found[-1]:
        yield (
            f"This paper is about {subject.occurred.in_words}. It has been overtaken: the same was "
            f"done again, last on {found[-1].occurred.in_words}."
        )
    clause = given.last.fact.clause
    if clause.digest != given.procedure.digest:
        yield (
            "The case runs under another version of its procedure than the one at hand, so labels "
            "may differ from those that the officers saw."
        )


def made_from(name: str, definition: Definition, given: Material) -> Iterator[tuple[str, str]]:
    """Position, case, procedure and text, from which anybody can make the paper again."""
    clause, last = given.last.fact.clause, given.last
    yield "Case", str(given.opened.case)
    yield "Record position", f"{last.position}, recorded {_exactly(last)}"
    if given.subject:
        yield "About", f"fact {given.subject.version} of the case"
    yield "Procedure", f"{given.procedure.title}, version {clause.version}"
    yield "SHA-256 of the procedure", clause.digest
    whose = "the council's own" if definition.own else "as it comes with the program"
    yield "Text", f"{name}, {whose}"
    yield "SHA-256 of the text", definition.digest


def _exactly(one: Recorded) -> str:
    return one.recorded_at.astimezone(UTC).isoformat().replace("+00:00", "Z")
