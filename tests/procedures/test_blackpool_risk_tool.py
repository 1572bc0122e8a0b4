"""Blackpool's Joint Risk Assessment Tool: every cell, every domain, and what may be filled in."""

import pytest
from blackpool_case import HEALTH, assessing_risk, sampled

from concerns.procedures.reader import library

TOOL = library()["blackpool"].samples["joint_risk_tool"]
CELLS: list[tuple[str, int, int, int, str]] = [
    ("BLA-MX-11", 1, 1, 1, "Low"),
    ("BLA-MX-12", 1, 2, 2, "Low"),
    ("BLA-MX-13", 1, 3, 3, "Low"),
    ("BLA-MX-14", 1, 4, 4, "Moderate"),
    ("BLA-MX-15", 1, 5, 5, "Moderate"),
    ("BLA-MX-21", 2, 1, 2, "Low"),
    ("BLA-MX-22", 2, 2, 4, "Moderate"),
    ("BLA-MX-23", 2, 3, 6, "Moderate"),
    ("BLA-MX-24", 2, 4, 8, "High"),
    ("BLA-MX-25", 2, 5, 10, "High"),
    ("BLA-MX-31", 3, 1, 3, "Low"),
    ("BLA-MX-32", 3, 2, 6, "Moderate"),
    ("BLA-MX-33", 3, 3, 9, "High"),
    ("BLA-MX-34", 3, 4, 12, "High"),
    ("BLA-MX-35", 3, 5, 15, "Extreme"),
    ("BLA-MX-41", 4, 1, 4, "Moderate"),
    ("BLA-MX-42", 4, 2, 8, "High"),
    ("BLA-MX-43", 4, 3, 12, "High"),
    ("BLA-MX-44", 4, 4, 16, "Extreme"),
    ("BLA-MX-45", 4, 5, 20, "Extreme"),
    ("BLA-MX-51", 5, 1, 5, "Moderate"),
    ("BLA-MX-52", 5, 2, 10, "High"),
    ("BLA-MX-53", 5, 3, 15, "Extreme"),
    ("BLA-MX-54", 5, 4, 20, "Extreme"),
    ("BLA-MX-55", 5, 5, 25, "Extreme"),
]
BANDS = {"Low": (1, 3), "Moderate": (4, 6), "High": (8, 12), "Extreme": (15, 25)}
AGENCIES = {
    "Health": [*range(1, 12), 13, 14, 15, 17, 19, 20, 21, 22, 23, 25],
    "Contracts": [14, 15, 16, 18, 19, 20, 21, 22, 23, 24, 25],
    "Care Management": [12, 14, 15, 17, 21, 22, 23, 25],
    "Social Care": [12],
}


# --- the matrix -----------------------------------------------------------------------------------


@pytest.mark.parametrize(("cell", "impact", "likelihood", "score", "label"), CELLS)
def test_each_cell_grades_the_persons_own_risk(
    cell: str, impact: int, likelihood: int, score: int, label: str
) -> None:
    """BLA-MX-11 to MX-55, BLA-JRT-B, BLA-JRT-C, BLA-JRT-D: the score is the product."""
    given = {"issues": "falls", "impact": impact, "likelihood": likelihood}
    own = sampled(assessing_risk(), "R12", d5=given).domains[0].own
    assert (own.score, own.label) == (score, label), cell


@pytest.mark.parametrize(("cell", "impact", "likelihood", "score", "label"), CELLS)
def test_each_cell_grades_the_risk_to_others_alike(
    cell: str, impact: int, likelihood: int, score: int, label: str
) -> None:
    """BLA-JRT-E, BLA-JRT-F, BLA-JRT-G, BLA-OLK, AMB-BLA-29: one scale twice, the same cells."""
    given = {"issues": "falls", "others_impact": impact, "others_likelihood": likelihood}
    others = sampled(assessing_risk(), "R12", d5=given).domains[0].others
    assert (others.score, others.label) == (score, label), cell


def test_every_cell_falls_into_one_band_and_no_band_has_a_gap_in_it() -> None:
    """BLA-BD-1 to BD-5: 7, 13 and 14 lie between the bands and are no products."""
    for _, impact, likelihood, score, label in CELLS:
        low, high = BANDS[label]
        assert impact * likelihood == score
        assert low <= score <= high
    assert {7, 13, 14}.isdisjoint({score for *_, score, _ in CELLS})


@pytest.mark.parametrize(
    ("scale", "labels"),
    [
        ("impact", ["Low", "Minor", "Moderate", "High (Major)", "Very High"]),
        ("likelihood", ["Rare", "Unlikely", "Possible", "Likely", "Almost Certain"]),
        ("impact_on_others", ["Low", "Minor", "Moderate", "High (Major)", "Very High"]),
    ],
)
def test_each_scale_has_five_levels_and_the_fourth_impact_has_both_its_names(
    scale: str, labels: list[str]
) -> None:
    """BLA-IMP-1 to IMP-5, BLA-LIK-1 to LIK-5, BLA-OTH-1 to OTH-5, AMB-BLA-08."""
    matrix = "risk_to_others" if scale == "impact_on_others" else "own_risk"
    levels = library()["blackpool"].matrices[matrix].scales[scale].levels
    assert [(number, levels[number].label) for number in range(1, 6)] == [*enumerate(labels, 1)]


# --- the domains ----------------------------------------------------------------------------------


@pytest.mark.parametrize("number", range(1, 27))
def test_each_domain_can_be_filled_in_by_its_number(number: int) -> None:
    """BLA-DOM-01 to DOM-26, BLA-FM-02: as printed, 1 to 26."""
    given = {f"d{number}": {"issues": "something", "impact": 1, "likelihood": 1}}
    assert [one.domain for one in sampled(assessing_risk(), "R12", **given).domains] == [
        str(number)
    ]


def test_nineteen_keeps_its_number_without_a_name() -> None:
    """BLA-DOM-19, BLA-DOM-20, AMB-BLA-09: so that 21 to 26 keep theirs."""
    assert "name lost" in TOOL.domains["19"].label
    assert TOOL.domains["19"].agencies == TOOL.domains["20"].agencies == ("Health", "Contracts")
    assert [*TOOL.domains] == [str(number) for number in range(1, 27)]


@pytest.mark.parametrize("agency", AGENCIES)
def test_each_domain_names_who_fills_it_in(agency: str) -> None:
    """BLA-DOM-12 to DOM-26, AMB-BLA-10: run-together names are split, and 26 has nobody."""
    found = [int(key) for key, one in TOOL.domains.items() if agency in one.agencies]
    assert found == AGENCIES[agency]
    assert TOOL.domains["26"].agencies == ()


def test_the_columns_have_plain_letters() -> None:
    """BLA-JRT-A to JRT-G, AMB-BLA-27: look-alike letters in the seed are read as A to G."""
    assert [*TOOL.columns] == ["A", "B", "C", "D", "E", "F", "G"]


# --- what an officer may fill in ------------------------------------------------------------------


@pytest.mark.parametrize("level", [0, 6, -1])
@pytest.mark.parametrize("column", ["impact", "likelihood", "others_impact", "others_likelihood"])
def test_a_level_outside_its_scale_is_refused(column: str, level: int) -> None:
    """BLA-ST-06: 1 to 5 and nothing else; refused with the domain it stands in."""
    refusal = assessing_risk().refuses(
        HEALTH, "assess_person", person="R12", domains={"5": {column: level}}
    )
    assert "1 to 5" in refusal.why
    assert refusal.where == "domains.5"


@pytest.mark.parametrize("domain", ["0", "27", "05", "Mobility", "\u0410"])
def test_an_unknown_domain_is_refused(domain: str) -> None:
    """BLA-DOM-01 to DOM-26: a number that the tool does not have, a name, a look-alike letter."""
    given = {domain: {"issues": "falls", "impact": 1, "likelihood": 1}}
    refusal = assessing_risk().refuses(HEALTH, "assess_person", person="R12", domains=given)
    assert f"no domain '{domain}'" in refusal.why


@pytest.mark.parametrize("value", ["4", True, 4.0])
def test_a_level_is_a_whole_number_and_nothing_like_one(value: object) -> None:
    """BLA-ST-06: a word, a yes or a fraction is not read as a level."""
    refusal = assessing_risk().refuses(
        HEALTH, "assess_person", person="R12", domains={"5": {"issues": "x", "impact": value}}
    )
    assert refusal.kind == "not understood"


@pytest.mark.parametrize("person", ["Mary Smith", "r12", "12", ""])
def test_a_person_of_the_sample_is_a_reference_and_never_a_name(person: str) -> None:
    """BLA-RC-02, BLA-JRT-02: references such as R12."""
    given = {"5": {"issues": "falls", "impact": 1, "likelihood": 1}}
    refusal = assessing_risk().refuses(HEALTH, "assess_person", person=person, domains=given)
    assert refusal.where == "person"


def test_a_column_the_tool_does_not_have_is_refused() -> None:
    """BLA-JRT-D: grades are worked out and cannot be filled in."""
    given = {"5": {"issues": "falls", "impact": 1, "likelihood": 1, "grade": "Extreme"}}
    refusal = assessing_risk().refuses(HEALTH, "assess_person", person="R12", domains=given)
    assert "no column 'grade'" in refusal.why


def test_what_is_not_answered_stays_unanswered() -> None:
    """BLA-JRT-A: 25 domains left blank, and one graded only by half."""
    found = sampled(assessing_risk(), "R12", d5={"issues": "falls", "impact": 4})
    assert found.domains[0].own.score is None
    assert {"4", "6", "5 own"} <= set(found.unanswered)
    assert found.worst == "not graded"


def test_a_grade_without_an_issue_is_shown_as_a_contradiction() -> None:
    """BLA-JRT-A: the column is blank where nothing was found, and a grade says otherwise."""
    found = sampled(assessing_risk(), "R12", d5={"impact": 4, "likelihood": 4})
    assert len(found.contradictions) == 1
    assert "domain 5" in found.contradictions[0]
