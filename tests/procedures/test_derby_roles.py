"""Derby: whose services are covered, who sits in which team for what, and what holds throughout."""

from typing import Any

import pytest
from derby_case import (
    CARA,
    DIRECTOR,
    HEAD_ADULTS,
    MEETING,
    PAUL,
    QMO,
    STAFF,
    failure_active,
    first_meeting_held,
    with_pfm,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.procedures.reader import library
from concerns.vocabulary import Service
from given import officer, opening, story

DERBY = library()["derby"]
MINUTES = officer("Mo", "minute_taker")

COVERED = [
    "care home under contract",
    "home care paid by direct payment",
    "day service that is not regulated, under contract",
    "cleaner paid by direct payment",
    "care home in another county",
]


@pytest.mark.parametrize("kind", COVERED)
def test_every_kind_of_provider_is_covered(kind: str) -> None:
    """DER-RO-01 to DER-RO-05, DER-RO-44: regulated or not, contracted or not, near or far."""
    service = Service(id="s-1", name="Elm House", type=kind)
    case = story("derby").asks(QMO, opening("derby", service))
    case.takes(QMO, "apply_rag_tool", answers={"A11": True}).takes(QMO, "set_amber")
    assert case.case.stage == "amber"


# --- the two teams --------------------------------------------------------------------------------

TEAMS: list[tuple[str, str, int]] = [
    ("process_1_safeguarding", "DER-CRT-01", 5),
    ("process_1_social_worker", "DER-CRT-02", 7),
    ("process_1_health_professional", "DER-CRT-03", 3),
    ("process_1_police", "DER-CRT-04", 2),
    ("process_1_organisational_safety", "DER-CRT-05", 3),
    ("process_1_clinical_safety", "DER-CRT-06", 2),
    ("process_1_quality_monitoring", "DER-CRT-07", 3),
    ("process_1_lead_commissioning", "DER-CRT-08", 4),
    ("process_1_cqc_inspector", "DER-CRT-09", 2),
    ("process_1_cqc_manager", "DER-CRT-10", 2),
    ("process_1_administration", "DER-CRT-11", 3),
    ("process_2_operations", "DER-PFT-01", 5),
    ("process_2_organisational_safety", "DER-PFT-02", 5),
    ("process_2_clinical_safety", "DER-PFT-03", 2),
    ("process_2_quality_assurance", "DER-PFT-04", 2),
    ("process_2_strategic_commissioning", "DER-PFT-05", 4),
    ("process_2_finance", "DER-PFT-06", 4),
    ("process_2_communications", "DER-PFT-07", 5),
    ("process_2_legal_hr", "DER-PFT-08", 1),
    ("process_2_cqc_inspector", "DER-PFT-09", 2),
    ("process_2_cqc_manager", "DER-PFT-10", 2),
    ("process_2_administration", "DER-PFT-11", 3),
]


@pytest.mark.parametrize(("member", "requirement", "count"), TEAMS)
def test_each_member_of_a_team_has_its_duties(member: str, requirement: str, count: int) -> None:
    """DER-CRT-01 to DER-CRT-11, DER-PFT-01 to DER-PFT-11, AMB-DER-20: lettered from a on."""
    found = DERBY.team[member]
    assert requirement in found.requirement
    assert list(found.duties) == list("abcdefg"[:count])


def test_no_member_is_left_out_of_a_team() -> None:
    """DER-CRT-01 to DER-CRT-11, DER-PFT-01 to DER-PFT-11."""
    assert list(DERBY.team) == [member for member, _, _ in TEAMS]


FIRST = {
    "Safeguarding": (),
    "Operations": ("Social Worker", "Health Professional", "Police"),
    "Health & Safety": ("Organisational", "Clinical"),
    "Commissioning": ("DCC Quality Assurance", "Strategic Commissioning", "ICB"),
    "CQC": (),
    "Provider": (),
}
SECOND = {
    "Operations": ("Social Worker", "Health Professional", "Police", "Safeguarding"),
    "Health & Safety": ("DCC", "Clinical"),
    "Support": (
        *("DCC Quality Assurance", "Strategic Commissioning", "Finance Officer(s)"),
        *("Communications", "Legal", "Business Administration"),
    ),
    "CQC": (),
    "Provider": (),
}


@pytest.mark.parametrize(
    ("meeting", "groups"),
    [
        ("final_concerns_response", FIRST),
        ("final_concerns_response_follow_up", FIRST),
        ("provider_failure", SECOND),
        ("provider_failure_progress", SECOND),
    ],
)
def test_each_process_keeps_its_own_list_of_groups(
    meeting: str, groups: dict[str, tuple[str, ...]]
) -> None:
    """DER-MT-03, DER-MT-10, AMB-DER-22, AMB-DER-30: as each schedule prints it."""
    assert DERBY.meetings[meeting].groups == groups


def test_the_manager_may_bring_the_nhs_into_process_2() -> None:
    """DER-RO-41, AMB-DER-22: it leads for its own customers, though the list leaves it out."""
    case = with_pfm(failure_active())
    invited = ["ICB", "NHS", "CQC"]
    case.takes(PAUL, "call_failure_meeting", on="2026-03-03", invited=invited)
    present = [{"group": "ICB", "who": "its head of nursing"}]
    held: dict[str, Any] = {**MEETING, "present": present}
    case.takes(PAUL, "hold_failure_meeting", **held)


def test_the_minute_taker_keeps_and_circulates_the_minutes() -> None:
    """DER-MT-15, DER-CRT-11, DER-RC-08: or the manager, and nobody else."""
    for who in (MINUTES, CARA):
        case = first_meeting_held()
        done = DischargeDuty(duty=case.duty("circulate_process_1_minutes"), how="sent to all")
        assert case.refused(STAFF, done).kind == "not your role"
        case.asks(who, done)


def test_the_head_arranges_staff_for_the_failure_process() -> None:
    """DER-RO-22, DER-RO-37: begun with Process 2, owned by that Head."""
    case = failure_active()
    done = DischargeDuty(duty=case.duty("arrange_delegated_staff"), how="two officers freed")
    assert case.refused(DIRECTOR, done).kind == "not your role"
    case.asks(HEAD_ADULTS, done)


@pytest.mark.parametrize("letter", ["crm_write_to_provider", "pfm_write_to_provider"])
def test_each_manager_writes_to_the_provider(letter: str) -> None:
    """DER-NT-15, DER-CRM-D6, DER-PFM-D6: formally, after every meeting that decides."""
    begun_by = {key for key, step in DERBY.steps.items() if letter in step.duties}
    assert (
        begun_by
        == {
            "crm_write_to_provider": {
                "agree_final_action_plan",
                "recommend_escalation",
                "recommend_return_to_red",
                "recommend_return_to_amber",
            },
            "pfm_write_to_provider": {"agree_failure_plan", "end_provider_failure"},
        }[letter]
    )
    assert DERBY.duties[letter].kind == "letter"


# --- one post under several titles ----------------------------------------------------------------


def test_a_post_under_several_titles_is_one_role() -> None:
    """AMB-DER-02, AMB-DER-03, AMB-DER-04, DER-RO-25: two heads of commissioning, one director."""
    heads = [role for role in DERBY.roles if role.startswith("head_")]
    assert heads == [
        "head_adults_commissioning",
        "head_integrated_commissioning",
        "head_safeguarding",
    ]
    assert [role for role in DERBY.roles if "director" in role] == ["director"]


# --- what holds throughout ------------------------------------------------------------------------

THROUGHOUT = {
    *(f"DER-RO-{number}" for number in ("01", "02", "03", "04", "05")),
    *(f"DER-RO-{number}" for number in ("24", "37", "40", "41", "42", "43", "44")),
    *(f"DER-SR-{number}" for number in ("07", "08", "18", "19", "20", "21", "22", "23", "24")),
    *("DER-RAG-X2", "DER-RAG-X4", "DER-NT-05", "DER-MT-13", "DER-TR-x", "DER-TR-y"),
    *("DER-TL-05", "DER-TL-18", "DER-TL-19", "DER-TL-20"),
}


def test_what_the_document_says_of_the_whole_is_kept_beside_the_steps() -> None:
    """DER-RO-24, DER-RO-42, DER-SR-07, DER-SR-18 to DER-SR-24, DER-TL-18, DER-TL-20.

    AMB-DER-01, AMB-DER-29: sections by the numbers of the body; dates cut short stay words.
    """
    named = {"X-MS-04", "X-MS-05", "X-MS-06", "X-MS-13"}  # named and not supplied
    assert set(DERBY.rules) == THROUGHOUT | named
    assert "AMB-DER-01" in DERBY.source
    assert "AMB-DER-29" in DERBY.rules["DER-TL-20"]
    assert "48 to 52" in DERBY.rules["DER-SR-21"]


WORDS = {
    "person_receiving_care": "customer",
    "lower_body": "Quality and Monitoring Team",
    "sign_off": "decision of the Director",
    "provider_exit": "provider failure",
}


def test_the_words_of_this_council_are_said() -> None:
    """X-VO-01 to X-VO-21: all but the one for more time, since Process 1 gives none (X-VO-13)."""
    assert {key: DERBY.words[key].word for key in WORDS} == WORDS
    cited = {name for word in DERBY.words.values() for name in word.requirement}
    assert cited == {f"X-VO-{number:02}" for number in range(1, 22)} - {"X-VO-13"}
