"""Derby: suspension, voluntary and neighbours' suspensions, lifting, restriction, breaches."""

from collections.abc import Callable

import pytest
from derby_case import (
    DIRECTOR,
    HEAD_ADULTS,
    LEAD,
    QMO,
    STAFF,
    alerted,
    amber,
    green,
    lifted,
    on_paper,
    open_duties,
    process_1,
    red,
    restricted,
    suspended,
)

from concerns.commands.issue import Issue
from concerns.events import NeighbourSuspensionReceived
from concerns.vocabulary import Rag
from given import Story, officer

RED = Rag(colour="red", scheme="derby")


def test_suspension_is_recommended_by_report_and_signed_by_the_director() -> None:
    """DER-ST-12, DER-RO-18, DER-RO-28, DER-RP-01, AMB-DER-24."""
    case = red()
    early = case.refuses(DIRECTOR, "sign_off_suspension", scope="all new placements")
    assert "DER-ST-12" in early.clause
    assert case.refuses(HEAD_ADULTS, "recommend_suspension").where == "evidence"
    case.asks(HEAD_ADULTS, on_paper("recommend_suspension"))
    assert "suspended" not in case.case.overlays
    refusal = case.refuses(HEAD_ADULTS, "sign_off_suspension", scope="all new placements")
    assert "DER-RO-28" in refusal.clause
    case.takes(DIRECTOR, "sign_off_suspension", scope="all new placements")
    assert "suspended" in case.case.overlays


def test_suspension_is_recommended_only_at_red() -> None:
    """DER-ST-12."""
    assert "DER-ST-12" in amber().refuses(HEAD_ADULTS, "recommend_suspension").clause


def test_the_director_may_decline_to_suspend() -> None:
    """DER-RO-28: and each new decision needs a new report."""
    case = red().asks(HEAD_ADULTS, on_paper("recommend_suspension"))
    assert case.refuses(HEAD_ADULTS, "decline_suspension", rationale_reviewed="x").clause
    case.takes(DIRECTOR, "decline_suspension", rationale_reviewed="the plan is working")
    assert "suspended" not in case.case.overlays
    refusal = case.refuses(DIRECTOR, "decline_suspension", rationale_reviewed="once more")
    assert "must come first" in refusal.why


def test_a_suspended_provider_is_red_until_lifting_is_signed() -> None:
    """DER-ST-11, DER-ST-13, DER-RO-19, DER-RP-02, DER-RAG-R07."""
    case = suspended()
    assert "DER-ST-11" in case.refuses(HEAD_ADULTS, "de_escalate_to_amber").clause
    assert "DER-ST-13" in case.refuses(DIRECTOR, "lift_suspension").clause
    assert case.refuses(HEAD_ADULTS, "recommend_lifting").where == "evidence"
    case.asks(HEAD_ADULTS, on_paper("recommend_lifting"))
    assert "DER-RO-28" in case.refuses(HEAD_ADULTS, "lift_suspension").clause
    case.takes(DIRECTOR, "lift_suspension")
    assert "suspended" not in case.case.overlays
    case.takes(HEAD_ADULTS, "de_escalate_to_amber")


def test_lifting_can_be_declined_and_is_only_for_the_suspended() -> None:
    """DER-ST-13, AMB-DER-24."""
    assert "DER-RO-19" in red().refuses(HEAD_ADULTS, "recommend_lifting").clause
    case = suspended().asks(HEAD_ADULTS, on_paper("recommend_lifting"))
    assert case.refuses(HEAD_ADULTS, "decline_lifting").clause
    case.takes(DIRECTOR, "decline_lifting")
    assert "suspended" in case.case.overlays


@pytest.mark.parametrize("where", [alerted, green, amber])
def test_a_voluntary_suspension_counts_as_an_imposed_one(where: Callable[[], Story]) -> None:
    """DER-ST-14, DER-RAG-X5: Red at once, whatever the level was."""
    assert (
        where().refuses(STAFF, "record_voluntary_suspension", scope="all").kind == "not your role"
    )
    case = where().takes(QMO, "record_voluntary_suspension", scope="all new placements")
    assert (case.case.stage, case.case.rag) == ("red", RED)
    assert "suspended" in case.case.overlays


def test_a_voluntary_suspension_does_not_step_back_from_process_1() -> None:
    """DER-ST-14."""
    case = process_1()
    assert "DER-ST-14" in case.refuses(QMO, "record_voluntary_suspension", scope="all").clause
    case.takes(QMO, "record_voluntary_suspension_later", scope="all")
    assert (case.case.stage, case.case.overlays) == ("process_1", {"suspended"})


@pytest.mark.parametrize("where", [alerted, green, amber])
def test_a_neighbours_care_home_suspension_suspends_by_rule(where: Callable[[], Story]) -> None:
    """DER-ST-35, DER-SR-01, DER-NT-17, AMB-DER-34: Red beside the stage, which stays."""
    before = where().case.stage
    case = where().takes(LEAD, "suspend_after_neighbour_care_home", neighbour="the county council")
    found = case.last[0]
    assert isinstance(found, NeighbourSuspensionReceived)
    assert found.automatic
    assert (case.case.stage, case.case.rag) == (before, RED)
    case.asks(LEAD, Issue(duty=case.duty("tell_social_care_team_of_neighbour"), how="e-mail"))


def test_the_neighbours_care_home_rule_is_recorded_by_somebody_in_the_procedure() -> None:
    """DER-ST-35: no decision is needed, but nobody from outside writes in the record."""
    stranger = officer("Zed", "dass")
    refusal = alerted().refuses(stranger, "suspend_after_neighbour_care_home", neighbour="county")
    assert refusal.kind == "not your role"
    refusal = alerted().refuses(
        LEAD, "suspend_after_neighbour_care_home", neighbour="county", automatic=False
    )
    assert refusal.where == "automatic"


def test_a_neighbours_home_care_suspension_is_considered() -> None:
    """DER-ST-36, DER-SR-02, AMB-DER-24: suspending is the Director's, and needs the news first."""
    issues, fits = "missed calls", {"consistent_with_derby_provision": True}
    early = amber().refuses(DIRECTOR, "suspend_after_neighbour", issues=issues, choices=fits)
    assert "DER-ST-36" in early.clause
    case = amber().takes(
        QMO, "receive_neighbour_suspension", neighbour="county", service_type="home_care"
    )
    assert case.case.overlays == set()
    refusal = case.refuses(HEAD_ADULTS, "suspend_after_neighbour", issues=issues, choices=fits)
    assert refusal.kind == "not your role"
    unsaid = case.refuses(DIRECTOR, "suspend_after_neighbour", issues=issues)
    assert unsaid.where == "choices.consistent_with_derby_provision"
    case.takes(DIRECTOR, "suspend_after_neighbour", issues=issues, choices=fits)
    assert case.case.rag == RED


CONSIDERED = ["home_care", "supported_living", "extra_care", "day_service", "another"]


@pytest.mark.parametrize("service", CONSIDERED)
def test_a_neighbours_suspension_may_need_none_here(service: str) -> None:
    """DER-ST-36, AMB-DER-34: home care and every other service are considered, not suspended."""
    case = amber().takes(
        QMO, "receive_neighbour_suspension", neighbour="county", service_type=service
    )
    case.takes(
        HEAD_ADULTS,
        "do_not_suspend_after_neighbour",
        issues="another branch",
        choices={"consistent_with_derby_provision": False},
    )
    assert case.case.overlays == set()


def test_a_care_home_is_not_among_what_is_considered() -> None:
    """DER-ST-35, DER-SR-01, AMB-DER-34: nobody can weigh what the rule has settled."""
    refusal = amber().refuses(
        QMO, "receive_neighbour_suspension", neighbour="county", service_type="care home"
    )
    assert (refusal.where, "home_care" in refusal.why) == ("service_type", True)


def test_a_restriction_follows_a_lifted_suspension() -> None:
    """DER-ST-15, AMB-DER-36: Amber while it lasts, then scored again."""
    plainly = lifted()
    assert plainly.case.overlays == set()
    refusal = plainly.refuses(HEAD_ADULTS, "set_restriction", terms="two a week")
    assert "DER-ST-15" in refusal.clause
    case = restricted()
    assert case.refuses(QMO, "set_restriction", terms="two a week").kind == "not your role"
    case.takes(HEAD_ADULTS, "set_restriction", terms="two admissions a week")
    assert (case.case.stage, case.case.overlays) == ("amber", {"restricted"})
    assert case.refuses(QMO, "de_escalate_to_green").clause
    case.takes(HEAD_ADULTS, "end_restriction")
    assert case.case.overlays == set()
    assert case.duty("score_again")
    assert "DER-ST-15" in case.refuses(HEAD_ADULTS, "end_restriction").clause


def test_the_terms_of_a_restriction_may_be_set_anew() -> None:
    """DER-ST-15, DER-TL-10: at three months for instance; the months go on from the lifting."""
    case = restricted().takes(HEAD_ADULTS, "set_restriction", terms="two a month")
    assert "set_terms_of_restriction" not in open_duties(case)
    case.at(2026, 6, 2).takes(QMO, "review_restriction_at_three_months")
    case.takes(HEAD_ADULTS, "set_restriction", terms="four a month")
    assert case.case.duties[case.duty("restriction_six_months")].due == "2026-09-02"


def test_a_restriction_cannot_be_set_for_a_provider_still_suspended() -> None:
    """DER-ST-15: it follows the suspension."""
    assert "DER-ST-15" in suspended().refuses(HEAD_ADULTS, "set_restriction", terms="two").clause


def test_a_report_that_was_declined_cannot_be_signed_off_after_all() -> None:
    """DER-ST-12, AMB-DER-24: the Director decides on a report once; then it must come again."""
    case = red().asks(HEAD_ADULTS, on_paper("recommend_suspension"))
    case.takes(DIRECTOR, "decline_suspension", rationale_reviewed="too little evidence")
    refusal = case.refuses(DIRECTOR, "sign_off_suspension", scope="all placements")
    assert "must come first" in refusal.why
    case.asks(HEAD_ADULTS, on_paper("recommend_suspension"))
    case.takes(DIRECTOR, "sign_off_suspension", scope="all")
