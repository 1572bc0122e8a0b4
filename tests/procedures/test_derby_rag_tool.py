"""Derby's status tool: each indicator, each edge, and what it cannot read."""

import pytest
from derby_case import (
    OPERATIONAL,
    QMO,
    alerted,
    scored,
)

from concerns.commands.take_step import TakeStep
from concerns.events import RiskScored
from concerns.procedures.reader import library
from given import Story

TOOL = library()["derby"].scoring["qmt_rag"]
COLOURS = {"R": "red", "A": "amber", "G": "green"}
LISTED = {
    *(f"R{number:02}" for number in range(1, 12)),
    *(f"A{number:02}" for number in range(1, 21)),
    *(f"G{number:02}" for number in range(1, 6)),
}


def _score(case: Story) -> RiskScored:
    found = case.last[0]
    assert isinstance(found, RiskScored)
    return found


def test_the_tool_has_every_indicator_of_the_document() -> None:
    """DER-RAG-R01 to R11, DER-RAG-A01 to A20, DER-RAG-G01 to G05."""
    assert set(TOOL.indicators) == LISTED


@pytest.mark.parametrize("indicator", sorted(LISTED))
def test_each_indicator_alone_suggests_its_colour(indicator: str) -> None:
    """DER-RAG-R01 to R11, DER-RAG-A01 to A20, DER-RAG-G01 to G05, DER-RAG-X3."""
    found = _score(scored(alerted(), indicator))
    assert found.suggested == COLOURS[indicator[0]]


@pytest.mark.parametrize(
    ("met", "suggested"),
    [(("G05", "A11"), "amber"), (("A11", "R05"), "red"), (("G05", "R05"), "red"), ((), None)],
)
def test_the_worst_indicator_met_wins(met: tuple[str, ...], suggested: str | None) -> None:
    """DER-RAG-X3, AMB-DER-12: no counting, and nothing met suggests nothing."""
    assert _score(scored(alerted(), *met)).suggested == suggested


@pytest.mark.parametrize(
    ("percent", "suggested"),
    [(0, "red"), (50, "red"), (51, "amber"), (60, "amber"), (61, None), (100, None)],
)
def test_an_audit_score_falls_into_one_band(percent: int, suggested: str | None) -> None:
    """DER-RAG-R08, DER-RAG-A14, AMB-DER-08: the two printed bands do not overlap."""
    found = _score(scored(alerted(), health_and_safety_audit=percent))
    assert found.suggested == suggested


@pytest.mark.parametrize(
    ("visited", "suggested"),
    [
        ("2026-03-02", "green"),
        ("2024-09-02", "green"),
        ("2024-09-01", None),
        ("2024-03-02", None),
        ("2024-03-01", "amber"),
    ],
)
def test_a_visit_ages(visited: str, suggested: str | None) -> None:
    """DER-TL-08, DER-TL-09, AMB-DER-11, on Monday 2 March 2026.

    To 18 months it is Green, beyond 2 years Amber, and between them neither.
    """
    assert _score(scored(alerted(), last_visit=visited)).suggested == suggested


@pytest.mark.parametrize(
    ("met", "suggested"),
    [
        (("A03",), "amber"),  # environmental
        (("A04",), "amber"),  # fire
        (("A07",), "amber"),  # planning
        (("R09",), "red"),  # the contract's, or the regulator's
        (("A04", "R09"), "red"),
    ],
)
def test_enforcement_counts_by_whose_it_is(met: tuple[str, ...], suggested: str) -> None:
    """DER-RAG-A03, DER-RAG-A04, DER-RAG-A07, DER-RAG-R09, AMB-DER-14."""
    assert _score(scored(alerted(), *met)).suggested == suggested


@pytest.mark.parametrize(
    ("met", "suggested"),
    [
        (("R05",), "red"),  # the regulator's rating
        (("R11",), "red"),  # the team's own judgement
        (("A10", "G05"), "amber"),  # the two differ, and both stand
        (("R02",), "red"),  # alerts that the provider cannot deal with
        (("R06",), "red"),  # many or serious notifications; the officer judges how many
    ],
)
def test_judgements_that_resemble_each_other_are_kept_apart(
    met: tuple[str, ...], suggested: str
) -> None:
    """DER-RAG-R02, DER-RAG-R05, DER-RAG-R06, DER-RAG-R11, AMB-DER-13, AMB-DER-35."""
    found = _score(scored(alerted(), *met))
    assert (found.met, found.suggested) == (met, suggested)
    assert "Outstanding" in TOOL.indicators["G05"].label


def test_what_is_not_answered_stays_unanswered() -> None:
    """DER-RAG-X3: a gap is neither "no" nor nought."""
    found = _score(scored(alerted(), "A11", health_and_safety_audit=None))
    assert found.met == ("A11",)
    assert set(found.unanswered) == LISTED - {"A11"}
    assert found.not_met == ()


def test_a_no_is_kept_apart_from_a_gap() -> None:
    """DER-RAG-X3."""
    details = {"answers": {"A11": False}}
    case = alerted().asks(QMO, TakeStep(step="apply_rag_tool", details=details))
    assert _score(case).not_met == ("A11",)


def test_infection_control_listed_twice_is_one_answer() -> None:
    """DER-RAG-A05, DER-RAG-A17, AMB-DER-09."""
    assert _score(scored(alerted(), "A05")).met == ("A05", "A17")


def test_answers_that_contradict_each_other_are_shown_not_resolved() -> None:
    """DER-RAG-A12, DER-RAG-G04: a person has to look."""
    found = _score(scored(alerted(), "A12", "G04"))
    assert found.contradictions == ("A12 and G04 cannot both hold",)
    assert found.suggested == "amber"


@pytest.mark.parametrize(
    ("details", "where"),
    [
        ({"answers": {"R12": True}}, "answers"),
        ({"answers": {"R05": "no"}}, "answers.R05"),
        ({"answers": ["R05"]}, "answers"),
        ({"measures": {"vacancies": 5}}, "measures"),
        ({"measures": {"health_and_safety_audit": 101}}, "measures.health_and_safety_audit"),
        ({"measures": {"health_and_safety_audit": -1}}, "measures.health_and_safety_audit"),
        ({"measures": {"health_and_safety_audit": 55.5}}, "measures.health_and_safety_audit"),
        ({"measures": {"health_and_safety_audit": True}}, "measures.health_and_safety_audit"),
        ({"measures": {"last_visit": "last spring"}}, "measures.last_visit"),
        ({"measures": {"last_visit": "2026-03-03"}}, "measures.last_visit"),
        ({"measures": 50}, "measures"),
        ({"suggested": "green"}, "suggested"),
    ],
)
def test_what_the_tool_cannot_read_is_refused(details: dict[str, object], where: str) -> None:
    """What is wrong, and where; a visit tomorrow is no visit."""
    asked = TakeStep(step="apply_rag_tool", details=details)
    refusal = alerted().refused(QMO, asked)
    assert (refusal.kind, refusal.where) == ("not understood", where)


def test_only_the_quality_officer_applies_the_tool() -> None:
    """DER-ST-06, DER-RO-11."""
    refusal = alerted().refused(OPERATIONAL, TakeStep(step="apply_rag_tool"))
    assert refusal.kind == "not your role"
    assert "DER-RO-11" in refusal.clause
