"""Derby's management checklist: its 99 lines, the two numbers it lacks, and how lines are answered.

Everything here happens in a case that was opened on Monday 2 March 2026 and is still an alert.
"""

from typing import Any

import pytest
from derby_case import CARA, QMO, STAFF, alerted, crm_appointed
from pydantic import ValidationError

from concerns.aggregates.checklists import unsatisfied
from concerns.commands.answer_checklist_item import AnswerChecklistItem
from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import ChecklistItemAnswered
from concerns.procedures.reader import library
from concerns.projections import VIEWS, fold
from given import Story

LIST = "management_checklist"
CHECKLIST = library()["derby"].checklists[LIST]

LAST = {1: 2, 2: 28, 3: 11, 4: 11, 5: 5, 6: 5, 7: 29, 8: 2, 9: 5, 10: 3}
"""The last number of each group, as printed."""
RESERVED = ("2.7", "9.3")
NUMBERS = [
    f"{group}.{line}"
    for group, last in LAST.items()
    for line in range(1, last + 1)
    if f"{group}.{line}" not in RESERVED
]
PARTS: list[tuple[str, int]] = [
    ("2.8", 3),
    ("2.9", 2),
    ("2.12", 3),
    ("2.13", 3),
    ("2.15", 2),
    ("2.16", 3),
    ("2.19", 3),
    ("3.1", 3),
    ("3.7", 4),
    ("3.8", 3),
    ("3.10", 4),
    ("3.11", 3),
    ("4.2", 2),
    ("4.3", 2),
    ("4.5", 2),
    ("4.11", 4),
    ("6.1", 6),
    ("7.6", 4),
    ("7.11", 3),
    ("7.15", 4),
    ("7.27", 2),
    ("8.2", 3),
    ("10.1", 3),
    ("10.2", 3),
]
"""The lines that ask several things, and how many."""
ALSO: list[tuple[str, str]] = [
    ("2.1", "DER-TL-14"),
    ("2.4", "DER-TL-14"),
    ("2.4", "DER-MT-16"),
    ("2.5", "DER-PL-01"),
    ("2.6", "DER-RC-09"),
    ("2.8", "DER-ST-33"),
    ("2.11", "DER-TL-14"),
    ("2.14", "DER-MT-16"),
    ("2.15", "DER-PL-06"),
    ("2.16", "DER-TL-14"),
    ("2.18", "DER-SR-06"),
    ("2.25", "DER-RC-20"),
    ("2.27", "DER-NT-26"),
    ("2.28", "DER-RC-11"),
    ("3.8", "DER-RC-14"),
    ("4.2", "DER-SR-17"),
    ("4.11", "DER-RC-15"),
    ("5.1", "DER-RC-17"),
    ("6.3", "DER-MT-17"),
    ("6.4", "DER-MT-17"),
    ("6.5", "DER-MT-17"),
    ("7.4", "DER-SR-08"),
    ("7.17", "DER-RC-10"),
    ("7.28", "DER-TL-18"),
    ("8.1", "DER-RC-18"),
    ("8.2", "DER-RP-09"),
    ("8.2", "DER-MT-19"),
    ("9.1", "DER-RC-11"),
    ("9.4", "DER-RC-12"),
    ("9.5", "DER-RC-09"),
    ("10.1", "DER-RP-06"),
    ("10.2", "DER-RP-07"),
    ("10.3", "DER-RP-08"),
]
"""The lines whose answer shows what is asked elsewhere too."""


def line(item: str, answer: Any = "yes", **more: Any) -> AnswerChecklistItem:
    """A line answered."""
    return AnswerChecklistItem(checklist=LIST, item=item, answer=answer, **more)


def answered(case: Story, item: str, answer: Any = "yes", **more: Any) -> ChecklistItemAnswered:
    """The fact that an answer leaves."""
    (fact,) = case.asks(QMO, line(item, answer, **more)).last
    assert isinstance(fact, ChecklistItemAnswered)
    return fact


def test_the_checklist_has_ninety_nine_lines_and_no_others() -> None:
    """DER-PL-09, AMB-DER-15, AMB-DER-16: numbered as printed, and two numbers stay empty."""
    assert len(NUMBERS) == 99
    assert list(CHECKLIST.items) == NUMBERS
    assert tuple(CHECKLIST.reserved) == RESERVED


@pytest.mark.parametrize("number", NUMBERS)
def test_every_line_takes_an_answer(number: str) -> None:
    """DER-CL-1.1 to DER-CL-10.3: the answer says which line it is and what the line asks."""
    fact = answered(alerted(), number)
    assert (fact.item, fact.answer) == (number, "yes")
    assert f"DER-CL-{number}" in fact.clause.requirements
    assert fact.label == CHECKLIST.items[number].label


@pytest.mark.parametrize("answer", ["yes", "no", "not applicable", "in hand"])
def test_a_line_may_be_answered_in_four_ways(answer: str) -> None:
    """DER-PL-09: whatever does not apply is said not to."""
    assert answered(alerted(), "4.6", answer).answer == answer


def test_no_other_answer_is_understood() -> None:
    """DER-PL-09: "maybe" is not an answer."""
    with pytest.raises(ValidationError):
        line("4.6", "maybe")


def test_the_line_between_2_6_and_2_8_is_reserved() -> None:
    """AMB-DER-15: refused with the reason, which says which line is meant instead."""
    refused = alerted().refused(QMO, line("2.7"))
    assert refused.where == "item"
    assert "reserved" in refused.why
    assert "2.13" in refused.why


def test_equipment_at_the_move_points_to_the_line_on_equipment() -> None:
    """AMB-DER-15, DER-CL-7.12, DER-CL-2.13: both take the reading."""
    for number in ("2.13", "7.12"):
        assert "AMB-DER-15" in CHECKLIST.items[number].reading
    assert "2.13" in CHECKLIST.items["7.12"].note


def test_the_line_between_9_2_and_9_4_is_reserved() -> None:
    """AMB-DER-16: refused with the reason."""
    refused = alerted().refused(QMO, line("9.3"))
    assert refused.where == "item"
    assert "reserved" in refused.why


def test_the_lessons_are_the_last_group_of_the_checklist() -> None:
    """AMB-DER-16, DER-CL-10.1, DER-CL-10.2, DER-CL-10.3: though its list of groups omits them."""
    groups = {number: item.group for number, item in CHECKLIST.items.items()}
    lessons = [number for number, group in groups.items() if group == groups["10.3"]]
    assert lessons == ["10.1", "10.2", "10.3"]
    assert len(set(groups.values())) == len(LAST)


@pytest.mark.parametrize("number", ["11.1", "10.4", "2.29", "2.70", "2.8.1", "7", "x"])
def test_a_number_that_is_not_printed_is_refused(number: str) -> None:
    """DER-PL-09: the team's own actions go into the log of actions, not under a number."""
    refused = alerted().refused(QMO, line(number))
    assert (refused.kind, refused.where) == ("not understood", "item")
    assert repr(number) in refused.why


def test_a_checklist_of_another_name_is_refused() -> None:
    """DER-PL-09: said with the names there are."""
    other = AnswerChecklistItem(checklist="closure", item="1.1", answer="yes")
    refused = alerted().refused(QMO, other)
    assert refused.where == "checklist"
    assert LIST in refused.why


@pytest.mark.parametrize("initials", ["QM", "QAM", "ABCDE"])
def test_whoever_is_responsible_is_named_by_initials(initials: str) -> None:
    """DER-FM-18, DER-FM-19: a column each for the council, the NHS and the provider."""
    everyone = dict.fromkeys(("dcc", "nhs", "provider"), initials)
    fact = answered(alerted(), "2.12", "in hand", responsible=everyone, notes="two are found")
    assert fact.responsible == everyone
    assert fact.notes == "two are found"


@pytest.mark.parametrize("initials", ["", "Q", "qm", "Qm", "ABCDEF", "Q1", "Q M", "Quin Archer"])
def test_anything_but_initials_is_refused(initials: str) -> None:
    """DER-FM-18: no name of a person stands in the columns."""
    refused = alerted().refused(QMO, line("2.12", responsible={"dcc": initials}))
    assert refused.where == "responsible.dcc"


def test_a_fourth_column_of_responsibility_is_refused() -> None:
    """DER-FM-18, DER-FM-19: there are three."""
    refused = alerted().refused(QMO, line("2.12", responsible={"police": "PC"}))
    assert refused.where == "responsible.police"
    assert "dcc, nhs, provider" in refused.why


@pytest.mark.parametrize(
    ("given", "twin"), [("2.3", "2.22"), ("2.22", "2.3"), ("2.28", "9.2"), ("9.2", "2.28")]
)
def test_a_line_asked_twice_is_answered_once(given: str, twin: str) -> None:
    """AMB-DER-17, DER-CL-2.3, DER-CL-2.22, DER-CL-2.28, DER-CL-9.2: one answer serves both."""
    case = alerted()
    assert {given, twin} <= {*unsatisfied(LIST, case.situation(QMO))}
    answered(case, given)
    assert not {given, twin} & {*unsatisfied(LIST, case.situation(QMO))}


def test_a_line_asked_twice_keeps_an_answer_of_its_own() -> None:
    """AMB-DER-17: both numbers stay, and each can be answered."""
    case = alerted()
    answered(case, "2.28", "in hand")
    answered(case, "9.2", "yes")
    open_lines = unsatisfied(LIST, case.situation(QMO))
    assert "2.28" in open_lines
    assert "9.2" not in open_lines


def test_no_step_waits_for_the_checklist() -> None:
    """DER-PL-09: it is guidance, so nothing is held up for want of an answer."""
    steps = library()["derby"].steps.values()
    assert not [step.title for step in steps if LIST in step.needs_checklists]


def test_a_team_adds_actions_of_its_own_to_the_log() -> None:
    """DER-PL-09, DER-FM-18: the checklist is not complete, so it need not be."""
    own = MakeLogEntry(log="action", entry="borrow a hoist", owner="QA", due="2026-03-06")
    rows = fold(VIEWS["logs"], alerted().asks(QMO, own).facts)
    assert [(row["log"], row["entry"], row["owner"]) for row in rows.values()] == [
        ("action", "borrow a hoist", "QA")
    ]


def test_a_line_that_does_not_apply_is_not_left_open() -> None:
    """DER-PL-09: after monitoring or a suspension not all of it is gone through."""
    case = alerted()
    assert "7.1" in unsatisfied(LIST, case.situation(QMO))
    answered(case, "7.1", "not applicable", notes="nobody has to move")
    assert "7.1" not in unsatisfied(LIST, case.situation(QMO))


def test_work_in_hand_is_not_yet_an_answer() -> None:
    """DER-PL-10, DER-TL-19: preparation has begun, and the line stays open."""
    case = alerted()
    answered(case, "2.1", "in hand", notes="no date is known")
    assert "2.1" in unsatisfied(LIST, case.situation(QMO))


def test_the_checklist_is_used_before_any_failure_has_a_date() -> None:
    """DER-PL-10, DER-TL-19, DER-RP-05: already while the case is an alert."""
    case = alerted()
    answered(case, "2.6", "in hand")
    assert case.case.stage == "alert"


def test_an_answer_given_later_stands_beside_the_first() -> None:
    """DER-FM-18: nothing that was answered is unwritten."""
    case = alerted()
    answered(case, "2.15", "no", notes="no plan is in the contract")
    answered(case, "2.15", "yes", notes="it was found")
    told = [fact for fact in case.facts if isinstance(fact, ChecklistItemAnswered)]
    assert [fact.answer for fact in told] == ["no", "yes"]
    assert "it was found" in str(told[-1])


def test_an_answer_in_process_1_stands_in_its_managers_log() -> None:
    """DER-RC-11, DER-CRM-D8: whoever leads the process keeps it."""
    (fact,) = crm_appointed().asks(CARA, line("1.1")).last
    assert fact.consequence.log_of == ("crm",)


def test_somebody_who_keeps_no_log_does_not_answer() -> None:
    """DER-FM-19, AMB-DER-19: the steering group's answers come from those who keep the logs."""
    assert alerted().refused(STAFF, line("1.1")).kind == "not your role"


@pytest.mark.parametrize(("number", "parts"), PARTS)
def test_a_line_that_asks_several_things_names_each(number: str, parts: int) -> None:
    """AMB-DER-18: three choices at 2.8; DER-CL-6.1: six groups to consult; others likewise."""
    assert len(CHECKLIST.items[number].parts) == parts


@pytest.mark.parametrize(("number", "requirement"), ALSO)
def test_a_line_shows_what_is_asked_elsewhere_too(number: str, requirement: str) -> None:
    """DER-PL-09: the answer, with its notes, is the record of both."""
    fact = answered(alerted(), number, "in hand", notes="begun with the provider")
    assert requirement in fact.clause.requirements


def test_no_other_line_has_parts() -> None:
    """DER-PL-09: the table above is all of them."""
    assert [number for number, item in CHECKLIST.items.items() if item.parts] == [
        number for number, _ in PARTS
    ]
