"""The JQMM risk sheet: Engagement 0 to 4 and Impact 0 to 5, each with statements to tick."""

import pytest
from jqmm_case import JQMM, MATRIX, assessed, told

from concerns.events import LevelsAssessed

ENGAGEMENT = {0: "abc", 1: "a", 2: "ab", 3: "abcd", 4: "ab"}
IMPACT = {0: "abcd", 1: "abcde", 2: "abcd", 3: "abcd", 4: "abcd", 5: "abcd"}
"""How many statements each level has, by letter."""


@pytest.mark.parametrize("level", ENGAGEMENT)
def test_each_engagement_level_has_its_statements(level: int) -> None:
    """JQM-EN-0 to EN-4, JQM-RC-03, AMB-JQM-09: any may be ticked; the assessor picks the level."""
    for letter in ENGAGEMENT[level]:
        fact = assessed(told(), level, 1, statements={"engagement": [letter]})
        (given,) = [one for one in fact.levels if one.scale == "engagement"]
        assert given.statements[0].startswith(f"{level}{letter}: ")
    all_of_them = {"engagement": [*ENGAGEMENT[level]]}
    fact = assessed(told(), level, 1, statements=all_of_them)
    assert (len(fact.levels[0].statements), fact.contradictions) == (len(ENGAGEMENT[level]), ())
    beyond = chr(ord(ENGAGEMENT[level][-1]) + 1)
    levels, ticked = {"engagement": level, "impact": 1}, {"engagement": [beyond]}
    refusal = told().refuses(JQMM, "assess_risk", levels=levels, statements=ticked)
    assert refusal.where == "statements.engagement"


@pytest.mark.parametrize("level", IMPACT)
def test_each_impact_level_has_its_statements(level: int) -> None:
    """JQM-IM-0 to IM-5, JQM-RC-03, AMB-JQM-09."""
    for letter in IMPACT[level]:
        fact = assessed(told(), 1, level, statements={"impact": [letter]})
        (given,) = [one for one in fact.levels if one.scale == "impact"]
        assert given.statements[0].startswith(f"{level}{letter}: ")
    beyond = chr(ord(IMPACT[level][-1]) + 1)
    levels, ticked = {"engagement": 1, "impact": level}, {"impact": [beyond]}
    refusal = told().refuses(JQMM, "assess_risk", levels=levels, statements=ticked)
    assert refusal.where == "statements.impact"


def test_a_statement_of_another_level_is_shown_and_resolves_nothing() -> None:
    """AMB-JQM-09, JQM-RC-03: levels are the assessor's; a person looks at what does not fit."""
    fact = assessed(told(), 1, 2, statements={"engagement": ["a", "3b"], "impact": []})
    assert fact.levels[0].level == 1
    assert fact.contradictions == ("Engagement 1 was given, and statement 3b ticked",)


@pytest.mark.parametrize(
    ("scale", "level"),
    [("engagement", 5), ("engagement", -1), ("impact", 6), ("impact", -1)],
)
def test_a_level_outside_its_scale_is_refused(scale: str, level: int) -> None:
    """JQM-EN-0 to EN-4, JQM-IM-0 to IM-5: the refusal says where the scale ends."""
    levels = {"engagement": 1, "impact": 1, scale: level}
    refusal = told().refuses(JQMM, "assess_risk", levels=levels)
    assert f"0 to {4 if scale == 'engagement' else 5}" in refusal.why
    assert (refusal.kind, refusal.where) == ("not understood", f"levels.{scale}")


@pytest.mark.parametrize("level", ["3", 2.5, True, [3]])
def test_a_level_that_is_no_whole_number_is_refused(level: object) -> None:
    """JQM-RC-03: read as given or not at all."""
    levels = {"engagement": 1, "impact": level}
    assert told().refuses(JQMM, "assess_risk", levels=levels).where == "levels.impact"


def test_another_scale_or_no_sheet_is_refused() -> None:
    """JQM-FM-01: the sheet has two scales."""
    case = told()
    assert case.refuses(JQMM, "assess_risk", levels={"urgency": 1}).where == "levels"
    assert case.refuses(JQMM, "assess_risk", levels=[1, 2]).where == "levels"
    levels = {"impact": 1}
    assert case.refuses(JQMM, "assess_risk", levels=levels, outcome="ppm").where == "outcome"


@pytest.mark.parametrize("levels", [{}, {"engagement": None, "impact": None}])
def test_a_sheet_without_any_level_is_no_score(levels: dict[str, None]) -> None:
    """JQM-RC-03: an empty sheet does not count as scored."""
    assert "no level is given" in told().refuses(JQMM, "assess_risk", levels=levels).why


def test_what_is_not_answered_stays_unanswered() -> None:
    """JQM-RC-03: never zero, and half a pair has no cell."""
    case = told(risk_matrix=MATRIX).takes(JQMM, "assess_risk", levels={"impact": 3})
    (fact,) = case.last
    assert isinstance(fact, LevelsAssessed)
    assert (fact.unanswered, fact.outcome) == (("engagement",), None)
