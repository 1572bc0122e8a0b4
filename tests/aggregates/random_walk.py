"""A case under the north-west routes on which somebody tries something, again and again."""

from collections.abc import Callable
from typing import Any, NamedTuple

from hypothesis import strategies as st
from north_west import (
    SUSPEND,
    at_risk,
    awaiting_sign_off,
    lifted_with_conditions,
    lifting_considered,
    opened,
    suspended,
)

from concerns.commands import Command
from concerns.commands.annul_decision import AnnulDecision
from concerns.commands.command import DepartureAsked
from concerns.commands.confirm_departure import ConfirmDeparture
from concerns.commands.correct_record import CorrectRecord
from concerns.commands.declare_interest import DeclareInterest
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.excuse_duty import ExcuseDuty
from concerns.commands.issue import Issue
from concerns.commands.record_delivery import RecordDelivery
from concerns.commands.record_departure import RecordDeparture
from concerns.commands.take_step import TakeStep
from concerns.procedures.reader import library
from concerns.vocabulary import Officer, Refusal
from given import Story, person, plan

NORTH_WEST = library()["north-west-routes"]
PEOPLE = [person(name) for name in ("Ann", "Bea", "Cal", "Dee")]
ROLES = sorted(key for key, role in NORTH_WEST.roles.items() if not role.outside)
SIGNERS = frozenset({"dass", "nursing_director", "dmt"})
STEPS = sorted(NORTH_WEST.steps.keys() - {"open_case"})
SIGNED = [key for key in STEPS if NORTH_WEST.steps[key].together_with]


def half_signed() -> Story:
    """The suspension awaits its second signature; the first is that of somebody of many roles."""
    ann = Officer(person=PEOPLE[0], authority="northtown", roles=SIGNERS)
    relevant = {"nursing_relevant": True}
    return awaiting_sign_off().takes(ann, "sign_off_suspension", choices=relevant, **SUSPEND)


BEGINNINGS: list[Callable[[], Story]] = [
    opened,
    at_risk,
    awaiting_sign_off,
    half_signed,
    half_signed,
    lambda: suspended(nursing=True),
    lifting_considered,
    lifted_with_conditions,
]


class Move(NamedTuple):
    """Who tries what. Numbers choose among what there is at that moment."""

    officer: Officer
    kind: str
    number: int
    choice: bool
    departure: DepartureAsked | None


officers = st.builds(
    Officer,
    person=st.sampled_from(PEOPLE),
    authority=st.just("northtown"),
    roles=st.one_of(
        st.just(frozenset(ROLES)), st.just(SIGNERS), st.frozensets(st.sampled_from(ROLES))
    ),
    on_behalf_of=st.one_of(st.none(), st.sampled_from(PEOPLE)),
)
departures = st.builds(
    DepartureAsked,
    reason=st.just("two deaths overnight"),
    authorised_by=st.sampled_from([None, "ann", "eve"]),
)
moves = st.builds(
    Move,
    officer=officers,
    kind=st.sampled_from(["permitted", "permitted", "sign", "sign", "any", "duty", "record"]),
    number=st.integers(0, 200),
    choice=st.booleans(),
    departure=st.one_of(st.none(), st.none(), departures),
)
beginnings = st.sampled_from(BEGINNINGS)


def command(case: Story, move: Move) -> Command:
    """What the move asks for, as the case stands."""
    match move.kind:
        case "duty":
            return _about_duty(case, move.number)
        case "record":
            return _about_record(case, move.number)
        case "sign":
            signed = [key for key in SIGNED if case.case.stage in NORTH_WEST.steps[key].from_]
            return _step(case, _nth(signed or SIGNED, move), move)
        case "permitted":
            return _step(case, _nth(sorted(case.permitted(move.officer)) or STEPS, move), move)
        case _:
            return _step(case, _nth(STEPS, move), move)


def go_on(case: Story, tries: list[Move]) -> Story:
    """The case after all that was tried; what was refused left nothing."""
    for move in tries:
        try:
            case.asks(move.officer, command(case, move))
        except Refusal:
            continue
    return case


def _nth(keys: list[str], move: Move) -> str:
    return keys[move.number % len(keys)]


def _step(case: Story, key: str, move: Move) -> TakeStep:
    step = NORTH_WEST.steps[key]
    yes = move.choice or move.kind == "sign"
    choices = {one: step.only_if.get(one, yes) for one in step.choices}
    return TakeStep(
        step=key,
        reason="as the panel found",
        details=_details(case, key),
        choices=choices,
        departure=move.departure,
    )


def _details(case: Story, key: str) -> dict[str, Any]:
    areas = [{"area": "medicines", "sustainable": True}]
    condition = next((x.id for x in case.case.duties.values() if x.kind == "condition"), "none")
    conditions = [{"what": "two nurses on nights", "review_on": "2026-07-01"}]
    known: dict[str, dict[str, Any]] = {
        "PlanAgreed": plan("2026-06-30"),
        "PlanExtended": {"deadline": "2026-06-30"},
        "ProgressReported": {"summary": "some", "areas": areas},
        "MeetingHeld": {"chair": "Bea", "present": [{"group": "Finance", "who": "Ida"}]},
        "SuspensionSignedOff": SUSPEND,
        "SuspensionNotEndorsed": {"rationale_reviewed": "too thin"},
        "VisitRecorded": {"findings": "better", "other_standards": "kept up"},
        "ReportIssued": {"summary": "the report"},
        "ConditionReviewed": {"duty": condition, "outcome": "met"},
    }
    if key == "lift_suspension_with_conditions":
        return {"conditions": conditions}
    return known.get(NORTH_WEST.steps[key].fact, {})


def _about_duty(case: Story, number: int) -> Command:
    duties = sorted({*case.case.duties, *case.case.issued}) or ["none#1"]
    duty = duties[number % len(duties)]
    return [
        Issue(duty=duty, how="post"),
        RecordDelivery(duty=duty),
        DischargeDuty(duty=duty, how="done"),
        ExcuseDuty(duty=duty, reason="not needed here"),
        RecordDeparture(omitted="the visit", duty=duty, reason="snow"),
    ][number % 5]


def _about_record(case: Story, number: int) -> Command:
    fact = case.facts[number % len(case.facts)].id
    return [
        CorrectRecord(fact=fact, wrong="3 March", right="2 March", reason="typing error"),
        AnnulDecision(fact=fact, annulled_by="the High Court", reason="judgment of today"),
        ConfirmDeparture(fact=fact, reason="right at the time"),
        DeclareInterest(interest="my sister works there", conflict=number % 2 == 0),
    ][number % 4]
