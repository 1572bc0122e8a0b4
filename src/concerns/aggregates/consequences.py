"""What follows from a step: the stage and colour it leaves, what it begins and what it ends."""

from collections.abc import Mapping
from datetime import date
from typing import cast

from concerns.aggregates.provider_case import ProviderCase
from concerns.aggregates.situation import Situation
from concerns.events import Condition, Consequence, Counted, Duty
from concerns.procedures.duties import Clock
from concerns.procedures.procedure import Procedure
from concerns.procedures.steps import Step
from concerns.vocabulary import WORSE, Rag, Refusal, worst
from concerns.when import When
from concerns.working_days import OutsideCalendar, due

Details = Mapping[str, object]


def of_step(key: str, situation: Situation, occurred: When, details: Details) -> Consequence:
    """Everything that follows from taking a step now.

    Raises:
        Refusal: a time limit cannot be counted from such a date.
    """
    procedure, case = situation.procedure, situation.case
    step = procedure.steps[key]
    stage = step.to or case.stage or procedure.start
    overlays = (case.overlays | set(step.turns_on)) - set(step.turns_off)
    final = step.closes or procedure.stages[stage].final
    return Consequence(
        stage=stage,
        stage_label=procedure.stages[stage].label,
        rag=colour(procedure, stage, overlays),
        turns_on=step.turns_on,
        turns_off=step.turns_off,
        begins=begun(step, situation, occurred, details),
        ends=ended(step, case, details, closing=final and not case.closed),
        settles=step.settles,
        log_of=logs_of(step, situation),
        closes=final and not case.closed,
    )


def colour(procedure: Procedure, stage: str, overlays: set[str]) -> Rag | None:
    """The stage's colour, or worse where something beside the stage is worse."""
    colours = {procedure.stages[stage].rag, *(procedure.overlays[key].rag for key in overlays)}
    found = worst([one for one in WORSE if one in colours])
    return Rag(colour=found, scheme=procedure.procedure) if found else None


def logs_of(step: Step, situation: Situation) -> tuple[str, ...]:
    """Whose logs hold a step, and each signature towards it: by the stage before and after."""
    before = situation.case.stage
    stages = [stage for stage in (before, step.to or before) if stage]
    named = (step.log_of, *(situation.procedure.stages[stage].log_of for stage in stages))
    return tuple(dict.fromkeys(role for role in named if role))


def begun(step: Step, situation: Situation, occurred: When, details: Details) -> tuple[Duty, ...]:
    """Time limits, duties and conditions that a step begins."""
    limits = [limit(key, situation, occurred, details) for key in step.starts]
    duties = [duty(key, situation, occurred, details) for key in step.duties]
    return (*limits, *duties, *_conditions(situation, details))


def limit(key: str, situation: Situation, occurred: When, details: Details) -> Duty:
    """A time limit that now runs."""
    clock = situation.procedure.clocks[key]
    ends_on, counted = _counted(clock, situation, occurred, details)
    return Duty(
        id=_id(key, situation),
        key=key,
        kind="time limit",
        what=clock.what,
        owners=(clock.owner,),
        owner_title=situation.procedure.role_title(clock.owner),
        done_when="step taken",
        due=ends_on,
        firmness=clock.firmness,
        counted=counted,
        requirements=clock.requirement,
    )


def duty(key: str, situation: Situation, occurred: When, details: Details) -> Duty:
    """Something that must now be done."""
    kind = situation.procedure.duties[key]
    clock = situation.procedure.clocks[kind.within] if kind.within else None
    ends_on, counted = _counted(clock, situation, occurred, details) if clock else (None, None)
    return Duty(
        id=_id(key, situation),
        key=key,
        kind=kind.kind,
        what=kind.what,
        owners=kind.owner,
        owner_title=situation.titles(kind.owner),
        whom=kind.whom,
        done_when=kind.done_when or "done",
        due=ends_on,
        firmness=clock.firmness if clock else "firm",
        counted=counted,
        requirements=kind.requirement,
    )


def _conditions(situation: Situation, details: Details) -> list[Duty]:
    """Each condition attached to lifting is kept until a review says that it is met."""
    found = cast("tuple[Condition, ...]", details.get("conditions") or ())
    if details.get("outcome") == "continues":
        again = {"what": details["what"], "review_on": details["next_review_on"]}
        found = (Condition.model_validate(again),)
    return [
        _condition(f"{_id('lifting_condition', situation)}.{number}", one, situation)
        for number, one in enumerate(found, start=1)
    ]


def _condition(duty_id: str, condition: Condition, situation: Situation) -> Duty:
    kind = situation.procedure.duties["lifting_condition"]
    return Duty(
        id=duty_id,
        key="lifting_condition",
        kind="condition",
        what=condition.what,
        owners=kind.owner,
        owner_title=situation.titles(kind.owner),
        done_when="step taken",
        due=condition.review_on,
        requirements=kind.requirement,
    )


def _id(key: str, situation: Situation) -> str:
    return f"{key}#{situation.case.version + 1}"


def _counted(
    clock: Clock, situation: Situation, occurred: When, details: Details
) -> tuple[str | None, Counted | None]:
    if clock.set_by:
        given = details.get(clock.set_by)
        return (str(given) if given else None), None
    length = clock.length
    if clock.setting:
        length = cast("int | None", situation.setting(clock.setting))
    if length is None or clock.unit is None:
        return None, None
    start = _exact(occurred, clock)
    calendar = situation.calendar
    counted = Counted(
        start=start.isoformat(),
        length=length,
        unit=clock.unit,
        calendar=situation.procedure.calendar,
        calendar_version=str(calendar.version),
        calendar_digest=calendar.digest,
    )
    try:
        return due(start, length, clock.unit, calendar).isoformat(), counted
    except OutsideCalendar as outside:
        raise Refusal(
            f"“{clock.what}” cannot be counted: {outside}",
            clause=clock.requirement,
            kind="not understood",
            where="occurred",
        ) from None


def _exact(occurred: When, clock: Clock) -> date:
    if occurred.earliest != occurred.latest:
        raise Refusal(
            f"“{clock.what}” runs from this, so its date must be known to the day, "
            f"not {occurred.in_words}",
            clause=clock.requirement,
            kind="not understood",
            where="occurred",
        )
    return occurred.earliest


def ended(
    step: Step, case: ProviderCase, details: Details, *, closing: bool = False
) -> tuple[str, ...]:
    """Open time limits and duties that a step brings to an end; limits end with the case."""
    named = set(step.ends)
    by_key = [
        duty.id
        for duty in case.duties.values()
        if duty.key in named or (closing and duty.kind == "time limit")
    ]
    about = details.get("duty")
    return (*by_key, str(about)) if about in case.duties and about not in by_key else tuple(by_key)
