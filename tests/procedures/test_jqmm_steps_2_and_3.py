"""Steps 2 and 3 of the JQMM chart: the meeting with the provider, then the performance meeting."""

import pytest
from jqmm_case import (
    INTAKE,
    JIMP,
    JQMM,
    MET,
    NO,
    PPM,
    QAM,
    YES,
    at_jimp,
    at_ppm,
    at_qam,
    due,
    met_at_qam,
    reviewed_at_ppm,
    risk_judged,
)

from concerns.commands.end_plan import EndPlan
from concerns.events import CaseClosed, MeetingHeld, PlanAgreed, PlanExtended
from given import plan


def test_the_provider_is_met_and_the_concern_raised_at_the_qam() -> None:
    """JQM-MT-02, JQM-NT-02, JQM-NT-03: from then on the provider has been told."""
    case = met_at_qam(resolved=True)
    (fact,) = case.last
    assert isinstance(fact, MeetingHeld)
    assert fact.meeting == "qam"
    assert "provider_notified" in case.case.overlays


def test_whether_the_issues_are_resolved_is_said_at_the_meeting() -> None:
    """JQM-ST-07, JQM-ST-08."""
    assert at_qam().refuses(QAM, "hold_qam", **MET).where == "choices.issues_resolved"


def test_resolved_issues_close_the_case() -> None:
    """JQM-ST-07, AMB-JQM-06: the chart's "close" is also a return to normal monitoring."""
    case = met_at_qam(resolved=True).takes(QAM, "close_after_qam")
    assert isinstance(case.last[0], CaseClosed)
    assert (case.case.stage, case.case.closed) == ("normal_contract_monitoring", True)
    assert not case.case.overlays


def test_a_case_is_not_closed_at_the_qam_unmet_or_unresolved() -> None:
    """JQM-ST-07: a meeting record, and the issues resolved."""
    assert "must come first" in at_qam().refuses(QAM, "close_after_qam").why
    refusal = met_at_qam(resolved=False).refuses(QAM, "close_after_qam")
    assert "only where “issues resolved” is yes" in refusal.why
    assert met_at_qam(resolved=True).refuses(PPM, "close_after_qam").kind == "not your role"


@pytest.mark.parametrize(("step", "kind"), [("dap", "Developmental"), ("cap", "Corrective")])
def test_unresolved_issues_start_a_plan_and_go_on_to_the_ppm(step: str, kind: str) -> None:
    """JQM-ST-08, JQM-PL-01 to PL-03, AMB-JQM-02, AMB-JQM-04: carried into the PPM."""
    case = met_at_qam(resolved=False)
    case.takes(QAM, f"agree_{step}_after_qam", **plan("2026-04-30"))
    (fact,) = case.last
    assert isinstance(fact, PlanAgreed)
    assert fact.plan_title.startswith(kind)
    case.takes(QAM, "go_on_to_ppm")
    assert (case.case.stage, due(case, f"{step}_timescales")) == ("ppm", "2026-04-30")


def test_no_plan_starts_where_the_issues_are_resolved() -> None:
    """JQM-ST-08: a plan belongs to the answer no."""
    case = met_at_qam(resolved=True)
    assert "issues resolved" in case.refuses(QAM, "agree_dap_after_qam", **plan()).why
    assert "issues resolved" in case.refuses(QAM, "agree_cap_after_qam", **plan()).why
    assert "go_on_to_ppm" not in case.permitted(QAM)


def test_the_way_to_the_ppm_leads_by_a_plan_or_is_skipping() -> None:
    """JQM-ST-08, JQM-SR-01, AMB-JQM-11: an asterisk marks where steps may be missed."""
    case = met_at_qam(resolved=False)
    assert "“DAP or CAP agreed” holds" in case.refuses(QAM, "go_on_to_ppm").why
    assert case.takes(QAM, "skip_to_ppm", "the plan is made there").case.stage == "ppm"


@pytest.mark.parametrize("kind", ["dap", "cap"])
def test_a_plan_can_be_raised_at_the_ppm(kind: str) -> None:
    """JQM-PL-03, JQM-MT-03, JQM-ST-08: the second of three points."""
    case = met_at_qam(resolved=False).takes(QAM, "skip_to_ppm", "no time for a plan")
    case.takes(PPM, "hold_ppm", **MET)
    assert case.refuses(QAM, f"agree_{kind}_at_ppm", **plan()).kind == "not your role"
    case.takes(PPM, f"agree_{kind}_at_ppm", **plan())
    assert {"action_plan", kind} <= case.case.overlays


def test_one_plan_of_a_kind_runs_at_a_time() -> None:
    """JQM-PL-01 to PL-03, AMB-JQM-02: a DAP beside a CAP; the PPM's DAP follows on the QAM's."""
    case = at_ppm().takes(PPM, "agree_cap_at_ppm", **plan())
    case.takes(PPM, "agree_dap_at_ppm", **plan("2026-04-30"))
    assert due(case, "dap_timescales") == "2026-04-30"
    assert "is running already" in case.refuses(PPM, "agree_dap_at_ppm", **plan()).why
    case.asks(PPM, EndPlan(plan="dap", outcome="superseded", reason="the CAP has it all"))
    case.takes(PPM, "agree_dap_at_ppm", **plan("2026-05-29"))
    assert due(case, "dap_timescales") == "2026-05-29"


def test_a_plan_without_lines_or_a_deadline_is_refused() -> None:
    """JQM-PL-01, JQM-TL-03: the chart sets no timescales, so the plan must."""
    case = met_at_qam(resolved=False)
    assert case.refuses(QAM, "agree_dap_after_qam", deadline="2026-04-30").where == "items"
    assert case.refuses(QAM, "agree_dap_after_qam", items=plan()["items"]).where == "deadline"


def test_a_performance_review_needs_a_plan_and_a_score_of_its_own() -> None:
    """JQM-MT-06, AMB-JQM-16: scored at the JQMM and again at each performance review."""
    case = at_ppm()
    refusal = case.refuses(PPM, "review_performance_at_ppm", choices=YES, **MET)
    assert "“Choose one of the five outcomes” must come first" in refusal.why
    risk_judged(case)
    case.takes(PPM, "review_performance_at_ppm", choices=NO, **MET)
    assert "review_performance_at_ppm" not in case.permitted(PPM)
    bare = met_at_qam(resolved=False).takes(QAM, "skip_to_ppm", "no plan yet")
    risk_judged(bare)
    refusal = bare.refuses(PPM, "review_performance_at_ppm", choices=YES, **MET)
    assert "“DAP or CAP agreed” holds" in refusal.why


def test_satisfactory_improvement_closes_the_case_at_the_ppm() -> None:
    """JQM-ST-09, AMB-JQM-06, AMB-JQM-07: the chart's yes has no target; read as closing."""
    case = reviewed_at_ppm(YES).takes(PPM, "close_after_ppm")
    assert (case.case.stage, case.case.closed) == ("normal_contract_monitoring", True)
    assert not case.case.duties


def test_a_case_is_not_closed_at_the_ppm_without_a_satisfactory_review() -> None:
    """JQM-ST-09."""
    assert "must come first" in at_ppm().refuses(PPM, "close_after_ppm").why
    refusal = reviewed_at_ppm(NO).refuses(PPM, "close_after_ppm")
    assert "only where “improvement satisfactory” is yes" in refusal.why
    assert reviewed_at_ppm(YES).refuses(QAM, "close_after_ppm").kind == "not your role"


def test_unsatisfactory_improvement_may_be_given_more_time() -> None:
    """JQM-ST-10, JQM-RC-04, AMB-JQM-08: the case stays at step 3, with new dates."""
    case = reviewed_at_ppm(NO).takes(PPM, "retime_dap_at_ppm", deadline="2026-05-29")
    (fact,) = case.last
    assert isinstance(fact, PlanExtended)
    assert (case.case.stage, due(case, "dap_timescales")) == ("ppm", "2026-05-29")


def test_new_timescales_need_a_review_that_says_no_and_a_plan_of_that_kind() -> None:
    """JQM-ST-10, JQM-RC-04."""
    new = {"deadline": "2026-05-29"}
    assert "must come first" in at_ppm().refuses(PPM, "retime_dap_at_ppm", **new).why
    assert reviewed_at_ppm(YES).refuses(PPM, "retime_dap_at_ppm", **new).departure
    assert "“CAP agreed”" in reviewed_at_ppm(NO).refuses(PPM, "retime_cap_at_ppm", **new).why
    assert reviewed_at_ppm(NO).refuses(PPM, "retime_dap_at_ppm").where == "deadline"


def test_a_cap_is_given_new_timescales_too() -> None:
    """JQM-ST-10, JQM-PL-02, JQM-RC-04."""
    case = at_ppm().takes(PPM, "agree_cap_at_ppm", **plan())
    risk_judged(case)
    case.takes(PPM, "review_performance_at_ppm", choices=NO, **MET)
    case.takes(PPM, "retime_cap_at_ppm", deadline="2026-06-30")
    assert due(case, "cap_timescales") == "2026-06-30"
    assert due(case, "dap_timescales") == "2026-03-30"


def test_each_new_timescale_needs_a_new_review() -> None:
    """JQM-ST-10, AMB-JQM-08, AMB-JQM-16."""
    case = reviewed_at_ppm(NO).takes(PPM, "retime_dap_at_ppm", deadline="2026-05-29")
    refusal = case.refuses(PPM, "retime_dap_at_ppm", deadline="2026-06-30")
    assert "must come first" in refusal.why
    risk_judged(case)
    case.takes(PPM, "review_performance_at_ppm", choices=YES, **MET)
    assert case.takes(PPM, "close_after_ppm").case.closed


def test_unsatisfactory_improvement_may_go_on_to_jimp() -> None:
    """JQM-ST-11, AMB-JQM-08: instead of new timescales, or after them."""
    case = at_jimp()
    assert (case.case.stage, due(case, "dap_timescales")) == ("jimp", "2026-03-30")
    after = reviewed_at_ppm(NO).takes(PPM, "retime_dap_at_ppm", deadline="2026-05-29")
    assert after.takes(PPM, "escalate_to_jimp").case.stage == "jimp"


def test_jimp_is_not_reached_by_the_ppm_without_a_review_that_says_no() -> None:
    """JQM-ST-11."""
    assert "must come first" in at_ppm().refuses(PPM, "escalate_to_jimp").why
    assert reviewed_at_ppm(YES).refuses(PPM, "escalate_to_jimp").departure
    assert reviewed_at_ppm(NO).refuses(JIMP, "escalate_to_jimp").kind == "not your role"


def test_another_issue_may_come_in_meanwhile() -> None:
    """JQM-ST-01: recorded with its source, and the case stays where it is."""
    case = at_ppm().takes(INTAKE, "record_issue", route="contracts", summary="rota not filled")
    assert case.case.stage == "ppm"
    assert case.refuses(JQMM, "consider_at_jqmm", **MET).departure
