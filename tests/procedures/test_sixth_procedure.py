"""A sixth procedure as data only: a large-scale enquiry, read from a folder of its own."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from concerns.commands.acknowledge import Acknowledge
from concerns.commands.issue import Issue
from concerns.commands.list_people import ListPeople
from concerns.commands.record_delivery import RecordDelivery
from concerns.commands.record_outcome import RecordOutcome
from concerns.events import SignatureGiven, ThresholdsTested
from concerns.procedures.checking.checker import check
from concerns.procedures.drawing.diagram import draw
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library, read
from concerns.storage.settings import Settings
from concerns.vocabulary import Rag
from given import Story, officer, opening, plan

EXAMPLES = Path(__file__).parents[2] / "examples"
FOLDER = EXAMPLES / "large_scale_enquiry"

DUTY = officer("Di", "duty_worker")
MANAGER = officer("Max", "manager")
COMMISSIONER = officer("Cho", "commissioner")
DIRECTOR = officer("Dot", "director")
LEAD = officer("Lea")
"""Holds no role by a token: the case appoints her."""

MET: dict[str, Any] = {"chair": "Max", "present": [{"group": "Health", "who": "Hal"}]}
PLANNED = {
    "issue": "falls at night",
    "method": "visits and records",
    "supports": "whether adults are safe",
    "lead": "Lea",
    "skills": "nursing",
}
SUSPEND = {"scope": "all new placements", "basis": "contract", "review_on": "2026-06-01"}


@cache
def procedure() -> Procedure:
    """The example, read from its folder."""
    return read(FOLDER)[0]


def opened() -> Story:
    """Opened on Monday 2 March 2026 with one referral."""
    case = Story(procedure()).asks(DUTY, opening("large-scale-enquiry"))
    return case.takes(DUTY, "record_referral", route="health", summary="three falls in a week")


def scale_tested(**measures: int) -> Story:
    """The first look begun, and the test of scale made."""
    case = opened().takes(MANAGER, "begin_first_look")
    return case.takes(DUTY, "test_scale", measures=measures or {"adults": 4, "earlier": 0})


def planning() -> Story:
    """A large-scale enquiry decided on; regulator and police told."""
    case = scale_tested().takes(MANAGER, "decide_on_enquiry")
    case.asks(MANAGER, Issue(duty=case.duty("tell_regulator"), how="e-mail"))
    police = case.duty("tell_police")
    case.asks(MANAGER, Issue(duty=police, how="telephone"))
    answer = Acknowledge(
        duty=police,
        acknowledged_by="an inspector",
        as_role="duty inspector",
        taken_by="the person named",
    )
    return case.asks(MANAGER, answer)


def enquiry() -> Story:
    """Under way, everybody told, two adults listed by reference."""
    case = planning().takes(MANAGER, "appoint_enquiry_lead", appointed=LEAD.person)
    case.takes(MANAGER, "hold_planning_meeting", **MET).takes(LEAD, "begin_enquiry", **PLANNED)
    letter = case.duty("tell_provider")
    case.asks(LEAD, Issue(duty=letter, how="post")).asks(LEAD, RecordDelivery(duty=letter))
    case.asks(LEAD, Issue(duty=case.duty("tell_adults"), how="in person"))
    return case.asks(DUTY, ListPeople(people=("R1", "R2")))


def outcome(*, found: bool) -> Story:
    """Findings put to the outcome meeting."""
    case = enquiry().takes(LEAD, "hear_views", of="R1", how="an advocate", views="wants to stay")
    case.takes(LEAD, "gather_evidence", kind="records", source="night logs", findings="gaps")
    case.takes(LEAD, "agree_findings", findings="nobody was on duty twice")
    choices = {"abuse_or_neglect_found": found}
    return case.takes(MANAGER, "hold_outcome_meeting", choices=choices, **MET)


def due(case: Story, key: str) -> str | None:
    """When a time limit or duty ends."""
    return next(one.due for one in case.case.duties.values() if one.key == key)


def test_the_folder_is_sound_and_can_be_drawn() -> None:
    """LSE-ST-01 to LSE-ST-09: a procedure is data; no line of Python was written for it."""
    assert check(FOLDER) == []
    assert "Large-scale enquiry into one service" in draw(procedure())
    assert {file.suffix for file in FOLDER.iterdir()} == {".yaml"}


def test_it_is_used_from_a_folder_that_a_setting_names(monkeypatch: pytest.MonkeyPatch) -> None:
    """How-to "add a council": CONCERNS_PROCEDURES names it, and it stands beside ours."""
    monkeypatch.setenv("CONCERNS_PROCEDURES", str(EXAMPLES))
    known = library(*Settings().own_procedures())
    assert known["large-scale-enquiry"].digest == procedure().digest
    assert set(known) - set(library()) == {"large-scale-enquiry"}


def test_a_case_goes_from_referral_to_its_end() -> None:
    """LSE-ST-01 to LSE-ST-09: each fact names the document that it rests on."""
    case = outcome(found=True).takes(MANAGER, "agree_protection_plan", **plan())
    for one in ("R1", "R2"):
        stayed = RecordOutcome(person=one, outcome="stayed as the service went on")
        case.asks(DUTY, stayed)
    case.takes(MANAGER, "review_protection_plan", choices={"everybody_safe_enough": True})
    case.takes(MANAGER, "close_enquiry")
    assert (case.case.stage, case.case.closed, case.case.duties) == ("closed", True, {})
    assert {fact.clause.procedure for fact in case.facts} == {"large-scale-enquiry"}


def test_a_colour_travels_with_its_scheme() -> None:
    """LSE-ST-05, X-DF-01: amber here is this document's amber."""
    assert enquiry().case.rag == Rag(colour="amber", scheme="large-scale-enquiry")


@pytest.mark.parametrize(
    ("adults", "earlier", "met"),
    [(2, 1, ()), (2, 2, ("again",)), (3, 0, ("many",)), (3, 2, ("many", "again")), (1, 9, ())],
)
def test_the_test_of_scale_only_advises(adults: int, earlier: int, met: tuple[str, ...]) -> None:
    """LSE-TH-01, LSE-ST-03, LSE-ST-04: the manager may decide either way."""
    (fact,) = (case := scale_tested(adults=adults, earlier=earlier)).last
    assert isinstance(fact, ThresholdsTested)
    assert fact.met == met
    assert {"handle_singly", "decide_on_enquiry"} <= case.permitted(MANAGER)
    assert case.takes(MANAGER, "handle_singly", "two unlike matters").case.closed


def test_nothing_is_decided_before_the_test_nor_by_others() -> None:
    """LSE-TH-01, LSE-ST-03, LSE-ST-04: refused by clause."""
    case = opened().takes(MANAGER, "begin_first_look")
    refusal = case.refuses(MANAGER, "decide_on_enquiry")
    assert ("must come first" in refusal.why, "LSE-ST-04" in refusal.clause) == (True, True)
    assert scale_tested().refuses(DUTY, "handle_singly").kind == "not your role"
    assert opened().refuses(DUTY, "record_referral", route="press", summary="x").where == "route"


def test_only_the_appointed_lead_begins_the_enquiry() -> None:
    """LSE-RO-03, LSE-ST-05: by appointment in this case, and not before the planning meeting."""
    case = planning()
    assert case.refuses(LEAD, "begin_enquiry", **PLANNED).kind == "not your role"
    case.takes(MANAGER, "appoint_enquiry_lead", appointed=LEAD.person)
    assert "must come first" in case.refuses(LEAD, "begin_enquiry", **PLANNED).why


def test_findings_wait_for_the_adults_views_and_the_providers_letter() -> None:
    """LSE-ST-06, LSE-EN-01, LSE-EN-02, LSE-NT-03."""
    refusal = enquiry().refuses(LEAD, "agree_findings", findings="x")
    assert "Hear what an adult at risk wants" in refusal.why


def test_placements_are_suspended_by_two_and_lifted_before_closing() -> None:
    """LSE-SU-01, LSE-SU-02, LSE-ST-08: red while suspended, whatever the stage."""
    case = outcome(found=False).takes(DIRECTOR, "suspend_placements", **SUSPEND)
    assert isinstance(case.last[0], SignatureGiven)
    case.takes(COMMISSIONER, "suspend_placements")
    assert case.case.rag == Rag(colour="red", scheme="large-scale-enquiry")
    assert "New placements suspended" in case.refuses(MANAGER, "close_with_nothing_found").why
    case.takes(DIRECTOR, "lift_suspension").takes(MANAGER, "close_with_nothing_found")
    assert case.case.closed


def test_whoever_found_does_not_close() -> None:
    """LSE-ST-08, LSE-ST-09: one person in both roles, refused for good."""
    both = officer("Lea", "manager")
    refusal = outcome(found=False).refuses(both, "close_with_nothing_found")
    assert ("may not also do this" in refusal.why, refusal.departure) == (True, False)


def test_nobody_is_forgotten_at_the_end() -> None:
    """LSE-ST-09: it is recorded what became of each adult at risk."""
    case = outcome(found=True).takes(MANAGER, "agree_protection_plan", **plan())
    case.takes(MANAGER, "review_protection_plan", choices={"everybody_safe_enough": True})
    assert "what became of R1, R2" in case.refuses(MANAGER, "close_enquiry").why


def test_its_time_limits_are_its_own() -> None:
    """LSE-TL-01, LSE-TL-02: begun on Wednesday 1 April 2026, two working days, then five.

    Good Friday 3 April and Easter Monday 6 April do not count.
    """
    case = opened().at(2026, 4, 1).takes(MANAGER, "begin_first_look")
    assert due(case, "first_look") == "2026-04-07"
    case.takes(DUTY, "test_scale", measures={"adults": 5}).takes(MANAGER, "decide_on_enquiry")
    assert due(case, "planning_meeting") == "2026-04-10"
    assert due(case, "tell_police") == "2026-04-01"


def test_the_plan_is_looked_at_every_four_weeks_across_the_year_end() -> None:
    """LSE-TL-04: a setting with a value; agreed Monday 21 December 2026, Monday 18 January."""
    case = outcome(found=True).at(2026, 12, 21)
    case.takes(MANAGER, "agree_protection_plan", **plan("2027-03-31"))
    assert due(case, "plan_review") == date(2027, 1, 18).isoformat()
