"""Rules on what a procedure names: defined, within its authority, asked, cited."""

from collections.abc import Iterator, Mapping
from itertools import chain

from concerns.events import EVERY_AREA_SUSTAINABLE
from concerns.procedures.checking.references import Part, references
from concerns.procedures.elements import Element
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Document, Fault
from concerns.procedures.tools import ScoringTool

_SINGULAR = {"scoring": "scoring tool", "matrices": "matrix"}


def every_name_is_defined(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Whatever is used (role, stage, step, clock, duty …) is defined in its part."""
    for path, part, name in references(procedure):
        if name not in getattr(procedure, part):
            kind = _SINGULAR.get(part, part.removesuffix("s"))
            yield Fault(document.place(*path), f"{kind} {name!r} is not defined under {part}")


def nobody_outside_decides(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A role outside the council takes no step, signs none and has none of the acts."""
    for path, part, name in references(procedure):
        role = procedure.roles.get(name) if part == "roles" and _is_deciding(path) else None
        if role and role.outside:
            yield Fault(
                document.place(*path), f"role {name!r} is outside the council: not to decide"
            )


def _is_deciding(path: tuple[Part, ...]) -> bool:
    return path[0] == "acts" or "by" in path[2:3] or "together_with" in path[2:3]


def every_choice_is_asked(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A choice on which a step or a signature depends is asked by some step, or reported."""
    asked = {choice for step in procedure.steps.values() for choice in step.choices}
    asked.add(EVERY_AREA_SUSTAINABLE)
    for key, step in procedure.steps.items():
        depends = chain(
            ((("only_if", choice), choice) for choice in step.only_if),
            ((("together_with", n, "when"), s.when) for n, s in enumerate(step.together_with)),
        )
        for path, choice in depends:
            if choice and choice not in asked:
                where = document.place("steps", key, *path)
                yield Fault(where, f"no step asks the choice {choice!r} on which this depends")


def every_appointed_role_is_appointed(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A role held by appointment has a step that appoints somebody to it."""
    appointing = [s for s in procedure.steps.values() if s.fact == "ManagerAppointed"]
    for key, role in procedure.roles.items():
        if role.appointed and not any(s.sets.get("role", key) == key for s in appointing):
            where = document.place("roles", key)
            yield Fault(where, f"no step with fact ManagerAppointed appoints role {key!r}")


def what_is_required_is_cited(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Steps, clocks, duties and indicators say which requirements they fulfil."""
    for path, element in _citing(procedure):
        if not element.requirement:
            yield Fault(document.place(*path), f"{path[-1]!r} cites no requirement")


def _citing(procedure: Procedure) -> Iterator[tuple[tuple[str, ...], Element]]:
    parts: dict[str, Mapping[str, Element]] = {
        "steps": procedure.steps,
        "clocks": procedure.clocks,
        "duties": procedure.duties,
    }
    for part, elements in parts.items():
        for key, element in elements.items():
            yield (part, key), element
    for key, tool in procedure.scoring.items():
        for name, indicator in tool.indicators.items():
            yield ("scoring", key, "indicators", name), indicator


def scoring_speaks_of_its_own_parts(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Bands refer to measures, aliases and contradictions to indicators of the same tool."""
    for key, tool in procedure.scoring.items():
        for path, what in chain(_faulty_bands(tool), _faulty_aliases(tool), _faulty_pairs(tool)):
            yield Fault(document.place("scoring", key, *path), what)


_Said = tuple[tuple[Part, ...], str]


def _faulty_bands(tool: ScoringTool) -> Iterator[_Said]:
    for name, indicator in tool.indicators.items():
        band, path = indicator.measured, ("indicators", name, "measured")
        if band and band.measure not in tool.measures:
            yield (*path, "measure"), f"measure {band.measure!r} is not defined under measures"
        if band and band.above is None and band.at_most is None:
            yield path, "a measured indicator says above, at_most or both"


def _faulty_aliases(tool: ScoringTool) -> Iterator[_Said]:
    for name, indicator in tool.indicators.items():
        alias = indicator.alias_of
        if alias is not None and (alias not in tool.indicators or alias == name):
            yield ("indicators", name, "alias_of"), f"{alias!r} is not another indicator"


def _faulty_pairs(tool: ScoringTool) -> Iterator[_Said]:
    for index, pair in enumerate(tool.contradictions):
        for name in pair:
            if name not in tool.indicators:
                yield ("contradictions", index), f"indicator {name!r} is not defined"
