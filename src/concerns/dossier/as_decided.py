"""A decision as recorded, and what its procedure says of the step that allowed it."""

from typing import cast

from concerns.dossier.words import Words
from concerns.papers.paper import Table
from concerns.papers.words import in_words, told
from concerns.register import Recorded

NONE = "none"


def decided(decision: Recorded) -> Table:
    """Who, in which role, for whom, why, by which clause, with which choices and departure."""
    fact = decision.fact
    behalf = fact.by.on_behalf_of
    rows = [
        ("What", told(fact)),
        ("Who", fact.by.person.name),
        ("In which role", fact.by.title),
        ("On behalf of", behalf.name if behalf else "nobody else"),
        ("Under which delegation", fact.by.delegation or NONE),
        ("Reason", fact.reason),
        ("Clause", ", ".join(fact.clause.requirements) or NONE),
        ("Choices", "; ".join(f"{spoken(q)}: {in_words(a)}" for q, a in fact.choices.items())),
    ]
    if fact.departure:
        rows += [
            ("Departure from the procedure", fact.departure.reason),
            ("Rules departed from", "; ".join(fact.departure.rules)),
            ("Authorised by", fact.departure.authorised_by.name),
            ("Confirmed when taken", in_words(fact.departure.confirmed)),
        ]
    left = fact.consequence
    if left.stage_label:
        rows += [
            ("Stage it left", left.stage_label),
            ("Status it left", left.rag.colour.capitalize() if left.rag else "no colour"),
        ]
    cells = tuple((label, value or NONE) for label, value in rows)
    return Table("The decision", "The decision as recorded", ("Part", "As recorded"), cells, "")


def rule(words: Words | None) -> Table:
    """The step in the words of the version under which it was decided."""
    rows = tuple((spoken(key).capitalize(), _said(value)) for key, value in (words or {}).items())
    return Table(
        "What the procedure says of this step",
        "The procedure's words at the version under which it was decided",
        ("Part", "As the procedure has it"),
        tuple((label, said) for label, said in rows if said),
        "The words are not at hand.",
    )


def _said(value: object) -> str:
    match value:
        case dict():
            named = cast("dict[str, object]", value)
            return "; ".join(
                f"{spoken(key)}: {_said(one)}" for key, one in named.items() if _said(one)
            )
        case list():
            return "; ".join(_said(one) for one in cast("list[object]", value))
        case _:
            return in_words(value)


def spoken(key: str) -> str:
    """A key of the procedure as words."""
    return key.replace("_", " ")
