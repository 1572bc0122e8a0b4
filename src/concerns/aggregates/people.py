"""People who use a service that may close: listed, moved, and what became of each."""

from datetime import date, time
from typing import Any

from concerns import events
from concerns.aggregates.acts import act
from concerns.aggregates.situation import Situation, when
from concerns.commands.command import Command
from concerns.commands.list_people import ListPeople
from concerns.commands.record_move import RecordMove
from concerns.commands.record_outcome import RecordOutcome
from concerns.events import Fact
from concerns.vocabulary import Refusal
from concerns.working_days import OutsideCalendar

WORKING_HOURS = "working_hours"
"""The council setting: from and to, local time, Monday to Friday without bank holidays."""


def list_people(asked: ListPeople, situation: Situation) -> list[Fact]:
    """People by reference, so that none is forgotten when the service closes."""
    return _act(events.PeopleListed, asked, situation, people=asked.people)


def record_move(asked: RecordMove, situation: Situation) -> list[Fact]:
    """A move; outside working hours it is allowed, flagged and explained (AMB-DER-27).

    Raises:
        Refusal: nobody of that reference is listed, or an unexplained move outside hours.
    """
    _listed(asked.person, situation)
    within = _within_hours(asked, situation)
    if not within and not asked.why_outside.strip():
        raise Refusal(
            "this move is outside normal working hours: say why it could not wait",
            kind="not understood",
            where="why_outside",
        )
    return _act(
        events.PersonMoved,
        asked,
        situation,
        person=asked.person,
        from_service=asked.from_service,
        to_service=asked.to_service,
        at=asked.at,
        within_working_hours=within,
        why_outside=asked.why_outside if not within else "",
        receiving_status=asked.receiving_status,
    )


def record_outcome(asked: RecordOutcome, situation: Situation) -> list[Fact]:
    """What became of somebody who did not move by the council's hand."""
    _listed(asked.person, situation)
    details = {"person": asked.person, "outcome": asked.outcome, "note": asked.note}
    return _act(events.PersonOutcomeRecorded, asked, situation, **details)


def _act(
    kind: type[Fact],
    asked: Command,
    situation: Situation,
    **details: Any,  # noqa: ANN401 - the fact's own type judges them
) -> list[Fact]:
    roles = situation.procedure.acts.keep_logs
    doing, step = "keeping the list of people", "people"
    return act(kind, asked, situation, roles=roles, doing=doing, step=step, **details)


def _listed(person: str, situation: Situation) -> None:
    if person not in situation.case.people:
        raise Refusal(
            f"nobody listed in this case has the reference {person!r}: list them first",
            kind="not found",
            where="person",
        )


def _within_hours(asked: RecordMove, situation: Situation) -> bool:
    hours = situation.setting_if_any(WORKING_HOURS)
    if hours is None:
        if asked.within_working_hours is None:
            raise Refusal(
                "the council has not set its working hours: say whether this was within them",
                kind="not understood",
                where="within_working_hours",
            )
        return asked.within_working_hours
    if asked.within_working_hours is not None:
        raise Refusal(
            "the council has set its working hours, so they say whether this was within them",
            kind="not understood",
            where="within_working_hours",
        )
    return _on_a_working_day(asked, situation) and hours["from"] <= _time(asked) <= hours["to"]


def _time(asked: RecordMove) -> str:
    try:
        return time.fromisoformat(asked.at).strftime("%H:%M")
    except ValueError:
        raise Refusal(
            f"{asked.at!r} is not a time of day, such as 14:30", kind="not understood", where="at"
        ) from None


def _on_a_working_day(asked: RecordMove, situation: Situation) -> bool:
    occurred = when(asked, situation)
    if occurred.earliest != occurred.latest:
        raise Refusal("the day of a move must be known", kind="not understood", where="occurred")
    day: date = occurred.earliest
    try:
        return situation.calendar.is_working_day(day)
    except OutsideCalendar as outside:
        raise Refusal(str(outside), kind="not understood", where="occurred") from None
