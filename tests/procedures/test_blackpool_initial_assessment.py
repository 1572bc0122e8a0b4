"""Blackpool's initial assessment: what starts it, and its nine criteria."""

import pytest
from blackpool_case import (
    OFFICER,
    TEAM,
    answered,
    assessing,
    indicated,
    monitored,
    opened,
)

from concerns.events import ConcernRaised
from concerns.procedures.reader import library

FORM = library()["blackpool"].questionnaires["initial_assessment"]
INDICATORS: list[tuple[str, str]] = [
    ("BLA-IN-01", "cqc_requirements"),
    ("BLA-IN-02", "cqc_standards_unmet"),
    ("BLA-IN-03", "cqc_enforcement"),
    ("BLA-IN-04", "rising_volume"),
    ("BLA-IN-05", "patterns"),
    ("BLA-IN-06", "unresolved"),
    ("BLA-IN-07", "no_cooperation"),
    ("BLA-IN-08", "risk_shown"),
    ("BLA-IN-09", "turnover"),
    ("BLA-IN-10", "other_enforcement"),
    ("BLA-IN-11", "accreditation_lost"),
    ("BLA-IN-12", "radical_change"),
    ("BLA-IN-13", "contract_not_kept"),
    ("BLA-IN-14", "unlike_others"),
]
OCCASIONS: list[tuple[str, str]] = [
    ("BLA-RO-02", "contract_review"),
    ("BLA-RO-03", "performance_meeting"),
    ("BLA-RO-04", "concerns_expressed"),
    ("BLA-RO-05", "information_received"),
]
SCORES: list[tuple[str, str, list[str]]] = [
    (
        "BLA-IA-02",
        "2",
        ["one_member_of_staff", "several_staff", "one_person", "several_people", "everyone"],
    ),
    (
        "BLA-IA-03",
        "3",
        ["last_few_months", "within_a_year", "within_2_years", "over_2_years", "never_or_unknown"],
    ),
    (
        "BLA-IA-04",
        "4",
        ["last_few_months", "within_a_year", "within_2_years", "over_2_years", "never_or_unknown"],
    ),
    (
        "BLA-IA-05",
        "5",
        [
            "none_in_6_months",
            "none_in_12_months",
            "up_to_3_in_12_months",
            "up_to_3_in_6_months",
            "four_or_more_in_12_months",
        ],
    ),
    (
        "BLA-IA-06",
        "6",
        ["never", "not_in_2_years", "not_in_a_year", "twice_in_12_months", "in_6_months"],
    ),
    (
        "BLA-IA-07",
        "7",
        ["never", "not_in_2_years", "not_in_a_year", "twice_in_12_months", "in_6_months"],
    ),
    ("BLA-IA-08", "8", ["none", "little_internal", "little_public", "some", "significant"]),
    (
        "BLA-IA-09",
        "9",
        ["little", "embarrassment", "single_wellbeing", "group_wellbeing", "death_or_injury"],
    ),
]
EACH = [
    (requirement, criterion, answer, score)
    for requirement, criterion, answers in SCORES
    for score, answer in enumerate(answers, 1)
]


# --- an indicator and an occasion -----------------------------------------------------------------


@pytest.mark.parametrize(("requirement", "indicator"), INDICATORS)
def test_each_indicator_can_bring_a_concern_in(requirement: str, indicator: str) -> None:
    """BLA-ST-01, BLA-IN-01 to IN-14: one incident or a build-up, with its source and content."""
    case = opened().takes(TEAM, "raise_concern", route=indicator, summary="seen in March")
    found = case.last[0]
    assert isinstance(found, ConcernRaised)
    listed = library()["blackpool"].lists["indicators"].items[indicator]
    assert found.route == listed.label
    assert listed.requirement == (requirement,)


def test_what_is_no_indicator_brings_nothing_in() -> None:
    """BLA-ST-01: anything else is refused, and the list is named."""
    refusal = opened().refuses(TEAM, "raise_concern", route="gossip", summary="somebody said")
    assert refusal.where == "route"
    assert "turnover" in refusal.why


@pytest.mark.parametrize(("requirement", "occasion"), OCCASIONS)
def test_each_of_four_occasions_starts_an_assessment(requirement: str, occasion: str) -> None:
    """BLA-ST-02, BLA-RO-02 to RO-05, AMB-BLA-15."""
    case = indicated().takes(OFFICER, "start_initial_assessment", process=occasion)
    assert case.case.stage == "initial_assessment"
    listed = library()["blackpool"].lists["occasions"].items[occasion]
    assert listed.requirement == (requirement,)


def test_an_assessment_is_the_contracts_officers_and_follows_an_indicator() -> None:
    """BLA-ST-02, BLA-RO-01, AMB-BLA-13: not the team's, and not before anything is indicated."""
    refusal = opened().refuses(OFFICER, "start_initial_assessment", process="contract_review")
    assert "Record an indicator" in refusal.why
    other = indicated().refuses(TEAM, "start_initial_assessment", process="contract_review")
    assert other.kind == "not your role"


def test_a_provider_that_is_monitored_can_be_assessed_anew() -> None:
    """BLA-RO-05, BLA-ST-02: at any time; its running review date ends with that."""
    case = monitored().at(2026, 3, 16)
    case.takes(OFFICER, "start_initial_assessment", process="information_received")
    assert "monitoring_review" not in {one.key for one in case.case.duties.values()}


# --- nine criteria --------------------------------------------------------------------------------


@pytest.mark.parametrize(("requirement", "criterion", "answer", "score"), EACH)
def test_each_answer_has_the_score_of_its_column(
    requirement: str, criterion: str, answer: str, score: int
) -> None:
    """BLA-IA-02 to IA-09, AMB-BLA-03: forty answers, and criterion 8 has its number again."""
    found = answered(assessing(), {criterion: answer})
    assert found.total == found.answers[0].score == score
    assert FORM.criteria[criterion].requirement == (requirement,)


def test_the_first_criterion_is_told_in_words_and_scores_nothing() -> None:
    """BLA-IA-01, AMB-BLA-01."""
    found = answered(assessing(), {"1": "falls at night, three in a week"})
    assert (found.total, found.answers[0].score) == (0, None)


@pytest.mark.parametrize(("place", "total"), [(0, 8), (1, 16), (2, 24), (3, 32), (4, 40)])
def test_the_total_runs_from_8_to_40(place: int, total: int) -> None:
    """BLA-IA-T1, AMB-BLA-02: a sum of criteria 2 to 9, with no weight and no threshold."""
    form = {criterion: answers[place] for _, criterion, answers in SCORES}
    found = answered(assessing(), form)
    assert (found.total, found.out_of, found.unanswered) == (total, 40, ("1",))


def test_a_missing_answer_stays_missing_and_is_never_zero() -> None:
    """BLA-FM-01: the sheet says which criteria nobody answered."""
    found = answered(assessing(), {"2": "one_person"})
    assert found.unanswered == ("1", "3", "4", "5", "6", "7", "8", "9")
    assert "unanswered: 1, 3" in str(found)


def test_two_answers_keep_the_words_that_the_form_prints() -> None:
    """BLA-IA-07, AMB-BLA-04: read as serious concerns, with the printed word beside it."""
    labels = [FORM.criteria["7"].answers[key].label for key in ("not_in_2_years", "never")]
    assert all("serious concerns" in one and "printed as" in one for one in labels)


@pytest.mark.parametrize(
    ("answers", "where"),
    [
        ({"10": "everyone"}, "answers"),
        ({"2": "6"}, "answers.2"),
        ({"2": 5}, "answers.2"),
        ({"2": True}, "answers.2"),
        ("everyone", "answers"),
    ],
)
def test_what_the_form_does_not_have_is_refused(answers: object, where: str) -> None:
    """BLA-FM-01: an unknown criterion, a score outside its scale, a number for an answer."""
    refusal = assessing().refuses(OFFICER, "score_criteria", answers=answers)
    assert (refusal.kind, refusal.where) == ("not understood", where)
