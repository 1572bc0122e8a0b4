"""Derby: contract breaches, hop by hop, and what Process 1 needs of them."""

import pytest
from derby_case import (
    HEAD_ADULTS,
    HEAD_INTEGRATED,
    LEAD,
    QMO,
    amber,
    breached,
    open_duties,
    process_1,
    red,
    scored,
    told,
)

from concerns.events import RiskScored


def test_breaches_are_notified_counted_and_passed_on() -> None:
    """DER-ST-16, DER-RO-14, DER-RO-23, AMB-DER-25."""
    early = red().refuses(HEAD_ADULTS, "determine_breaches", number=1, level="minor")
    assert "DER-RO-23" in early.clause
    case = red().takes(QMO, "record_breach", notice="first notice")
    assert {"tell_of_breach", "score_again"} <= open_duties(case)
    wrong = case.refuses(HEAD_ADULTS, "determine_breaches", number=-1, level="minor")
    assert wrong.where == "number"
    case.takes(HEAD_ADULTS, "determine_breaches", number=2, level="serious")
    assert case.refuses(QMO, "pass_on_breach", notice="first notice").kind == "not your role"


def test_each_hop_of_a_breach_notice_is_recorded_before_the_next() -> None:
    """DER-ST-16, DER-NT-10, DER-NT-11, AMB-DER-25: a chain of three."""
    case = red().takes(QMO, "record_breach", notice="first notice")
    assert "must come first" in case.refuses(LEAD, "pass_on_breach", notice="first notice").why
    case.takes(HEAD_ADULTS, "determine_breaches", number=1, level="minor")
    untold = case.refuses(LEAD, "pass_on_breach", notice="first notice")
    assert "DER-NT-10" in untold.clause
    assert "Hub Manager" in untold.why
    told(case, QMO, "tell_of_breach")
    assert "how grave" in case.refuses(LEAD, "pass_on_breach", notice="first notice").why
    told(case, HEAD_ADULTS, "tell_head_of_breaches").takes(
        LEAD, "pass_on_breach", notice="first notice"
    )


@pytest.mark.parametrize(
    ("met", "suggested"), [(("A02",), "amber"), (("R10",), "red"), (("R04",), "red")]
)
def test_a_breach_notice_counts_in_the_tool(met: tuple[str, ...], suggested: str) -> None:
    """DER-ST-16: one notice is Amber; two, or a final one, Red."""
    case = amber().takes(QMO, "record_breach", notice="a notice")
    found = scored(case, *met).last[0]
    assert isinstance(found, RiskScored)
    assert found.suggested == suggested
    assert "score_again" not in open_duties(case)


def test_process_1_needs_the_breach_and_legal_advice() -> None:
    """DER-ST-17, DER-RO-26, AMB-DER-03."""
    agreed = {"agreed_after_legal_advice": True}
    no_breach = red().refuses(HEAD_INTEGRATED, "take_legal_advice", advice="it may end")
    assert "DER-RO-26" in no_breach.clause
    no_advice = breached().refuses(HEAD_INTEGRATED, "instigate_process_1", choices=agreed)
    assert "Take legal advice" in no_advice.why
    assert "DER-ST-17" in no_advice.clause
    assert process_1().case.stage == "process_1"


def test_process_1_does_not_start_against_the_advice() -> None:
    """DER-ST-17."""
    case = breached().takes(HEAD_INTEGRATED, "take_legal_advice", advice="not strong enough")
    refused = {"agreed_after_legal_advice": False}
    refusal = case.refuses(HEAD_INTEGRATED, "instigate_process_1", choices=refused)
    assert "DER-ST-17" in refusal.clause
