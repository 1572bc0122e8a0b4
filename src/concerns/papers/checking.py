"""Is a definition sound: does each name in it stand for something in the procedure?"""

from collections.abc import Iterator

from concerns.papers.definition import About, Definition, Section
from concerns.papers.page import Page
from concerns.papers.placeholders import known_names, named_in
from concerns.papers.sources import SOURCES, Source
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Fault

LOGS = frozenset({"request", "decision", "action", "risk", "movement"})


def faults_of(definition: Definition, page: Page, procedure: Procedure) -> Iterator[Fault]:
    """Every name that stands for nothing, with its line."""
    yield from _about(definition.about, page, procedure)
    names = known_names(procedure, facts_about(definition.about, procedure))
    for key in ("title", "to", "sender"):
        yield from _placeholders(getattr(definition, key), names, page, key)
    for nth, section in enumerate(definition.sections):
        for line, text in enumerate(section.text):
            yield from _placeholders(text, names, page, "sections", nth, "text", line)
        if section.source:
            yield from _source(section, section.source, page, procedure, nth)


def facts_about(about: About, procedure: Procedure) -> list[str]:
    """The classes of the facts that a paper is about; none for a log."""
    if about.plan:
        return ["PlanAgreed"]
    if about.meeting:
        return ["MeetingHeld"]
    return [procedure.steps[key].fact for key in about.step if key in procedure.steps]


def _about(about: About, page: Page, procedure: Procedure) -> Iterator[Fault]:
    for part, keys, known in (
        ("step", about.step, procedure.steps),
        ("plan", about.plan, procedure.plans),
        ("meeting", about.meeting, procedure.meetings),
    ):
        for nth, key in enumerate(keys):
            if key not in known:
                where = page.place("about", part, nth)
                yield Fault(where, f"{part} {key!r} is not defined in the procedure")
    if about.role and about.role not in procedure.roles:
        where = page.place("about", "role")
        yield Fault(where, f"role {about.role!r} is not defined in the procedure")


def _placeholders(
    text: str, names: frozenset[str], page: Page, *path: str | int
) -> Iterator[Fault]:
    try:
        used = [name for _, name in named_in(text) if name]
    except ValueError as wrong:
        yield Fault(page.place(*path), str(wrong))
        return
    for name in used:
        if name not in names:
            near = ", ".join(sorted(one for one in names if "." not in one))
            yield Fault(
                page.place(*path),
                f"{{{name}}} stands for nothing here; there are {near}, and a step's own as "
                "{step.field}",
            )


def _source(
    section: Section, named: str, page: Page, procedure: Procedure, nth: int
) -> Iterator[Fault]:
    part = "table" if section.table else "list"
    source = SOURCES.get(named)
    if source is None:
        known = ", ".join(sorted(SOURCES))
        where = page.place("sections", nth, part)
        yield Fault(where, f"there is no source {named!r}; there are {known}")
        return
    for place, column in enumerate(section.columns):
        if column not in source.columns:
            where = page.place("sections", nth, "columns", place)
            known = ", ".join(source.columns)
            yield Fault(where, f"{named!r} has no column {column!r}; it has {known}")
    yield from _of(section, source, page, procedure, nth)


def _of(
    section: Section, source: Source, page: Page, procedure: Procedure, nth: int
) -> Iterator[Fault]:
    where = page.place("sections", nth, "of")
    if section.of and source.takes is None:
        yield Fault(where, f"{source.name!r} takes no “of”")
    elif section.of and section.of not in _choices(source, procedure):
        yield Fault(where, f"{section.of!r} is no {source.takes} of this procedure")
    elif not section.of and source.needed:
        where = page.place("sections", nth, "table" if section.table else "list")
        yield Fault(where, f"{source.name!r} needs “of”: which {source.takes}?")
    if section.role and section.role not in procedure.roles:
        where = page.place("sections", nth, "role")
        yield Fault(where, f"role {section.role!r} is not defined in the procedure")


def _choices(source: Source, procedure: Procedure) -> frozenset[str]:
    match source.takes:
        case "plan":
            failing = (key for key, one in procedure.steps.items() if one.fact == _FAILURE_PLAN)
            return frozenset({*procedure.plans, *failing})
        case "meeting":
            return frozenset(procedure.meetings)
        case "log":
            return LOGS
        case "checklist":
            return frozenset(procedure.checklists)
        case "form":
            return frozenset(procedure.forms)
        case None:
            return frozenset()


_FAILURE_PLAN = "FailurePlanAgreed"
"""The plan of a failure has no key of its own: its step's key names it, as in the logs."""
