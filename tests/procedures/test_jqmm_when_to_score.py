"""When the JQMM risk sheet is used: Impact alone until the provider knows, then at each review."""

import pytest
from jqmm_case import (
    INTAKE,
    JIMP,
    JQMM,
    MATRIX,
    MET,
    PPM,
    QAM,
    SAFEGUARDING,
    assessed,
    at_further_action,
    at_jimp,
    opened,
)

from concerns.events import LevelsAssessed, OutcomeChosen


def test_engagement_is_scored_only_once_the_provider_was_told() -> None:
    """AMB-JQM-15, JQM-NT-03: until then there is no level for it, and Impact is scored alone."""
    case = opened()
    both = {"engagement": 1, "impact": 3}
    assert (
        "“Provider told of the concern” holds" in case.refuses(JQMM, "assess_risk", levels=both).why
    )
    assert case.refuses(JQMM, "assess_impact", levels=both).where == "levels"
    case.takes(JQMM, "assess_impact", levels={"impact": 3}, statements={"impact": ["c"]})
    case.takes(INTAKE, "notify_provider", what="the concern", occurred="2026-02-27")
    assert case.last[0].occurred.text == "2026-02-27"
    assert case.refuses(JQMM, "assess_impact", levels={"impact": 3}).departure
    assert assessed(case, 1, 3).unanswered == ()


def test_telling_the_provider_needs_words_and_a_day_that_has_come() -> None:
    """JQM-NT-03: recorded with its date, which cannot lie in the future."""
    case = opened()
    assert case.refuses(JQMM, "notify_provider").where == "what"
    refusal = case.refuses(JQMM, "notify_provider", what="x", occurred="2026-03-03")
    assert refusal.where == "occurred"
    assert case.refuses(SAFEGUARDING, "notify_provider", what="x").kind == "not your role"


@pytest.mark.parametrize("impact", range(6))
def test_impact_alone_suggests_sosg_at_5_and_nothing_below(impact: int) -> None:
    """JQM-MX-07, AMB-JQM-15, AMB-JQM-03."""
    case = at_further_action().takes(JQMM, "assess_impact", levels={"impact": impact})
    (fact,) = case.last
    assert isinstance(fact, LevelsAssessed)
    assert fact.outcome == ("sosg" if impact == 5 else None)
    (chosen,) = case.takes(JQMM, "choose_outcome_on_impact", outcome="jimp").last
    assert isinstance(chosen, OutcomeChosen)
    assert chosen.suggested == fact.outcome


def test_a_council_may_say_what_impact_alone_suggests() -> None:
    """AMB-JQM-15, AMB-JQM-03: its own table, with the same level as row and column."""
    case = opened(impact_matrix={level: {level: "qam"} for level in range(6)})
    (fact,) = case.takes(JQMM, "assess_impact", levels={"impact": 2}).last
    assert isinstance(fact, LevelsAssessed)
    assert fact.outcome == "qam"


def test_an_outcome_on_impact_alone_needs_its_score() -> None:
    """AMB-JQM-15: and is a chair's to choose."""
    case = opened()
    assert "holds" in case.refuses(JQMM, "choose_outcome_on_impact", outcome="qam").why
    case.takes(INTAKE, "assess_impact", levels={"impact": 2})
    assert case.refuses(INTAKE, "choose_outcome_on_impact", outcome="qam").kind == "not your role"
    assert case.refuses(JQMM, "choose_outcome_on_impact", outcome="red").where == "outcome"


def test_every_score_is_kept_and_the_latest_is_current() -> None:
    """AMB-JQM-16, JQM-RC-03: at the JQMM, at the PPM's review and at JIMP."""
    case = at_jimp(risk_matrix=MATRIX).takes(
        JIMP, "assess_risk", levels={"engagement": 4, "impact": 4}
    )
    scores = [one for one in case.facts if isinstance(one, LevelsAssessed)]
    assert [[given.level for given in one.levels] for one in scores] == [[2], [2, 3], [4, 4]]
    (fact,) = case.takes(JIMP, "choose_outcome", outcome="sosg").last
    assert isinstance(fact, OutcomeChosen)
    assert fact.suggested == "sosg"


def test_the_meeting_with_the_provider_lets_engagement_be_scored() -> None:
    """JQM-NT-02, JQM-NT-03, AMB-JQM-15: raising the concern at the QAM is telling the provider."""
    case = opened().takes(QAM, "skip_to_qam", "the provider asked to meet")
    assert "assess_risk" not in case.permitted(QAM)
    case.takes(QAM, "hold_qam", choices={"issues_resolved": False}, **MET)
    assert "assess_risk" in case.permitted(QAM) & case.permitted(PPM)
