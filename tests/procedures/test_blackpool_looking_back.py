"""What Blackpool's look-back windows suggest: whole months, counted from the day of the form."""

from typing import Any

import pytest
from blackpool_case import OFFICER, answered, assessing

from concerns.procedures.reader import library

FORM = library()["blackpool"].questionnaires["initial_assessment"]
ALIKE = [("3", "last_inspection"), ("4", "last_monitoring_visit")]
HISTORIES = [
    ("6", "last_underperforming", "underperforming"),
    ("7", "last_serious_concerns", "serious_concerns"),
]


def _suggested(criterion: str, given: str, **measures: int | str | None) -> str:
    """The key of what the measures suggest in place of an answer; empty where they do not."""
    line = answered(assessing(), {criterion: given}, **measures).answers[0]
    keys = {one.label: key for key, one in FORM.criteria[criterion].answers.items()}
    return keys[line.suggested] if line.suggested else ""


@pytest.mark.parametrize(("criterion", "measure"), ALIKE)
@pytest.mark.parametrize(
    ("date", "suggested"),
    [
        ("2024-03-01", "over_2_years"),  # Friday: two years and a day before Monday 2 March 2026
        ("2024-03-02", "within_2_years"),  # Saturday: two years to the day
        ("2025-03-01", "within_2_years"),  # Saturday: a year and a day
        ("2025-03-02", ""),  # Sunday: a year to the day, where two answers are left to the officer
        ("2025-12-31", ""),  # Wednesday, across the year end
        ("2026-03-02", ""),  # the day itself
    ],
)
def test_the_tightest_window_that_fits_is_suggested(
    criterion: str, measure: str, date: str, suggested: str
) -> None:
    """BLA-TL-07, BLA-IA-03, BLA-IA-04, BLA-RC-09, AMB-BLA-07: "few months" is nobody's guess."""
    assert _suggested(criterion, "never_or_unknown", **{measure: date}) == suggested


@pytest.mark.parametrize(
    ("in_6_months", "in_12_months", "suggested"),
    [
        (0, 0, "none_in_12_months"),
        (0, 1, "up_to_3_in_12_months"),
        (0, 3, "up_to_3_in_12_months"),
        (1, 1, "up_to_3_in_6_months"),
        (3, 3, "up_to_3_in_6_months"),
        (0, 4, "four_or_more_in_12_months"),
        (3, 4, "four_or_more_in_12_months"),
        (5, 5, "four_or_more_in_12_months"),
    ],
)
def test_where_bands_overlap_the_higher_score_is_suggested(
    in_6_months: int, in_12_months: int, suggested: str
) -> None:
    """BLA-IA-05, BLA-RC-08, AMB-BLA-05: "no more than 3" is 1 to 3; none fits two answers."""
    counts = {"incidents_in_6_months": in_6_months, "incidents_in_12_months": in_12_months}
    assert _suggested("5", "none_in_6_months", **counts) == suggested


@pytest.mark.parametrize(("criterion", "latest", "name"), HISTORIES)
@pytest.mark.parametrize(
    ("date", "in_12_months", "ever", "suggested"),
    [
        ("2025-09-02", 1, 1, "in_6_months"),  # Tuesday: six months to the day
        ("2025-09-02", 2, 2, "in_6_months"),
        ("2025-09-01", 2, 2, "twice_in_12_months"),  # Monday: six months and a day
        ("2025-09-01", 1, 1, ""),  # one judgement 7 to 12 months ago fits no answer
        ("2025-03-02", 1, 1, ""),  # Sunday: a year to the day
        ("2025-03-01", 0, 1, "not_in_a_year"),  # Saturday
        ("2024-03-02", 0, 1, "not_in_a_year"),  # Saturday: two years to the day
        ("2024-02-29", 0, 1, "not_in_2_years"),  # Thursday of a leap year
    ],
)
def test_a_history_of_judgements_suggests_the_higher_score_or_nothing(
    criterion: str, latest: str, name: str, date: str, in_12_months: int, ever: int, suggested: str
) -> None:
    """BLA-IA-06, BLA-IA-07, BLA-RC-07, BLA-TL-07, AMB-BLA-06: the officer may always differ."""
    measures = {latest: date, f"{name}_in_12_months": in_12_months, f"{name}_ever": ever}
    assert _suggested(criterion, "never", **measures) == suggested


@pytest.mark.parametrize(
    ("criterion", "name"), [("6", "underperforming"), ("7", "serious_concerns")]
)
def test_no_judgement_on_record_suggests_never(criterion: str, name: str) -> None:
    """BLA-IA-06, BLA-IA-07, AMB-BLA-04."""
    found = _suggested(criterion, "in_6_months", **{f"{name}_ever": 0})
    assert found == "never"


def test_an_answer_that_differs_is_kept_and_the_difference_is_shown() -> None:
    """BLA-IA-T2, AMB-BLA-05: the officer's answer scores, the suggestion stands beside it."""
    case = assessing()
    found = answered(case, {"5": "none_in_6_months"}, incidents_in_12_months=4)
    assert found.total == 1
    assert "criterion 5" in found.contradictions[0]
    assert answered(case, {"5": "four_or_more_in_12_months"}).contradictions == ()


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        ("last_inspection", "2026-03-03"),
        ("last_inspection", "last spring"),
        ("last_inspection", 24),
        ("incidents_in_6_months", -1),
        ("incidents_in_6_months", "two"),
        ("incidents_in_6_months", True),
        ("incidents_in_9_months", 2),
    ],
)
def test_a_measure_that_cannot_be_is_refused(measure: str, value: object) -> None:
    """BLA-RC-08, BLA-RC-09: a date to come, words, a number below zero, an unknown measure."""
    given: dict[str, Any] = {"answers": {"2": "one_person"}, "measures": {measure: value}}
    case = assessing()
    refusal = case.refuses(OFFICER, "score_criteria", **given)
    assert refusal.kind == "not understood"
    assert measure in refusal.why
