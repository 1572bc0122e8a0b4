"""Derby's plans: lines done, checked and moved on; one at a time; what cannot move."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    FAILURE_PLAN,
    HEAD_ADULTS,
    HEAD_SAFEGUARDING,
    LINE,
    MEETING,
    PAUL,
    QMO,
    STAFF,
    alerted,
    amber,
    failure_active,
    failure_meeting_held,
    failure_plan_running,
    final_plan,
    first_meeting_held,
    red,
)
from derby_papers import FORMS, filled_in, form

from concerns.commands.end_plan import EndPlan
from concerns.commands.move_item_on import MoveItemOn
from concerns.commands.note_on_item import NoteOnItem
from concerns.commands.report_item_done import ReportItemDone
from concerns.commands.verify_item import VerifyItem
from concerns.events import PlanAgreed
from given import Story, plan

FAILURE = "agree_failure_plan"
"""The plan of Process 2 goes by the step in which its lines were agreed."""
PAPERS: list[tuple[str, str, dict[str, Any]]] = [
    ("DER-PL-05", "contingency_plan", {"time_left": "a week", "how": "agency staff"}),
    ("DER-PL-06", "continuity_plan_check", {"exists": True, "viable": False, "gaps": "nights"}),
    ("DER-PL-07", "contingency_plan", {"neighbouring_councils": "six places promised"}),
]
AUDIENCES = [
    "council_and_health_staff",
    "customers_and_families",
    "provider_and_its_staff",
    "councillors",
    "press",
]


def planned() -> Story:
    """An action plan of two lines runs at Amber from Monday 2 March 2026."""
    return amber().takes(QMO, "agree_action_plan", **plan("2026-03-30", "medicines", "rotas"))


def settled(case: Story, key: str, item: str, who: Any, verifier: Any) -> Story:
    """A line done, and found effective."""
    case.asks(who, ReportItemDone(plan=key, item=item, how="seen on site"))
    return case.asks(verifier, VerifyItem(plan=key, item=item, effective=True, reason="it holds"))


def test_the_action_plan_is_agreed_line_by_line() -> None:
    """DER-PL-01, DER-CL-2.5: each with action, owner and date."""
    (fact,) = planned().last
    assert isinstance(fact, PlanAgreed)
    assert [(one.area, one.owner, one.due) for one in fact.items] == [
        ("medicines", "manager", "2026-03-30"),
        ("rotas", "manager", "2026-03-30"),
    ]
    assert not fact.absolute


@pytest.mark.parametrize("missing", ["action", "owner", "due"])
def test_a_line_without_its_parts_is_refused(missing: str) -> None:
    """DER-PL-01, DER-PL-02: what, by whom, by when."""
    whole = plan()
    del whole["items"][0][missing]
    refused = amber().refuses(QMO, "agree_action_plan", **whole)
    assert refused.where == f"items.0.{missing}"


def test_a_second_action_plan_waits_for_the_first() -> None:
    """DER-PL-01: two plans at once would contradict each other."""
    refused = planned().refuses(QMO, "agree_action_plan", **plan("2026-05-01"))
    assert "running already" in refused.why


def test_a_plan_that_has_ended_makes_room_for_another() -> None:
    """DER-PL-01: superseded, with the reason."""
    case = planned()
    case.asks(QMO, EndPlan(plan="action_plan", outcome="superseded", reason="more was found"))
    (fact,) = case.takes(QMO, "agree_action_plan", **plan("2026-05-01")).last
    assert isinstance(fact, PlanAgreed)


def test_a_plan_of_which_every_line_holds_makes_room_for_another() -> None:
    """DER-PL-01: done and found effective, one line after another."""
    case = settled(planned(), "action_plan", "1", QMO, QMO)
    assert case.refuses(QMO, "agree_action_plan", **plan("2026-05-01"))
    settled(case, "action_plan", "2", QMO, QMO)
    assert case.takes(QMO, "agree_action_plan", **plan("2026-05-01")).last


def test_a_plan_that_is_over_cannot_end_again() -> None:
    """DER-PL-01: once is enough."""
    case = planned()
    over = EndPlan(plan="action_plan", outcome="completed", reason="all holds")
    assert "ended already" in case.asks(QMO, over).refused(QMO, over).why


def test_a_line_that_is_not_in_the_plan_is_refused() -> None:
    """DER-PL-01: named, with the plan."""
    asked = NoteOnItem(plan="action_plan", item="3", note="nearly")
    refused = planned().refused(QMO, asked)
    assert (refused.kind, refused.where) == ("not found", "item")


def test_a_plan_that_was_never_agreed_is_refused() -> None:
    """DER-PL-02: no Final Action Plan at Amber."""
    asked = NoteOnItem(plan="final_action_plan", item="1", note="nearly")
    assert planned().refused(QMO, asked).where == "plan"


def test_nothing_is_verified_before_it_is_done() -> None:
    """DER-PL-01, DER-RO-12: two facts by two looks."""
    asked = VerifyItem(plan="action_plan", item="1", effective=True, reason="looks right")
    assert "not been recorded as done" in planned().refused(QMO, asked).why


def test_who_does_not_own_a_level_verifies_nothing() -> None:
    """DER-RO-12, DER-RO-17: whoever manages actions looks whether they work."""
    case = planned().asks(QMO, ReportItemDone(plan="action_plan", item="1", how="seen"))
    asked = VerifyItem(plan="action_plan", item="1", effective=True, reason="looks right")
    assert case.refused(STAFF, asked).kind == "not your role"


def test_progress_on_a_line_is_noted() -> None:
    """DER-RO-12: as often as wanted."""
    asked = NoteOnItem(plan="action_plan", item="1", note="half of the charts are right")
    (fact,) = planned().asks(QMO, asked).last
    assert "half of the charts" in str(fact)


def test_a_line_is_carried_forward_with_what_it_says_now() -> None:
    """DER-PL-01: changed only if it says how."""
    case = planned()
    assert case.refused(QMO, _changed("")).where == "action"
    case.asks(QMO, _changed("audit all charts"))
    assert case.last[0].name.startswith("plan-item-moved-on/")


def _changed(action: str) -> MoveItemOn:
    return MoveItemOn(
        plan="action_plan",
        item="1",
        next_step="changed and carried forward",
        action=action,
        reason="too narrow",
    )


def test_red_has_its_own_plan_and_owner() -> None:
    """DER-PL-01, DER-RO-17: the Head's at Red, not the officer's."""
    case = red()
    assert case.refuses(QMO, "agree_action_plan_at_red", **plan()).kind == "not your role"
    assert case.takes(HEAD_ADULTS, "agree_action_plan_at_red", **plan()).last


def test_the_final_action_plan_has_one_deadline_for_good() -> None:
    """DER-PL-02, DER-TL-05: Friday 20 March 2026; no line gets a later date."""
    case = final_plan()
    (fact,) = case.last
    assert isinstance(fact, PlanAgreed)
    assert (fact.deadline, fact.absolute) == ("2026-03-20", True)
    later = MoveItemOn(
        plan="final_action_plan",
        item="1",
        next_step="carried forward",
        due="2026-03-27",
        reason="more time",
    )
    assert "absolute" in case.refused(CARA, later).why


def test_a_final_action_plan_needs_a_line_with_an_owner() -> None:
    """DER-PL-02, DER-MT-06: a representative follows each action."""
    case = first_meeting_held()
    when = {"deadline": "2026-03-20", "follow_up_on": "2026-03-23"}
    assert case.refuses(CARA, "agree_final_action_plan", items=[], **when).where == "items"
    nobody = [{**LINE, "owner": ""}]
    refused = case.refuses(CARA, "agree_final_action_plan", items=nobody, **when)
    assert refused.where == "items.0.owner"


def test_actions_of_process_2_are_lines_with_an_owner_and_a_date() -> None:
    """DER-PL-03, DER-PFM-D2, DER-PFM-D3: done, then found effective."""
    case = failure_plan_running(failure_active())
    settled(case, FAILURE, "1", PAUL, PAUL)
    assert case.case.plans[FAILURE].settled == {"1"}
    assert case.case.plans[FAILURE].current


def test_a_line_nobody_agreed_is_none_of_process_2() -> None:
    """DER-PL-03: lines 1 and 2 were agreed."""
    case = failure_plan_running(failure_active())
    asked = ReportItemDone(plan=FAILURE, item="3", how="seen")
    assert case.refused(PAUL, asked).where == "item"


def test_process_2_agrees_on_who_is_told() -> None:
    """DER-PL-04, DER-MT-11: the failure plan is refused without its Communications Plan."""
    case = failure_meeting_held(failure_active())
    silent = {**FAILURE_PLAN, "communications_plan": ""}
    assert case.refuses(PAUL, "agree_failure_plan", **silent).where == "communications_plan"


def test_the_communications_plan_speaks_to_five_audiences() -> None:
    """DER-PL-04, DER-PFT-07: whoever is not yet thought of stays visible."""
    case = failure_plan_running(failure_active())
    told = dict.fromkeys(AUDIENCES[:-1], "a letter on Friday")
    fact = filled_in(case, "communications_plan", PAUL, **told)
    assert list(FORMS["communications_plan"].fields) == AUDIENCES
    assert fact.unanswered == ("press",)


@pytest.mark.parametrize(("requirement", "key", "entries"), PAPERS)
def test_what_is_planned_beside_the_case_is_filled_in(
    requirement: str, key: str, entries: dict[str, Any]
) -> None:
    """DER-PL-05, DER-PL-06, DER-PL-07: already while the case is an alert."""
    fact = filled_in(alerted(), key, **entries)
    assert {one.field: one.value for one in fact.entries} == entries
    fields = FORMS[key].fields
    cited = {*FORMS[key].requirement}.union(*(fields[name].requirement for name in entries))
    assert requirement in cited


def test_safety_plans_are_made_with_the_locality() -> None:
    """DER-PL-08, DER-CRT-01: by the safeguarding side, not by whoever hears of it."""
    asked = form("safety_plan", locality="north", risks="falls", measures="two at night")
    assert alerted().asks(HEAD_SAFEGUARDING, asked).last
    assert alerted().refused(STAFF, asked).kind == "not your role"


def test_the_reconvened_meeting_follows_the_final_plan() -> None:
    """DER-PL-02: on Monday 23 March 2026, after the deadline, and never before a plan."""
    early = first_meeting_held()
    assert early.refuses(CARA, "reconvene_process_1_meeting", **MEETING)
    case = final_plan().at(2026, 3, 23)
    assert case.takes(CARA, "reconvene_process_1_meeting", **MEETING).last
