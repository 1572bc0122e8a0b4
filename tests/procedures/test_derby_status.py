"""Derby's status tool and the moves between Green, Amber and Red, situation by situation."""

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    HEAD_ADULTS,
    OPERATIONAL,
    QMO,
    SENIOR_QMO,
    STAFF,
    alerted,
    amber,
    green,
    red,
    red_recommended,
    scored,
)

from concerns.commands.command import DepartureAsked
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.issue import Issue
from concerns.commands.take_step import TakeStep
from concerns.events import RagStatusSet, RiskScored
from concerns.procedures.reader import library
from concerns.vocabulary import Rag
from given import Story, officer, plan

TOOL = library()["derby"].scoring["qmt_rag"]
COLOURS = {"R": "red", "A": "amber", "G": "green"}
LISTED = {
    *(f"R{number:02}" for number in range(1, 12)),
    *(f"A{number:02}" for number in range(1, 21)),
    *(f"G{number:02}" for number in range(1, 6)),
}


def _score(case: Story) -> RiskScored:
    found = case.last[0]
    assert isinstance(found, RiskScored)
    return found


# --- the tool suggests ----------------------------------------------------------------------------


def test_the_tool_has_every_indicator_of_the_document() -> None:
    """DER-RAG-R01 to R11, DER-RAG-A01 to A20, DER-RAG-G01 to G05."""
    assert set(TOOL.indicators) == LISTED


@pytest.mark.parametrize("indicator", sorted(LISTED))
def test_each_indicator_alone_suggests_its_colour(indicator: str) -> None:
    """DER-RAG-R01 to R11, DER-RAG-A01 to A20, DER-RAG-G01 to G05, DER-RAG-X3."""
    found = _score(scored(alerted(), indicator))
    assert found.suggested == COLOURS[indicator[0]]


@pytest.mark.parametrize(
    ("met", "suggested"),
    [(("G05", "A11"), "amber"), (("A11", "R05"), "red"), (("G05", "R05"), "red"), ((), None)],
)
def test_the_worst_indicator_met_wins(met: tuple[str, ...], suggested: str | None) -> None:
    """DER-RAG-X3, AMB-DER-12: no counting, and nothing met suggests nothing."""
    assert _score(scored(alerted(), *met)).suggested == suggested


@pytest.mark.parametrize(
    ("percent", "suggested"),
    [(0, "red"), (50, "red"), (51, "amber"), (60, "amber"), (61, None), (100, None)],
)
def test_an_audit_score_falls_into_one_band(percent: int, suggested: str | None) -> None:
    """DER-RAG-R08, DER-RAG-A14, AMB-DER-08: the two printed bands do not overlap."""
    found = _score(scored(alerted(), health_and_safety_audit=percent))
    assert found.suggested == suggested


@pytest.mark.parametrize(
    ("visited", "suggested"),
    [
        ("2026-03-02", "green"),
        ("2024-09-02", "green"),
        ("2024-09-01", None),
        ("2024-03-02", None),
        ("2024-03-01", "amber"),
    ],
)
def test_a_visit_ages(visited: str, suggested: str | None) -> None:
    """DER-TL-08, DER-TL-09, AMB-DER-11, on Monday 2 March 2026.

    To 18 months it is Green, beyond 2 years Amber, and between them neither.
    """
    assert _score(scored(alerted(), last_visit=visited)).suggested == suggested


def test_what_is_not_answered_stays_unanswered() -> None:
    """DER-RAG-X3: a gap is neither "no" nor nought."""
    found = _score(scored(alerted(), "A11", health_and_safety_audit=None))
    assert found.met == ("A11",)
    assert set(found.unanswered) == LISTED - {"A11"}
    assert found.not_met == ()


def test_a_no_is_kept_apart_from_a_gap() -> None:
    """DER-RAG-X3."""
    details = {"answers": {"A11": False}}
    case = alerted().asks(QMO, TakeStep(step="apply_rag_tool", details=details))
    assert _score(case).not_met == ("A11",)


def test_infection_control_listed_twice_is_one_answer() -> None:
    """DER-RAG-A05, DER-RAG-A17, AMB-DER-09."""
    assert _score(scored(alerted(), "A05")).met == ("A05", "A17")


def test_answers_that_contradict_each_other_are_shown_not_resolved() -> None:
    """DER-RAG-A12, DER-RAG-G04: a person has to look."""
    found = _score(scored(alerted(), "A12", "G04"))
    assert found.contradictions == ("A12 and G04 cannot both hold",)
    assert found.suggested == "amber"


@pytest.mark.parametrize(
    ("details", "where"),
    [
        ({"answers": {"R12": True}}, "answers"),
        ({"answers": {"R05": "no"}}, "answers.R05"),
        ({"answers": ["R05"]}, "answers"),
        ({"measures": {"vacancies": 5}}, "measures"),
        ({"measures": {"health_and_safety_audit": 101}}, "measures.health_and_safety_audit"),
        ({"measures": {"health_and_safety_audit": -1}}, "measures.health_and_safety_audit"),
        ({"measures": {"health_and_safety_audit": 55.5}}, "measures.health_and_safety_audit"),
        ({"measures": {"health_and_safety_audit": True}}, "measures.health_and_safety_audit"),
        ({"measures": {"last_visit": "last spring"}}, "measures.last_visit"),
        ({"measures": {"last_visit": "2026-03-03"}}, "measures.last_visit"),
        ({"measures": 50}, "measures"),
        ({"suggested": "green"}, "suggested"),
    ],
)
def test_what_the_tool_cannot_read_is_refused(details: dict[str, object], where: str) -> None:
    """What is wrong, and where; a visit tomorrow is no visit."""
    asked = TakeStep(step="apply_rag_tool", details=details)
    refusal = alerted().refused(QMO, asked)
    assert (refusal.kind, refusal.where) == ("not understood", where)


def test_only_the_quality_officer_applies_the_tool() -> None:
    """DER-ST-06, DER-RO-11."""
    refusal = alerted().refused(OPERATIONAL, TakeStep(step="apply_rag_tool"))
    assert refusal.kind == "not your role"
    assert "DER-RO-11" in refusal.clause


# --- a person decides -----------------------------------------------------------------------------


def test_the_score_advises_and_a_difference_is_recorded() -> None:
    """DER-RAG-X3, AMB-DER-12: the decision holds its own colour and the one suggested."""
    case = scored(alerted(), "R05").takes(QMO, "set_amber", reason="warning notice was withdrawn")
    found = case.last[0]
    assert isinstance(found, RagStatusSet)
    assert (found.colour, found.suggested) == ("amber", "red")
    assert "the tool suggested red" in str(found)


def test_a_status_needs_the_tool_first() -> None:
    """DER-ST-06."""
    refusal = alerted().refuses(QMO, "set_amber")
    assert "DER-ST-06" in refusal.clause
    assert "Apply the status tool" in refusal.why


def test_a_status_is_confirmed_to_social_workers_and_the_senior_officer() -> None:
    """DER-RAG-X1, DER-NT-08."""
    case = green()
    assert case.case.rag == Rag(colour="green", scheme="derby")
    for key in ("tell_social_workers_status", "tell_senior_qmo_status"):
        refusal = case.refused(STAFF, Issue(duty=case.duty(key), how="e-mail"))
        assert refusal.kind == "not your role"
        case.asks(QMO, Issue(duty=case.duty(key), how="e-mail"))
    assert case.case.duties == {}


def test_green_becomes_amber_and_green_again() -> None:
    """DER-ST-07, DER-ST-08, DER-RO-12, DER-RO-13, DER-RAG-X2, DER-NT-09."""
    case = scored(green(), "A11").takes(QMO, "set_amber")
    assert case.duty("tell_colleagues_to_amber")
    refusal = case.refuses(HEAD_ADULTS, "de_escalate_to_green")
    assert "DER-RO-13" in refusal.clause
    case.takes(QMO, "de_escalate_to_green")
    assert case.case.stage == "green"


def test_the_colour_is_fixed_by_the_step() -> None:
    """DER-ST-07: nobody types another."""
    refusal = scored(alerted(), "A11").refuses(QMO, "set_amber", colour="green")
    assert (refusal.kind, refusal.where) == ("not understood", "colour")


def test_red_is_recommended_and_then_agreed_by_the_head() -> None:
    """DER-ST-09, DER-ST-10, DER-RO-15, DER-RO-16: Amber until it is agreed."""
    case = red_recommended()
    assert case.case.rag == Rag(colour="amber", scheme="derby")
    case.takes(HEAD_ADULTS, "agree_red")
    assert case.case.rag == Rag(colour="red", scheme="derby")
    assert case.duty("tell_colleagues_at_red")


def test_red_cannot_be_recommended_at_green() -> None:
    """DER-ST-09: from an alert or Amber."""
    refusal = scored(green(), "R05").refuses(QMO, "recommend_red")
    assert "DER-ST-09" in refusal.clause


def test_the_quality_officer_cannot_agree_red() -> None:
    """DER-RO-15."""
    refusal = red_recommended().refuses(officer("Rob", "qmo"), "agree_red")
    assert refusal.kind == "not your role"
    assert "DER-RO-16" in refusal.clause


def test_whoever_recommended_red_cannot_agree_it_in_another_role() -> None:
    """DER-RO-15, DER-RO-16: never, not even as a departure, nor on the Head's behalf."""
    both = officer("Quin", "qmo", "head_adults_commissioning", "senior_qmo")
    departure = DepartureAsked(reason="the Head is away")
    for asked in (None, departure):
        refusal = red_recommended().refuses(both, "agree_red", departure=asked)
        assert not refusal.departure
        assert "DER-RO-16" in refusal.clause
    acting = HEAD_ADULTS.model_copy(update={"on_behalf_of": QMO.person})
    assert "DER-RO-16" in red_recommended().refuses(acting, "agree_red").clause


def test_the_senior_officer_agrees_red_only_while_the_head_is_absent() -> None:
    """DER-RO-16, DER-ST-10."""
    case = red_recommended()
    assert case.refuses(SENIOR_QMO, "agree_red").kind == "not your role"
    here = {"head_absent": False}
    refusal = case.refuses(SENIOR_QMO, "agree_red_in_absence", choices=here)
    assert "DER-RO-16" in refusal.clause
    assert case.refuses(SENIOR_QMO, "agree_red_in_absence").where == "choices.head_absent"
    case.takes(SENIOR_QMO, "agree_red_in_absence", choices={"head_absent": True})
    assert case.case.stage == "red"


def test_red_can_be_declined() -> None:
    """DER-ST-10: back to Amber, and not by a quality officer."""
    refusal = red_recommended().refuses(officer("Rob", "qmo"), "decline_red")
    assert refusal.kind == "not your role"
    assert red_recommended().takes(HEAD_ADULTS, "decline_red").case.stage == "amber"


def test_red_goes_down_by_the_head() -> None:
    """DER-ST-11, DER-RO-20, DER-RAG-X2."""
    refusal = red().refuses(QMO, "de_escalate_to_amber")
    assert "DER-RO-20" in refusal.clause
    assert red().takes(HEAD_ADULTS, "de_escalate_to_amber").case.stage == "amber"


def test_the_owner_of_the_level_agrees_the_plan() -> None:
    """DER-RO-12, DER-RO-17, DER-NT-09."""
    details = plan("2026-03-30")
    assert amber().refuses(HEAD_ADULTS, "agree_action_plan", **details).kind == "not your role"
    assert amber().takes(QMO, "agree_action_plan", **details).case.plans
    assert red().refuses(QMO, "agree_action_plan_at_red", **details).kind == "not your role"
    case = red().takes(HEAD_ADULTS, "agree_action_plan_at_red", **details)
    case.takes(HEAD_ADULTS, "extend_action_plan", deadline="2026-04-30")


def test_a_concern_that_stays_green_is_closed() -> None:
    """DER-RO-13; nothing follows a closed case."""
    assert "DER-RO-13" in amber().refuses(QMO, "close_at_green").clause
    case = green().takes(QMO, "close_at_green")
    assert case.case.closed
    assert "closed" in case.refused(QMO, TakeStep(step="apply_rag_tool")).why


# --- how concerns come in -------------------------------------------------------------------------

ALERTS: list[tuple[str, str, list[str]]] = [
    ("raise_operational_concern", "operational_colleague", ["support_or_positive_action_taken"]),
    ("raise_safeguarding_concern", "safeguarding_colleague", ["seven_points_covered"]),
    ("raise_complaint_concern", "receiving_team", []),
    ("raise_finance_concern", "finance_team", []),
    ("record_market_oversight_notice", "lead_commissioner", []),
    ("raise_dispute_over_needs", "staff", []),
    ("take_over_complaint", "qmo", []),
]


@pytest.mark.parametrize(("step", "role", "required"), ALERTS)
def test_a_concern_comes_by_its_own_route(step: str, role: str, required: list[str]) -> None:
    """DER-ST-01 to ST-05, DER-ST-41, DER-RO-06 to RO-10, DER-RO-39, DER-RC-13, DER-RC-16."""
    whole = library()["derby"].steps[step]
    choices = dict.fromkeys(whole.choices, True)
    who = officer("Ria", role)
    case = alerted().takes(who, step, choices=choices, summary="three falls")
    assert case.case.stage == "alert"
    refusal = alerted().refuses(CARA, step, choices=choices, summary="three falls")
    assert refusal.kind == "not your role"
    for choice in required:
        answers = {**choices, choice: False}
        refusal = alerted().refuses(who, step, choices=answers, summary="three falls")
        assert refusal.clause == whole.requirement


def test_a_concern_raised_later_does_not_move_the_case_back() -> None:
    """DER-ST-01."""
    done = {"support_or_positive_action_taken": True, "service_manager_told_or_not_needed": True}
    case = red().takes(
        OPERATIONAL, "raise_operational_concern", choices=done, summary="another fall"
    )
    assert case.case.stage == "red"


def test_a_complaint_taken_over_ends_with_a_review_and_a_new_score() -> None:
    """DER-ST-05, AMB-DER-26: its length is the council's, and none is set."""
    resolved = {"complaint_resolved": True}
    refusal = alerted().refuses(QMO, "end_complaint", choices=resolved)
    assert "DER-ST-05" in refusal.clause
    case = alerted().takes(QMO, "take_over_complaint", summary="cold meals")
    clock = case.case.duties[case.duty("qmt_complaint_timescale")]
    assert clock.due is None
    case.takes(QMO, "end_complaint", choices=resolved)
    assert clock.id not in case.case.duties
    case.asks(QMO, DischargeDuty(duty=case.duty("score_again"), how="scored"))


@pytest.mark.parametrize(
    "step",
    ["decide_more_monitoring", "decide_to_seek_suspension", "decide_to_seek_failure_process"],
)
def test_the_next_step_is_decided_and_does_not_itself_happen(step: str) -> None:
    """DER-ST-33, AMB-DER-18."""
    assert red().refuses(DIRECTOR, step).kind == "not your role"
    case = red().takes(QMO, step)
    assert (case.case.stage, case.case.overlays) == ("red", set())
