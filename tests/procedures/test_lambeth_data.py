"""Lambeth's document as data: sound, without a score, and true to what it leaves open."""

import pytest

from concerns.procedures.checking.checker import check
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import folders, read

LAMBETH = next(folder for folder in folders() if folder.name == "lambeth")

LENGTHS = {"opening_actions": (5, "working days"), "initial_meeting": (10, "working days")}
SET_BY_PEOPLE = {
    "follow_up_meeting": "on",
    "enquiry_timescale": "due",
    "improvements_due": "deadline",
    "next_monitoring_meeting": "on",
    "post_closure_review": "review_on",
}


@pytest.fixture(scope="module")
def lambeth() -> Procedure:
    return read(LAMBETH)[0]


def test_the_procedure_is_sound() -> None:
    """Stages reachable, deciders named, duties dischargeable, clocks started and ended."""
    assert [str(fault) for fault in check(LAMBETH)] == []


def test_there_is_no_score_and_no_colour(lambeth: Procedure) -> None:
    """LAM-RK-01, X-DF-04: nothing is counted, and nothing has a colour."""
    tools = (lambeth.scoring, lambeth.questionnaires, lambeth.matrices, lambeth.samples)
    assert not any((*tools, lambeth.thresholds))
    coloured = [*lambeth.stages.values(), *lambeth.overlays.values()]
    assert {one.rag for one in coloured} == {None}


def test_no_level_but_high_has_consequences(lambeth: Procedure) -> None:
    """LAM-RK-01, LAM-RK-03: the only level that the document names."""
    assert [*lambeth.ratings["risk_level"].levels] == ["high", "below_high"]
    depends = {key for key, step in lambeth.steps.items() if "high_risk" in step.only_while}
    assert depends == {"convene_contingency_meeting", "hold_contingency_meeting"}


def test_two_lengths_are_fixed_and_people_set_the_other_dates(lambeth: Procedure) -> None:
    """LAM-TL-01 to LAM-TL-03, LAM-TL-05 to LAM-TL-07, X-DF-06: no length is guessed."""
    fixed = {key: (one.length, one.unit) for key, one in lambeth.clocks.items() if one.length}
    assert fixed == LENGTHS
    assert {key: one.set_by for key, one in lambeth.clocks.items() if one.set_by} == SET_BY_PEOPLE
    assert not [key for key, one in lambeth.clocks.items() if one.firmness == "absolute"]


def test_dates_that_are_no_more_than_expected_are_soft(lambeth: Procedure) -> None:
    """LAM-TL-05, LAM-TL-07, AMB-LAM-08, AMB-LAM-13."""
    soft = {key for key, one in lambeth.clocks.items() if one.firmness == "soft"}
    assert soft == {"enquiry_timescale", "next_monitoring_meeting"}


def test_five_steps_in_their_order(lambeth: Procedure) -> None:
    """AMB-LAM-05: the pictures are missing, so the order of the headings is taken."""
    steps = [stage.label[:6] for stage in lambeth.stages.values() if stage.label[:4] == "Step"]
    assert list(dict.fromkeys(steps)) == [f"Step {number}" for number in range(1, 6)]


def test_nobody_is_kept_from_two_roles(lambeth: Procedure) -> None:
    """LAM-RO-11, AMB-LAM-02: chair and coordinator, enquirer and tester, may be one person."""
    assert not [key for key, step in lambeth.steps.items() if step.not_the_same_person_as]


def test_outsiders_are_named_and_decide_nothing(lambeth: Procedure) -> None:
    """LAM-RO-12, LAM-RO-14, LAM-NT-13: provider, police, local groups, the board."""
    outside = {key for key, role in lambeth.roles.items() if role.outside}
    assert outside == {"provider", "police", "independent_group", "safeguarding_board"}
    assert not [key for key, step in lambeth.steps.items() if outside & {*step.by}]


def test_the_chair_alone_writes_when_the_process_ends(lambeth: Procedure) -> None:
    """LAM-RO-17: every letter is the chair's."""
    letters = [one for one in lambeth.duties.values() if one.kind == "letter"]
    assert letters
    assert {one.owner for one in letters} == {("chair",)}


def test_the_regulator_is_named_in_two_duties_and_each_has_its_condition(
    lambeth: Procedure,
) -> None:
    """AMB-LAM-10: only steps for a registered service begin them."""
    told = {key for key, one in lambeth.duties.items() if one.whom == "CQC"}
    assert told == {"tell_cqc", "closing_letter_cqc"}
    for step in lambeth.steps.values():
        if told & {*step.duties}:
            assert step.only_if == {"registered_with_cqc": True}


def test_what_is_missing_from_the_document_is_left_open(lambeth: Procedure) -> None:
    """AMB-LAM-04, LAM-RK-08, X-MS-02: the criteria are the council's to set."""
    assert {key: one.value for key, one in lambeth.settings.items()} == {"threshold_criteria": None}


def test_restriction_is_a_word_that_lambeth_does_not_have(lambeth: Procedure) -> None:
    """X-VO-01 to X-VO-21: one word for each of the things that all councils have, less one."""
    cited = {one for word in lambeth.words.values() for one in word.requirement}
    assert cited == {f"X-VO-{number:02}" for number in range(1, 22)} - {"X-VO-11"}
    assert "lesser_restriction" not in lambeth.words
