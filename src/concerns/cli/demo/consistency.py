"""What must agree within a story and no part of it can know alone."""

from collections.abc import Iterator

from concerns.cli.demo.story import Story

TODAY = "2026-09-14"
"""The day on which the stories stop and the reader looks: a Monday."""

Where = tuple[str | int, ...]


def impossible(story: Story, folder: str) -> Iterator[tuple[Where, str]]:
    """What no part of a story can know alone."""
    if story.procedure != folder:
        yield ("procedure",), f"the story is in the folder {folder!r}, so this must be its name"
    for key, one in story.people.items():
        if one.on_behalf_of is not None and one.on_behalf_of not in story.people:
            yield ("people", key), f"there is no person {one.on_behalf_of!r}"
    yield from _acts(story)
    marks = set(story.marks())
    known = story.features.known
    for side, mark in (("before", known.before), ("after", known.after)) if known else ():
        if mark not in marks:
            yield ("features", "known", side), f"no act is marked {mark!r}"


def _acts(story: Story) -> Iterator[tuple[Where, str]]:
    marks, last = set[str](), ""
    for nth, act in enumerate(story.acts):
        where = ("acts", nth)
        if act.on < last:
            yield (*where, "on"), f"{act.on} lies before the act above it"
        if act.on > TODAY:
            yield (*where, "on"), f"{act.on} lies after {TODAY}, when the demonstration looks back"
        authoriser = act.departure.authorised_by if act.departure else None
        for key in (act.who, authoriser or act.who):
            if key not in story.people:
                yield where, f"there is no person {key!r}"
        if act.fact is not None and act.fact not in marks:
            yield (*where, "fact"), f"no earlier act is marked {act.fact!r}"
        if act.mark in marks:
            yield (*where, "mark"), f"another act is marked {act.mark!r} already"
        marks |= {act.mark} - {""}
        last = act.on
