"""The JQMM folder as data: its roles, meetings, lists and words, and what it does not have."""

import pytest
from jqmm_case import CHAIRS, MET, PPM, opened, procedure

from concerns.commands.make_log_entry import MakeLogEntry
from concerns.events import MeetingHeld
from concerns.procedures.coverage import catalogues
from given import officer

MEETINGS = {
    "jqmm": "Joint Quality Management Meeting (JQMM)",
    "qam": "Quality Assurance Meeting (QAM)",
    "ppm": "Provider Performance Meeting (PPM)",
    "jimp": "Joint Inter-agency Monitoring Panel (JIMP)",
    "sosg": "Service Operations Support Group (SOSG)",
}
HOLDING = [
    ("jqmm", "consider_at_jqmm", None),
    ("ppm", "hold_ppm", "skip_to_ppm"),
    ("jimp", "hold_jimp", "skip_to_jimp"),
    ("sosg", "hold_sosg", "skip_to_sosg"),
]


@pytest.mark.parametrize(("key", "title"), MEETINGS.items())
def test_each_meeting_has_a_chair_whom_the_council_names(key: str, title: str) -> None:
    """JQM-RO-03, JQM-MT-01 to MT-05, AMB-JQM-10: the chart names nobody, so roles are mapped."""
    meeting = procedure().meetings[key]
    assert (meeting.title, meeting.chair) == (title, key)
    assert procedure().role_title(key) == f"{key.upper()} chair"


@pytest.mark.parametrize(("key", "step", "before"), HOLDING)
def test_a_meeting_is_held_by_its_own_chair(key: str, step: str, before: str | None) -> None:
    """JQM-RO-02, JQM-RO-03, JQM-RO-04, JQM-MT-01, JQM-MT-03 to MT-05."""
    for role, chair in CHAIRS.items():
        case = opened()
        if before:
            case.takes(PPM, before)
        if role == key:
            assert isinstance(case.takes(chair, step, **MET).last[0], MeetingHeld)
        else:
            assert case.refuses(chair, step, **MET).kind == "not your role"


def test_somebody_without_a_role_may_do_nothing() -> None:
    """JQM-RO-03, AMB-JQM-10: until the council maps its people, nobody may decide."""
    case = opened()
    nobody = officer("Nan")
    assert case.permitted(nobody) == set()
    assert case.refused(nobody, MakeLogEntry(log="risk", entry="x")).kind == "not your role"


def test_the_steps_stand_in_the_order_of_their_numbers() -> None:
    """AMB-JQM-01: the labels ONE, FOUR, THREE, TWO are read as 1, 2, 3, 4."""
    labels = [one.label for one in procedure().stages.values() if not one.final]
    numbers = [label.split(":")[0] for label in labels]
    assert numbers == ["Step 1", "Step 1", "Step 2", "Step 3", "Step 4", "Step 4"]


def test_the_case_closes_in_normal_contract_monitoring_or_by_exit() -> None:
    """AMB-JQM-06, AMB-JQM-07, AMB-JQM-08."""
    ends = {key for key, one in procedure().stages.items() if one.final}
    assert ends == {"normal_contract_monitoring", "provider_exit"}


def test_the_chart_knows_no_colour_and_no_suspension() -> None:
    """JQM-SR-03, JQM-RP-01."""
    whole = procedure()
    assert not [one for one in (*whole.stages.values(), *whole.overlays.values()) if one.rag]
    assert "suspended" not in whole.overlays
    assert not [one for one in whole.steps.values() if "Suspension" in one.fact]
    assert "ReportIssued" not in {one.fact for one in whole.steps.values()}
    assert {"JQM-SR-03", "JQM-RP-01"} == whole.rules.keys()


def test_the_matrix_is_left_to_the_council() -> None:
    """JQM-MX-01, AMB-JQM-03: 5 times 6 cells, none of them ours."""
    matrix = procedure().matrices["risk_matrix"]
    assert procedure().settings["risk_matrix"].value is None
    assert len(matrix.missing({})) == 5 * 6
    assert not matrix.cells


def test_the_only_form_is_the_risk_sheet() -> None:
    """JQM-FM-01: Engagement, Impact and matrix."""
    assert [*procedure().forms] == ["risk_sheet"]
    assert [*procedure().matrices["risk_matrix"].scales] == ["engagement", "impact"]


def test_the_councils_own_words_are_kept() -> None:
    """X-VO-05, X-VO-15, AMB-JQM-12: what the chart calls what every council has."""
    words = procedure().words
    assert words["improvement_plan"].word == "DAP or CAP"
    assert words["provider_exit"].word == "SOSG"
    absent = {"suspension", "lead_person", "sign_off", "challenge", "lessons", "nhs_partner"}
    assert not absent & words.keys()


def test_every_ambiguity_of_the_chart_has_its_reading() -> None:
    """AMB-JQM-01 to AMB-JQM-16: on an element, or in the note of one that has no readings."""
    told = procedure().model_dump_json()
    names = next(one for one in catalogues() if one.procedure == "jqmm").ambiguities
    assert len(names) == 16
    assert [name for name in names if name not in told] == []


def test_the_chart_departs_from_itself_only_by_decision() -> None:
    """JQM-SR-01, JQM-ST-15: missing steps is a step of its own, so no departure is needed."""
    skipping = {key for key, one in procedure().steps.items() if one.fact == "StepsSkipped"}
    assert skipping == {
        "go_straight_on",
        "skip_to_qam",
        "skip_to_ppm",
        "skip_to_jimp",
        "skip_to_sosg",
        "go_direct_to_jimp",
        "go_direct_to_sosg",
    }
