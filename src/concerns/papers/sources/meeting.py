"""A meeting: who was there, who was not, what went in and what came out."""

from collections.abc import Iterator

from concerns.events import MeetingHeld, MinutesAgreed, SubmissionReceived
from concerns.papers.material import Material
from concerns.papers.sources.source import Asked, Row, source


@source(
    "Who was present, and for whom",
    takes="meeting",
    group="For",
    who="Present",
    brought="What they brought",
)
def meeting_present(given: Material, asked: Asked) -> Iterator[Row]:
    """Those present at the meeting."""
    if held := _held(given, asked):
        for one in held.present:
            yield Row((held,), {"group": one.group, "who": one.who, "brought": one.brought})


@source("Who was invited and absent", takes="meeting", group="Absent")
def meeting_absent(given: Material, asked: Asked) -> Iterator[Row]:
    """Those absent."""
    if held := _held(given, asked):
        yield from (Row((held,), {"group": one}) for one in held.absent)


@source("What the meeting came to", takes="meeting", output="Agreed")
def meeting_outputs(given: Material, asked: Asked) -> Iterator[Row]:
    """What was agreed."""
    if held := _held(given, asked):
        yield from (Row((held,), {"output": one}) for one in held.outputs)


@source(
    "What was sent in before the meeting",
    takes="meeting",
    date="Date",
    group="From",
    summary="Submission",
)
def meeting_inputs(given: Material, asked: Asked) -> Iterator[Row]:
    """Submissions since the meeting before this one."""
    held = _held(given, asked)
    until = held.version if held else 0
    earlier = [one.version for one in _all(given) if one.version < until]
    for fact in given.facts:
        if isinstance(fact, SubmissionReceived) and max(earlier, default=0) < fact.version < until:
            told = {"group": fact.group, "summary": fact.summary}
            yield Row((fact,), {"date": fact.occurred.in_words, **told})


@source("To whom the agreed minutes went", takes="meeting", date="Date", to="Sent to", by="By")
def meeting_minutes(given: Material, asked: Asked) -> Iterator[Row]:
    """The minutes agreed after the meeting, before it sat again."""
    held = _held(given, asked)
    if held is None:
        return
    again = [one.version for one in _all(given) if one.version > held.version]
    for fact in given.facts:
        if (
            isinstance(fact, MinutesAgreed)
            and fact.meeting == held.meeting
            and held.version < fact.version < min(again, default=fact.version + 1)
        ):
            told = {"to": fact.circulated_to, "by": str(fact.by)}
            yield Row((fact,), {"date": fact.occurred.in_words, **told})


@source(
    "The meetings held",
    date="Date",
    meeting="Meeting",
    chair="Chair",
    outputs="What it came to",
)
def meetings(given: Material, asked: Asked) -> Iterator[Row]:
    """Every meeting, or those in a role's log."""
    for held in _all(given):
        if not asked.role or asked.role in held.consequence.log_of:
            cells = {
                "date": held.occurred.in_words,
                "meeting": held.meeting_title,
                "chair": held.chair,
                "outputs": "; ".join(held.outputs) or held.reason,
            }
            yield Row((held,), cells)


def _held(given: Material, asked: Asked) -> MeetingHeld | None:
    """The meeting that the paper is about, or the last one of the kind asked for."""
    if asked.of is None:
        return given.subject if isinstance(given.subject, MeetingHeld) else None
    found = [one for one in _all(given) if one.meeting == asked.of]
    return found[-1] if found else None


def _all(given: Material) -> list[MeetingHeld]:
    return [one for one in given.facts if isinstance(one, MeetingHeld)]
