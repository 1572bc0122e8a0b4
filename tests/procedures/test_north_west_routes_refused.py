"""The north-west routes say no: decisions by somebody else, and decisions before their time."""

from collections.abc import Callable

import pytest
from north_west import CM, CQS, DASS, DMT, SPRG, at_risk, lifting_considered, opened, suspended

from given import Officer, Story

BY_SOMEBODY_ELSE = [
    ("NWR-ST-07", at_risk, CM, "assess_no_compliance"),
    ("NWR-ST-08", opened, CM, "escalate_urgently"),
    ("NWR-ST-15", suspended, DMT, "review_progress"),
    ("NWR-ST-17", suspended, CM, "refer_to_provider_failure"),
    ("NWR-ST-23", lifting_considered, CM, "decline_lifting"),
]
BEFORE_ITS_TIME = [
    ("NWR-ST-10", at_risk, DMT, "consider_suspension"),
    ("NWR-ST-12", at_risk, DASS, "refuse_suspension_extend_route_1"),
    ("NWR-ST-15", at_risk, CQS, "record_visit"),
    ("NWR-ST-17", at_risk, SPRG, "refer_to_provider_failure"),
    ("NWR-ST-23", suspended, DMT, "decline_lifting"),
]


@pytest.mark.parametrize(("clause", "told", "who", "step"), BY_SOMEBODY_ELSE)
def test_a_decision_is_only_whose_the_document_says(
    clause: str, told: Callable[[], Story], who: Officer, step: str
) -> None:
    """Refused to another role, by its own clause."""
    refusal = told().refuses(who, step)
    assert refusal.kind == "not your role"
    assert clause in refusal.clause


@pytest.mark.parametrize(("clause", "told", "who", "step"), BEFORE_ITS_TIME)
def test_a_decision_waits_for_its_stage(
    clause: str, told: Callable[[], Story], who: Officer, step: str
) -> None:
    """Refused to whoever may take it, until the case stands where the document has it."""
    case = told()
    refusal = case.refuses(who, step)
    assert clause in refusal.clause
    assert step not in case.permitted(who)
    assert refusal.departure


def test_the_provider_gets_more_time_only_from_the_group() -> None:
    """NWR-ST-06, NWR-RO-03: whoever worked on the plan does not judge it."""
    choices = {"progress_satisfactory": True}
    refusal = at_risk().refuses(CQS, "assess_partial_compliance", choices=choices)
    assert refusal.kind == "not your role"
    assert "NWR-ST-06" in refusal.clause
