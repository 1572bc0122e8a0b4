"""Derby's customers when a service may close: listed, moved, and none of them forgotten."""

from typing import Any

import pytest
from derby_case import PAUL, QMO, STAFF, alerted, failure_active, failure_plan_running
from derby_papers import listed, move

from concerns.commands import Command
from concerns.commands.list_people import ListPeople
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.commands.record_outcome import RecordOutcome
from concerns.events import PersonMoved, PersonOutcomeRecorded
from concerns.projections import VIEWS, fold
from given import Story


def test_customers_are_listed_by_reference() -> None:
    """DER-CL-3.1: the list grows and nobody stands in it twice."""
    case = listed("R12", "R13").asks(QMO, ListPeople(people=("R13", "R14")))
    assert list(case.case.people) == ["R12", "R13", "R14"]


@pytest.mark.parametrize("name", ["Mrs Jones", "r12", "12", "R12345", "R-12", "", "Jones12"])
def test_nobody_is_listed_by_name(name: str) -> None:
    """DER-CL-3.1: no personal data, so only a reference such as R12 is taken."""
    assert alerted().refused(QMO, ListPeople(people=(name,))).where.startswith("people")


def test_an_empty_list_is_refused() -> None:
    """DER-CL-3.1: whoever lists customers names one at least."""
    with pytest.raises(ValueError, match="people"):
        ListPeople(people=())


def test_a_move_says_how_the_new_place_stood_that_day() -> None:
    """DER-CL-7.6, DER-CL-7.17: concerns about the receiving service stay beside the move."""
    case = listed().asks(QMO, move(within_working_hours=True, receiving_status="Amber at Derby"))
    (fact,) = case.last
    assert isinstance(fact, PersonMoved)
    assert fact.receiving_status == "Amber at Derby"


def test_a_move_to_a_place_nobody_asked_about_is_refused() -> None:
    """DER-CL-7.6: the status of the receiving service cannot be left out."""
    with pytest.raises(ValueError, match="receiving_status"):
        move(receiving_status="")


def test_only_somebody_listed_can_move() -> None:
    """DER-CL-3.1, DER-CL-7.21: the list comes first, so that nobody is mixed up."""
    refused = alerted().refused(QMO, move(within_working_hours=True))
    assert (refused.kind, refused.where) == ("not found", "person")


def test_somebody_may_move_a_second_time() -> None:
    """DER-CL-7.29: both moves stay in the record."""
    case = listed().asks(QMO, move(within_working_hours=True))
    onwards: dict[str, Any] = {"from_service": "Oak Lodge", "to_service": "Ash Court"}
    case.asks(QMO, move("11:00", within_working_hours=True, **onwards))
    moves = [fact for fact in case.facts if isinstance(fact, PersonMoved)]
    assert [fact.to_service for fact in moves] == ["Oak Lodge", "Ash Court"]


@pytest.mark.parametrize(
    "outcome",
    ["moved", "stayed as the service went on", "left by own arrangement", "in hospital", "died"],
)
def test_what_became_of_a_customer_is_recorded(outcome: Any) -> None:
    """DER-RC-12, DER-CL-9.4: also of whoever did not move by the council's hand."""
    case = listed().asks(QMO, RecordOutcome(person="R12", outcome=outcome, note="settled in"))
    (fact,) = case.last
    assert isinstance(fact, PersonOutcomeRecorded)
    assert case.case.people == {"R12": outcome}


def test_what_became_of_somebody_not_listed_is_refused() -> None:
    """DER-RC-12: the list comes first."""
    asked = RecordOutcome(person="R99", outcome="moved")
    assert listed().refused(QMO, asked).where == "person"


@pytest.mark.parametrize(
    "asked",
    [
        ListPeople(people=("R12",)),
        move(within_working_hours=True),
        RecordOutcome(person="R12", outcome="moved"),
        MakeLogEntry(log="movement", entry="R12 to Oak Lodge"),
    ],
)
def test_who_keeps_no_log_keeps_no_list_of_customers(asked: Command) -> None:
    """DER-RC-10, DER-CL-7.17: moves are logged by those who keep the logs."""
    assert listed().refused(STAFF, asked).kind == "not your role"


def _ending() -> Story:
    """A failure of which two customers have gone and of one nobody knows."""
    case = failure_plan_running(failure_active())
    case.asks(PAUL, ListPeople(people=("R12", "R13", "R14")))
    case.asks(PAUL, move(within_working_hours=True))
    case.asks(PAUL, RecordOutcome(person="R13", outcome="left by own arrangement"))
    return case.takes(
        PAUL,
        "hold_progress_meeting",
        chair="Paul",
        present=[{"group": "CQC", "who": "the inspector"}],
        outputs=["nearly over"],
    )


def test_a_failure_does_not_end_while_somebody_is_forgotten() -> None:
    """DER-ST-31, DER-RC-12, DER-CL-9.4: refused, naming who is left."""
    refused = _ending().refuses(PAUL, "end_provider_failure")
    assert "R14" in refused.why
    assert "R12" not in refused.why
    assert refused.departure


def test_a_failure_ends_once_everyone_has_an_outcome() -> None:
    """DER-ST-31, DER-RC-12: what became of the last one is recorded first."""
    case = _ending().asks(PAUL, RecordOutcome(person="R14", outcome="in hospital"))
    assert case.takes(PAUL, "end_provider_failure").case.stage == "debrief"


def test_a_failure_may_end_with_somebody_left_as_a_departure() -> None:
    """DER-RO-40, DER-RC-12: marked for ever with its reason."""
    case = _ending()
    why = {"reason": "R14 cannot be traced; the police know"}
    (fact,) = case.takes(PAUL, "end_provider_failure", departure=why).last
    departure = vars(fact)["departure"]
    assert departure.reason == why["reason"]
    assert "R14" in departure.rules[0]


def test_moves_in_process_2_stand_in_its_managers_log() -> None:
    """DER-RC-10, DER-PFM-D8: and in the log of decisions and moves."""
    case = _ending()
    kept = [fact.consequence.log_of for fact in case.facts if isinstance(fact, PersonMoved)]
    assert kept == [("pfm",)]


def test_a_move_is_an_entry_of_the_movement_log_by_itself() -> None:
    """DER-RC-10, DER-CL-7.17: beside what is entered by hand, and flagged where it was late."""
    case = listed().asks(QMO, MakeLogEntry(log="movement", entry="R12 will go to Oak Lodge"))
    case.asks(QMO, move("19:30", within_working_hours=False, why_outside="the ambulance was late"))
    rows = [row for row in fold(VIEWS["logs"], case.facts).values() if row["log"] == "movement"]
    assert rows[0]["entry"] == "R12 will go to Oak Lodge"
    assert "R12: Elm House to Oak Lodge, 19:30" in rows[1]["entry"]
    assert "the ambulance was late" in rows[1]["entry"]
