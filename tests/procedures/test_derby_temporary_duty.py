"""Derby: business failure, and the temporary duty to meet needs that follows from it."""

from typing import Any

import pytest
from derby_case import (
    DIRECTOR,
    FINANCE,
    HEAD_INTEGRATED,
    LEAD,
    OPERATIONAL,
    OPERATIONAL_HEAD,
    QMO,
    STAFF,
    alerted,
    amber,
    on_paper,
    open_duties,
    red,
    ticked,
    triggered,
)

from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import ViewsHeard
from concerns.procedures.reader import library
from given import Story

FOUR = ["1", "2", "3", "4"]
LETTERS = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j"]
WHOLE = {"whole_regulated_activity": True}


def shown(*criteria: str, failure: str = "a") -> Story:
    """Criteria of the duty shown, and one line of the list of business failures."""
    case = ticked(red(), LEAD, "temporary_duty_criteria", *criteria)
    return ticked(case, LEAD, "business_failure", failure)


def engaged() -> Story:
    """The temporary duty is engaged."""
    return shown(*FOUR).asks(DIRECTOR, on_paper("engage_temporary_duty", WHOLE))


@pytest.mark.parametrize("missing", FOUR)
def test_the_temporary_duty_needs_all_four(missing: str) -> None:
    """DER-ST-38, DER-TD-1 to DER-TD-4: the refusal names the one that is not shown."""
    case = shown(*(one for one in FOUR if one != missing))
    refusal = case.refused(DIRECTOR, on_paper("engage_temporary_duty", WHOLE))
    assert refusal.why.endswith(f"is not satisfied: {missing}")
    assert "DER-ST-38" in refusal.clause
    ticked(case, LEAD, "temporary_duty_criteria", missing)
    case.asks(DIRECTOR, on_paper("engage_temporary_duty", WHOLE))
    assert "temporary_duty" in case.case.overlays


@pytest.mark.parametrize("answer", ["no", "in hand"])
def test_a_criterion_in_doubt_is_not_met(answer: str) -> None:
    """DER-TD-2: where the activity goes on in spite of the failure, there is no duty."""
    case = ticked(shown(*FOUR), LEAD, "temporary_duty_criteria", "2", answer=answer)
    refusal = case.refused(DIRECTOR, on_paper("engage_temporary_duty", WHOLE))
    assert refusal.why.endswith(": 2")


@pytest.mark.parametrize("letter", LETTERS)
def test_any_one_line_of_the_list_is_business_failure(letter: str) -> None:
    """DER-BF-a to DER-BF-j, AMB-DER-32: the list decides; for a person, bankruptcy."""
    case = shown(*FOUR, failure=letter)
    case.asks(OPERATIONAL_HEAD, on_paper("engage_temporary_duty", WHOLE))
    assert "temporary_duty" in case.case.overlays


@pytest.mark.parametrize("answer", ["no", "in hand", "not applicable"])
def test_a_failure_in_the_plain_sense_is_not_on_the_list(answer: str) -> None:
    """DER-BF-a to DER-BF-j, AMB-DER-32: short of money is not yet failed in law."""
    case = ticked(red(), LEAD, "temporary_duty_criteria", *FOUR)
    ticked(case, LEAD, "business_failure", *LETTERS, answer=answer)
    refusal = case.refused(DIRECTOR, on_paper("engage_temporary_duty", WHOLE))
    assert "Business failure" in refusal.why


def test_the_list_of_business_failures_has_ten_lines() -> None:
    """DER-BF-k is a condition on all of them and no line of its own."""
    assert list(library()["derby"].checklists["business_failure"].items) == LETTERS
    asked = AnswerChecklistItem(checklist="business_failure", item="k", answer="yes")
    assert alerted().refused(LEAD, asked).where == "item"


def test_a_failure_of_one_part_of_the_activity_is_not_enough() -> None:
    """DER-BF-k: the whole regulated activity must be concerned."""
    part = {"whole_regulated_activity": False}
    refusal = shown(*FOUR).refused(DIRECTOR, on_paper("engage_temporary_duty", part))
    assert "DER-BF-k" in refusal.clause
    unsaid = shown(*FOUR).refused(DIRECTOR, on_paper("engage_temporary_duty"))
    assert unsaid.where == "choices.whole_regulated_activity"


def test_the_criteria_are_shown_by_evidence() -> None:
    """DER-ST-38: whoever engages the duty says on what it rests."""
    refusal = shown(*FOUR).refuses(DIRECTOR, "engage_temporary_duty", choices=WHOLE)
    assert (refusal.where, "DER-TD-1" in refusal.clause) == ("evidence", True)


def test_who_does_not_speak_for_the_council_engages_nothing() -> None:
    """DER-ST-38: the document names only the council; its director or two of its heads act."""
    for who in (QMO, LEAD, STAFF):
        refusal = shown(*FOUR).refused(who, on_paper("engage_temporary_duty", WHOLE))
        assert refusal.kind == "not your role"
    asked = AnswerChecklistItem(checklist="temporary_duty_criteria", item="1", answer="yes")
    assert alerted().refused(STAFF, asked).kind == "not your role"


def test_the_duty_lasts_as_long_as_the_council_finds_necessary() -> None:
    """DER-ST-39, DER-TL-11: no term; it ends by a decision with its reason."""
    assert "DER-ST-39" in red().refuses(DIRECTOR, "end_temporary_duty").clause
    case = engaged()
    again = case.refused(DIRECTOR, on_paper("engage_temporary_duty", WHOLE))
    assert "DER-ST-38" in again.clause
    assert [one.due for one in case.case.duties.values() if "temporary" in one.key] == []
    case.at(2027, 1, 4).takes(DIRECTOR, "end_temporary_duty")
    assert case.case.overlays == set()


def test_the_duty_needs_no_assessment_and_asks_not_who_pays() -> None:
    """DER-TD-5, DER-TD-9: nothing of the kind stands before it."""
    step = library()["derby"].steps["engage_temporary_duty"]
    assert step.needs_checklists == ("temporary_duty_criteria", "business_failure")
    assert (step.needs, step.only_after, step.scoring) == ((), (), None)
    assert set(step.choices) == {"whole_regulated_activity"}


WORK: list[tuple[str, Any]] = [
    ("record_needs_met_before", OPERATIONAL_HEAD),
    ("involve_person_and_carers", OPERATIONAL),
    ("ask_for_needed_information", LEAD),
    ("settle_charges", FINANCE),
    ("settle_cost_recovery", FINANCE),
    ("settle_nhs_healthcare", OPERATIONAL_HEAD),
    ("agree_with_interested_parties", HEAD_INTEGRATED),
]


@pytest.mark.parametrize(("key", "who"), WORK)
def test_the_duty_brings_work_that_stays_open_until_done(key: str, who: Any) -> None:
    """DER-TL-12, DER-TD-6 to DER-TD-8, DER-TD-10 to DER-TD-13: each with its owner."""
    case = engaged()
    done = DischargeDuty(duty=case.duty(key), how="settled with those concerned")
    assert case.refused(STAFF, done).kind == "not your role"
    case.asks(who, done)
    assert key not in open_duties(case)


def test_a_request_for_information_goes_into_the_log_of_requests() -> None:
    """DER-TD-8."""
    entry = MakeLogEntry(log="request", entry="list of those funded by the NHS")
    assert engaged().asks(LEAD, entry).last
    assert engaged().refused(STAFF, entry).kind == "not your role"


def test_a_person_is_heard_by_reference() -> None:
    """DER-TD-7, DER-SR-13: the person, a carer, or whomever the person asks for."""
    heard = {"of": "R12 and a carer", "how": "a visit", "views": "stay with friends"}
    case = engaged().takes(OPERATIONAL, "hear_people", **heard)
    assert isinstance(case.last[0], ViewsHeard)
    assert engaged().refuses(FINANCE, "hear_people", **heard).kind == "not your role"


def test_a_service_that_goes_on_is_not_left_too_soon() -> None:
    """DER-PF-3, DER-RO-43: with an administrator in place, first see whether it goes on."""
    case = triggered("receive_trigger_ii", "regulated_and_registered_in_derby")
    done = DischargeDuty(duty=case.duty("weigh_continued_service"), how="it goes on till June")
    assert case.refused(QMO, done).kind == "not your role"
    case.asks(LEAD, done)
    assert "weigh_continued_service" not in open_duties(amber())
