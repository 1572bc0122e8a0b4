"""The disclosure as a page for people: the same list, with the facts as sentences."""

from concerns.disclosure.fields import Field
from concerns.disclosure.material import Material, Proved
from concerns.disclosure.request import Request
from concerns.events import Fact
from concerns.papers.paper import Paper, Prose, Table
from concerns.papers.words import in_words, instant, told
from concerns.vocabulary import By

_HOW = (
    "Beside this page lie the exact bytes of every fact that is disclosed, and proofs that they, "
    "and the places of those withheld, are in the council's sealed record. VERIFY.md says how to "
    "check them, and what nobody can check who is not shown what was withheld."
)


def as_paper(
    material: Material, request: Request, fields: list[Field], by: By, digest: str
) -> Paper:
    """The page, dated by the last fact that it accounts for."""
    shown = [one for one in material.facts if request.ground(one.version) is None]
    withheld = [one for one in material.facts if request.ground(one.version)]
    return Paper(
        name="disclosure",
        kind="report",
        title="Disclosure of a case",
        letterhead=(),
        to=request.audience,
        sender=str(by),
        particulars=(
            ("Purpose", request.purpose),
            ("Legal basis", request.basis),
            ("Facts of the case", f"1 to {len(material.facts)}"),
            ("Disclosed", str(len(shown))),
            ("Withheld", str(len(withheld))),
        ),
        warnings=(),
        sections=(_shown(shown), _sealed(fields), _withheld(withheld, request), _check()),
        made_from=(
            ("Record", material.origin),
            ("Case", str(material.case)),
            ("Checkpoint", f"{material.sealed.size} facts, root {material.sealed.root.hex()}"),
            ("SHA-256 of DISCLOSURE.json", digest),
        ),
        recorded_at=material.facts[-1].entry.recorded_at,
    )


def _check() -> Prose:
    return Prose("How to check this", (_HOW,))


def _shown(facts: list[Proved]) -> Table:
    rows = tuple(
        (
            str(one.version),
            one.fact.occurred.in_words,
            _what(one.fact),
            one.fact.reason,
            str(one.fact.by),
            f"{instant(one.entry.recorded_at)}, position {one.position}",
        )
        for one in facts
    )
    columns = ("Fact", "Happened", "What", "Reason", "By", "Recorded")
    return Table("What is disclosed", "Facts disclosed", columns, rows, "Nothing is disclosed.")


def _what(fact: Fact) -> str:
    away = fact.departure
    return f"{told(fact)}. Departure from the procedure: {away.reason}" if away else told(fact)


def _sealed(fields: list[Field]) -> Table:
    rows = tuple((str(one.version), one.label, _state(one)) for one in fields)
    columns = ("Fact", "Field", "What it says, or why not")
    none = "No fact that is disclosed holds sealed data."
    return Table("Sealed personal data", "Sealed fields of the facts", columns, rows, none)


def _state(one: Field) -> str:
    match one.state:
        case "opened":
            return in_words(one.value)
        case "shut":
            return f"Withheld: {one.ground}"
        case "destroyed":
            return f"Its key was destroyed: {in_words(one.destroyed_on)}. Nobody can read it."


def _withheld(facts: list[Proved], request: Request) -> Table:
    rows = tuple(
        (str(one.version), str(one.position), _kind(one), request.ground(one.version) or "")
        for one in facts
    )
    columns = ("Fact", "Position", "Kind", "Ground")
    return Table("What is withheld", "Facts withheld", columns, rows, "Nothing is withheld.")


def _kind(one: Proved) -> str:
    return one.entry.name.partition("/")[0].replace("-", " ")
