from pathlib import Path

import pytest

from concerns import events
from concerns.events import EVERY_AREA_SUSTAINABLE
from concerns.procedures.checking.references import references
from concerns.procedures.procedure import Procedure
from concerns.procedures.reader import read

FOLDER = Path(__file__).parents[2] / "src/concerns/procedures/north_west_routes"

AMBIGUITIES = {f"AMB-NWR-{number:02}" for number in range(1, 18)}


@pytest.fixture(scope="module")
def procedure() -> Procedure:
    return read(FOLDER)[0]


def test_the_folder_is_read_twice(procedure: Procedure) -> None:
    """The same words have the same digest, which stays with each case (design: procedures)."""
    again, _ = read(FOLDER)
    assert len(procedure.digest) == 64
    assert again.digest == procedure.digest


def test_the_readings_are_compared_with_the_ambiguities(procedure: Procedure) -> None:
    """Every ambiguity of the document is answered by a named reading (AMB-NWR-01 to 17)."""
    parts = (procedure.steps, procedure.clocks, procedure.duties, procedure.plans)
    taken = {one for part in parts for element in part.values() for one in element.reading}
    assert taken == AMBIGUITIES


def test_the_fields_that_steps_name_are_looked_up_on_their_facts(procedure: Procedure) -> None:
    """Each step leaves a fact that exists, and fixes or asks only for fields which that has."""
    for key, step in procedure.steps.items():
        fact = getattr(events, step.fact, None)
        assert isinstance(fact, type), key
        assert issubclass(fact, events.Fact), key
        named = {*step.sets, *step.asks, *step.demands}
        assert named <= fact.model_fields.keys(), key


def test_the_dates_that_decisions_set_are_looked_up_on_their_facts(procedure: Procedure) -> None:
    """A time limit set by the decider takes its date from the fact that starts it (NWR-TL-03)."""
    set_by = {key: clock.set_by for key, clock in procedure.clocks.items() if clock.set_by}
    for step in procedure.steps.values():
        for clock in set_by.keys() & set(step.starts):
            assert set_by[clock] in getattr(events, step.fact).model_fields, clock
    assert set(set_by) == {"extended_deadline", "suspension_plan_timescales"}


def test_every_name_used_is_looked_up_where_it_should_be_defined(procedure: Procedure) -> None:
    """Nothing names a role, stage, step, duty, time limit or meeting that is not there."""
    missing = [one for one in references(procedure) if one.name not in getattr(procedure, one.part)]
    assert missing == []


def test_choices_that_a_step_depends_on_are_asked_by_it(procedure: Procedure) -> None:
    """Nobody's signature or permission hangs on a question that was not put (NWR-SR-02)."""
    for key, step in procedure.steps.items():
        conditions = {one.when for one in step.together_with if one.when} | step.only_if.keys()
        assert conditions <= {*step.choices, EVERY_AREA_SUSTAINABLE}, key


def test_a_refused_suspension_leads_back_to_route_1_alone(procedure: Procedure) -> None:
    """Extension where the case came by Route 1, its start otherwise, never closing (NWR-SR-03)."""
    refusals = [one for one in procedure.steps.values() if one.fact == "SuspensionNotEndorsed"]
    came_by_route_1 = {one.to for one in refusals if one.only_while == ("route_1_begun",)}
    bypassed_it = {one.to for one in refusals if one.not_while == ("route_1_begun",)}
    assert came_by_route_1 == {"extension_due"}
    assert bypassed_it == {"route_1_start"}
    assert not any(one.closes for one in refusals)


def test_the_provider_stays_red_until_lifting_is_signed_off(procedure: Procedure) -> None:
    """From Route 2 to the lifting's sign-off every stage is red (NWR-RAG-02, AMB-NWR-17)."""
    before = {
        stage
        for step in procedure.steps.values()
        if step.fact == "SuspensionLifted"
        for stage in step.from_
    }
    on_the_way = {"route_2", "suspended", "green_route", "lifting_report", *before}
    assert {procedure.stages[stage].rag for stage in on_the_way} == {"red"}


def test_five_are_told_of_suspension_and_the_same_five_of_lifting(procedure: Procedure) -> None:
    """Basecamp, CQC, Care Management, Finance and people are told each time (NWR-NT-05 to 14)."""
    told = {
        step: {
            procedure.duties[duty].whom
            for duty in procedure.steps[step].duties
            if procedure.duties[duty].kind == "telling"
        }
        for step in ("sign_off_suspension", "lift_suspension", "lift_suspension_with_conditions")
    }
    assert len(told["sign_off_suspension"]) == 5
    assert told["sign_off_suspension"] == told["lift_suspension"]
    assert told["lift_suspension"] == told["lift_suspension_with_conditions"]
