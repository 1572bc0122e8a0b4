"""A paper as somebody outside reads it: its words and tables, not what it was made from."""

from collections.abc import Iterator, Sequence

from concerns.events import Part
from concerns.papers.characters import spelt_out, throughout
from concerns.papers.definition import About, Definition, Section
from concerns.papers.making import make
from concerns.papers.paper import Listing, Paper, Prose, Table
from concerns.procedures.procedure import Procedure
from concerns.register import Recorded
from concerns.vocabulary import Refusal

COLUMNS = ("line", "area", "action", "response", "owner", "due", "done", "verified", "notes")


def parts(paper: Paper) -> tuple[Part, ...]:
    """The parts in order. The case's id and the record's positions stay inside the council."""
    said = [part.model_dump() for part in (_around(paper), *map(_part, paper.sections))]
    return tuple(Part.model_validate(throughout(one, spelt_out)) for one in said)


def _around(paper: Paper) -> Part:
    about = [f"{label}: {value}" for label, value in paper.particulars]
    return Part(paragraphs=(*paper.letterhead, *_address(paper), *about, *paper.warnings))


def _address(paper: Paper) -> Iterator[str]:
    if paper.to:
        yield f"To: {paper.to}"
    if paper.sender:
        yield f"From: {paper.sender}"


def _part(one: Prose | Table | Listing) -> Part:
    match one:
        case Prose():
            return Part(heading=one.heading, paragraphs=one.paragraphs)
        case Listing():
            return Part(heading=one.heading, paragraphs=one.points or (one.empty,))
        case Table(rows=()):
            return Part(heading=one.heading, paragraphs=(one.empty,))
        case Table():
            return Part(
                heading=one.heading,
                paragraphs=(one.caption,),
                columns=one.columns,
                rows=one.rows,
            )


def plan(key: str, known: Sequence[Recorded], procedure: Procedure) -> Paper:
    """A plan as it stands, in no council's wording but its own.

    Raises:
        Refusal: there is no such plan, or it has not been agreed.
    """
    if key in procedure.plans:
        about, title = About(plan=(key,)), procedure.plans[key].title
    elif key in procedure.steps and procedure.steps[key].fact == "FailurePlanAgreed":
        about, title = About(step=(key,)), procedure.steps[key].title
    else:
        raise Refusal("the procedure knows no such plan", kind="not found", where="what.plan")
    definition = Definition(
        title=title[:1].upper() + title[1:],
        kind="plan",
        about=about,
        sections=(
            Section(heading="What is to be put right", table="plan", of=key, columns=COLUMNS),
            Section(heading="Deadlines", table="plan_dates", of=key, optional=True),
        ),
        requirement=procedure.acts.requirement,
    )
    return make("plan", definition, known, procedure)
