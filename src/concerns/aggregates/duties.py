"""Letters, tellings and other duties: sent, delivered, acknowledged, done, or excused."""

from concerns import events
from concerns.aggregates.acts import keepers
from concerns.aggregates.consequences import limit
from concerns.aggregates.situation import Situation, clause, fact, in_role, when
from concerns.commands.acknowledge import Acknowledge
from concerns.commands.command import AboutDuty
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.issue import Issue
from concerns.commands.record_delivery import RecordDelivery
from concerns.events import Consequence, Duty, Fact
from concerns.vocabulary import By, Refusal


def issue(asked: Issue, situation: Situation) -> list[Fact]:
    """A letter sent or somebody told; delivery and acknowledgement are facts of their own."""
    duty = _open(asked, situation)
    if duty.kind not in {"letter", "telling"}:
        raise Refusal(
            f"“{duty.what}” is not something to send", kind="not understood", where="duty"
        )
    _in_a_way_that_counts(asked, duty, situation)
    kind = events.LetterIssued if duty.kind == "letter" else events.NotificationIssued
    ends = (duty.id,) if duty.done_when == "issued" else ()
    whom = duty.whom or "the person concerned"
    return [_about(kind, asked, situation, duty, ends, whom=whom, how=asked.how)]


def _in_a_way_that_counts(asked: Issue, duty: Duty, situation: Situation) -> None:
    """Where the document names the way of telling, no other counts (DER-NT-01, DER-NT-02)."""
    ways = situation.procedure.duties[duty.key].how
    if ways and not any(way in asked.how.lower() for way in ways):
        raise Refusal(
            f"“{duty.what}” is done by {' or '.join(ways)}, not by {asked.how!r}",
            clause=duty.requirements,
            where="how",
        )


def record_delivery(asked: RecordDelivery, situation: Situation) -> list[Fact]:
    """What was sent has arrived: a time limit may start from here, not from the day of issue."""
    duty = situation.case.issued.get(asked.duty)
    if duty is None:
        raise Refusal(
            f"{asked.duty!r} has not been sent, or its delivery is recorded already",
            kind="not found",
            where="duty",
        )
    ends = (duty.id,) if duty.done_when == "delivered" else ()
    kind_of_duty = situation.procedure.duties.get(duty.key)  # none, if the case moved since
    starts = kind_of_duty.on_delivery if kind_of_duty else ()
    occurred = when(asked, situation)
    begins = tuple(limit(key, situation, occurred, {}) for key in starts)
    whom = duty.whom or "the person concerned"
    kind = events.NotificationDelivered
    return [_about(kind, asked, situation, duty, ends, begins, whom=whom)]


def acknowledge(asked: Acknowledge, situation: Situation) -> list[Fact]:
    """Somebody answered for having been told; who may do so is the procedure's to say."""
    duty = _open(asked, situation)
    accepted = situation.procedure.duties[duty.key].acknowledged_by
    if accepted and asked.taken_by not in accepted:
        raise Refusal(
            f"an acknowledgement by {asked.taken_by} does not count: it takes "
            f"{' or '.join(accepted)}",
            clause=duty.requirements,
        )
    ends = (duty.id,) if duty.done_when == "acknowledged" else ()
    return [
        _about(
            events.NotificationAcknowledged,
            asked,
            situation,
            duty,
            ends,
            acknowledged_by=asked.acknowledged_by,
            as_role=asked.as_role,
            deputy=asked.taken_by == "a nominated deputy",
        )
    ]


def discharge(asked: DischargeDuty, situation: Situation) -> list[Fact]:
    """Something required was done."""
    duty = _open(asked, situation)
    if duty.done_when != "done":
        raise Refusal(
            f"“{duty.what}” counts as done only when {duty.done_when}", clause=duty.requirements
        )
    return [_about(events.DutyDischarged, asked, situation, duty, (duty.id,), how=asked.how)]


def excuse(asked: ExcuseDuty, situation: Situation) -> list[Fact]:
    """Something required need not be done, for a reason that is recorded."""
    duty = _open(asked, situation)
    if duty.firmness == "absolute":
        raise Refusal(f"“{duty.what}” is absolute: it cannot be excused", clause=duty.requirements)
    acts = situation.procedure.acts
    who = in_role(situation, acts.excuse_duties, asked, "excusing a duty")
    return [_about(events.DutyExcused, asked, situation, duty, (duty.id,), who=who)]


def _open(asked: AboutDuty, situation: Situation) -> Duty:
    duty = situation.case.duties.get(asked.duty)
    if duty is None:
        raise Refusal(
            f"no duty {asked.duty!r} is open in this case", kind="not found", where="duty"
        )
    if duty.key not in situation.procedure.duties and not isinstance(asked, ExcuseDuty):
        raise Refusal(
            f"“{duty.what}” ends with a step of the procedure, not by itself",
            kind="not understood",
            where="duty",
        )
    return duty


def _about(
    kind: type[Fact],
    asked: AboutDuty,
    situation: Situation,
    duty: Duty,
    ends: tuple[str, ...],
    begins: tuple[Duty, ...] = (),
    who: By | None = None,
    **details: object,
) -> Fact:
    owners = duty.owners
    return fact(
        kind,
        asked,
        situation,
        by=who or in_role(situation, owners, asked, f"“{duty.what}”"),
        clause=clause(situation, duty.key, duty.requirements),
        consequence=Consequence(begins=begins, ends=ends, log_of=keepers(situation)),
        duty=duty.id,
        what=duty.what,
        **details,
    )
