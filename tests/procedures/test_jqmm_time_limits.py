"""Time limits of the JQMM chart: same day, at once, the next JQMM, and a plan's own timescales."""

import pytest
from jqmm_case import (
    INTAKE,
    JQMM,
    MET,
    NO,
    PPM,
    QAM,
    SOSG,
    YES,
    at_ppm,
    at_qam,
    at_sosg,
    due,
    impact_judged,
    met_at_qam,
    opened,
    procedure,
    reviewed_at_ppm,
    reviewed_at_step_4,
    risk_judged,
)

from given import plan

DAYS = [
    (2026, 3, 4),  # Wednesday
    (2026, 3, 7),  # Saturday
    (2026, 4, 3),  # Good Friday, a bank holiday
    (2026, 12, 25),  # Friday, Christmas Day
    (2026, 12, 31),  # Thursday, the last day of the year
    (2027, 1, 1),  # Friday, New Year's Day
    (2028, 2, 29),  # Tuesday, in a leap year
]
MONITOR = {"risk_calls_for_same_day_monitoring": True}


@pytest.mark.parametrize("day", DAYS)
def test_same_day_monitoring_is_due_on_the_day_itself(day: tuple[int, int, int]) -> None:
    """JQM-TL-01: weekends, bank holidays and a year end are days like any other."""
    case = opened().at(*day)
    case.takes(JQMM, "go_straight_on")
    impact_judged(case, 5, "sosg")
    case.takes(JQMM, "decide_further_action_and_monitor", choices=MONITOR)
    assert due(case, "same_day_monitoring") == f"{day[0]}-{day[1]:02}-{day[2]:02}"


def test_same_day_means_the_day_of_the_decision_not_of_its_record() -> None:
    """JQM-TL-01: decided on Friday 27 February 2026, recorded on Monday 2 March."""
    case = opened().takes(JQMM, "go_straight_on")
    impact_judged(case, 5, "sosg")
    case.takes(JQMM, "decide_further_action_and_monitor", choices=MONITOR, occurred="2026-02-27")
    assert due(case, "same_day_monitoring") == "2026-02-27"


def test_same_day_needs_a_date_known_to_the_day() -> None:
    """JQM-TL-01: "in February" has no same day."""
    case = opened().takes(JQMM, "go_straight_on")
    impact_judged(case, 5, "sosg")
    step = "decide_further_action_and_monitor"
    refusal = case.refuses(JQMM, step, choices=MONITOR, occurred="2026-02")
    assert (refusal.where, "JQM-TL-01" in refusal.clause) == ("occurred", True)


@pytest.mark.parametrize("day", DAYS)
def test_safeguarding_is_asked_on_the_day_itself(day: tuple[int, int, int]) -> None:
    """JQM-TL-04, JQM-NT-01: at once, shown as due that day whatever day it is."""
    case = opened().at(*day).takes(INTAKE, "seek_safeguarding_advice", chosen=["safety"])
    wanted = f"{day[0]}-{day[1]:02}-{day[2]:02}"
    assert (due(case, "ask_safeguarding"), due(case, "safeguarding_advice")) == (wanted, wanted)


@pytest.mark.parametrize(
    "day",
    [
        "2026-04-08",  # Wednesday after Easter
        "2026-12-28",  # Monday, the bank holiday in place of Boxing Day
        "2027-01-06",  # Wednesday, in the next year
    ],
)
def test_the_next_jqmm_is_the_date_that_was_given(day: str) -> None:
    """JQM-TL-02, AMB-JQM-10: the chart does not say how often it meets, so nothing is counted."""
    case = opened().takes(JQMM, "call_jqmm", on=day)
    (limit,) = case.case.duties.values()
    assert (limit.key, limit.due, limit.firmness) == ("next_jqmm", day, "soft")
    case.takes(JQMM, "consider_at_jqmm", **MET)
    assert not case.case.duties


def test_a_jqmm_put_off_has_its_new_date_alone() -> None:
    """JQM-TL-02: called for Wednesday 1 April, then for Wednesday 15 April 2026."""
    case = opened().takes(INTAKE, "call_jqmm", on="2026-04-01")
    case.takes(JQMM, "call_jqmm", on="2026-04-15")
    assert [one.due for one in case.case.duties.values()] == ["2026-04-15"]
    assert case.refuses(INTAKE, "call_jqmm").where == "on"
    assert case.refuses(INTAKE, "call_jqmm", on="15 April").where == "on"


def test_going_straight_on_ends_the_wait_for_the_jqmm() -> None:
    """JQM-TL-02, JQM-ST-04, JQM-ST-15, JQM-ST-16: so does every way round it."""
    details = {"go_direct_to_jimp": {"ground": "fit_to_go_on"}}
    for step in ("go_straight_on", "skip_to_qam", "skip_to_sosg", "go_direct_to_jimp"):
        case = opened().takes(JQMM, "call_jqmm", on="2026-04-01")
        case.takes(JQMM, step, **details.get(step, {}))
        assert not case.case.duties, step
    assert at_qam().refuses(JQMM, "call_jqmm", on="2026-04-01").departure


@pytest.mark.parametrize(
    "deadline",
    [
        "2026-04-05",  # Easter Sunday
        "2026-08-31",  # Monday, summer bank holiday
        "2026-12-31",  # Thursday, year end
        "2027-01-04",  # Monday
    ],
)
@pytest.mark.parametrize("kind", ["dap", "cap"])
def test_a_plan_is_due_when_it_says(kind: str, deadline: str) -> None:
    """JQM-TL-03, AMB-JQM-10: the chart states no length; the date agreed is never moved."""
    case = met_at_qam(resolved=False).takes(QAM, f"agree_{kind}_after_qam", **plan(deadline))
    assert due(case, f"{kind}_timescales") == deadline


def test_timescales_set_anew_replace_the_old_ones() -> None:
    """JQM-TL-03, JQM-ST-10, JQM-RC-04: from Monday 30 March to Sunday 31 May, then into 2027."""
    case = reviewed_at_ppm(NO).takes(PPM, "retime_dap_at_ppm", deadline="2026-05-31")
    case.at(2026, 5, 31)
    risk_judged(case)
    case.takes(PPM, "review_performance_at_ppm", choices=NO, **MET)
    case.takes(PPM, "retime_dap_at_ppm", deadline="2027-01-01")
    limits = [one.due for one in case.case.duties.values() if one.key == "dap_timescales"]
    assert limits == ["2027-01-01"]


def test_lateness_is_shown_and_decides_nothing() -> None:
    """JQM-TL-03: a year after Monday 30 March 2026 the plan is late and the case where it was."""
    case = at_ppm("2026-03-30").at(2027, 3, 30)
    assert (due(case, "dap_timescales"), case.case.stage) == ("2026-03-30", "ppm")


def test_no_time_limit_outlives_the_case() -> None:
    """JQM-TL-03, JQM-ST-09, JQM-ST-13: nor does closing wait for one."""
    at_three = reviewed_at_ppm(YES).takes(PPM, "close_after_ppm")
    at_four = reviewed_at_step_4(at_sosg(), YES).takes(SOSG, "close_after_step_4")
    assert (at_three.case.duties, at_four.case.duties) == ({}, {})


def test_the_chart_gives_no_length_but_the_same_day() -> None:
    """JQM-SR-03, JQM-TL-01 to TL-04."""
    clocks = procedure().clocks
    lengths = {key: (one.length, one.unit, one.set_by) for key, one in clocks.items()}
    assert lengths == {
        "at_once": (0, "days", None),
        "same_day": (0, "days", None),
        "next_jqmm": (None, None, "on"),
        "dap_timescales": (None, None, "deadline"),
        "cap_timescales": (None, None, "deadline"),
    }
