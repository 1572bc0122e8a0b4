"""Where the five documents differ, the model keeps the difference; where they agree, one word."""

from datetime import date

import pytest

from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import library
from concerns.working_days import calendar, due

FIVE = ("north-west-routes", "lambeth", "derby", "blackpool", "jqmm")
NWR, LAM, DER, BLA, JQM = (library()[name] for name in FIVE)


def facts(procedure: Procedure) -> set[str]:
    """Every kind of fact that a procedure's steps leave."""
    return {step.fact for step in procedure.steps.values()}


def with_fact(fact: str) -> set[str]:
    """The procedures in which some step leaves the fact."""
    return {name for name in FIVE if fact in facts(library()[name])}


def units(procedure: Procedure) -> set[str]:
    return {clock.unit for clock in procedure.clocks.values() if clock.unit}


@pytest.mark.parametrize("number", range(1, 22))
def test_what_all_councils_have_has_each_councils_own_word(number: int) -> None:
    """X-VO-01 to VO-21: one concept, each council's word for it; none where it has none."""
    cited = {
        name: [
            key
            for key, word in library()[name].words.items()
            if f"X-VO-{number:02}" in word.requirement
        ]
        for name in FIVE
    }
    keys = {key for found in cited.values() for key in found}
    assert len(keys) == 1, cited
    assert sum(bool(found) for found in cited.values()) >= 2


def test_green_is_three_things() -> None:
    """X-DF-01: red until lifted on one council's green route; another's lowest level; a
    regulator's.
    """
    assert NWR.stages["green_route"].rag == "red"
    assert DER.stages["green"].rag == "green"
    levels = next(one.levels for one in DER.ratings.values() if "amber_red" in one.levels)
    assert list(levels) == ["green", "amber", "amber_red", "red"]


def test_red_means_suspended_in_one_and_one_of_eleven_ways_in_another() -> None:
    """X-DF-02: the suspended stages of the routes are its only red ones; Derby has eleven ways."""
    assert NWR.overlays["suspended"].rag == "red"
    signing = NWR.steps["sign_off_suspension"]
    assert NWR.stages[signing.to or ""].rag == "red"
    tool = DER.scoring["qmt_rag"]
    assert sum(one.colour == "red" for one in tool.indicators.values()) == 11


def test_amber_is_a_decision_with_a_letter_or_the_result_of_indicators() -> None:
    """X-DF-03: agreed by the risk group with a letter; or scored by twenty indicators."""
    agreed = NWR.steps["agree_at_risk"]
    assert NWR.stages[agreed.to or ""].rag == "amber"
    assert "at_risk_letter" in agreed.duties
    tool = DER.scoring["qmt_rag"]
    assert sum(one.colour == "amber" for one in tool.indicators.values()) == 20


def test_numbers_are_scored_in_two_documents_and_one_works_with_none() -> None:
    """X-DF-04: Lambeth has neither colour nor number; risk is judged."""
    assert {name for name in FIVE if library()[name].matrices} == {"blackpool", "jqmm"}
    assert with_fact("CriteriaScored") == {"blackpool"}
    assert [LAM.scoring, LAM.matrices, LAM.questionnaires, LAM.samples] == [{}, {}, {}, {}]
    assert {stage.rag for stage in LAM.stages.values()} == {None}


def test_chains_of_signatures_differ() -> None:
    """X-DF-05: two directors on the routes; a report and the Director in Derby; one meeting."""
    assert NWR.steps["sign_off_suspension"].together_with[0].role == "nursing_director"
    assert DER.steps["sign_off_suspension"].by == ("director",)
    assert DER.steps["sign_off_suspension"].needs == ("recommend_suspension",)
    assert all(
        not step.together_with for step in BLA.steps.values() if step.fact == "OptionsChosen"
    )


def test_clocks_run_in_each_documents_own_units() -> None:
    """X-DF-06: working days on the routes and in Lambeth; none fixed in Blackpool or by JQMM."""
    assert "working days" in units(NWR)
    lengths = {one.length for one in LAM.clocks.values() if one.unit == "working days"}
    assert lengths == {5, 10}
    assert "working days" not in units(BLA) | units(DER)
    assert "working days" not in units(JQM)


def test_more_time_is_possible_except_for_the_absolute_deadline() -> None:
    """X-DF-07: Derby's Final Action Plan alone is absolute."""
    absolute = [
        (name, key) for name in FIVE for key, plan in library()[name].plans.items() if plan.absolute
    ]
    assert [name for name, _ in absolute] == ["derby"]
    assert with_fact("PlanExtended") >= {"north-west-routes", "jqmm"}


def test_the_provider_sits_in_some_meetings_and_decides_nowhere() -> None:
    """X-DF-08: a member of Derby's and Lambeth's meetings; a decider in none."""
    for procedure in (DER, LAM):
        assert any(
            "rovider" in group for one in procedure.meetings.values() for group in one.groups
        )
    for name in FIVE:
        outside = {key for key, role in library()[name].roles.items() if role.outside}
        deciding = {by for step in library()[name].steps.values() for by in step.by}
        assert not outside & deciding


def test_acknowledgement_is_asked_by_name_in_one_document_and_delivery_in_another() -> None:
    """X-DF-09: Derby's failure notice counts when acknowledged; the routes' letter on delivery."""
    named = {
        name for name in FIVE if any(one.acknowledged_by for one in library()[name].duties.values())
    }
    started = {
        name for name in FIVE if any(one.on_delivery for one in library()[name].duties.values())
    }
    assert named == {"derby"}
    assert started == {"north-west-routes"}


def test_deputies_are_named_in_one_document() -> None:
    """X-DF-10: a nominated deputy may acknowledge, and one officer agrees Red in
    another's absence.
    """
    deputies = {
        name
        for name in FIVE
        if any(
            "a nominated deputy" in one.acknowledged_by for one in library()[name].duties.values()
        )
    }
    assert deputies == {"derby"}
    assert DER.steps["agree_red_in_absence"].by == ("senior_qmo",)


def test_stages_are_skipped_as_each_document_says() -> None:
    """X-DF-11: with a rationale, for urgent safety, through triggers, by immediate action."""
    assert with_fact("StepsSkipped") == {"jqmm"}
    assert "UrgentConcernEscalated" in facts(NWR)
    assert "TriggerReceived" in facts(DER)
    assert "ImmediateActionAuthorised" in facts(LAM)
    assert all(step.departures for step in BLA.steps.values() if step.closes)


def test_one_decision_is_automatic_in_all_five() -> None:
    """X-DF-12: a neighbour's suspension of a care home; everything else a person decides."""
    automatic = [
        (name, step.requirement)
        for name in FIVE
        for step in library()[name].steps.values()
        if step.automatic
    ]
    assert [name for name, _ in automatic] == ["derby"]
    assert "DER-ST-35" in automatic[0][1]


def test_only_one_document_parts_safeguarding_from_quality_in_its_plan() -> None:
    """X-DF-13: Lambeth's plan lines are one or the other."""
    parting = {
        name
        for name in FIVE
        for plan in library()[name].plans.values()
        if "LAM-PL-06" in plan.requirement or "LAM-PL-06" in plan.note
    }
    assert parting == {"lambeth"}


def test_task_lists_and_the_failure_checklist_stand_where_they_belong() -> None:
    """X-DF-14: suspension and closure plans with lines in one; 99 numbered items in another."""
    lines = {
        name: sorted(len(p.lines) for p in library()[name].plans.values() if p.lines)
        for name in FIVE
    }
    assert {name: found for name, found in lines.items() if found} == {"blackpool": [16, 39]}
    longest = {
        name: max((len(c.items) for c in library()[name].checklists.values()), default=0)
        for name in FIVE
    }
    assert longest["derby"] == 99
    assert [name for name, count in longest.items() if count > 50] == ["derby"]


def test_appeals_exist_in_one_document() -> None:
    """X-DF-15."""
    assert with_fact("AppealLodged") == {"blackpool"}


def test_the_safeguarding_board_hears_where_the_document_says_so() -> None:
    """X-DF-16: after closing in Lambeth, after the lessons in Derby, nowhere else."""
    board = "Safeguarding Adults Board"
    told = {
        name
        for name in FIVE
        if any(board in f"{one.whom} {one.what}" for one in library()[name].duties.values())
        or any(board in str(step.sets) for step in library()[name].steps.values())
    }
    assert told == {"lambeth", "derby"}
    assert with_fact("LessonsReviewed") >= {"derby"}
    assert not with_fact("LessonsReviewed") & {"north-west-routes", "blackpool", "jqmm"}


def test_what_is_assessed_differs() -> None:
    """X-DF-17: a sample of people in Blackpool; the provider in Derby and by JQMM; plan areas."""
    assert with_fact("SampleAssessed") == {"blackpool"}
    assert with_fact("RiskScored") == {"derby"}
    assert with_fact("LevelsAssessed") >= {"jqmm"}
    assert with_fact("ComplianceAssessed") == {"north-west-routes"}


def test_payments_need_written_agreement_where_a_provider_has_many_services() -> None:
    """X-DF-18: Derby warns that money may not reach the service it was meant for."""
    assert with_fact("PaymentAgreed") == {"derby"}
    agree = next(step for step in DER.steps.values() if step.fact == "PaymentAgreed")
    assert "evidence" in agree.asks


@pytest.mark.parametrize("number", range(1, 14))
def test_what_a_document_names_and_does_not_supply_can_be_set_or_attached(number: int) -> None:
    """X-MS-01 to MS-13: each has its place, so that a council puts in its own."""
    cited = f"X-MS-{number:02}"
    assert any(cited in library()[name].model_dump_json() for name in FIVE)


def test_working_days_are_those_of_england_and_wales_unless_the_data_say_otherwise() -> None:
    """AMB-X-01, AMB-X-02: the day of the event does not count.

    From Wednesday 23 December 2026 five working days end on Monday 4 January 2027: Friday 25,
    Monday 28 December (for Boxing Day on a Saturday) and Friday 1 January are holidays.
    """
    assert {library()[name].calendar for name in FIVE} == {"england-and-wales"}
    assert due(date(2026, 12, 23), 5, "working days", calendar("england-and-wales")) == date(
        2027, 1, 4
    )
