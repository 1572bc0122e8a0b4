"""Lambeth, Step 1: a concern, the decision to initiate, ten opening actions in five days."""

import pytest
from lambeth_case import (
    CARE,
    CHAIR,
    COMMISSIONER,
    INITIATOR,
    LEAD,
    SAFEGUARDING,
    considered,
    due,
    initiate,
    initiated,
    opening_actions,
    owed,
    step_1,
    step_2,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.procedures.reader import library
from given import opening, person, story

OPENING_ACTIONS = {
    "tell_care_management": "LAM-S1-01",
    "tell_brokerage": "LAM-S1-01",
    "tell_safeguarding": "LAM-S1-01",
    "tell_cqc": "LAM-S1-02",
    "check_welfare": "LAM-S1-03",
    "consider_police": "LAM-S1-04",
    "tell_placing_authorities": "LAM-S1-05",
    "agree_lead_organisation": "LAM-S1-06",
    "convene_information_meeting": "LAM-S1-07",
    "arrange_meeting_with_provider": "LAM-S1-08",
    "judge_risk": "LAM-S1-09",
    "start_risk_plan": "LAM-S1-09",
    "intentions_step_1": "LAM-S1-10",
}
"""Beside the choice of a chair, without whom nobody completes the step."""
DEPENDS_ON = {"judge_risk": ("judge_risk", "start_risk_plan", "intentions_step_1")}
"""Plan and intentions follow from the risk, so without it they are missing too."""
NOT_MET = {"threshold_criteria_met": False}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("contract_monitoring", "routine monitoring of the contract"),
        ("serious_incident", "serious incident"),
        ("safeguarding_investigation", "safeguarding investigation"),
        ("other", "another way"),
    ],
)
def test_a_concern_comes_from_a_named_source(source: str, words: str) -> None:
    """LAM-ST-01: and the process is considered."""
    case = story("lambeth").asks(SAFEGUARDING, opening("lambeth"))
    case.takes(SAFEGUARDING, "raise_concern", route=source, summary="five falls")
    assert case.case.stage == "considered"
    assert str(case.last[0]).endswith(f"recorded a concern ({words}): five falls")


def test_a_source_that_the_document_does_not_know_is_refused() -> None:
    """LAM-ST-01: what there is instead is named."""
    case = story("lambeth").asks(SAFEGUARDING, opening("lambeth"))
    refusal = case.refuses(SAFEGUARDING, "raise_concern", route="gossip", summary="five falls")
    assert refusal.where == "route"
    assert "contract_monitoring, serious_incident" in refusal.why


def test_nothing_is_initiated_before_a_concern_is_raised() -> None:
    """LAM-ST-02: the process is first considered."""
    case = story("lambeth").asks(SAFEGUARDING, opening("lambeth"))
    choices = {"threshold_criteria_met": True, "registered_with_cqc": True}
    refusal = case.refuses(INITIATOR, "initiate", choices=choices)
    assert "“Considered for the process”" in refusal.why


def test_the_named_officer_decides_to_initiate() -> None:
    """LAM-ST-02, AMB-LAM-14: who that is, each council says; nobody else, and why is recorded."""
    choices = {"threshold_criteria_met": True, "registered_with_cqc": True}
    refusal = considered().refuses(COMMISSIONER, "initiate", choices=choices)
    assert (refusal.kind, refusal.departure) == ("not your role", True)
    assert considered().refuses(INITIATOR, "initiate", " ", choices=choices).where == "reason"
    assert initiated().case.stage == "step_1"


def test_whether_the_criteria_are_met_is_said_by_a_person() -> None:
    """LAM-RK-08, AMB-LAM-04: no criteria are in the document, so none is guessed."""
    assert library()["lambeth"].settings["threshold_criteria"].value is None
    unsaid = considered().refuses(INITIATOR, "initiate", choices={"registered_with_cqc": True})
    assert unsaid.where == "choices.threshold_criteria_met"
    assert initiated().facts[-1].choices["threshold_criteria_met"] is False


def test_a_decision_not_to_initiate_is_kept_too() -> None:
    """LAM-ST-02, AMB-LAM-04: it ends the case, with its reason."""
    assert considered().refuses(COMMISSIONER, "decide_not_to_initiate", choices=NOT_MET)
    case = considered().takes(INITIATOR, "decide_not_to_initiate", "one fall", choices=NOT_MET)
    assert (case.case.stage, case.case.closed) == ("not_initiated", True)


@pytest.mark.parametrize(
    ("decided", "five", "ten"),
    [
        ((2026, 3, 2), "2026-03-09", "2026-03-16"),  # Mon; Mon and Mon, one and two weekends
        ((2026, 3, 7), "2026-03-13", "2026-03-20"),  # Sat; Fri and Fri
        ((2026, 4, 1), "2026-04-10", "2026-04-17"),  # Wed; Good Friday 3, Easter Monday 6 April
        ((2026, 5, 1), "2026-05-11", "2026-05-18"),  # Fri; bank holiday on Monday 4 May
        ((2026, 5, 14), "2026-05-21", "2026-05-29"),  # Thu; bank holiday on Monday 25 May
        ((2026, 12, 24), "2027-01-05", "2027-01-12"),  # Thu; 25 and 28 December, 1 January
    ],
)
def test_both_limits_run_from_the_decision(
    decided: tuple[int, int, int], five: str, ten: str
) -> None:
    """LAM-TL-01, LAM-TL-02, AMB-LAM-06: five and ten working days, over weekends and a year end."""
    case = initiate(considered().at(*decided))
    assert {due(case, action) for action in OPENING_ACTIONS} == {five}
    assert due(case, "initial_meeting") == ten
    unregistered = initiate(considered().at(*decided), registered=False)
    assert due(unregistered, "initial_meeting") == ten


def test_a_decision_of_an_uncertain_day_starts_no_limit() -> None:
    """LAM-TL-02: what runs from a day needs the day."""
    choices = {"threshold_criteria_met": False, "registered_with_cqc": True}
    case = considered().at(2026, 4, 1)
    refusal = case.refuses(INITIATOR, "initiate", choices=choices, occurred="2026-03")
    assert refusal.where == "occurred"
    future = case.refuses(INITIATOR, "initiate", choices=choices, occurred="2026-04-02")
    assert "lies in the future" in future.why


@pytest.mark.parametrize(("action", "requirement"), OPENING_ACTIONS.items())
def test_each_opening_action_must_be_done_before_step_2(action: str, requirement: str) -> None:
    """LAM-ST-03, LAM-S1-01 to LAM-S1-10: what is missing is named, and nothing else is."""
    kind = library()["lambeth"].duties[action]
    assert requirement in kind.requirement
    case = opening_actions(step_1(), without=DEPENDS_ON.get(action, (action,)))
    refusal = case.refuses(CHAIR, "complete_opening_actions")
    assert refusal.why.startswith(f"“{kind.what}” is still to be done; ")
    assert refusal.departure


def test_step_1_is_complete_when_all_ten_are_done() -> None:
    """LAM-ST-03, LAM-RO-01: by the chair, who has therefore been agreed."""
    case = opening_actions(step_1())
    assert case.refuses(LEAD, "complete_opening_actions").kind == "not your role"
    assert case.takes(CHAIR, "complete_opening_actions").case.stage == "step_2"
    assert owed(step_2()) == set()


def test_going_on_without_what_is_missing_is_a_departure_that_names_it() -> None:
    """LAM-ST-03, LAM-S1-06: without a chair, too, and that is said."""
    departure = DepartureAsked(reason="the home may shut tonight")
    case = initiated().takes(LEAD, "complete_opening_actions", departure=departure)
    assert case.last[0].departure is not None
    rules = [rule.split(" is still")[0] for rule in case.last[0].departure.rules]
    assert "“Agree who chairs the process”" in rules
    assert "“See at once that the adults using the service are well”" in rules


def test_late_opening_actions_show_as_late_and_stop_nothing() -> None:
    """LAM-TL-01: due Monday 9 March; done on Tuesday 10 March 2026, with no sanction."""
    case = opening_actions(step_1().at(2026, 3, 10)).takes(CHAIR, "complete_opening_actions")
    assert case.case.stage == "step_2"
    assert not [one for one in case.facts if one.departure]


def test_three_internal_teams_are_told_one_by_one() -> None:
    """LAM-NT-01, LAM-NT-04: care management, brokerage, safeguarding; placing authorities."""
    case = step_1()
    for team in ("care_management", "brokerage", "safeguarding", "placing_authorities"):
        case.asks(COMMISSIONER, Issue(duty=f"tell_{team}#3", how="e-mail"))
        assert f"tell_{team}" not in owed(case)
    assert case.refused(CARE, Issue(duty="tell_cqc#3", how="e-mail")).kind == "not your role"


def test_the_regulator_is_told_only_of_a_registered_service() -> None:
    """LAM-NT-02, LAM-S1-02: and each kind of initiation is for its own kind of service."""
    assert "tell_cqc" in owed(initiated())
    assert "tell_cqc" not in owed(initiated(registered=False))
    registered = {"threshold_criteria_met": False, "registered_with_cqc": True}
    assert considered().refuses(INITIATOR, "initiate_unregistered", choices=registered)
    unregistered = registered | {"registered_with_cqc": False}
    assert considered().refuses(INITIATOR, "initiate", choices=unregistered)


def test_welfare_is_checked_and_not_just_told() -> None:
    """LAM-S1-03: somebody looks, and says how."""
    case = step_1()
    assert case.refused(CARE, Issue(duty="check_welfare#3", how="e-mail")).where == "duty"
    case.asks(CARE, DischargeDuty(duty="check_welfare#3", how="every resident seen today"))
    assert "check_welfare" not in owed(case)


def test_a_possible_crime_goes_to_the_police() -> None:
    """LAM-S1-04, LAM-NT-03: consulted, or none found; a note that it is done is not enough."""
    case = step_1()
    note = DischargeDuty(duty="consider_police#3", how="thought about it")
    assert "only when step taken" in case.refused(SAFEGUARDING, note).why
    case.takes(SAFEGUARDING, "consult_police", advice="a report will be made")
    assert "consider_police" not in owed(case)
    other = step_1().takes(SAFEGUARDING, "find_no_possible_crime")
    assert "consider_police" not in owed(other)


def test_one_person_may_be_chair_and_coordinator_or_two_may() -> None:
    """LAM-RO-01, LAM-RO-05, AMB-LAM-02: two roles, however they are filled."""
    case, chas = initiated(), person("Chas").model_dump()
    case.takes(INITIATOR, "appoint_chair", appointed=chas, eligibility="knows the market")
    case.takes(INITIATOR, "appoint_coordinator", appointed=chas, eligibility="has the time")
    assert case.case.appointed["chair"].is_same(case.case.appointed["coordinator"])
    assert not step_1().case.appointed["chair"].is_same(step_1().case.appointed["coordinator"])


def test_the_chair_is_not_chosen_by_just_anybody() -> None:
    """LAM-RO-01: nor can somebody be chair by token alone."""
    chas = person("Chas").model_dump()
    case = initiated()
    refusal = case.refuses(CARE, "appoint_chair", appointed=chas, eligibility="kind")
    assert refusal.kind == "not your role"
    assert case.refuses(CHAIR, "judge_risk_high").kind == "not your role"
