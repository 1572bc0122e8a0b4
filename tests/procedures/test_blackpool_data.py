"""Blackpool's document as data: sound, whole, and true to what it leaves open."""

from collections.abc import Callable

import pytest
from blackpool_case import (
    OFFICER,
    TEAM,
    closing_home,
    determined,
    opened,
    plan_running,
    suspended,
    tell,
)

from concerns import events
from concerns.procedures.checking.checker import check
from concerns.procedures.coverage import catalogues, cited
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import folders, library
from concerns.vocabulary import Refusal
from given import Story

FOLDER = next(folder for folder in folders() if folder.name == "blackpool")
CATALOGUE = next(one for one in catalogues() if one.procedure == "blackpool")
WORDS_IT_LACKS = {"lessons"}


@pytest.fixture(scope="module")
def blackpool() -> Procedure:
    return library()["blackpool"]


def test_the_procedure_is_sound() -> None:
    """Stages reachable, deciders named, duties dischargeable, clocks started and ended."""
    assert [str(fault) for fault in check(FOLDER)] == []


def test_every_requirement_of_the_document_is_cited_and_none_is_invented() -> None:
    """All 349 of them, and all 31 ambiguities."""
    assert (len(CATALOGUE.ids), len(CATALOGUE.ambiguities)) == (349, 31)
    assert {one for one in cited() if one.startswith("BLA-")} == set(CATALOGUE.ids)
    assert {one for one in cited() if one.startswith("AMB-BLA-")} == set(CATALOGUE.ambiguities)


def test_what_is_a_statement_about_the_whole_decides_nothing(blackpool: Procedure) -> None:
    """BLA-SR-10 to SR-16, BLA-SR-23, BLA-DF-01, BLA-DF-02, BLA-MT-05, BLA-RP-04, BLA-TL-08."""
    own = [one for one in blackpool.rules if one.startswith("BLA-")]
    assert {one.split("-")[1] for one in own} == {"DF", "FM", "MT", "RP", "SR", "TL"}
    assert len(own) == 14
    steps = {one for step in blackpool.steps.values() for one in step.requirement}
    assert steps.isdisjoint(blackpool.rules)


def test_no_stage_and_nothing_beside_it_has_a_colour(blackpool: Procedure) -> None:
    """BLA-DF-06, AMB-BLA-26: four levels of risk and three categories, and neither is a colour."""
    parts = [*blackpool.stages.values(), *blackpool.overlays.values()]
    assert {one.rag for one in parts} == {None}
    assert suspended().case.rag is None


def test_level_of_risk_and_category_are_two_scales(blackpool: Procedure) -> None:
    """AMB-BLA-12, AMB-BLA-26: misread cells give Moderate as a level and no category of it."""
    assert [*blackpool.ratings["overall_risk"].levels] == ["low", "moderate", "high", "extreme"]
    categories = [*blackpool.ratings["performance_category"].levels]
    assert categories == ["performing_isolated_issue", "underperforming", "serious_concerns"]
    assert blackpool.ratings["contract_risk_rating"].levels == {}


def test_no_period_is_fixed_beyond_dates_set_case_by_case(blackpool: Procedure) -> None:
    """BLA-TL-01 to TL-05, BLA-TL-08: each clock takes its date from the decision."""
    assert {(one.length, one.setting) for one in blackpool.clocks.values()} == {(None, None)}
    assert all(one.set_by for one in blackpool.clocks.values())
    assert all(one.firmness != "absolute" for one in blackpool.clocks.values())


@pytest.mark.parametrize("agency", ["EDT", "CQC and SCBT"])
def test_letters_that_nobody_spelt_out_are_kept(blackpool: Procedure, agency: str) -> None:
    """BLA-NT-13, BLA-NT-14, AMB-BLA-19."""
    told = [one for one in blackpool.duties.values() if one.whom == agency]
    assert told
    assert all("AMB-BLA-19" in one.reading for one in told)


def test_press_statements_are_kept_as_each_plan_prints_them(blackpool: Procedure) -> None:
    """AMB-BLA-18: Care Management/CCG for a closure, Contracts Team/CCG for a suspension."""
    closure = blackpool.plans["home_closure_plan"].lines["7"]
    suspension = blackpool.plans["suspension_plan"].lines["4"]
    assert "press statement" in closure.label
    assert closure.responsible == "Care Management/CCG"
    assert suspension.responsible == "Contracts Team/CCG"


def test_the_damaged_document_table_is_read_as_sponsor_and_author(blackpool: Procedure) -> None:
    """BLA-FM-14, AMB-BLA-24: issue 1, in force from Friday 17 January 2014."""
    assert (blackpool.version, blackpool.in_force_from) == ("1", "2014-01-17")
    assert "sponsor is the Director" in blackpool.rules["BLA-FM-14"]


def test_procedures_that_were_not_supplied_are_named_where_they_would_be_needed(
    blackpool: Procedure,
) -> None:
    """BLA-MT-05, AMB-BLA-20, AMB-BLA-13: a person decides there; nothing is guessed."""
    silent = {key for key, one in blackpool.steps.items() if "AMB-BLA-20" in one.reading}
    assert {"increase_monitoring", "suspend_placements", "lift_suspension"} <= silent


def test_the_common_words_are_this_councils(blackpool: Procedure) -> None:
    """X-VO-01 to X-VO-21: each of its words, and none where it has none."""
    cited = {one.requirement[0] for one in blackpool.words.values()}
    assert len(cited) == 20
    assert "X-VO-19" not in cited
    assert WORDS_IT_LACKS.isdisjoint(blackpool.words)


def test_the_three_plans_have_the_columns_of_their_forms(blackpool: Procedure) -> None:
    """BLA-FM-06, BLA-FM-08, BLA-FM-09, BLA-TL-04, AMB-BLA-23: ten, and twice six."""
    columns = {key: len(plan.columns) for key, plan in blackpool.plans.items()}
    assert columns == {"action_plan": 10, "suspension_plan": 6, "home_closure_plan": 6}


def test_no_lessons_and_no_board_report_are_asked_for(blackpool: Procedure) -> None:
    """BLA-RP-04."""
    facts = {step.fact for step in blackpool.steps.values()}
    assert facts.isdisjoint({"LessonsReviewed", "RecommendationMade"})
    assert facts <= set(events.__all__)


@pytest.mark.parametrize("day", ["2026-04-04", "2026-04-06", "2026-12-27", "2027-01-01"])
def test_a_review_date_that_was_set_is_never_moved(day: str) -> None:
    """BLA-TL-02: Saturday, Easter Monday, Sunday after Christmas, New Year's Day: as it was set."""
    case = opened().takes(TEAM, "set_review_date", on=day)
    (date,) = [one.due for one in case.case.duties.values() if one.key == "agreed_review"]
    assert date == day


@pytest.mark.parametrize("case", [plan_running, closing_home], ids=["plan", "closure"])
def test_somebody_else_does_not_take_over_a_telling(case: Callable[[], Story]) -> None:
    """BLA-NT-01, BLA-RO-13, BLA-RO-17: partner agencies are told by the Contracts Team."""
    told = case()
    assert "tell_partner_agencies" in {one.key for one in told.case.duties.values()}
    with pytest.raises(Refusal, match="is for the Adult Social Care Contracts Team"):
        tell(told, OFFICER, "tell_partner_agencies")


def test_case_goes_to_the_meeting_once_risk_is_known() -> None:
    """BLA-ST-09, AMB-BLA-13: the order rebuilt from the text, as both charts are missing."""
    assert determined().case.stage == "for_pmm"
