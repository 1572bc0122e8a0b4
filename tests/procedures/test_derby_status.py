"""Derby's status tool and the moves between Green, Amber and Red, situation by situation."""

import pytest
from derby_case import (
    DIRECTOR,
    HEAD_ADULTS,
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
from concerns.commands.issue import Issue
from concerns.commands.take_step import TakeStep
from concerns.events import RagStatusSet
from concerns.vocabulary import Rag
from given import officer, plan

# --- the tool suggests ----------------------------------------------------------------------------


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
    assert "tell" not in " ".join(case.case.duties)


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
    still_open = green().refuses(QMO, "close_at_green")
    assert "still open" in still_open.why
    case = green().clears(SENIOR_QMO).takes(QMO, "close_at_green")
    assert case.case.closed
    assert "closed" in case.refused(QMO, TakeStep(step="apply_rag_tool")).why


@pytest.mark.parametrize(
    "step",
    ["decide_more_monitoring", "decide_to_seek_suspension", "decide_to_seek_failure_process"],
)
def test_the_next_step_is_decided_and_does_not_itself_happen(step: str) -> None:
    """DER-ST-33, AMB-DER-18."""
    assert red().refuses(DIRECTOR, step).kind == "not your role"
    case = red().takes(QMO, step)
    assert (case.case.stage, case.case.overlays) == ("red", set())
