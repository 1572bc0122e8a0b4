"""Blackpool's Risk Summit: thirteen options, what each leads to, and what is weighed first."""

from typing import Any

import pytest
from blackpool_case import (
    CARE,
    MEETING,
    PMM,
    SUMMIT,
    TEAM,
    WEIGHED,
    at_summit,
    chosen,
    done,
    meeting_held,
    owed,
    sits,
    suspended,
    tell,
)

from concerns.commands.command import DepartureAsked
from concerns.events import OptionsChosen
from concerns.procedures.reader import library
from given import officer

OPTIONS: list[tuple[str, str]] = [
    ("BLA-RS-01", "action_plan"),
    ("BLA-RS-02", "reassessment"),
    ("BLA-RS-03", "staff_kept_away"),
    ("BLA-RS-04", "fee_band"),
    ("BLA-RS-05", "suspension"),
    ("BLA-RS-06", "alternative_services"),
    ("BLA-RS-07", "cease_placements"),
    ("BLA-RS-08", "termination"),
    ("BLA-RS-09", "validation_visit"),
    ("BLA-RS-10", "warning"),
    ("BLA-RS-11", "renegotiation"),
    ("BLA-RS-12", "suspend_payment"),
    ("BLA-RS-13", "decommissioning"),
]
FOLLOWING: list[tuple[str, str, dict[str, Any], str, str]] = [
    ("BLA-RS-01", "request_action_plan", {}, "", "risk_summit"),
    ("BLA-RS-02", "order_reassessment", {}, "reassess_people", "risk_summit"),
    (
        "BLA-RS-03",
        "ask_to_keep_staff_away",
        {"choices": {"contract_allows_it": True}},
        "staff_kept_away",
        "risk_summit",
    ),
    (
        "BLA-RS-04",
        "change_fee_band",
        {"choices": {"service_is_a_care_home": True}},
        "",
        "risk_summit",
    ),
    (
        "BLA-RS-06",
        "decide_on_alternative_services",
        {},
        "arrange_alternative_services",
        "risk_summit",
    ),
    ("BLA-RS-07", "cease_placements", {}, "", "planned_termination"),
    ("BLA-RS-09", "order_validation_visit", {}, "make_validation_visit", "risk_summit"),
    ("BLA-RS-10", "issue_warning_letter", {}, "warning_letter", "risk_summit"),
    ("BLA-RS-10", "issue_default_notice", {}, "default_notice", "risk_summit"),
    ("BLA-RS-11", "renegotiate_contract", {}, "", "risk_summit"),
    ("BLA-RS-12", "suspend_payment", {"until": "audits are clean"}, "", "risk_summit"),
    ("BLA-RS-13", "decide_decommissioning", {"health_leads": "agree"}, "", "termination"),
]


def test_the_summit_is_called_sits_and_then_decides() -> None:
    """BLA-ST-16, BLA-MT-03, AMB-BLA-20: in that order, and the Risk Summit itself decides."""
    assert "hold_risk_summit" not in at_summit().permitted(SUMMIT)
    assert "hold_risk_summit" not in meeting_held().permitted(SUMMIT)
    called = at_summit().takes(TEAM, "convene_risk_summit", on="2026-03-09", invited=["CQC"])
    early = called.refuses(SUMMIT, "choose_options", choices=WEIGHED, chosen=["warning"])
    assert "“Hold the Risk Summit” must come first" in early.why
    late = sits(at_summit()).refuses(PMM, "choose_options", choices=WEIGHED, chosen=["warning"])
    assert late.kind == "not your role"


@pytest.mark.parametrize(("requirement", "option"), OPTIONS)
def test_each_of_thirteen_options_can_be_chosen(requirement: str, option: str) -> None:
    """BLA-ST-16, BLA-RS-01 to RS-13: the list is the document's, in its order."""
    found = chosen(option).last[0]
    assert isinstance(found, OptionsChosen)
    listed = library()["blackpool"].lists["risk_summit_options"].items
    assert [*listed] == [one for _, one in OPTIONS]
    assert found.labels == (listed[option].label,)
    assert listed[option].requirement == (requirement,)


def test_several_options_are_chosen_at_once_and_none_is_no_decision() -> None:
    """BLA-ST-16: one or more of them, and nothing else."""
    case = sits(at_summit())
    case.takes(SUMMIT, "choose_options", choices=WEIGHED, chosen=["action_plan", "suspension"])
    other = sits(at_summit())
    assert other.refuses(SUMMIT, "choose_options", choices=WEIGHED, chosen=[]).where == "chosen"
    refusal = other.refuses(SUMMIT, "choose_options", choices=WEIGHED, chosen=["a fine"])
    assert "not on the list" in refusal.why


@pytest.mark.parametrize("question", sorted(WEIGHED))
def test_what_every_action_must_weigh_is_answered_one_by_one(question: str) -> None:
    """BLA-SR-01 to SR-09, BLA-RO-14: an answer left out is refused and a no is kept."""
    case = sits(at_summit())
    rest = {key: answer for key, answer in WEIGHED.items() if key != question}
    refusal = case.refuses(SUMMIT, "choose_options", choices=rest, chosen=["warning"])
    assert refusal.where == f"choices.{question}"
    answers = {**WEIGHED, question: False}
    case.takes(SUMMIT, "choose_options", choices=answers, chosen=["warning"])
    assert case.last[0].choices[question] is False


def test_a_decision_leaves_a_review_date_to_set_and_a_contingency_to_plan() -> None:
    """BLA-TL-02, BLA-RO-18, BLA-RO-21, BLA-PL-06: the date ends the one, doing it the other."""
    case = chosen("warning")
    assert {"review_date_to_set", "contingency_planning"} <= owed(case)
    case.takes(TEAM, "set_review_date", on="2026-04-06")
    done(case, TEAM, "contingency_planning")
    assert {"review_date_to_set", "contingency_planning"}.isdisjoint(owed(case))


@pytest.mark.parametrize(("requirement", "step", "details", "duty", "stage"), FOLLOWING)
def test_each_option_has_its_step_duty_and_stage(
    requirement: str, step: str, details: dict[str, Any], duty: str, stage: str
) -> None:
    """BLA-RS-01 to RS-13, BLA-ACT-05 to ACT-17, BLA-ST-16, BLA-ST-17, BLA-ST-21."""
    assert "must come first" in sits(at_summit()).refuses(SUMMIT, step, **details).why
    assert chosen("warning").refuses(TEAM, step, **details).kind == "not your role"
    case = chosen("warning")
    before = owed(case)
    case.takes(SUMMIT, step, **details)
    assert owed(case) - before == ({duty} if duty else set())
    assert case.case.stage == stage
    assert requirement in library()["blackpool"].steps[step].requirement


def test_a_second_decision_of_one_kind_needs_a_second_sitting() -> None:
    """BLA-RO-15: an old decision of the summit does not carry a new letter."""
    case = chosen("warning").takes(SUMMIT, "issue_warning_letter")
    assert "must come first" in case.refuses(SUMMIT, "issue_warning_letter").why
    chosen("warning", case=case).takes(SUMMIT, "issue_warning_letter")
    assert "issue_warning_letter" not in case.permitted(SUMMIT)


def test_an_earlier_summit_decides_nothing_for_a_later_one() -> None:
    """BLA-ST-16, BLA-RO-15: nothing left over is done after the next."""
    case = suspended().takes(TEAM, "review_progress").takes(TEAM, "escalate_to_risk_summit")
    assert "must come first" in case.refuses(SUMMIT, "order_reassessment").why
    chosen("reassessment", case=case).takes(SUMMIT, "order_reassessment")


def test_staff_are_kept_away_only_where_the_contract_allows_it_and_unnamed() -> None:
    """BLA-RS-03, BLA-SR-22: asked and answered; the record holds no name."""
    case = chosen("staff_kept_away")
    no = case.refuses(SUMMIT, "ask_to_keep_staff_away", choices={"contract_allows_it": False})
    assert "contract allows it” is yes" in no.why
    named = case.refuses(
        SUMMIT, "ask_to_keep_staff_away", choices={"contract_allows_it": True}, staff="a carer"
    )
    assert named.where == "staff"


def test_only_a_care_home_has_a_fee_band() -> None:
    """BLA-RS-04: refused for home care."""
    answer = {"service_is_a_care_home": False}
    assert chosen("fee_band").refuses(SUMMIT, "change_fee_band", choices=answer).departure


def test_a_validation_visit_is_owed_until_a_visit_is_recorded() -> None:
    """BLA-RS-09, BLA-RO-10: it does not end by saying that it is done."""
    case = chosen("validation_visit").takes(SUMMIT, "order_validation_visit")
    assert "make_validation_visit" in owed(case)
    case.takes(TEAM, "record_visit", findings="rounds are audited")
    assert "make_validation_visit" not in owed(case)


def test_payment_is_suspended_once_and_resumed_by_decision() -> None:
    """BLA-RS-12: beside the stage; a case is not closed over it."""
    case = chosen("suspend_payment").takes(SUMMIT, "suspend_payment", until="audits are clean")
    assert "payments_suspended" in case.case.overlays
    assert "close_case" not in case.permitted(TEAM)
    case.takes(SUMMIT, "resume_payment")
    assert case.case.overlays == set()
    assert "resume_payment" not in case.permitted(SUMMIT)


def test_letters_and_reassessments_end_when_they_are_done() -> None:
    """BLA-RS-02, BLA-RS-03, BLA-RS-06, BLA-RS-10: each by whoever owns it."""
    case = chosen("warning").takes(SUMMIT, "issue_warning_letter")
    case.takes(SUMMIT, "issue_default_notice").takes(SUMMIT, "order_reassessment")
    case.takes(SUMMIT, "decide_on_alternative_services")
    tell(case, TEAM, "warning_letter", "default_notice", how="recorded post")
    done(case, CARE, "reassess_people", "arrange_alternative_services")
    mine = {"warning_letter", "default_notice", "reassess_people", "arrange_alternative_services"}
    assert mine.isdisjoint(owed(case))


def test_a_step_in_an_emergency_is_a_departure_on_the_directors_word() -> None:
    """BLA-ST-16: no short cut is stated, so one is recorded as what it is."""
    departure = DepartureAsked(reason="the police asked for it tonight")
    both = officer("Dora", "dass", "risk_summit")
    case = at_summit().takes(both, "issue_default_notice", departure=departure)
    assert case.last[0].departure is not None
    assert "must come first" in case.last[0].departure.rules[0]


def test_the_summit_sits_again_over_a_suspended_service() -> None:
    """BLA-ST-19, BLA-ST-15: after a review, and not without one."""
    case = suspended()
    assert "escalate_to_risk_summit" not in case.permitted(TEAM)
    case.takes(TEAM, "review_progress").takes(TEAM, "escalate_to_risk_summit")
    assert (case.case.stage, "suspended" in case.case.overlays) == ("risk_summit", True)
    case.takes(TEAM, "convene_risk_summit", on="2026-04-13", invited=["CQC"])
    case.takes(SUMMIT, "hold_risk_summit", **MEETING)
