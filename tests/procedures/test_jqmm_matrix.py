"""The JQMM risk matrix: five outcomes, and 30 cells that the council supplies or leaves open."""

from itertools import product

import pytest
from jqmm_case import INTAKE, JQMM, MATRIX, assessed, told

from concerns.events import OutcomeChosen

OUTCOMES = {
    "normal_contract_monitoring": "Normal contract monitoring",
    "qam": "Quality Assurance Meeting",
    "ppm": "Provider Performance Meeting (PPM)",
    "jimp": "Joint Inter-agency Monitoring Panel (JIMP)",
    "sosg": "Service Operations Support Group (SOSG)",
}
PAIRS = list(product(range(5), range(6)))


@pytest.mark.parametrize(("engagement", "impact"), PAIRS)
def test_without_a_matrix_no_outcome_is_suggested(engagement: int, impact: int) -> None:
    """JQM-MX-01, JQM-MX-07, AMB-JQM-03: Impact 5 means SOSG; nothing else is fixed or guessed."""
    fact = assessed(told(), engagement, impact)
    assert fact.outcome == ("sosg" if impact == 5 else None)
    assert fact.because == (
        "Impact 5 settles it alone"
        if impact == 5
        else "no matrix is set: a person chooses, with a reason"
    )
    assert (fact.score, fact.matrix_digest) == (None, None)


@pytest.mark.parametrize(("engagement", "impact"), PAIRS)
def test_with_a_matrix_its_cell_is_suggested(engagement: int, impact: int) -> None:
    """JQM-MX-01 to MX-07: the council's cell, but never against Impact 5."""
    fact = assessed(told(risk_matrix=MATRIX), engagement, impact)
    assert fact.outcome == ("sosg" if impact == 5 else MATRIX[engagement][impact])
    assert (fact.matrix_digest is None) is (impact == 5)


def test_the_matrix_applied_is_known_by_its_digest() -> None:
    """JQM-MX-01: a versioned table; another table, another digest, whatever its order."""
    other = {**MATRIX, 0: {**MATRIX[0], 0: "qam"}}
    turned = {row: dict(reversed(cells.items())) for row, cells in reversed(MATRIX.items())}
    digests = [
        assessed(told(risk_matrix=one), 3, 3).matrix_digest for one in (MATRIX, turned, other)
    ]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize(("outcome", "label"), OUTCOMES.items())
def test_a_chair_chooses_one_of_five_outcomes(outcome: str, label: str) -> None:
    """JQM-MX-02 to MX-06, AMB-JQM-03: with a reason, and what the matrix suggested beside it."""
    case = told(risk_matrix=MATRIX)
    assessed(case, 2, 3)
    (fact,) = case.takes(JQMM, "choose_outcome", "the manager left", outcome=outcome).last
    assert isinstance(fact, OutcomeChosen)
    assert (fact.label, fact.suggested) == (label, "ppm")
    assert ("the matrix suggested ppm" in str(fact)) is (outcome != "ppm")
    assert case.case.stage == "issue_received"


def test_without_a_matrix_the_choice_differs_from_nothing() -> None:
    """JQM-MX-01, AMB-JQM-03: a human picks one of five, with a reason."""
    case = told()
    assessed(case, 2, 3)
    assert case.refuses(JQMM, "choose_outcome", " ", outcome="ppm").where == "reason"
    (fact,) = case.takes(JQMM, "choose_outcome", outcome="ppm").last
    assert isinstance(fact, OutcomeChosen)
    assert fact.suggested is None


def test_no_other_outcome_is_chosen_and_none_without_scores() -> None:
    """JQM-MX-01 to MX-06: five labels, and a choice follows on a score."""
    case = told()
    assert "holds" in case.refuses(JQMM, "choose_outcome", outcome="ppm").why
    assessed(case, 2, 3)
    refusal = case.refuses(JQMM, "choose_outcome", outcome="suspension")
    assert "normal_contract_monitoring, qam, ppm, jimp, sosg" in refusal.why
    assert case.refuses(JQMM, "choose_outcome").where == "outcome"
    assert case.refuses(INTAKE, "choose_outcome", outcome="ppm").kind == "not your role"
