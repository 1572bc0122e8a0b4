"""Derby: who falls under the regulator's market oversight, and what its notice sets going."""

from typing import Any

import pytest
from derby_case import (
    HEAD_INTEGRATED,
    LEAD,
    QMO,
    STAFF,
    alerted,
    amber,
    on_paper,
    ticked,
)

from concerns.commands.discharge_duty import DischargeDuty
from concerns.commands.take_step import TakeStep
from concerns.events import RatingGiven, ThresholdsTested
from concerns.procedures.reader import library
from given import Story

RESIDENTIAL: list[tuple[int, int, int, tuple[str, ...]]] = [
    # beds in England, areas with a bed, areas above a tenth, tests met
    (999, 16, 3, ()),
    (1000, 15, 2, ()),
    (1000, 16, 2, ("widespread",)),
    (1000, 15, 3, ("strong_locally",)),
    (1000, 16, 3, ("widespread", "strong_locally")),
    (1999, 15, 2, ()),
    (1999, 16, 2, ("widespread",)),
    (1999, 15, 3, ("strong_locally",)),
    (2000, 0, 0, ("large",)),
    (2000, 16, 3, ("large",)),
    (0, 0, 0, ()),
]
OTHER: list[tuple[int, int, tuple[str, ...]]] = [
    # hours in a week, people in a week, tests met
    (29999, 1999, ()),
    (30000, 1999, ("many_hours",)),
    (29999, 2000, ("many_people",)),
    (30000, 2000, ("many_hours", "many_people")),
    (24000, 800, ()),
    (24001, 800, ("much_care_each",)),
    (23971, 799, ()),
    (27000, 900, ()),  # the document's own example: exactly 30 hours each fails
    (27001, 900, ("much_care_each",)),
    (30001, 1000, ("many_hours", "much_care_each")),
    (0, 0, ()),
]


def worked_out(step: str, **measures: int | None) -> ThresholdsTested:
    """What comes out when the Lead Commissioner fills in some measures."""
    case = alerted().asks(LEAD, TakeStep(step=step, details={"measures": measures}))
    (found,) = case.last
    assert isinstance(found, ThresholdsTested)
    return found


@pytest.mark.parametrize(("beds", "areas", "strong", "met"), RESIDENTIAL)
def test_a_residential_provider_by_beds_and_areas(
    beds: int, areas: int, strong: int, met: tuple[str, ...]
) -> None:
    """DER-MO-RES-a, DER-MO-RES-b, DER-MO-RES-c: each edge, exactly."""
    found = worked_out(
        "work_out_residential_oversight",
        beds=beds,
        areas_with_a_bed=areas,
        areas_above_a_tenth=strong,
    )
    assert (found.met, found.unanswered) == (met, ())


@pytest.mark.parametrize(("hours", "people", "met"), OTHER)
def test_another_provider_by_hours_and_people(
    hours: int, people: int, met: tuple[str, ...]
) -> None:
    """DER-MO-NR-a, DER-MO-NR-b, DER-MO-NR-c: 900 people need more than 27,000 hours."""
    found = worked_out("work_out_other_oversight", hours=hours, people=people)
    assert (found.met, found.unanswered) == (met, ())


def test_what_nobody_counted_cannot_be_told() -> None:
    """DER-MO-RES-b, DER-MO-NR-c: a gap is not nought; but one condition that fails is enough."""
    found = worked_out("work_out_residential_oversight", beds=1500, areas_with_a_bed=None)
    assert (found.met, found.not_met) == ((), ("large",))
    assert found.unanswered == ("widespread", "strong_locally")
    found = worked_out("work_out_other_oversight", people=799)
    assert (found.not_met, found.unanswered) == (("many_people", "much_care_each"), ("many_hours",))


@pytest.mark.parametrize(
    ("measures", "where"),
    [
        ({"beds": -1}, "measures.beds"),
        ({"beds": 1000.5}, "measures.beds"),
        ({"beds": "many"}, "measures.beds"),
        ({"beds": True}, "measures.beds"),
        ({"hours": 30000}, "measures"),
        ([1000], "measures"),
    ],
)
def test_what_is_no_count_is_refused(measures: Any, where: str) -> None:
    """DER-MO-RES-a: with what is wrong, and where."""
    asked = TakeStep(step="work_out_residential_oversight", details={"measures": measures})
    refusal = alerted().refused(LEAD, asked)
    assert (refusal.kind, refusal.where) == ("not understood", where)


@pytest.mark.parametrize(
    "step",
    ["work_out_residential_oversight", "work_out_other_oversight", "record_oversight_colour"],
)
def test_staff_do_not_judge_the_market(step: str) -> None:
    """DER-MO-N: the officers who look after it do."""
    assert alerted().refuses(STAFF, step).kind == "not your role"


LABELS = {
    "green": "Green, nothing to be concerned about",
    "amber": "Amber, the risk may be growing",
    "amber_red": "Amber/red, the risk has grown",
    "red": "Red, a risk that is plain to see",
}


@pytest.mark.parametrize("level", LABELS)
def test_the_regulators_four_colours_are_recorded(level: str) -> None:
    """DER-MO-G, DER-MO-A, DER-MO-AR, DER-MO-R, AMB-DER-23: and leave the case's colour alone."""
    before = amber()
    case = amber().takes(LEAD, "record_oversight_colour", level=level)
    (found,) = case.last
    assert isinstance(found, RatingGiven)
    assert (found.rating, found.level_label) == ("market_oversight", LABELS[level])
    assert (case.case.stage, case.case.rag) == (before.case.stage, before.case.rag)


@pytest.mark.parametrize("level", ["blue", "Amber/red", ""])
def test_there_is_no_fifth_colour(level: str) -> None:
    """DER-MO-R: what stands on no scale is refused, naming the levels there are."""
    refusal = amber().refuses(LEAD, "record_oversight_colour", level=level)
    assert refusal.where == "level"
    assert "amber_red" in refusal.why


CONDITIONS = (
    "business_failure_likely",
    "regulated_activity_likely_to_stop",
    "activity_stops_because_the_business_fails",
)


def noticed() -> Story:
    """The regulator's notice is on record."""
    every: dict[str, bool] = dict.fromkeys(CONDITIONS, True)
    asked = on_paper("record_market_oversight_notice", every, summary="three homes at risk")
    return alerted().asks(LEAD, asked)


def test_a_notice_sets_contingency_planning_going() -> None:
    """DER-ST-41, DER-MO-N, DER-MO-W: by those who know the market, with the regulator."""
    case = noticed()
    for key in ("plan_for_contingency", "work_with_regulator"):
        done = DischargeDuty(duty=case.duty(key), how="agreed on Tuesday")
        assert case.refused(QMO, done).kind == "not your role"
        case.asks(HEAD_INTEGRATED, done)
    assert case.case.overlays == set()


@pytest.mark.parametrize("missing", CONDITIONS)
def test_a_notice_rests_on_all_three_conditions(missing: str) -> None:
    """DER-ST-41, DER-MO-C-a, DER-MO-C-b, DER-MO-C-c: and on the notice itself."""
    answers = {**dict.fromkeys(CONDITIONS, True), missing: False}
    asked = on_paper("record_market_oversight_notice", answers, summary="three homes at risk")
    refusal = alerted().refused(LEAD, asked)
    assert "DER-ST-41" in refusal.clause
    every: dict[str, bool] = dict.fromkeys(CONDITIONS, True)
    unproven = alerted().refuses(LEAD, "record_market_oversight_notice", choices=every, summary="x")
    assert unproven.where == "evidence"


def test_the_temporary_duty_asks_nobody_about_market_oversight() -> None:
    """DER-MO-X: every provider in the council's area is covered, small ones as well."""
    step = library()["derby"].steps["engage_temporary_duty"]
    assert (step.needs, step.only_after) == ((), ())
    case = alerted()
    ticked(case, LEAD, "temporary_duty_criteria", "1", "2", "3", "4")
    ticked(case, LEAD, "business_failure", "a")
    asked = on_paper("engage_temporary_duty", {"whole_regulated_activity": True})
    assert case.asks(HEAD_INTEGRATED, asked).case.overlays == {"temporary_duty"}
