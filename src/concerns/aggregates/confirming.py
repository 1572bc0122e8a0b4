"""Emergency first, sign-off after, by a clock of its own."""

from concerns.aggregates.situation import Situation
from concerns.commands.command import DepartureAsked
from concerns.events import Counted, Duty
from concerns.working_days import OutsideCalendar, due


def confirmation(asked: DepartureAsked | None, situation: Situation) -> Duty:
    """What must now be confirmed or overturned: by the day that was said, else the next working
    day. No document says how long an emergency lasts; this only shows it as late.
    """
    owners = situation.procedure.acts.authorise_departures
    said = asked.confirm_by if asked else None
    day, counted = (said, None) if said else _next_working_day(situation)
    return Duty(
        id=f"confirm_departure#{situation.case.version + 1}",
        key="confirm_departure",
        kind="confirmation",
        what="Confirm or overturn the departure that was taken first",
        owners=owners,
        owner_title=situation.titles(owners),
        done_when="step taken",
        due=day,
        counted=counted,
        requirements=situation.procedure.acts.requirement,
    )


def _next_working_day(situation: Situation) -> tuple[str | None, Counted | None]:
    calendar = situation.calendar
    try:
        day = due(situation.today, 1, "working days", calendar)
    except OutsideCalendar:  # no day can be told: it is owed all the same
        return None, None
    counted = Counted(
        start=situation.today.isoformat(),
        length=1,
        unit="working days",
        calendar=situation.procedure.calendar,
        calendar_version=str(calendar.version),
        calendar_digest=calendar.digest,
    )
    return day.isoformat(), counted
