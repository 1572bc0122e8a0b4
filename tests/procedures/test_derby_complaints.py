"""Derby: complaints and whistleblowing outside the formal process, in two fixed times."""

from dataclasses import replace
from typing import Any

import pytest
from derby_case import (
    QMO,
    RECEIVING,
    STAFF,
    alerted,
    open_duties,
    told,
)

from concerns.aggregates.decide import decide
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.take_step import TakeStep
from concerns.procedures.reader import library
from concerns.when import When
from given import Story, officer


def complained(days: int | None = None) -> Story:
    """The receiving team took in a complaint on Monday 2 March 2026."""
    return _under(alerted(), RECEIVING, "receive_complaint", team_complaint_timescale_days=days)


def _under(case: Story, who: Any, step: str, on: str = "2026-03-02", **settings: Any) -> Story:
    """A step where the council has set its time."""
    asked = TakeStep(step=step, details={"summary": "cold meals"}, occurred=When(on))
    (fact,) = decide(asked, replace(case.situation(who), settings=settings))
    case.case.remember(fact)
    return case


def alerted_to_complaint(*, resolved: bool) -> Story:
    """The team's own time is over."""
    answer = {"complaint_resolved": resolved}
    return complained().takes(
        RECEIVING, "raise_complaint_concern", choices=answer, summary="cold meals"
    )


def test_a_complaint_is_looked_into_first_by_the_team_that_received_it() -> None:
    """DER-ST-03, DER-SR-15, DER-NT-18, DER-NT-23, DER-TL-06: then the alert, resolved or not."""
    answer = {"complaint_resolved": True}
    early = alerted().refuses(
        RECEIVING, "raise_complaint_concern", choices=answer, summary="cold meals"
    )
    assert "DER-ST-03" in early.clause
    case = told(complained(), RECEIVING, "tell_both_of_complaint")
    assert {"team_complaint_timescale", "resolve_complaint"} <= open_duties(case)
    unsaid = case.refuses(RECEIVING, "raise_complaint_concern", summary="cold meals")
    assert unsaid.where == "choices.complaint_resolved"
    case.takes(RECEIVING, "raise_complaint_concern", choices=answer, summary="cold meals")
    assert open_duties(case) == {"fill_in_key_details"}


@pytest.mark.parametrize("role", ["receiving_team", "safeguarding_colleague", "qmo"])
def test_a_complaint_may_come_to_any_of_three_teams(role: str) -> None:
    """DER-ST-03: Safeguarding, an operational team, or the Quality team itself."""
    alerted().takes(officer("Ria", role), "receive_complaint", summary="cold meals")
    refusal = alerted().refuses(STAFF, "receive_complaint", summary="cold meals")
    assert refusal.kind == "not your role"


def test_only_an_unresolved_complaint_is_taken_over() -> None:
    """DER-ST-05, DER-SR-16, DER-RC-13."""
    unheard = complained().refuses(QMO, "take_over_complaint", summary="cold meals")
    assert "DER-ST-05" in unheard.clause
    settled = alerted_to_complaint(resolved=True)
    refusal = settled.refuses(QMO, "take_over_complaint", summary="cold meals")
    assert "complaint resolved" in refusal.why
    case = alerted_to_complaint(resolved=False)
    assert case.refuses(RECEIVING, "take_over_complaint", summary="x").kind == "not your role"
    case.takes(QMO, "take_over_complaint", summary="cold meals")
    assert "qmt_complaint_timescale" in open_duties(case)


def test_a_complaint_taken_over_ends_with_a_review_and_a_new_score() -> None:
    """DER-ST-05, DER-TL-07, DER-NT-18: the level is then moved by the ordinary steps."""
    resolved = {"complaint_resolved": True}
    refusal = alerted_to_complaint(resolved=False).refuses(QMO, "end_complaint", choices=resolved)
    assert "DER-ST-05" in refusal.clause
    case = alerted_to_complaint(resolved=False)
    case.takes(QMO, "take_over_complaint", summary="cold meals")
    case.takes(QMO, "end_complaint", choices=resolved)
    assert "qmt_complaint_timescale" not in open_duties(case)
    told(case, QMO, "tell_both_of_complaint")
    case.asks(QMO, DischargeDuty(duty=case.duty("score_again"), how="scored"))
    assert case.case.stage == "alert"


def test_the_two_times_for_a_complaint_are_the_councils_to_set() -> None:
    """DER-TL-06, DER-TL-07, AMB-DER-26: no length is printed, so none is counted until one is."""
    for key in ("team_complaint_timescale_days", "qmt_complaint_timescale_days"):
        assert library()["derby"].settings[key].value is None
    case = complained()
    assert case.case.duties[case.duty("team_complaint_timescale")].due is None


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2026-02-02", 28, "2026-03-02"),  # Monday to Monday
        ("2026-02-27", 2, "2026-03-01"),  # Friday to Sunday: days, not working days
        ("2025-12-19", 14, "2026-01-02"),  # Friday over Christmas and the year's end, to Friday
        ("2025-12-25", 1, "2025-12-26"),  # Thursday, Christmas Day, to Boxing Day
        ("2024-02-28", 1, "2024-02-29"),  # Wednesday to the Thursday of a leap day
    ],
)
def test_the_day_a_complaint_comes_does_not_count(received: str, days: int, due: str) -> None:
    """DER-TL-06, DER-TL-07, AMB-DER-26: days as the council set them, for either team."""
    case = _under(
        alerted(), RECEIVING, "receive_complaint", received, team_complaint_timescale_days=days
    )
    assert case.case.duties[case.duty("team_complaint_timescale")].due == due
    case = alerted_to_complaint(resolved=False)
    _under(case, QMO, "take_over_complaint", received, qmt_complaint_timescale_days=days)
    assert case.case.duties[case.duty("qmt_complaint_timescale")].due == due
