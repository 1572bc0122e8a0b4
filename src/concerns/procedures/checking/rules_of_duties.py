"""Rules on what steps leave to be done: duties, clocks, and overlays that run beside the stage."""

from collections.abc import Iterator

from concerns.procedures.checking.rules_of_facts import KNOWN
from concerns.procedures.duties import Clock
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import Document, Fault

CONDITION = "lifting_condition"
"""The duty that no step names: each condition in SuspensionLifted creates one."""

_ON_DELIVERY = "NotificationDelivered"


def every_duty_is_created(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Some step creates each duty; a condition of lifting, the lifting itself."""
    created = {duty for step in procedure.steps.values() for duty in step.duties}
    if any(step.fact == "SuspensionLifted" for step in procedure.steps.values()):
        created.add(CONDITION)
    for key in procedure.duties:
        if key not in created:
            yield Fault(document.place("duties", key), f"no step creates duty {key!r}")


def every_duty_can_be_discharged(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Each duty says when it is done; that its owner is defined is a rule of names."""
    for key, duty in procedure.duties.items():
        if duty.done_when is None:
            where = document.place("duties", key)
            yield Fault(where, f"duty {key!r} cannot be discharged: it has no done_when")


def every_clock_is_started(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A step, a delivery or a duty starts each clock."""
    started = _started_by_steps(procedure) | _limiting_duties(procedure)
    for key in procedure.clocks:
        if key not in started:
            yield Fault(document.place("clocks", key), f"nothing starts clock {key!r}")


def every_clock_is_ended(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A step ends each clock, unless it only limits duties and so ends with them."""
    ended = {clock for step in procedure.steps.values() for clock in step.ends}
    ended |= _limiting_duties(procedure) - _started_by_steps(procedure)
    for key in procedure.clocks:
        if key not in ended:
            yield Fault(document.place("clocks", key), f"nothing ends clock {key!r}")


def every_clock_has_a_length(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """A clock has a length in some unit, or a date or setting that gives it."""
    for key, clock in procedure.clocks.items():
        fault = _without_length(clock)
        if fault:
            yield Fault(document.place("clocks", key), f"clock {key!r} {fault}")


def every_clock_finds_its_date(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Every fact that starts a clock with `set_by` has the field that holds its date."""
    for key, clock in procedure.clocks.items():
        for fact in sorted(_starting_facts(key, procedure)) if clock.set_by else ():
            if fact in KNOWN and clock.set_by not in KNOWN[fact].model_fields:
                where = document.place("clocks", key, "set_by")
                yield Fault(
                    where, f"{fact}, which starts this clock, has no field {clock.set_by!r}"
                )


def every_overlay_comes_and_goes(procedure: Procedure, document: Document) -> Iterator[Fault]:
    """Some step turns each overlay on, and some step turns it off."""
    steps = procedure.steps.values()
    changed = {
        "on": {overlay for step in steps for overlay in step.turns_on},
        "off": {overlay for step in steps for overlay in step.turns_off},
    }
    for key in procedure.overlays:
        for way, overlays in changed.items():
            if key not in overlays:
                where = document.place("overlays", key)
                yield Fault(where, f"no step turns overlay {key!r} {way}")


def _started_by_steps(procedure: Procedure) -> set[str]:
    """Clocks that run by themselves, from a step or from the delivery of a letter."""
    started = {clock for step in procedure.steps.values() for clock in step.starts}
    return started | {clock for duty in procedure.duties.values() for clock in duty.on_delivery}


def _limiting_duties(procedure: Procedure) -> set[str]:
    return {duty.within for duty in procedure.duties.values() if duty.within}


def _without_length(clock: Clock) -> str | None:
    if clock.length is not None:
        return None if clock.unit else "has a length but no unit"
    if clock.setting and not clock.unit:
        return "has a setting but no unit"
    return None if clock.set_by or clock.setting else "has no length, set_by or setting"


def _starting_facts(clock: str, procedure: Procedure) -> set[str]:
    limited = {key for key, duty in procedure.duties.items() if duty.within == clock}
    facts = {
        step.fact
        for step in procedure.steps.values()
        if clock in step.starts or limited.intersection(step.duties)
    }
    delivered = any(clock in duty.on_delivery for duty in procedure.duties.values())
    return facts | {_ON_DELIVERY} if delivered else facts
