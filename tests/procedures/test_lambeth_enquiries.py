"""Lambeth, Step 2: the safeguarding plan, its enquiries and what they find."""

from typing import Any

import pytest
from lambeth_case import (
    ASSESSED,
    ENQUIRER,
    ENQUIRY,
    INITIATOR,
    QUALITY,
    SAFEGUARDING,
    due,
    enquiring,
    met,
    step_1,
)

from concerns.procedures.reader import library


def test_an_enquiry_has_a_type_a_lead_and_a_timescale() -> None:
    """LAM-ST-05, LAM-PL-02, LAM-S2-05, LAM-S2-13, LAM-RO-13: method, decision and skills too."""
    case = met()
    for missing in ENQUIRY:
        without = ENQUIRY | {missing: " "}
        assert case.refuses(SAFEGUARDING, "plan_enquiry", **without).where == missing
    assert case.refuses(ENQUIRER, "plan_enquiry", **ENQUIRY).kind == "not your role"
    case.takes(SAFEGUARDING, "plan_enquiry", **ENQUIRY, due="2026-04-02")
    assert case.case.stage == "step_2_enquiries"


def test_an_enquirys_timescale_is_soft() -> None:
    """LAM-TL-05, AMB-LAM-13: Thursday 2 April 2026 is shown; without a date nothing is due."""
    case = met().takes(SAFEGUARDING, "plan_enquiry", **ENQUIRY, due="2026-04-02")
    limit = case.case.duties[case.duty("enquiry_timescale")]
    assert (limit.due, limit.firmness) == ("2026-04-02", "soft")
    open_ended = met().takes(SAFEGUARDING, "plan_enquiry", **ENQUIRY)
    assert due(open_ended, "enquiry_timescale") is None


def test_fact_finding_runs_only_under_a_plan() -> None:
    """LAM-ST-05: no evidence is gathered before an enquiry is planned."""
    evidence = {"kind": "facts", "source": "rotas", "findings": "one on nights"}
    refusal = met().refuses(ENQUIRER, "gather_evidence", **evidence)
    assert "“Step 2: enquiries running”" in refusal.why
    assert enquiring().takes(ENQUIRER, "gather_evidence", **evidence)


@pytest.mark.parametrize(
    ("kind", "requirement"),
    [("views", "LAM-S2-10"), ("facts", "LAM-S2-11"), ("documents", "LAM-S2-12")],
)
def test_evidence_is_of_three_kinds_and_names_its_source(kind: str, requirement: str) -> None:
    """LAM-S2-09 to LAM-S2-12, LAM-RC-02: triangulated where that is possible."""
    assert requirement in library()["lambeth"].lists["evidence_kinds"].items[kind].requirement
    case, found = enquiring(), {"kind": kind, "findings": "one on nights"}
    assert case.refuses(ENQUIRER, "gather_evidence", **found, source=" ").where == "source"
    case.takes(ENQUIRER, "gather_evidence", **found, source="rotas", triangulated_with="families")
    other = {"kind": "rumour", "findings": "one on nights", "source": "a neighbour"}
    assert case.refuses(ENQUIRER, "gather_evidence", **other).where == "kind"


def test_each_concern_is_assessed_four_ways() -> None:
    """LAM-RK-02: validity, likelihood, severity, impact, in words; on evidence."""
    case = enquiring()
    assert case.refuses(ENQUIRER, "assess_concern", **ASSESSED).departure
    case.takes(ENQUIRER, "gather_evidence", kind="views", source="R12", findings="afraid")
    for missing in ("likelihood", "severity", "impact"):
        without = ASSESSED | {missing: ""}
        assert case.refuses(ENQUIRER, "assess_concern", **without).where == missing
    assert case.refuses(ENQUIRER, "assess_concern", **ASSESSED | {"validity": "7"})
    case.takes(ENQUIRER, "assess_concern", **ASSESSED)


@pytest.mark.parametrize("case_at", [step_1, met, enquiring])
def test_new_concerns_are_recorded_whenever_they_are_found(case_at: Any) -> None:
    """LAM-RK-02: and the case stays where it is."""
    case = case_at()
    stage = case.case.stage
    case.takes(QUALITY, "record_new_concern", route="other", summary="no fire drill for a year")
    assert case.case.stage == stage
    assert case.refuses(INITIATOR, "record_new_concern", route="other", summary="")
    assert case.refuses(INITIATOR, "record_new_concern", route="gossip", summary="none")
